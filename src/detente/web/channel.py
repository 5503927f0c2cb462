"""HTTP routes of a channel's host."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from detente.app.channel_host import Answer, Host
from detente.app.channel_taxii import HostDesk
from detente.channel.notes import parse_line
from detente.channel.requests import who_asks
from detente.channel.tiles import MAX_ENTRY, parse_tile
from detente.model.errors import (
    ChannelError,
    InputError,
    NoteError,
    ProofError,
    Refusal,
    StoreError,
)
from detente.web.channel_openapi import describe
from detente.web.channel_taxii import taxii_routes

_BATCH: Final = 512
Handler = Callable[[Request], Awaitable[Response]]


class Queue:
    """Messages that wait; those that wait together are written together."""

    def __init__(self, host: Host) -> None:
        """Wait for messages to a host."""
        self._host = host
        self._waiting: asyncio.Queue[tuple[bytes, asyncio.Future[Answer]]] = asyncio.Queue()

    async def put(self, raw: bytes) -> Answer:
        """Hand in a message and wait until it is on disk or refused."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        await self._waiting.put((raw, future))
        return await future

    async def run(self) -> None:
        """Write batch after batch."""
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < _BATCH and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            answers = await asyncio.to_thread(self._write, [raw for raw, _ in batch])
            for (_, future), answer in zip(batch, answers, strict=True):
                if not future.done():
                    future.set_result(answer)

    def _write(self, raws: list[bytes]) -> list[Answer]:
        try:
            return self._host.submit_many(raws)
        except StoreError as error:
            return [error] * len(raws)


def channel_app(host: Host, *, clock: Callable[[], float] = time.time) -> Starlette:
    """The routes over one host.

    Args:
        host: What answers.
        clock: Time of day, to judge how old a signed request is; no deadline hangs on it.
    """
    queue = Queue(host)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(queue.run())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    async def send(request: Request) -> Response:
        answer = await queue.put(await read_body(request, MAX_ENTRY))
        if isinstance(answer, Exception):
            raise answer
        return PlainTextResponse(str(answer))

    async def checkpoint(_: Request) -> Response:
        return PlainTextResponse(host.checkpoint(), headers={"Cache-Control": "no-store"})

    async def tile(request: Request) -> Response:
        return _bytes(host.tile(parse_tile(f"tile/{request.path_params['path']}")))

    async def proof(request: Request) -> Response:
        return PlainTextResponse(str(host.proof(_number(request, "index"))))

    async def consistency(request: Request) -> Response:
        path = host.consistency(_number(request, "old"), _number(request, "new"))
        return PlainTextResponse("".join(f"{base64.b64encode(h).decode()}\n" for h in path))

    async def evidence(_: Request) -> Response:
        return JSONResponse(list(host.evidence()))

    async def cosign(request: Request) -> Response:
        text = (await read_body(request, MAX_ENTRY)).decode(errors="replace")
        lines = [parse_line(line) for line in text.split("\n") if line]
        added = await asyncio.to_thread(host.cosign, lines, _number(request, "size"))
        return JSONResponse({"added": added})

    def who(request: Request) -> str:
        path = request.scope.get("raw_path", b"").decode("latin-1") or request.url.path
        target = path + (f"?{request.url.query}" if request.url.query else "")
        header = request.headers.get("authorization", "")
        roster = host.ledger.roster
        return who_asks(
            header, roster, host.channel, target, now=int(clock()), method=request.method
        )

    async def sealed(request: Request) -> Response:
        party = who(request)
        since = request.query_params.get("since", "0")
        found = host.sealed_for(party, _count(since))
        return JSONResponse([signed.raw.decode() for signed in found])

    async def openapi(_: Request) -> Response:
        return JSONResponse(describe())

    routes = [
        Route("/messages", guarded(send), methods=["POST"]),
        Route("/checkpoint", guarded(checkpoint)),
        Route("/tile/{path:path}", guarded(tile)),
        Route("/proof/{index}", guarded(proof)),
        Route("/consistency/{old}/{new}", guarded(consistency)),
        Route("/evidence", guarded(evidence)),
        Route("/cosignatures/{size}", guarded(cosign), methods=["POST"]),
        Route("/sealed", guarded(sealed)),
        Route("/openapi.json", guarded(openapi)),
        *taxii_routes(HostDesk(host), who, scheme="Detente"),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


def guarded(handler: Handler) -> Handler:
    """Turn named errors into statuses, each with words that say what to do."""

    async def run(request: Request) -> Response:
        try:
            return await handler(request)
        except (ChannelError, InputError) as error:
            return JSONResponse({"error": str(error)}, status_code=status_of(error))

    return run


def status_of(error: Exception) -> int:
    """HTTP status of a named error."""
    if isinstance(error, Refusal):
        return error.status
    statuses = {ProofError: 404, NoteError: 403, StoreError: 507}
    return next((code for kind, code in statuses.items() if isinstance(error, kind)), 400)


async def read_body(request: Request, limit: int) -> bytes:
    """The body of a request, refused as soon as it is too long."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise Refusal(413, f"at most {limit} bytes are taken")
        parts.append(part)
    return b"".join(parts)


def _number(request: Request, name: str) -> int:
    return _count(request.path_params[name])


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise Refusal(400, f"{text[:30]!r} is no number")
    return int(text)


def _bytes(raw: bytes) -> Response:
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(raw, media_type="application/octet-stream", headers=headers)
