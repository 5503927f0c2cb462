"""HTTP routes of a party's witness (C2SP tlog-witness), and its receipts."""

from __future__ import annotations

import time
from collections.abc import Callable

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


def witness_app(witness: Witness, *, clock: Callable[[], float] = time.time) -> Starlette:
    """The routes over one witness."""

    async def add_checkpoint(request: Request) -> Response:
        raw = await read_body(request, 1 << 20)
        try:
            lines = await run_in_threadpool(witness.add_checkpoint, raw, time=int(clock()))
        except Behind as behind:
            return PlainTextResponse(
                f"{behind.size}\n", status_code=409,
                headers={"Content-Type": "text/x.tlog.size"},
            )  # fmt: skip
        return PlainTextResponse(lines)

    async def checkpoint(request: Request) -> Response:
        note = witness.checkpoint(request.path_params["origin"])
        if note is None:
            raise Refusal(404, "no checkpoint of that log was cosigned here")
        return PlainTextResponse(note)

    async def receipt(request: Request) -> Response:
        raw = await read_body(request, MAX_ENTRY)
        return PlainTextResponse(await run_in_threadpool(witness.receipt, raw, time=int(clock())))

    return Starlette(
        routes=[
            Route("/add-checkpoint", guarded(add_checkpoint), methods=["POST"]),
            Route("/receipt", guarded(receipt), methods=["POST"]),
            Route("/{origin}/checkpoint", guarded(checkpoint)),
        ]
    )
