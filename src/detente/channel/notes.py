"""Signed notes: a text and the lines of those who sign it (C2SP signed-note)."""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from detente.channel.keys import SignatureType, Signer, ed25519_key, ed25519_verifies
from detente.model.errors import NoteError

MAX_SIGNATURES: Final = 100
_MAX_BYTES: Final = 1_000_000
_DASH: Final = "— "
_TYPES: Final = frozenset(map(int, SignatureType))


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature line.

    Attributes:
        name: Key name.
        key_id: Key id.
        signature: What follows the id.
    """

    name: str
    key_id: int
    signature: bytes

    def __str__(self) -> str:
        raw = struct.pack(">I", self.key_id) + self.signature
        return f"{_DASH}{self.name} {base64.b64encode(raw).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text with its signature lines; none of them has been checked.

    Attributes:
        text: The text, with its last newline.
        lines: Signature lines in the order in which they stand.
    """

    text: str
    lines: tuple[SignatureLine, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(map(str, self.lines))


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name and type under which it signs.

    Attributes:
        name: Key name.
        type: What it signs.
        public: Public key.
    """

    name: str
    type: SignatureType
    public: bytes

    @property
    def key_id(self) -> int:
        """The id under which its signatures stand."""
        return key_id(self.name, self.type, self.public)

    def __str__(self) -> str:
        raw = base64.b64encode(bytes([self.type]) + self.public).decode()
        return f"{self.name}+{self.key_id:08x}+{raw}"


def key_id(name: str, kind: int, public: bytes) -> int:
    """First four bytes of the hash over name, type and key."""
    digest = sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()
    return int(struct.unpack(">I", digest[:4])[0])


def parse_vkey(text: str) -> VerifierKey:
    """Read a verifier key.

    Raises:
        NoteError: If it is malformed or its id is not that of the key.
        KeyRefused: If the key must not be used.
    """
    parts = text.split("+", 2)
    if len(parts) != 3 or not is_name(parts[0]):
        raise NoteError(f"{text[:60]!r} is no verifier key; it reads NAME+ID+KEY")
    raw = decode_base64(parts[2])
    if not raw or raw[0] not in _TYPES:
        raise NoteError(f"the key of {parts[0]!r} is of a type that is not known here")
    key = VerifierKey(parts[0], SignatureType(raw[0]), raw[1:])
    if key.type is not SignatureType.MLDSA_COSIGNATURE:
        ed25519_key(key.public)
    elif len(key.public) != 1312:
        raise NoteError(f"the ML-DSA-44 key of {key.name!r} has not 1,312 bytes")
    if parts[1] != f"{key.key_id:08x}":
        raise NoteError(f"the id of verifier key {key.name!r} is not that of its key")
    return key


def parse_note(raw: bytes | str, *, most: int = MAX_SIGNATURES) -> Note:
    """Split a note into text and signature lines.

    Args:
        raw: The note.
        most: How many signature lines are read.

    Raises:
        NoteError: If it is malformed.
    """
    text = _as_text(raw)
    split = text.rfind("\n\n")
    if split < 0 or not text.endswith("\n") or split + 2 == len(text):
        raise NoteError("a note is a text, an empty line and signature lines")
    lines = text[split + 2 : -1].split("\n")
    if len(lines) > most:
        raise NoteError(f"the note has {len(lines)} signatures; {most} are read")
    return Note(text[: split + 1], tuple(parse_line(line) for line in lines))


def parse_line(line: str) -> SignatureLine:
    """Read one signature line.

    Raises:
        NoteError: If it is malformed.
    """
    if not line.startswith(_DASH):
        raise NoteError("a signature line begins with a dash and a space")
    name, _, encoded = line[len(_DASH) :].partition(" ")
    raw = decode_base64(encoded)
    if not is_name(name) or len(raw) < 5:
        raise NoteError("a signature line gives a key name and at least five bytes")
    return SignatureLine(name, struct.unpack(">I", raw[:4])[0], raw[4:])


def open_note(
    raw: bytes | str, keys: Iterable[VerifierKey], *, most: int = MAX_SIGNATURES
) -> tuple[Note, tuple[VerifierKey, ...]]:
    """Read a note that known keys signed.

    Args:
        raw: The note.
        keys: Keys that are known.
        most: How many signature lines are read.

    Returns:
        The note with each signature of a known key once and unknown ones as they stand, and the
        keys that signed it.

    Raises:
        NoteError: If it is malformed, a known key's signature is wrong, there is none, or two of
            the keys cannot be told apart.
    """
    note = parse_note(raw, most=most)
    known = told_apart(key for key in keys if key.type is SignatureType.NOTE)
    kept, signed = {}, {}
    for line in note.lines:
        place = (line.name, line.key_id)
        if place in signed:
            continue
        if place in known:
            if not ed25519_verifies(known[place].public, note.text.encode(), line.signature):
                raise NoteError(f"the signature of {line.name!r} does not fit the note")
            signed[place] = known[place]
        kept[str(line)] = line
    if not signed:
        raise NoteError("no known key signed the note")
    return Note(note.text, tuple(kept.values())), tuple(signed.values())


def told_apart(keys: Iterable[VerifierKey]) -> dict[tuple[str, int], VerifierKey]:
    """Keys by the name and id under which their signatures stand.

    Raises:
        NoteError: If two keys share both: nobody could say which of them a line is to fit.
    """
    known: dict[tuple[str, int], VerifierKey] = {}
    for key in keys:
        if known.setdefault((key.name, key.key_id), key) != key:
            raise NoteError(f"two keys of {key.name!r} have the id {key.key_id:08x}")
    return known


def sign_note(text: str, signers: Sequence[tuple[str, Signer]]) -> Note:
    """Sign a text under each name.

    Raises:
        NoteError: If the text cannot stand in a note.
    """
    if not text.endswith("\n"):
        raise NoteError("the text of a note ends in a newline")
    _as_text(text)
    lines = []
    for name, signer in signers:
        number = key_id(name, SignatureType.NOTE, signer.public)
        lines.append(SignatureLine(name, number, signer.sign(text.encode())))
    return Note(text, tuple(lines))


def is_name(name: str) -> bool:
    """Whether a key may be called so."""
    return bool(name) and "+" not in name and not any(c.isspace() or c < " " for c in name)


def decode_base64(text: str) -> bytes:
    """Standard base 64, in its one canonical form.

    Raises:
        NoteError: If it is anything else.
    """
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError(f"{text[:40]!r} is no base 64") from error
    if base64.b64encode(raw).decode() != text:
        raise NoteError(f"{text[:40]!r} is not the canonical base 64 of its bytes")
    return raw


def _as_text(raw: bytes | str) -> str:
    if len(raw) > _MAX_BYTES:
        raise NoteError("the note is longer than a million bytes")
    try:
        text = raw.decode() if isinstance(raw, bytes) else raw
        text.encode()
    except UnicodeError as error:
        raise NoteError("a note is UTF-8") from error
    if any(char < " " and char != "\n" for char in text):
        raise NoteError("a note has no control characters")
    return text
