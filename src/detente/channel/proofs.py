"""Offline proofs that an entry stands in the log (C2SP tlog-proof)."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from detente.channel.checkpoints import SignedCheckpoint, open_checkpoint, parse_size
from detente.channel.merkle import HASH_SIZE, leaf_hash, verify_inclusion
from detente.channel.notes import VerifierKey, decode_base64
from detente.model.errors import NoteError, ProofError

_HEADER: Final = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class LogProof:
    """Where an entry stands, and the way from it to a checkpoint.

    Attributes:
        index: Index of the entry.
        path: Inclusion proof, from the sibling up.
        checkpoint: The checkpoint as the log wrote it.
        extra: Data that nothing here authenticates.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def __str__(self) -> str:
        extra = [f"extra {base64.b64encode(self.extra).decode()}"] if self.extra else []
        path = [base64.b64encode(item).decode() for item in self.path]
        head = [_HEADER, *extra, f"index {self.index}", *path, "", ""]
        return "\n".join(head) + self.checkpoint


def parse_proof(text: str) -> LogProof:
    """Read a proof; nothing of it is checked.

    Raises:
        ProofError: If it is malformed.
    """
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or lines.pop(0) != _HEADER:
        raise ProofError(f"a proof begins with {_HEADER} and ends with a checkpoint")
    try:
        extra = _after("extra ", lines)
        index = _after("index ", lines)
        if index is None:
            raise ProofError("the proof gives no index")
        return LogProof(
            parse_size(index), hash_lines(lines), checkpoint, decode_base64(extra or "")
        )
    except NoteError as error:
        raise ProofError(f"the proof is malformed: {error}") from error


def verify_proof(entry: bytes, proof: LogProof, log: Iterable[VerifierKey]) -> SignedCheckpoint:
    """Check that the log, in a signed checkpoint, holds this entry where the proof says.

    Raises:
        NoteError: If the checkpoint is not signed by the log.
        ProofError: If the proof does not lead there.
    """
    signed = open_checkpoint(proof.checkpoint, log)
    verify_inclusion(
        leaf=leaf_hash(entry), index=proof.index, size=signed.checkpoint.size, proof=proof.path,
        root=signed.checkpoint.root,
    )  # fmt: skip
    return signed


def _after(word: str, lines: list[str]) -> str | None:
    if not lines or not lines[0].startswith(word):
        return None
    return lines.pop(0)[len(word) :]


def hash_lines(lines: Iterable[str]) -> tuple[bytes, ...]:
    """Read hashes, one a line.

    Raises:
        NoteError: If a line is no hash.
    """
    found = tuple(map(decode_base64, lines))
    if any(len(item) != HASH_SIZE for item in found):
        raise NoteError("a proof line is one hash of 32 bytes")
    return found
