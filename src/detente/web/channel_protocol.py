"""HTTP with bounds: a request has a head of limited length and arrives in limited time.

The server's own protocol reads a head of any length and waits for a request as long as its client
likes; one stranger could fill the memory of a host, or hold its connections.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_HEAD: Final = 32_768
"""Longest head of a request, in bytes; a packet may bring more before it is counted."""
MAX_SECONDS: Final = 30.0
"""How long a whole request may take to arrive."""
MAX_CONNECTIONS: Final = 1_000
"""Connections at once; more are told to come later."""


class BoundedProtocol(HttpToolsProtocol):
    """One connection.

    Attributes:
        seconds: How long a whole request may take to arrive.
    """

    seconds: float = MAX_SECONDS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._head: int | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._rest()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what came, and refuse a head that does not end."""
        super().data_received(data)
        if self._head is not None and not self.transport.is_closing():
            self._head += len(data)
            if self._head > MAX_HEAD:
                self._end(b"431 Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        """A request begins."""
        self._head = 0
        self._wait()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its head is there."""
        self._head = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of it is there."""
        self._rest()
        super().on_message_complete()

    def _wait(self) -> None:
        self._rest()
        late = b"408 Request Timeout"
        self._timer = self.loop.call_later(self.seconds, self._end, late)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end(self, status: bytes) -> None:
        if self.transport.is_closing():
            return
        answered = self._head is None and self.cycle is not None and self.cycle.response_started
        if not answered:
            head = b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            self.transport.write(head)
        self.transport.close()
