"""A host on the wire for tests that attack it, and what may come back from it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import uvicorn
from tests.channel.crisis import CHANNEL, HOST, authors, charter, notice

from detente.adapters.channel_sqlite import SqliteStore
from detente.app.channel_host import Host
from detente.channel.tiles import parse_tile, read_bundle, tiles_of
from detente.channel.verify import Copy, verify_copy
from detente.web.channel import channel_app

NOW = 1_930_000_000


class Wire:
    """A host with a charter and a notice of each party, asked in process over HTTP."""

    def __init__(self, store: SqliteStore) -> None:
        self.host = Host(CHANNEL, HOST, store)
        self.authors = authors()
        self.taken: list[bytes] = []
        self.post(charter(self.authors["ALD"]))
        for author in self.authors.values():
            self.post(notice(author))
        self.app = channel_app(self.host, clock=lambda: NOW)

    def post(self, signed) -> None:
        """Put a message into the log and move its sender's chain on."""
        self.host.submit(signed.raw)
        self.authors[signed.message.sender].sent(signed)
        self.taken.append(signed.raw)

    def sound(self) -> None:
        """The host shows one whole log that a party finds nothing wrong with."""
        host, leaves = self.host, []
        for tile in tiles_of(host.ledger.size):
            if tile.level is None:
                leaves += read_bundle(host.tile(parse_tile(str(tile))))
        sealed = {e.signed.digest: e.signed.raw for e in host.ledger.entries if e.signed}
        copy = Copy(leaves, [host.checkpoint(), *host.evidence()], sealed)
        verdict = verify_copy(CHANNEL, [host.key], copy)
        assert verdict.findings == ()
        assert verdict.ledger.size == host.ledger.size


@contextlib.contextmanager
def asking(app) -> Iterator:
    """Ask an application in process, its queue running; each answer comes back at once."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def wait(coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result(60)

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    lifespan = app.router.lifespan_context(app)
    client = httpx.AsyncClient(transport=transport, base_url="http://host")
    wait(lifespan.__aenter__())
    try:
        yield lambda *words, **more: wait(client.request(*words, **more))
    finally:
        wait(client.aclose())
        wait(lifespan.__aexit__(None, None, None))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextlib.contextmanager
def serving(app, **options) -> Iterator[int]:
    """A real server on a port of its own."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="critical", ws="none", **options)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([found])))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield found.getsockname()[1]
        server.should_exit = True
        thread.join()
