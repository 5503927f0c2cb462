"""The host of a channel: takes messages, keeps them, proves that it did.

Messages that wait are written together, in one transaction with the checkpoint over them, and
answered only after it: an answer means that the message is on disk.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from copy import copy

from detente.channel.checkpoints import (
    MAX_COSIGNATURES,
    Checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from detente.channel.cosignatures import cosignatures, outermost, verify_cosignature
from detente.channel.keys import SignatureType, Signer
from detente.channel.ledger import Ledger, replay, take
from detente.channel.messages import leaf_of, may_read, read_message
from detente.channel.notes import Note, SignatureLine, VerifierKey, parse_note
from detente.channel.proofs import LogProof
from detente.channel.record import Record
from detente.channel.tenures import witness_keys
from detente.channel.tiles import WIDTH, Tile, hash_tile, write_bundle
from detente.model.channel import Entry, SignedMessage
from detente.model.errors import InputError, NoteError, ProofError, Refusal, StoreError
from detente.ports.channel_store import ChannelStore, Row

Answer = LogProof | Refusal | StoreError


class Host:
    """One channel's log, kept in a store."""

    def __init__(
        self, channel: str, signer: Signer, store: ChannelStore,
        known: Iterable[VerifierKey] = (),
    ) -> None:  # fmt: skip
        """Open the log that the store holds, and check it against its last checkpoint.

        Args:
            channel: Origin of the log.
            signer: Signs checkpoints.
            store: Keeps entries.
            known: Witnesses and mirrors whose cosignatures are taken beside those of parties.

        Raises:
            StoreError: If the entries in the store are not those that were signed.
        """
        self.channel = channel
        self.key = VerifierKey(channel, SignatureType.NOTE, signer.public)
        self._signer, self._store, self._known = signer, store, tuple(known)
        self._lock = threading.RLock()
        self._notes: dict[int, str] = {}
        self._cosigned = 0
        self.ledger = Ledger(channel)
        self._doubted = False
        self._open()

    def submit(self, raw: bytes) -> LogProof:
        """Take one message.

        Raises:
            Refusal: If it is not taken.
            StoreError: If it cannot be kept.
        """
        (answer,) = self.submit_many([raw])
        if isinstance(answer, Exception):
            raise answer
        return answer

    def submit_many(self, raws: Sequence[bytes]) -> list[Answer]:
        """Take messages in order and keep those that are admitted, all in one write.

        A message that stands in the log already is answered as it was the first time. What cannot
        be kept is forgotten again; before the next write the store is read anew, since a write
        whose end was not seen may have been kept all the same.

        Raises:
            StoreError: If the store failed before and cannot be read now.
        """
        with self._lock:
            self._settle()
            before = self.ledger.size
            taken = [self._take(raw) for raw in raws]
            fresh = self.ledger.entries[before:]
            if fresh:
                try:
                    self._keep(fresh)
                except StoreError as error:
                    self._doubted = True
                    self.ledger.forget(before)
                    return [self._unkept(x, before, error) for x in taken]
            return [x if isinstance(x, Refusal) else self.proof(x) for x in taken]

    def proof(self, index: int) -> LogProof:
        """Proof of an entry against the present checkpoint.

        Raises:
            ProofError: If there is no such entry.
        """
        with self._lock:
            path = self.ledger.tree.inclusion_proof(index)
            return LogProof(index, path, self._notes[self.ledger.size])

    def consistency(self, size1: int, size2: int) -> tuple[bytes, ...]:
        """Proof that one size of the log follows from another.

        Raises:
            ProofError: If there are no such sizes.
        """
        with self._lock:
            return self.ledger.tree.consistency_proof(size1, size2)

    def checkpoint(self, size: int | None = None) -> str:
        """A kept checkpoint with its cosignatures, by default the present one.

        Raises:
            ProofError: If none was signed at that size.
        """
        with self._lock:
            note = self._notes.get(self.ledger.size if size is None else size)
        if note is None:
            raise ProofError(f"no checkpoint of size {size} was signed")
        return note

    def evidence(self) -> tuple[str, ...]:
        """Every checkpoint that somebody cosigned, smallest first."""
        with self._lock:
            return tuple(n for _, n in sorted(self._notes.items()) if n.count("\n— ") > 1)

    def tile(self, tile: Tile) -> bytes:
        """Content of a tile or a bundle of entries.

        Raises:
            ProofError: If the log does not reach that far.
        """
        with self._lock:
            if tile.level is not None:
                return hash_tile(self.ledger.tree, tile)
            start = tile.index * WIDTH
            entries = self.ledger.entries[start : start + tile.width]
            if len(entries) < tile.width:
                raise ProofError(f"the log does not reach {tile}")
            return write_bundle(entry.leaf for entry in entries)

    def sealed_for(self, party: str, since: int = 0) -> list[SignedMessage]:
        """Sealed messages from an index on that a party may read."""
        with self._lock:
            entries = self.ledger.entries[since:]
        found = [e.signed for e in entries if e.signed and e.signed.message.audience is not None]
        return [s for s in found if may_read(s.message, party)]

    def cosign(self, lines: Iterable[SignatureLine], size: int) -> int:
        """Add cosignatures of parties to the checkpoint of a size; how many were new.

        Of each key the earliest and the latest are kept: a log in which nobody speaks has the
        same size for days, and the latest tells that nothing had come by then.

        Raises:
            NoteError: If a line is not that of a party's witness or does not fit.
            ProofError: If no checkpoint was signed at that size.
        """
        with self._lock:
            note = parse_note(self.checkpoint(size), most=MAX_COSIGNATURES)
            keys = {(key.name, key.key_id): key for key in self._witnesses(size)}
            kept = list(note.lines)
            for line in lines:
                key = keys.get((line.name, line.key_id))
                if key is None:
                    raise NoteError(f"{line.name!r} is no witness of a party at this size")
                verify_cosignature(line, key, note.text)
                kept.append(line)
            lines = outermost(kept)
            added = len(set(lines) - set(note.lines))
            text = str(Note(note.text, lines))
            self._settle()
            try:
                self._store.cosigned(size=size, checkpoint=text)
            except StoreError:
                self._doubted = True
                raise
            self._notes[size] = text
            self._cosigned += added
            return added

    def state(self) -> tuple[int, int]:
        """What changes whenever the log or what witnesses said of it does."""
        with self._lock:
            return self.ledger.size, self._cosigned

    def record(self) -> Record:
        """The log with its witnesses, as they stand; a copy, for reading."""
        with self._lock:
            ledger = copy(self.ledger)
            ledger.entries = list(ledger.entries)
            notes = [parse_note(note, most=MAX_COSIGNATURES) for note in self.evidence()]
        tenures = self.ledger.tenures
        lines = [
            one
            for note in notes
            for one in cosignatures(note, witness_keys(tenures, parse_checkpoint(note.text).size))
        ]
        return Record(ledger, lines, agreeing=None)

    def _witnesses(self, size: int) -> list[VerifierKey]:
        return [*self._known, *witness_keys(self.ledger.tenures, size)]

    def _take(self, raw: bytes) -> int | Refusal:
        try:
            signed = read_message(raw)
        except InputError as error:
            return Refusal(400, str(error))
        except NoteError as error:
            return Refusal(403, str(error))
        if signed.digest in self.ledger.places:
            return self.ledger.places[signed.digest]
        try:
            return self.ledger.append(signed).index
        except Refusal as refusal:
            return refusal

    def _unkept(self, taken: int | Refusal, before: int, error: StoreError) -> Answer:
        """The answer where a write failed; what stood in the log before it still does."""
        if isinstance(taken, Refusal):
            return taken
        return self.proof(taken) if taken < before else error

    def _keep(self, fresh: Sequence[Entry]) -> None:
        rows = []
        for entry in fresh:
            assert entry.signed is not None
            sealed = None if entry.signed.message.audience is None else entry.signed.raw
            rows.append(Row(entry.index, leaf_of(entry.signed), sealed))
        note = self._sign()
        self._store.append(rows, size=self.ledger.size, checkpoint=note)
        self._notes[self.ledger.size] = note

    def _sign(self) -> str:
        tree = self.ledger.tree
        return str(sign_checkpoint(Checkpoint(self.channel, tree.size, tree.root()), self._signer))

    def _open(self) -> None:
        """Build everything from what is on disk."""
        try:
            self.ledger = replay(self.channel, ((r.leaf, r.sealed) for r in self._store.rows()))
        except (InputError, NoteError, Refusal) as error:
            raise StoreError(f"the store does not hold this channel's log: {error}") from error
        self._notes = dict(self._store.checkpoints())
        if self.ledger.size == 0:
            self._notes.setdefault(0, self._sign())
        self._check_end()

    def _settle(self) -> None:
        """After a failed write: take in what the store holds beyond what was answered for.

        Raises:
            StoreError: If it cannot be read, or lost what was answered for.
        """
        if not self._doubted:
            return
        before, notes = self.ledger.size, self._notes
        kept = list(self._store.rows(before))
        self._notes = {**notes, **dict(self._store.checkpoints())}
        try:
            for row in kept:
                take(self.ledger, row.leaf, row.sealed)
            self._check_end()
        except (InputError, NoteError, Refusal, StoreError) as error:
            self.ledger.forget(before)
            self._notes = notes
            raise StoreError(f"the store is not as it was left: {error}") from error
        self._doubted = False

    def _check_end(self) -> None:
        """The log in memory is the one under the last checkpoint in the store."""
        stored = max((size for size, _ in self._store.checkpoints()), default=0)
        last = parse_checkpoint(parse_note(self._notes[stored], most=MAX_COSIGNATURES).text)
        if (last.size, last.root) != (self.ledger.size, self.ledger.tree.root()):
            raise StoreError("the entries in the store are not those of its last checkpoint")
