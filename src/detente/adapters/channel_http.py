"""Answers with bounds: what a host sends is read up to a size and for a time, and no further.

A party believes nothing of its host, so it does not let it fill its memory either: with a body
that never ends, with a small one that unpacks into a large one, or with a body that comes byte by
byte. Redirects are not followed, and text is UTF-8 whatever the host calls it.
"""

from __future__ import annotations

import time
import zlib
from typing import Final

import httpx

MAX_ANSWER: Final = 64 << 20
"""Longest answer that is read, unpacked, in bytes; a full bundle of entries has 17 million."""
MAX_SECONDS: Final = 120.0
_GZIP: Final = 31
_OWN: Final = frozenset({"content-encoding", "content-length", "content-type", "transfer-encoding"})


class BoundedTransport(httpx.BaseTransport):
    """Reads each answer whole, within bounds."""

    def __init__(
        self, inner: httpx.BaseTransport | None = None, *, most: int = MAX_ANSWER,
        seconds: float = MAX_SECONDS,
    ) -> None:  # fmt: skip
        """Read through another transport.

        Args:
            inner: What makes connections; HTTP by default.
            most: Longest answer, in bytes.
            seconds: How long an answer may take from its first byte to its last.
        """
        self._inner = inner or httpx.HTTPTransport()
        self._most, self._seconds = most, seconds

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask, and read all of the answer.

        Raises:
            httpx.HTTPError: If it does not come, or does not keep within bounds.
        """
        request.headers["Accept-Encoding"] = "gzip, identity"
        answer = self._inner.handle_request(request)
        try:
            raw = self._body(answer)
        finally:
            answer.close()
        headers = [item for item in answer.headers.multi_items() if item[0].lower() not in _OWN]
        media = answer.headers.get("content-type", "").partition(";")[0]
        headers.append(("Content-Type", media))
        return httpx.Response(answer.status_code, headers=headers, content=raw, request=request)

    def close(self) -> None:
        """Let go of connections."""
        self._inner.close()

    def _body(self, answer: httpx.Response) -> bytes:
        packing = answer.headers.get("content-encoding", "identity").strip().lower()
        if packing not in ("gzip", "identity"):
            raise httpx.DecodingError(f"the answer is packed as {packing[:20]!r}, not asked for")
        unpack = zlib.decompressobj(_GZIP) if packing == "gzip" else None
        end, parts, size = time.monotonic() + self._seconds, list[bytes](), 0
        assert isinstance(answer.stream, httpx.SyncByteStream)
        for part in answer.stream:
            found = part if unpack is None else _unpacked(unpack, part, self._most + 1 - size)
            size += len(found)
            parts.append(found)
            if size > self._most:
                raise httpx.ReadError(f"the answer has more than {self._most} bytes")
            if time.monotonic() > end:
                raise httpx.ReadTimeout(f"the answer took more than {self._seconds:g} seconds")
        if unpack is not None and not unpack.eof:
            raise httpx.DecodingError("the packed answer is cut short")
        return b"".join(parts)


def _unpacked(unpack: zlib._Decompress, part: bytes, most: int) -> bytes:
    try:
        return unpack.decompress(part, most)
    except zlib.error as error:
        raise httpx.DecodingError(f"the answer cannot be unpacked: {error}") from error
