"""HTTP routes of a party's witness (C2SP tlog-witness), and its receipts."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from detente.app.channel_witness import Witness
from detente.channel.tiles import MAX_ENTRY
from detente.channel.witness import Behind
from detente.model.errors import Refusal
from detente.web.channel import guarded, read_body

MAX_REQUEST: Final = 1 << 20
"""Longest body of add-checkpoint, in bytes."""


def behind_answer(behind: Behind) -> Response:
    """409 with the size that was cosigned last."""
    headers = {"Content-Type": "text/x.tlog.size"}
    return Response(f"{behind.size}\n", status_code=409, headers=headers)


def witness_app(witness: Witness, *, clock: Callable[[], float] = time.time) -> Starlette:
    """The routes over one witness."""

    async def add_checkpoint(request: Request) -> Response:
        raw = await read_body(request, MAX_REQUEST)
        try:
            lines = await run_in_threadpool(witness.add_checkpoint, raw, time=int(clock()))
        except Behind as behind:
            return behind_answer(behind)
        return PlainTextResponse(lines)

    async def sign_subtree(request: Request) -> Response:
        raw = await read_body(request, MAX_REQUEST)
        return PlainTextResponse(await run_in_threadpool(witness.sign_subtree, raw))

    async def checkpoint(request: Request) -> Response:
        note = await run_in_threadpool(witness.checkpoint, request.path_params["origin"])
        if note is None:
            raise Refusal(404, "no checkpoint of that log was cosigned here")
        return PlainTextResponse(note, headers={"Cache-Control": "no-store"})

    async def receipt(request: Request) -> Response:
        raw = await read_body(request, MAX_ENTRY)
        return PlainTextResponse(await run_in_threadpool(witness.receipt, raw, time=int(clock())))

    return Starlette(
        routes=[
            Route("/add-checkpoint", guarded(add_checkpoint), methods=["POST"]),
            Route("/sign-subtree", guarded(sign_subtree), methods=["POST"]),
            Route("/receipt", guarded(receipt), methods=["POST"]),
            Route("/{origin}/checkpoint", guarded(checkpoint)),
        ]
    )
