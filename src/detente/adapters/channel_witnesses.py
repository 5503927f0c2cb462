"""Witnesses and mirrors over HTTP, as who wants their cosignatures meets them."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import httpx

from detente.adapters.channel_http import BoundedTransport
from detente.channel.checkpoints import parse_size
from detente.channel.mirroring import (
    INFO_TYPE,
    MAX_PACKAGES,
    MirrorInfo,
    UploadHeader,
    parse_info,
    spans,
    write_package,
)
from detente.channel.tree import Tree
from detente.channel.witness import write_request
from detente.model.errors import ChannelError, Refusal, StoreError

_TRIES: Final = 4


class WitnessClient:
    """One witness or mirror; what it answers is not checked here."""

    def __init__(self, url: str, *, transport: httpx.BaseTransport | None = None) -> None:
        """Speak to what answers under a submission prefix."""
        self.url = url
        self._http = httpx.Client(base_url=url, transport=BoundedTransport(transport), timeout=30)

    def close(self) -> None:
        """Let go of connections."""
        self._http.close()

    def checkpoint(self, origin: str) -> str:
        """The checkpoint it cosigned last for a log.

        Raises:
            Refusal: If it has none.
            StoreError: If it does not answer.
        """
        path = f"/{sha256(origin.encode()).hexdigest()}/checkpoint"
        return _good(self._ask("GET", path)).text

    def add_checkpoint(self, tree: Tree, note: str, size: int) -> str:
        """Hand in a checkpoint; the signature lines, none where a mirror signs later.

        Raises:
            Refusal: If it is not taken.
            ChannelError: If the witness is ahead of it.
            StoreError: If it does not answer.
        """
        old = 0
        for _ in range(_TRIES):
            body = write_request(old, tree.consistency_proof(old, size), note)
            answer = self._ask("POST", "/add-checkpoint", body)
            if answer.status_code != 409:
                return _good(answer).text
            old = parse_size(answer.text.removesuffix("\n"))
            if old > size:
                raise ChannelError(f"{self.url} has seen {old} entries, here are {size}: mirror")
        raise ChannelError(f"{self.url} moves on faster than it can be followed; try again")

    def add_entries(self, origin: str, tree: Tree, leaves: Sequence[bytes], size: int) -> str:
        """Upload what a mirror lacks of a log up to a size; its signature lines.

        Raises:
            Refusal: If it is not taken.
            ChannelError: If the mirror is ahead, or makes no progress.
            StoreError: If it does not answer.
        """
        header, idle = UploadHeader(origin, size, size), 0
        while idle < _TRIES:
            parts = spans(header.start, header.end)[:MAX_PACKAGES]
            packages = [bytes(write_package(tree, leaves, part, header.end)) for part in parts]
            raw = gzip.compress(b"".join([bytes(header), *packages]), compresslevel=6)
            answer = self._ask("POST", "/add-entries", raw, packed=True)
            if answer.status_code not in (202, 409):
                return _good(answer).text
            info = self._info(answer)
            if info.size > size:
                raise ChannelError(f"{self.url} waits for {info.size} entries, here are {size}")
            idle = 0 if answer.status_code == 202 and info.next > header.start else idle + 1
            header = UploadHeader(origin, min(info.next, info.size), info.size, info.ticket)
        raise ChannelError(f"{self.url} takes no entries after {header.start}; try again")

    def _info(self, answer: httpx.Response) -> MirrorInfo:
        if answer.headers.get("content-type", "").partition(";")[0] != INFO_TYPE:
            raise ChannelError(f"{self.url} answered {answer.status_code} and does not say why")
        return parse_info(answer.text)

    def _ask(
        self, method: str, path: str, raw: bytes | None = None, *, packed: bool = False
    ) -> httpx.Response:
        headers = {"Content-Type": "application/octet-stream"} if raw is not None else {}
        if packed:
            headers["Content-Encoding"] = "gzip"
        try:
            return self._http.request(method, path, content=raw, headers=headers)
        except httpx.HTTPError as error:
            raise StoreError(f"{self.url} does not answer: {error}") from error


def _good(answer: httpx.Response) -> httpx.Response:
    if answer.status_code == 200:
        return answer
    raise Refusal(answer.status_code, f"{answer.url} answered {answer.status_code}: {answer.text}")
