"""A witness: cosigns a checkpoint only if it continues the last one (C2SP tlog-witness)."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.channel.checkpoints import (
    MAX_COSIGNATURES,
    Checkpoint,
    SignedCheckpoint,
    open_checkpoint,
    parse_checkpoint,
    parse_size,
)
from detente.channel.cosignatures import cosigners
from detente.channel.merkle import (
    EMPTY_ROOT,
    is_subtree,
    verify_consistency,
    verify_subtree_consistency,
)
from detente.channel.notes import Note, VerifierKey, parse_note
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


@dataclass(frozen=True, slots=True)
class SubtreeRequest:
    """A request to cosign a part of a log that was witnessed before.

    Attributes:
        span: First entry of the subtree, and the one after its last.
        root: Hash of the subtree.
        proof: Subtree consistency proof to the checkpoint.
        note: The checkpoint that the witness itself cosigned, as it was sent.
        whole: What that checkpoint says.
    """

    span: tuple[int, int]
    root: bytes
    proof: tuple[bytes, ...]
    note: Note
    whole: Checkpoint


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
    return _written(f"old {old}", proof, note)


def parse_subtree_request(raw: bytes) -> SubtreeRequest:
    """Read the body of sign-subtree.

    Raises:
        Refusal: 400 if it is malformed, or the interval is no subtree of the checkpoint.
    """
    try:
        head, gap, text = raw.decode().partition("\n\n")
        first, *lines = head.split("\n")
        words = first.split(" ")
        if (
            not gap
            or len(words) != 3
            or words[0] != "subtree"
            or not 1 <= len(lines) <= MAX_PROOF + 1
        ):
            raise Refusal(400, "a request is a subtree, its hash, at most 63 hashes, a checkpoint")
        note = parse_note(text, most=MAX_COSIGNATURES)
        whole = parse_checkpoint(note.text)
        start, end = map(parse_size, words[1:])
        if not is_subtree(start, end) or end > whole.size:
            raise Refusal(400, f"[{start}, {end}) is no subtree of that checkpoint")
        root, *proof = hash_lines(lines)
        return SubtreeRequest((start, end), root, tuple(proof), note, whole)
    except (UnicodeDecodeError, NoteError) as error:
        raise Refusal(400, f"the request is malformed: {error}") from error


def write_subtree_request(
    span: tuple[int, int], root: bytes, proof: Sequence[bytes], note: str
) -> bytes:
    """Write the body of sign-subtree."""
    return _written(f"subtree {span[0]} {span[1]}", (root, *proof), note)


def _written(first: str, hashes: Iterable[bytes], note: str) -> bytes:
    """A line, hashes one a line, an empty line and a checkpoint."""
    lines = [base64.b64encode(item).decode() for item in hashes]
    return ("\n".join([first, *lines, "", ""]) + note).encode()


def check_subtree(request: SubtreeRequest, witness: Sequence[VerifierKey]) -> None:
    """Check that the witness cosigned the checkpoint, and that the subtree is part of it.

    Raises:
        Refusal: 403 or 422, as the protocol asks.
    """
    try:
        seen = cosigners(request.note, witness)
    except NoteError as error:
        raise Refusal(403, f"the checkpoint was not cosigned here: {error}") from error
    if not seen:
        raise Refusal(403, "the checkpoint was not cosigned here")
    (start, end), whole = request.span, request.whole
    try:
        verify_subtree_consistency(
            start=start, end=end, size=whole.size, subtree=request.root, root=whole.root,
            proof=request.proof,
        )  # fmt: skip
    except ProofError as error:
        raise Refusal(422, f"the subtree is not part of the checkpoint: {error}") from error


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
