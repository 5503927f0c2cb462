"""A witness: cosigns a checkpoint only if it continues the last one (C2SP tlog-witness)."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from detente.channel.checkpoints import (
    MAX_COSIGNATURES,
    SignedCheckpoint,
    open_checkpoint,
    parse_checkpoint,
    parse_size,
)
from detente.channel.merkle import EMPTY_ROOT, verify_consistency
from detente.channel.notes import VerifierKey, parse_note
from detente.channel.proofs import hash_lines
from detente.model.errors import NoteError, ProofError, Refusal

MAX_PROOF = 63


@dataclass(frozen=True, slots=True)
class WitnessRequest:
    """A request to cosign.

    Attributes:
        old: Size from which the proof starts.
        proof: Consistency proof.
        note: The checkpoint as it was sent.
    """

    old: int
    proof: tuple[bytes, ...]
    note: str


class Behind(Refusal):
    """The witness has cosigned another size than the request starts from.

    Attributes:
        size: The size it has cosigned.
    """

    def __init__(self, size: int) -> None:
        super().__init__(409, f"the latest cosigned size is {size}")
        self.size = size


def parse_request(raw: bytes) -> WitnessRequest:
    """Read the body of add-checkpoint.

    Raises:
        Refusal: 400 if it is malformed.
    """
    try:
        head, gap, note = raw.decode().partition("\n\n")
        first, *lines = head.split("\n")
        word, space, size = first.partition(" ")
        if not gap or word != "old" or not space or len(lines) > MAX_PROOF:
            raise Refusal(400, "a request is an old size, at most 63 hashes and a checkpoint")
        parse_checkpoint(parse_note(note, most=MAX_COSIGNATURES).text)
        return WitnessRequest(parse_size(size), hash_lines(lines), note)
    except (UnicodeDecodeError, NoteError) as error:
        raise Refusal(400, f"the request is malformed: {error}") from error


def write_request(old: int, proof: Sequence[bytes], note: str) -> bytes:
    """Write the body of add-checkpoint."""
    hashes = [base64.b64encode(item).decode() for item in proof]
    return ("\n".join([f"old {old}", *hashes, "", ""]) + note).encode()


def decide(
    request: WitnessRequest, log: Sequence[VerifierKey], last: tuple[int, bytes]
) -> SignedCheckpoint:
    """Decide whether to cosign; the caller keeps the result before it lets ``last`` change.

    Args:
        request: What was asked.
        log: Keys that are trusted for the origin; none if the origin is not known.
        last: Size and root last cosigned for the origin; (0, root of the empty tree) if none.

    Raises:
        Refusal: With the status the protocol asks for: 400, 403, 404, 409 or 422.
    """
    if not log:
        raise Refusal(404, "this log is not known here")
    try:
        signed = open_checkpoint(request.note, log)
    except NoteError as error:
        raise Refusal(403, f"the checkpoint is not signed by the log: {error}") from error
    now = signed.checkpoint
    if request.old > now.size:
        raise Refusal(400, "the old size is larger than the checkpoint")
    if request.old != last[0]:
        raise Behind(last[0])
    if now.size == 0 and now.root != EMPTY_ROOT:
        raise Refusal(422, "this is not the root of the empty tree")
    try:
        _continues(request, (request.old, last[1]), (now.size, now.root))
    except ProofError as error:
        raise Refusal(422, f"the checkpoint does not continue the last: {error}") from error
    return signed


def _continues(request: WitnessRequest, old: tuple[int, bytes], new: tuple[int, bytes]) -> None:
    if old[0] == 0:
        if request.proof:
            raise ProofError("from nothing there is nothing to prove")
        return
    verify_consistency(size1=old[0], size2=new[0], root1=old[1], root2=new[1], proof=request.proof)
