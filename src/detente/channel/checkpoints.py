"""Checkpoints: a log's signed statement of its size and root (C2SP tlog-checkpoint)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from detente.channel.keys import Signer
from detente.channel.merkle import HASH_SIZE
from detente.channel.notes import Note, VerifierKey, decode_base64, open_note, sign_note
from detente.model.errors import NoteError

MAX_COSIGNATURES: Final = 1_000
"""Most lines of a checkpoint: four for each of 57 parties are more than other notes have."""
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_MAX_SIZE: Final = (1 << 63) - 1
"""Largest size that a store and a cosignature can hold."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself.

    Attributes:
        origin: Which log.
        size: Number of entries.
        root: Root hash at that size.
        extensions: Further lines, which nobody checks.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        root = base64.b64encode(self.root).decode()
        return "".join(f"{x}\n" for x in (self.origin, self.size, root, *self.extensions))


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint whose log signature has been checked.

    Attributes:
        checkpoint: What was signed.
        note: The note with all its signature lines, cosignatures not yet checked.
    """

    checkpoint: Checkpoint
    note: Note


def parse_size(text: str) -> int:
    """Read a size, or an index, without leading zeroes.

    Raises:
        NoteError: If it is none.
    """
    if not _SIZE.fullmatch(text) or int(text) > _MAX_SIZE:
        raise NoteError(f"{text[:30]!r} is no tree size")
    return int(text)


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint.

    Raises:
        NoteError: If it is malformed.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise NoteError("a checkpoint has an origin, a size and a root, and no empty line")
    root = decode_base64(lines[2])
    if len(root) != HASH_SIZE:
        raise NoteError("the root of a checkpoint has 32 bytes")
    return Checkpoint(lines[0], parse_size(lines[1]), root, tuple(lines[3:]))


def open_checkpoint(raw: bytes | str, log: Iterable[VerifierKey]) -> SignedCheckpoint:
    """Read a checkpoint that its log signed.

    Raises:
        NoteError: If it is malformed, not signed by a key of the log, or of another origin.
    """
    note, signed = open_note(raw, log, most=MAX_COSIGNATURES)
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin not in {key.name for key in signed}:
        raise NoteError(f"the checkpoint of {checkpoint.origin!r} is signed under another name")
    return SignedCheckpoint(checkpoint, note)


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> Note:
    """Sign as the log."""
    return sign_note(str(checkpoint), [(checkpoint.origin, signer)])
