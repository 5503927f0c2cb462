"""A party's client: sends, checks every answer, mirrors, cosigns."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Self

import httpx

from detente.adapters.channel_http import BoundedTransport
from detente.adapters.channel_mirror import PartyFolder
from detente.channel.checkpoints import SignedCheckpoint, open_checkpoint
from detente.channel.ledger import Ledger
from detente.channel.messages import read_message
from detente.channel.naming import WHOLE, named
from detente.channel.notes import Note, SignatureLine, told_apart
from detente.channel.party import Author, KeyRing
from detente.channel.proofs import LogProof, parse_proof
from detente.channel.requests import authorise
from detente.channel.tenures import witness_keys
from detente.channel.tiles import read_bundle, tiles_of
from detente.channel.verify import Copy, Verdict, check_receipt, verify_copy
from detente.codebook.channel_kinds import message_kinds
from detente.model.channel import SignedMessage
from detente.model.errors import (
    ChannelError,
    InputError,
    NoteError,
    ProofError,
    Refusal,
    StoreError,
)

MAX_ENTRIES: Final = 2_000_000
"""Most entries that one mirroring fetches; a channel of all Europe has 15,000 a year."""
MAX_BYTES: Final = 4 << 30
_FINAL: Final = frozenset({400, 403, 404, 409, 413, 422})
"""Statuses by which a log refuses a message; with any other it may be in the log."""


class ChannelClient:
    """One party at a channel; believes nothing it has not checked."""

    def __init__(
        self, folder: PartyFolder, ring: KeyRing, *, clock: Callable[[], float],
        transport: httpx.BaseTransport | None = None,
    ) -> None:  # fmt: skip
        """Use a party's folder and keys; nothing is sent yet."""
        self.folder, self.ring, self._clock = folder, ring, clock
        self.trust = folder.trust()
        bounded = BoundedTransport(transport)
        self._http = httpx.Client(base_url=self.trust.url, transport=bounded, timeout=30)

    @classmethod
    def open(
        cls, folder: str | Path, passphrase: str, *, clock: Callable[[], float] = time.time
    ) -> Self:
        """The client of the party whose folder this is.

        Args:
            folder: What `detente channel init` and `join` made.
            passphrase: Opens its keys.
            clock: Time of day, which signed requests and cosignatures bear.

        Raises:
            InputError: If a file of the folder is missing or damaged.
            KeyRefused: If the passphrase does not open the keys.
        """
        place = PartyFolder(folder)
        return cls(place, place.keys(passphrase), clock=clock)

    def __enter__(self) -> Self:
        """Use it for a while; connections are let go of at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of connections."""
        self.close()

    def send(
        self, kind: str, body: Mapping[str, Any], *, to: Sequence[str] = (), about: str = "",
        audience: Sequence[str] | None = None, made: str = "",
    ) -> tuple[SignedMessage, LogProof]:  # fmt: skip
        """Sign and send a message; on return it is in the log and the proof is checked and kept.

        What answers a sealed message goes to those who can read that, unless an audience is given.

        Args:
            kind: Kind of message.
            body: What it says.
            to: Parties that are addressed.
            about: The message it answers: its digest, or the start of it (:meth:`named`).
            audience: Who may read it; None is everybody.
            made: When it was made, as its sender says.

        Raises:
            InputError: If ``about`` names no one message of the mirror.
            Refusal: If the log does not take it.
            ChannelError: If the host cannot be reached or its proof does not hold.
        """
        author, about = self._author(), self.named(about)
        if audience is None and about:
            audience = self._readers(kind, about)
        salt = "" if audience is None else secrets.token_hex(32)
        signed = author.draft(
            kind, body, to=to, about=about, audience=audience, made=made, salt=salt
        )
        self.folder.draft(signed)
        return signed, self._submit(signed)

    def named(self, start: str, ledger: Ledger | None = None) -> str:
        """The whole digest of the message in the mirror that begins so; "" and a whole one as is.

        Args:
            start: The digest, or at least eight characters of its start.
            ledger: The mirrored log where it was checked just now; it is checked anew without.

        Raises:
            InputError: If the mirror holds no such message that one may read, or several.
        """
        if not start or len(start) == WHOLE:
            return start
        entry = named(ledger or self.verify().ledger, start, self.ring.party)
        assert entry.signed is not None
        return entry.signed.digest

    def resend(self) -> list[SignedMessage]:
        """Send again what was signed and never answered."""
        waiting = [signed for signed, proof in self.folder.sent() if proof is None]
        for signed in sorted(waiting, key=lambda s: s.message.number):
            self._submit(signed)
        return waiting

    def mirror(self, sides: Sequence[str] = ()) -> Verdict:
        """Fetch what is new, check everything, and keep it only if nothing is wrong.

        Args:
            sides: Checkpoints of this log that others hold, fetched before: a host that shows
                them another log is seen.
        """
        note = self._get("/checkpoint").text
        size = self._size(note)
        leaves = self._leaves(size)
        seen = [*sides, *self._evidence()]
        sealed = self._sealed()
        notes = [*self.folder.checkpoints(), note, *seen]
        verdict = self._verdict(leaves, notes, self._proved(), sealed)
        if not verdict.findings and size:
            for signed in sealed:
                if signed.digest in verdict.ledger.places:
                    self.folder.keep_sealed(signed)
            self.folder.keep_log(verdict.ledger.tree, leaves, note)
            for text in seen[len(sides) :]:
                self.folder.keep_checkpoint(self._size(text), text, source="host")
            for number, text in enumerate(sides):
                self.folder.keep_checkpoint(self._size(text), text, source=f"side{number}")
            self._reclaim(verdict, note)
        return verdict

    def _evidence(self) -> list[str]:
        """Cosigned checkpoints; a mirror has none but its own."""
        try:
            return _texts(self._get("/evidence"))
        except Refusal as refusal:
            if refusal.status == 404:
                return []
            raise

    def _reclaim(self, verdict: Verdict, note: str) -> None:
        """What the host refused and yet put into the log is an own message all the same."""
        for signed in self.folder.refused():
            index = verdict.ledger.places.get(signed.digest)
            if index is not None:
                path = verdict.ledger.tree.inclusion_proof(index)
                self.folder.draft(signed)
                self.folder.keep_sent(signed, LogProof(index, path, note))

    def verify(self) -> Verdict:
        """Check the mirror alone; the host is not asked."""
        leaves = self.folder.leaves()
        notes = [n for n in self.folder.checkpoints() if self._size(n) <= len(leaves)]
        return self._verdict(
            leaves,
            notes,
            [(s, p) for s, p in self._proved() if self._size(p.checkpoint) <= len(leaves)],
        )

    def _verdict(
        self, leaves: tuple[bytes, ...], notes: Sequence[str],
        receipts: Sequence[tuple[SignedMessage, LogProof]], fetched: Sequence[SignedMessage] = (),
    ) -> Verdict:  # fmt: skip
        sealed = {**self.folder.sealed(), **{signed.digest: signed.raw for signed in fetched}}
        copy = Copy(leaves, notes, sealed, receipts, self.folder.known())
        return verify_copy(self.trust.channel, [self.trust.log], copy)

    def _proved(self) -> list[tuple[SignedMessage, LogProof]]:
        return [(signed, proof) for signed, proof in self.folder.sent() if proof]

    def _size(self, note: str) -> int:
        return open_checkpoint(note, [self.trust.log]).checkpoint.size

    def cosign(self, verdict: Verdict | None = None) -> int:
        """Cosign the mirrored checkpoint and hand the cosignatures in; how many were new.

        Args:
            verdict: What was found in the mirror just now; it is checked anew without.

        Raises:
            ChannelError: If the mirror does not hold, no key of this party stands as a witness in
                it, or an own message waits for its answer: to cosign a log without it would be
                to keep silent.
        """
        checked = verdict or self.verify()
        if checked.findings:
            raise ChannelError("the mirror does not hold; `detente channel verify` says why")
        if any(proof is None for _, proof in self.folder.sent()):
            raise ChannelError("an own message was not answered; cosign once it is in the log")
        signed = open_checkpoint(self.folder.text("mirror/checkpoint"), [self.trust.log])
        size = signed.checkpoint.size
        known = told_apart(witness_keys(checked.ledger.tenures, size))
        lines = self.ring.cosign(signed.note.text, time=int(self._clock()))
        ours = [line for line in lines if (line.name, line.key_id) in known]
        if not ours:
            raise ChannelError("no key of this folder stands as a witness in the log")
        return self.hand_in(ours, size)

    def hand_in(self, lines: Sequence[SignatureLine], size: int) -> int:
        """Hand in cosignatures of a checkpoint; how many were new.

        Raises:
            Refusal: If the host does not take them.
            ChannelError: If it cannot be reached.
        """
        raw = "".join(map(str, lines)).encode()
        answer = self._answer(self._post(f"/cosignatures/{size}", raw))
        try:
            return int(answer.json()["added"])
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
            raise StoreError("the host does not say how many cosignatures it took") from error

    def mirrored(self) -> SignedCheckpoint:
        """The checkpoint of the mirror, with every cosignature of it that is held.

        Raises:
            InputError: If nothing is mirrored.
        """
        note = self.folder.text("mirror/checkpoint")
        first = open_checkpoint(note, [self.trust.log])
        others = [open_checkpoint(n, [self.trust.log]) for n in self.folder.checkpoints()]
        same = [o.note.lines for o in others if o.note.text == first.note.text]
        lines = dict.fromkeys(line for found in (first.note.lines, *same) for line in found)
        return SignedCheckpoint(first.checkpoint, Note(first.note.text, tuple(lines)))

    def close(self) -> None:
        """Let go of connections."""
        self._http.close()

    def _submit(self, signed: SignedMessage) -> LogProof:
        try:
            answer = self._answer(self._post("/messages", signed.raw))
        except Refusal as refusal:
            if refusal.status in _FINAL:
                self.folder.discard(signed)
            raise
        proof = parse_proof(answer.text)
        wrong = check_receipt(signed, proof, [self.trust.log])
        if wrong:
            raise ProofError(wrong)
        self.folder.keep_sent(signed, proof)
        return proof

    def _readers(self, kind: str, about: str) -> Sequence[str] | None:
        """Who else reads the sealed message that is answered; None if it is open."""
        row, raw = message_kinds().get(kind), self.folder.sealed_message(about)
        if raw is None or row is None or not row.sealable:
            return None
        cause = read_message(raw).message
        parties = self.verify().ledger.roster.parties
        readers = {cause.sender, *(cause.audience or ())} & set(parties)
        return sorted(readers - {self.ring.party})

    def _author(self) -> Author:
        """Where the chains of the present key stand, by what was sent; what was seen, by the mirror."""
        author = Author.new(self.ring, self.trust.channel)
        mine = self.ring.signer.public.hex()
        for signed, proof in self.folder.sent():
            if signed.message.key != mine and proof is not None:
                continue
            number = author.chains.get(signed.message.audience, (0, ""))[0]
            if proof is None:
                text = "a message was signed and not answered; run `detente channel send --again`"
                raise ChannelError(text)
            if signed.message.number > number:
                author.sent(signed)
        known = self.folder.known()
        return replace_seen(author, known) if known else author

    def _leaves(self, size: int) -> tuple[bytes, ...]:
        held = self.folder.leaves()[: min(self.folder.size, size) // 256 * 256]
        if size - len(held) > MAX_ENTRIES:
            raise ProofError(
                f"the host says that the log has {size} entries, here are {len(held)}: "
                f"no more than {MAX_ENTRIES} are fetched at once"
            )
        found, length = list(held), 0
        for tile in tiles_of(size, since=len(held)):
            if tile.level is not None:
                continue
            raw = self._get(f"/{tile}").content
            entries, length = read_bundle(raw), length + len(raw)
            if len(entries) != tile.width or length > MAX_BYTES:
                raise ProofError(
                    f"{tile} has {len(entries)} entries and not {tile.width}, "
                    f"or more than {MAX_BYTES} bytes came"
                )
            found += entries
        return tuple(found)

    def _sealed(self) -> list[SignedMessage]:
        """Sealed messages the host hands out; what is none is left aside."""
        target, now = "/sealed", int(self._clock())
        header = authorise(self.ring.signer, self.trust.channel, target, time=now)
        response = self._ask("GET", target, headers={"Authorization": header})
        if response.status_code in (401, 404):
            return []
        found = []
        for text in _texts(self._answer(response)):
            with suppress(InputError, NoteError):
                found.append(read_message(text.encode(errors="replace")))
        return found

    def _get(self, path: str) -> httpx.Response:
        return self._answer(self._ask("GET", path))

    def _post(self, path: str, raw: bytes) -> httpx.Response:
        headers = {"Content-Type": "application/octet-stream"}
        return self._ask("POST", path, headers=headers, raw=raw)

    def _ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
    ) -> httpx.Response:
        try:
            return self._http.request(method, path, headers=headers, content=raw)
        except httpx.HTTPError as error:
            raise StoreError(f"the host at {self.trust.url} does not answer: {error}") from error

    @staticmethod
    def _answer(response: httpx.Response) -> httpx.Response:
        status = response.status_code
        if status == 200:
            return response
        try:
            reason = str(response.json()["error"])
        except (ValueError, KeyError, TypeError, RecursionError):
            reason = f"the host answered {status}"
        reason = "".join(char if char.isprintable() else "?" for char in reason[:500])
        if 400 <= status < 500:
            raise Refusal(status, reason)
        raise StoreError(reason)


def _texts(response: httpx.Response) -> list[str]:
    """A list of texts, as the host gave it.

    Raises:
        StoreError: If it is anything else.
    """
    try:
        found = response.json()
    except (ValueError, RecursionError) as error:
        raise StoreError("the host answered with something that is no JSON") from error
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise StoreError("the host answered with something that is no list of texts")
    return found


def replace_seen(author: Author, known: tuple[int, bytes]) -> Author:
    """The author after it has checked a checkpoint."""
    return replace(author, seen_size=known[0], seen_root=known[1].hex())
