"""How entries are handed to a mirror, which says that it holds them for good (C2SP tlog-mirror).

An upload is cut at multiples of 256 entries. Each package carries the proof that it is part of
the tree at the end of the upload, so that a mirror checks and keeps it without the rest.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from detente.channel.checkpoints import parse_size
from detente.channel.merkle import HASH_SIZE, leaf_hash, verify_subtree_consistency
from detente.channel.notes import decode_base64
from detente.channel.tiles import WIDTH, write_bundle
from detente.channel.tree import CompactRange, Tree
from detente.channel.witness import MAX_PROOF
from detente.model.errors import NoteError, ProofError, Refusal

MAX_PACKAGES: Final = 32
"""How many packages one request should hold at most."""
INFO_TYPE: Final = "text/x.tlog.mirror-info"
_MAX_INDEX: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class UploadHeader:
    """What an upload says before its entries.

    Attributes:
        origin: Which log.
        start: First entry that is uploaded.
        end: Size of the tree the entries are proven against.
        ticket: What the mirror gave, to find that tree again.
    """

    origin: str
    start: int
    end: int
    ticket: bytes = b""

    def __bytes__(self) -> bytes:
        origin = self.origin.encode()
        return b"".join((
            struct.pack(">H", len(origin)), origin, struct.pack(">QQ", self.start, self.end),
            struct.pack(">H", len(self.ticket)), self.ticket,
        ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Package:
    """Entries that stand together, with their proof.

    Attributes:
        start: Index of the first entry.
        entries: Entries, first to last.
        proof: That the subtree from the last multiple of 256 to the last entry is part of the tree.
    """

    start: int
    entries: tuple[bytes, ...]
    proof: tuple[bytes, ...]

    @property
    def end(self) -> int:
        """Index after the last entry."""
        return self.start + len(self.entries)

    def __bytes__(self) -> bytes:
        return write_bundle(self.entries) + bytes([len(self.proof)]) + b"".join(self.proof)


@dataclass(frozen=True, slots=True)
class MirrorInfo:
    """What a mirror says when an upload has to start elsewhere, or is not complete.

    Attributes:
        size: Tree size it takes an upload for.
        next: First entry it lacks.
        ticket: What it wants to see again.
    """

    size: int
    next: int
    ticket: bytes = b""

    def __str__(self) -> str:
        return f"{self.size}\n{self.next}\n{base64.b64encode(self.ticket).decode()}\n"


class Elsewhere(Refusal):
    """An upload does not start or end where the mirror stands: 409 with where it does.

    Attributes:
        info: Where it stands.
    """

    def __init__(self, info: MirrorInfo, reason: str) -> None:
        super().__init__(409, reason)
        self.info = info


def parse_info(text: str) -> MirrorInfo:
    """Read what a mirror says of itself.

    Raises:
        NoteError: If it is malformed.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise NoteError("a mirror's answer is a size, the next entry and a ticket")
    return MirrorInfo(parse_size(lines[0]), parse_size(lines[1]), decode_base64(lines[2]))


def spans(start: int, end: int) -> list[tuple[int, int]]:
    """Entries ``[start, end)`` of each package of an upload, in order."""
    floors = range(start // WIDTH * WIDTH, end, WIDTH) if start < end else ()
    return [(max(start, floor), min(end, floor + WIDTH)) for floor in floors]


def write_package(tree: Tree, leaves: Sequence[bytes], span: tuple[int, int], size: int) -> Package:
    """A package with its proof against the tree of a size.

    Args:
        tree: The log's tree.
        leaves: All entries of the log.
        span: Which entries, one of :func:`spans`.
        size: Size of the tree they are proven against.
    """
    start, end = span
    proof = tree.consistency_of(start // WIDTH * WIDTH, end, size)
    return Package(start, tuple(leaves[start:end]), proof)


def check_package(package: Package, before: Sequence[bytes], size: int, root: bytes) -> None:
    """Check that a package is part of a tree.

    Args:
        package: What came.
        before: Leaf hashes from the last multiple of 256 to the package's first entry, which the
            mirror holds already.
        size: Size of the tree.
        root: Root of the tree.

    Raises:
        ProofError: If it is not.
    """
    edge = CompactRange()
    for leaf in (*before, *map(leaf_hash, package.entries)):
        edge.append(leaf)
    verify_subtree_consistency(
        start=package.start // WIDTH * WIDTH, end=package.end, size=size, subtree=edge.root,
        root=root, proof=package.proof,
    )  # fmt: skip


class UploadReader:
    """Reads an upload as its bytes come; what is not complete yet waits."""

    def __init__(self) -> None:
        """Before the first byte."""
        self.header: UploadHeader | None = None
        self._rest = bytearray()
        self._spans: list[tuple[int, int]] = []

    @property
    def complete(self) -> bool:
        """Whether every package of the upload has come."""
        return self.header is not None and not self._spans

    def feed(self, raw: bytes) -> list[Package]:
        """Take bytes; the packages they complete.

        Raises:
            Refusal: 400 if the header is malformed.
            ProofError: If a package is.
        """
        self._rest += raw
        if self.header is None:
            self._open()
        found = []
        while self._spans and (package := self._package(self._spans[0])):
            found.append(package)
            self._spans.pop(0)
        return found

    def _open(self) -> None:
        rest = bytes(self._rest)
        named = 2 + int.from_bytes(rest[:2])
        fixed = named + 18
        if len(rest) < max(2, fixed) or len(rest) < fixed + int.from_bytes(rest[fixed - 2 : fixed]):
            return
        start, end, length = struct.unpack(">QQH", rest[named:fixed])
        try:
            origin = rest[2:named].decode()
        except UnicodeDecodeError as error:
            raise Refusal(400, "the origin of the log is no UTF-8") from error
        if start > end or end > _MAX_INDEX:
            raise Refusal(400, f"entries {start} to {end} are no range")
        self.header = UploadHeader(origin, start, end, rest[fixed : fixed + length])
        del self._rest[: fixed + length]

    def expect(self) -> None:
        """Read packages from here on: the header has been found good."""
        assert self.header is not None
        self._spans = spans(self.header.start, self.header.end)

    def _package(self, span: tuple[int, int]) -> Package | None:
        entries, position, rest = [], 0, self._rest
        for _ in range(*span):
            end = position + 2 + int.from_bytes(rest[position : position + 2])
            if position + 2 > len(rest) or end > len(rest):
                return None
            entries.append(bytes(rest[position + 2 : end]))
            position = end
        if position >= len(rest):
            return None
        count = rest[position]
        if count > MAX_PROOF:
            raise ProofError(f"a package has at most {MAX_PROOF} hashes, this one {count}")
        end = position + 1 + count * HASH_SIZE
        if end > len(rest):
            return None
        hashes = bytes(rest[position + 1 : end])
        del rest[:end]
        proof = tuple(hashes[i : i + HASH_SIZE] for i in range(0, len(hashes), HASH_SIZE))
        return Package(span[0], tuple(entries), proof)
