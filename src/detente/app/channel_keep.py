"""A mirror: holds a copy of logs for good, serves it, and cosigns only what it holds.

C2SP tlog-mirror. A checkpoint comes first and is pending; entries follow in packages, each checked
against it and on disk before the next; when all are there the mirror's own cosigner signs.
"""

from __future__ import annotations

import hmac
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Protocol

from detente.app.channel_witness import WitnessMemory, origin_hashes, take_checkpoint, take_subtree
from detente.channel.checkpoints import open_checkpoint
from detente.channel.cosignatures import Cosigner
from detente.channel.merkle import leaf_hash
from detente.channel.mirroring import (
    Elsewhere,
    MirrorInfo,
    Package,
    UploadHeader,
    UploadReader,
    check_package,
)
from detente.channel.notes import Note, VerifierKey
from detente.channel.tiles import WIDTH, Tile, hash_tile, write_bundle
from detente.channel.tree import Tree
from detente.model.errors import ProofError, Refusal, StoreError

MAX_EXCESS: Final = 8192
_MAC: Final = 32


class MirrorStore(WitnessMemory, Protocol):
    """Copies of logs; every change is on disk when the method returns."""

    def leaves(self, origin: str) -> Iterator[bytes]:
        """All entries that are held, first to last."""

    def entries(self, origin: str, start: int, end: int) -> list[bytes]:
        """Entries ``[start, end)`` of those that are held."""

    def append(self, origin: str, start: int, leaves: Sequence[bytes]) -> None:
        """Keep entries from an index on; those that stand already are left as they are."""

    def pending(self, origin: str) -> list[str]:
        """The last several pending checkpoints, the latest last."""

    def held(self, origin: str) -> str | None:
        """The checkpoint up to which all is held, with the mirror's cosignatures."""

    def hold(self, origin: str, size: int, note: str) -> bool:
        """Replace it by one that is not smaller; False if a larger one stands."""


@dataclass(frozen=True, slots=True)
class Target:
    """The checkpoint against which an upload is checked.

    Attributes:
        size: Size of the tree.
        root: Its root.
        note: The checkpoint with the log's signature.
    """

    size: int
    root: bytes
    note: Note


class Keeper:
    """The mirror of some logs."""

    def __init__(
        self, cosigner: Cosigner, logs: Mapping[str, Sequence[VerifierKey]], store: MirrorStore
    ) -> None:
        """Open the copies that the store holds."""
        self._cosigner, self._logs, self._store = cosigner, dict(logs), store
        self._secret = hmac.digest(cosigner.signer.seed, b"detente-ticket/1", "sha256")
        self._origins = origin_hashes(logs)
        self._trees = {o: Tree(map(leaf_hash, store.leaves(o))) for o in logs}
        self._lock = threading.RLock()

    def add_checkpoint(self, raw: bytes) -> None:
        """Make a checkpoint the pending one, once it is on disk; nothing is signed.

        Raises:
            Refusal: With the status of the protocol.
        """
        take_checkpoint(raw, self._logs, self._store, lambda _: ())

    def sign_subtree(self, raw: bytes) -> str:
        """Cosign a part of a log whose checkpoint was cosigned here, as held.

        Raises:
            Refusal: With the status of the protocol.
        """
        return take_subtree(raw, self._logs, self._cosigner)

    def upload(self) -> Upload:
        """Begin to take an upload."""
        return Upload(self)

    def target(self, header: UploadHeader) -> Target:
        """Decide whether an upload can go on, and against which checkpoint.

        Raises:
            Refusal: 404 for a log that is not known, 422 before its first checkpoint.
            Elsewhere: 409 with where the mirror stands.
        """
        if header.origin not in self._logs:
            raise Refusal(404, "this log is not known here")
        if not self._store.pending(header.origin):
            raise Refusal(422, "no checkpoint of this log has come yet: add-checkpoint is first")
        target = self._known(header)
        held, following = self._held(header.origin), self._trees[header.origin].size
        here = self.info(header.origin, target)
        if target is None:
            raise Elsewhere(here, f"no pending checkpoint has {header.end} entries")
        if held is not None and header.end < held.size:
            raise Elsewhere(self.info(header.origin), f"{held.size} entries are held already")
        if header.start > following:
            raise Elsewhere(here, f"entry {following} is the next that is lacking")
        if min(header.end, following) - header.start > MAX_EXCESS:
            raise Elsewhere(here, f"entries up to {following} are here already")
        return target

    def take(self, package: Package, origin: str, target: Target) -> None:
        """Check a package and keep what of it is new; on return it is on disk.

        Raises:
            Refusal: 422 if it is not part of the checkpoint's tree.
            StoreError: If it cannot be kept.
        """
        with self._lock:
            tree = self._trees[origin]
            first = package.start // WIDTH * WIDTH
            before = [tree.leaf(index) for index in range(first, package.start)]
            try:
                check_package(package, before, target.size, target.root)
            except ProofError as error:
                raise Refusal(422, f"entries from {package.start} on: {error}") from error
            fresh = package.entries[max(0, tree.size - package.start) :]
            if fresh:
                self._store.append(origin, tree.size, fresh)
            for entry in fresh:
                tree.append(leaf_hash(entry))

    def finish(self, origin: str, target: Target, *, time: int) -> str:
        """Cosign a checkpoint all of whose entries are on disk; the signature lines.

        Raises:
            Elsewhere: 409 if more is held by now.
            StoreError: If the copy is not what was checked.
        """
        with self._lock:
            tree = self._trees[origin]
            if tree.size < target.size or tree.root(target.size) != target.root:
                raise StoreError("the entries on disk are not those of the checkpoint")
            lines = self._cosigner.cosign(target.note.text, time=time)
            note = str(Note(target.note.text, (*target.note.lines, *lines)))
            if not self._store.hold(origin, target.size, note):
                raise Elsewhere(self.info(origin), "more is held by now")
            return "".join(map(str, lines))

    def info(self, origin: str, target: Target | None = None) -> MirrorInfo:
        """Where the mirror stands, for one of its pending checkpoints or the latest."""
        target = target or self._latest(origin)
        return MirrorInfo(target.size, self._trees[origin].size, self._ticket(target))

    def checkpoint(self, origin_hash: str) -> str:
        """The checkpoint up to which all is held, with the mirror's cosignatures.

        Raises:
            Refusal: 404 if there is none.
        """
        note = self._store.held(self._origin(origin_hash))
        if note is None:
            raise Refusal(404, "nothing of that log is held here yet")
        return note

    def tile(self, origin_hash: str, tile: Tile) -> bytes:
        """Content of a tile or a bundle of entries.

        Raises:
            Refusal: 404 for a log that is not known.
            ProofError: If the copy does not reach that far.
        """
        origin = self._origin(origin_hash)
        with self._lock:
            if tile.level is not None:
                return hash_tile(self._trees[origin], tile)
            start = tile.index * WIDTH
            if start + tile.width > self._trees[origin].size:
                raise ProofError(f"the copy does not reach {tile}")
            return write_bundle(self._store.entries(origin, start, start + tile.width))

    def _origin(self, origin_hash: str) -> str:
        if origin_hash not in self._origins:
            raise Refusal(404, "this log is not known here")
        return self._origins[origin_hash]

    def _known(self, header: UploadHeader) -> Target | None:
        held = self._store.held(header.origin)
        notes = [*self._store.pending(header.origin), *([held] if held else [])]
        if self._issued(header.ticket):
            notes.append(header.ticket[_MAC:].decode())
        found = (self._opened(header.origin, note) for note in reversed(notes))
        return next((target for target in found if target.size == header.end), None)

    def _latest(self, origin: str) -> Target:
        return self._opened(origin, self._store.pending(origin)[-1])

    def _held(self, origin: str) -> Target | None:
        note = self._store.held(origin)
        return self._opened(origin, note) if note else None

    def _opened(self, origin: str, note: str) -> Target:
        keys = self._logs[origin]
        signed = open_checkpoint(note, keys)
        known = {(key.name, key.key_id) for key in keys}
        lines = tuple(x for x in signed.note.lines if (x.name, x.key_id) in known)
        now = signed.checkpoint
        return Target(now.size, now.root, Note(signed.note.text, lines))

    def _ticket(self, target: Target) -> bytes:
        raw = str(target.note).encode()
        return hmac.digest(self._secret, raw, "sha256") + raw

    def _issued(self, ticket: bytes) -> bool:
        """Whether a ticket is one's own: only then did its checkpoint continue the others."""
        mac = hmac.digest(self._secret, ticket[_MAC:], "sha256")
        return hmac.compare_digest(mac, ticket[:_MAC])


class Upload:
    """One upload while it comes."""

    def __init__(self, keeper: Keeper) -> None:
        """Before its first byte."""
        self._keeper, self._reader = keeper, UploadReader()
        self._target: Target | None = None
        self._saved = self.done = False

    def feed(self, raw: bytes) -> None:
        """Take bytes, and keep the packages they complete.

        Raises:
            Refusal: With the status of the protocol.
            StoreError: If a package cannot be kept.
        """
        try:
            self._feed(raw)
        except ProofError:
            self.done = True

    def _feed(self, raw: bytes) -> None:
        packages: Iterable[Package] = self._reader.feed(raw)
        header = self._reader.header
        if header is None:
            return
        if self._target is None:
            self._target = self._keeper.target(header)
            self._reader.expect()
            packages = self._reader.feed(b"")
        for package in packages:
            self._keeper.take(package, header.origin, self._target)
            self._saved = True
        self.done = self._reader.complete

    def end(self, *, time: int) -> str | MirrorInfo:
        """What the upload came to: signature lines, or where to go on.

        Raises:
            Refusal: 400 if nothing could be kept.
            Elsewhere: 409 if more is held by now.
        """
        header, target = self._reader.header, self._target
        if header is None or target is None or not (self._saved or self._reader.complete):
            raise Refusal(400, "the upload ended before its first package was complete")
        if not self._reader.complete:
            return self._keeper.info(header.origin, target)
        return self._keeper.finish(header.origin, target, time=time)


def mirror_prefix(origin: str) -> str:
    """Under which path a mirror serves the copy of a log."""
    return sha256(origin.encode()).hexdigest()
