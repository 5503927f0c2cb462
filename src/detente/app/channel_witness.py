"""A party's witness: it remembers, cosigns what continues, and gives receipts."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Protocol

from detente.channel.cosignatures import Cosigner, cosign_subtree
from detente.channel.merkle import EMPTY_ROOT
from detente.channel.messages import read_message
from detente.channel.notes import Note, SignatureLine, VerifierKey
from detente.channel.party import KeyRing
from detente.channel.requests import give_receipt
from detente.channel.witness import (
    check_subtree,
    decide,
    parse_request,
    parse_subtree_request,
)
from detente.model.errors import Refusal


class WitnessMemory(Protocol):
    """What a witness has cosigned; every change is on disk when the method returns."""

    def last(self, origin: str) -> tuple[int, bytes, str] | None:
        """Size, root and note last cosigned for a log."""

    def advance(self, origin: str, *, old: int, size: int, root: bytes, note: str) -> bool:
        """Replace the record if it still stands at ``old``, in one step; False if it moved on."""


def origin_hashes(logs: Iterable[str]) -> dict[str, str]:
    """Origin by its hash, as it stands in the paths of witnesses and mirrors."""
    return {sha256(origin.encode()).hexdigest(): origin for origin in logs}


def take_checkpoint(
    raw: bytes, logs: Mapping[str, Sequence[VerifierKey]], memory: WitnessMemory,
    sign: Callable[[str], Sequence[SignatureLine]],
) -> str:  # fmt: skip
    """Take a checkpoint that continues the last one; it is on disk when the lines come back.

    Args:
        raw: Body of add-checkpoint.
        logs: Keys that are trusted for each origin.
        memory: What was taken before.
        sign: Lines that are added to the text of the checkpoint.

    Raises:
        Refusal: With the status of the protocol.
    """
    request = parse_request(raw)
    origin = request.note.partition("\n")[0]
    while True:
        record = memory.last(origin)
        last = (record[0], record[1]) if record else (0, EMPTY_ROOT)
        signed = decide(request, logs.get(origin, ()), last)
        text, now = signed.note.text, signed.checkpoint
        lines = tuple(sign(text))
        log_keys = {(key.name, key.key_id) for key in logs[origin]}
        by_log = [line for line in signed.note.lines if (line.name, line.key_id) in log_keys]
        note = str(Note(text, (*by_log, *lines)))
        if memory.advance(origin, old=request.old, size=now.size, root=now.root, note=note):
            return "".join(map(str, lines))


def take_subtree(raw: bytes, logs: Container[str], cosigner: Cosigner) -> str:
    """Cosign a part of a log whose checkpoint bears a cosignature of the same keys.

    Args:
        raw: Body of sign-subtree.
        logs: Origins that are known.
        cosigner: Whose keys they are; the ML-DSA-44 key signs.

    Raises:
        Refusal: With the status of the protocol.
    """
    request = parse_subtree_request(raw)
    origin = request.whole.origin
    if origin not in logs:
        raise Refusal(404, "this log is not known here")
    check_subtree(request, cosigner.keys)
    name, signer = cosigner.keys[1].name, cosigner.post_quantum
    return str(cosign_subtree(origin, request.span, request.root, name=name, signer=signer))


class Witness:
    """One party's witness over the logs it knows."""

    def __init__(
        self, ring: KeyRing, logs: Mapping[str, Sequence[VerifierKey]], memory: WitnessMemory
    ) -> None:
        """Witness logs, each with the keys that are trusted for its origin."""
        self._ring, self._logs, self._memory = ring, dict(logs), memory
        self._origins = origin_hashes(logs)

    def add_checkpoint(self, raw: bytes, *, time: int) -> str:
        """Cosign a checkpoint, once the record of it is on disk.

        Raises:
            Refusal: With the status of the protocol.
        """
        sign = partial(self._ring.cosign, time=time)
        return take_checkpoint(raw, self._logs, self._memory, sign)

    def sign_subtree(self, raw: bytes) -> str:
        """Cosign a part of a log whose checkpoint was cosigned here.

        Raises:
            Refusal: With the status of the protocol.
        """
        return take_subtree(raw, self._logs, self._ring.cosigner)

    def checkpoint(self, origin_hash: str) -> str | None:
        """The checkpoint last cosigned for the log whose origin has this hash."""
        origin = self._origins.get(origin_hash)
        record = self._memory.last(origin) if origin else None
        return record[2] if record else None

    def receipt(self, raw: bytes, *, time: int) -> str:
        """Say that one was handed a message, so that its sender's clock stops.

        Raises:
            InputError: If it is malformed.
            NoteError: If its signature does not fit.
            Refusal: If it is for a log that is not known here.
        """
        signed = read_message(raw)
        if signed.message.channel not in self._logs:
            raise Refusal(404, "this log is not known here")
        ring = self._ring
        return give_receipt(
            ring.party, ring.signer, signed.message.channel, signed.digest, time=time
        )
