"""HTTP routes of a mirror (C2SP tlog-mirror), and of the copies it serves (tlog-tiles)."""

from __future__ import annotations

import time
import zlib
from collections.abc import AsyncIterator, Callable
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from detente.app.channel_keep import Keeper
from detente.channel.mirroring import INFO_TYPE, Elsewhere, MirrorInfo
from detente.channel.tiles import parse_tile
from detente.channel.witness import Behind
from detente.model.errors import Refusal
from detente.web.channel import guarded, read_body
from detente.web.channel_witness import MAX_REQUEST, behind_answer

_PART: Final = 1 << 20
_ENCODINGS: Final = {"Accept-Encoding": "gzip"}


def keep_app(keeper: Keeper, *, clock: Callable[[], float] = time.time) -> Starlette:
    """The routes over one mirror."""

    async def add_checkpoint(request: Request) -> Response:
        raw = await read_body(request, MAX_REQUEST)
        try:
            await run_in_threadpool(keeper.add_checkpoint, raw)
        except Behind as behind:
            return behind_answer(behind)
        return PlainTextResponse("")

    async def add_entries(request: Request) -> Response:
        upload = keeper.upload()
        try:
            async for part in _plain(request):
                await run_in_threadpool(upload.feed, part)
                if upload.done:
                    break
            answer = await run_in_threadpool(upload.end, time=int(clock()))
        except Elsewhere as elsewhere:
            return _info(elsewhere.info, 409)
        if isinstance(answer, MirrorInfo):
            return _info(answer, 202)
        return PlainTextResponse(answer, headers=_ENCODINGS)

    async def checkpoint(request: Request) -> Response:
        note = await run_in_threadpool(keeper.checkpoint, request.path_params["origin"])
        return PlainTextResponse(note, headers={"Cache-Control": "no-store"})

    async def tile(request: Request) -> Response:
        wanted = parse_tile(f"tile/{request.path_params['path']}")
        raw = await run_in_threadpool(keeper.tile, request.path_params["origin"], wanted)
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(raw, media_type="application/octet-stream", headers=headers)

    async def sign_subtree(request: Request) -> Response:
        raw = await read_body(request, MAX_REQUEST)
        return PlainTextResponse(await run_in_threadpool(keeper.sign_subtree, raw))

    return Starlette(
        routes=[
            Route("/add-checkpoint", guarded(add_checkpoint), methods=["POST"]),
            Route("/sign-subtree", guarded(sign_subtree), methods=["POST"]),
            Route("/add-entries", guarded(add_entries), methods=["POST"]),
            Route("/{origin}/checkpoint", guarded(checkpoint)),
            Route("/{origin}/tile/{path:path}", guarded(tile)),
        ],
        middleware=[Middleware(GZipMiddleware)],
    )


def _info(info: MirrorInfo, status: int) -> Response:
    return Response(
        str(info), status_code=status, headers={"Content-Type": INFO_TYPE, **_ENCODINGS}
    )


async def _plain(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes, unpacked piece by piece; it ends where packing breaks off."""
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding == "identity":
        async for raw in request.stream():
            yield raw
        return
    if encoding != "gzip":
        raise Refusal(415, f"bodies packed as {encoding[:30]!r} are not read; gzip is")
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    async for raw in request.stream():
        rest = raw
        while rest and not unpack.eof:
            try:
                yield unpack.decompress(rest, _PART)
            except zlib.error:
                return
            rest = unpack.unconsumed_tail
    yield unpack.flush()
