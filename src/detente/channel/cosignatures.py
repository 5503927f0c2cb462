"""Cosignatures: a witness says that it saw this checkpoint, consistent, at this time.

C2SP tlog-cosignature, in both forms: Ed25519 and ML-DSA-44.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from detente.channel.checkpoints import Checkpoint, parse_checkpoint
from detente.channel.keys import (
    PostQuantumSigner,
    SignatureType,
    Signer,
    ed25519_verifies,
    mldsa44_verifies,
)
from detente.channel.notes import Note, SignatureLine, VerifierKey, key_id, told_apart
from detente.model.errors import NoteError

_LABEL: Final = b"subtree/v1\n\0"
_MAX_TIME: Final = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A cosignature that has been checked.

    Attributes:
        witness: Key name.
        size: Size of the tree it saw.
        root: Root of the tree it saw.
        time: When, in seconds since 1970 by the witness's clock.
    """

    witness: str
    size: int
    root: bytes
    time: int


@dataclass(frozen=True)
class Cosigner:
    """A name that cosigns with an Ed25519 and an ML-DSA-44 key.

    Attributes:
        name: Name of the Ed25519 key; the other is called the same with "-pq".
        signer: Ed25519 key.
        post_quantum: ML-DSA-44 key.
    """

    name: str
    signer: Signer
    post_quantum: PostQuantumSigner

    @property
    def keys(self) -> tuple[VerifierKey, VerifierKey]:
        """Both verifier keys."""
        return (
            VerifierKey(self.name, SignatureType.COSIGNATURE, self.signer.public),
            VerifierKey(
                f"{self.name}-pq", SignatureType.MLDSA_COSIGNATURE, self.post_quantum.public
            ),
        )

    def cosign(self, text: str, *, time: int) -> tuple[SignatureLine, ...]:
        """Cosign the text of a checkpoint with both keys."""
        plain, quantum = self.keys
        return (
            cosign(text, plain.name, self.signer, time=time),
            cosign(text, quantum.name, self.post_quantum, time=time),
        )


def cosigners(note: Note, witnesses: Iterable[VerifierKey]) -> frozenset[VerifierKey]:
    """Known keys that cosigned the text of a checkpoint, at whatever time.

    Raises:
        NoteError: If a known key's line does not verify, two keys cannot be told apart, or the
            text is no checkpoint.
    """
    known = told_apart(witnesses)
    lines = [(line, known.get((line.name, line.key_id))) for line in note.lines]
    found = [(line, key) for line, key in lines if key and key.type is not SignatureType.NOTE]
    for line, key in found:
        verify_cosignature(line, key, note.text)
    return frozenset(key for _, key in found)


def cosign(text: str, name: str, signer: Signer | PostQuantumSigner, *, time: int) -> SignatureLine:
    """Cosign the text of a checkpoint.

    Args:
        text: Text of the checkpoint, with its last newline.
        name: Key name of the witness.
        signer: Its key.
        time: Now, in seconds since 1970.

    Raises:
        NoteError: If the text is no checkpoint or the time cannot be written.
    """
    if not 0 < time <= _MAX_TIME:
        raise NoteError(f"{time} is no time of a cosignature")
    kind, message = _form(signer), parse_checkpoint(text)
    signed = signer.sign(_signed(kind, message, text, name=name, time=time))
    number = key_id(name, kind, signer.public)
    return SignatureLine(name, number, struct.pack(">Q", time) + signed)


def cosign_subtree(
    origin: str, span: tuple[int, int], root: bytes, *, name: str, signer: PostQuantumSigner
) -> SignatureLine:
    """Cosign a part of a log, as ML-DSA-44 cosignatures can; it names no time.

    Args:
        origin: Which log.
        span: First entry of the subtree, and the one after its last.
        root: Hash of the subtree.
        name: Key name of the witness.
        signer: Its key.
    """
    signed = signer.sign(_subtree(name, 0, origin, span, root))
    number = key_id(name, SignatureType.MLDSA_COSIGNATURE, signer.public)
    return SignatureLine(name, number, bytes(8) + signed)


def verify_subtree_cosignature(
    line: SignatureLine, key: VerifierKey, origin: str, span: tuple[int, int], root: bytes
) -> None:
    """Check a cosignature over a part of a log.

    Raises:
        NoteError: If it does not verify, or names a time though it does not start at the first
            entry.
    """
    time = int.from_bytes(line.signature[:8])
    message = _subtree(key.name, time, origin, span, root)
    allowed = time == 0 if span[0] else time <= _MAX_TIME
    if not allowed or not mldsa44_verifies(key.public, message, line.signature[8:]):
        raise NoteError(f"the cosignature of {line.name!r} does not fit {span}")


def cosignatures(note: Note, witnesses: Iterable[VerifierKey]) -> tuple[Cosignature, ...]:
    """Cosignatures of known witnesses: of each its earliest and, if it is another, its latest.

    The earliest tells by when the witness had seen the tree, the latest how long after it had
    seen no larger one: with one of them alone a log in which nobody speaks tells no time.

    One without a time, as ML-DSA-44 allows, tells nothing of time and is left out.

    Raises:
        NoteError: If a known witness's line does not verify, two of them cannot be told apart, or
            the text is no checkpoint.
    """
    checkpoint = parse_checkpoint(note.text)
    known = told_apart(witnesses)
    times: dict[str, list[int]] = {}
    for line in note.lines:
        key = known.get((line.name, line.key_id))
        if key is None or key.type is SignatureType.NOTE:
            continue
        if time := verify_cosignature(line, key, note.text):
            times.setdefault(key.name, []).append(time)
    return tuple(
        Cosignature(name, checkpoint.size, checkpoint.root, time)
        for name, found in times.items()
        for time in sorted({min(found), max(found)})
    )


def outermost(lines: Iterable[SignatureLine]) -> tuple[SignatureLine, ...]:
    """The earliest and the latest cosignature of each key, in the order in which they stand."""
    by_key: dict[tuple[str, int], list[SignatureLine]] = {}
    order: list[SignatureLine] = []
    for line in lines:
        by_key.setdefault((line.name, line.key_id), []).append(line)
        order.append(line)
    kept = {
        str(one)
        for found in by_key.values()
        for one in (min(found, key=_time), max(found, key=_time))
    }
    return tuple(line for line in dict.fromkeys(order) if str(line) in kept)


def _time(line: SignatureLine) -> bytes:
    """Eight bytes that sort as the time they stand for."""
    return line.signature[:8]


def verify_cosignature(line: SignatureLine, key: VerifierKey, text: str) -> int:
    """Check one line over the text of a checkpoint and return its time, 0 if it names none.

    Raises:
        NoteError: If it does not verify.
    """
    if len(line.signature) < 9:
        raise NoteError(f"the cosignature of {line.name!r} is too short")
    time = int(struct.unpack(">Q", line.signature[:8])[0])
    least = 0 if key.type is SignatureType.MLDSA_COSIGNATURE else 1
    if not least <= time <= _MAX_TIME:
        raise NoteError(f"the cosignature of {line.name!r} has no time")
    message = _signed(key.type, parse_checkpoint(text), text, name=key.name, time=time)
    verifies = ed25519_verifies
    if key.type is SignatureType.MLDSA_COSIGNATURE:
        verifies = mldsa44_verifies
    if not verifies(key.public, message, line.signature[8:]):
        raise NoteError(f"the cosignature of {line.name!r} does not fit the checkpoint")
    return time


def _form(signer: Signer | PostQuantumSigner) -> SignatureType:
    if isinstance(signer, PostQuantumSigner):
        return SignatureType.MLDSA_COSIGNATURE
    return SignatureType.COSIGNATURE


def _signed(
    kind: SignatureType, checkpoint: Checkpoint, text: str, *, name: str, time: int
) -> bytes:
    """The bytes that are signed."""
    if kind is not SignatureType.MLDSA_COSIGNATURE:
        return f"cosignature/v1\ntime {time}\n{text}".encode()
    return _subtree(name, time, checkpoint.origin, (0, checkpoint.size), checkpoint.root)


def _subtree(name: str, time: int, origin: str, span: tuple[int, int], root: bytes) -> bytes:
    """The structure that an ML-DSA-44 cosignature signs."""
    stamp, where = struct.pack(">Q", time), struct.pack(">QQ", *span)
    return b"".join((_LABEL, _opaque(name), stamp, _opaque(origin), where, root))


def _opaque(text: str) -> bytes:
    raw = text.encode()
    if not 1 <= len(raw) <= 255:
        raise NoteError(f"{text[:40]!r} cannot be cosigned: a name has 1 to 255 bytes")
    return bytes([len(raw)]) + raw
