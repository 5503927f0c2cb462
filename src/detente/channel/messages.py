"""Messages as signed bytes: made by a party, read strictly by everybody else."""

from __future__ import annotations

import base64
import dataclasses
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from detente.channel.canonical import canonical, parse_canonical
from detente.channel.keys import Signer, ed25519_verifies
from detente.channel.merkle import EMPTY_ROOT
from detente.channel.notes import decode_base64
from detente.channel.tiles import MAX_ENTRY
from detente.model.channel import Message, SignedMessage
from detente.model.errors import InputError, NoteError

SCHEMA: Final = "detente-message/1"
SEALED: Final = "detente-sealed/1"
NOTHING_SEEN: Final = EMPTY_ROOT.hex()
_FIELDS: Final = tuple(field.name for field in dataclasses.fields(Message))
_MIN_SALT: Final = 32
_HEX: Final = re.compile(r"[0-9a-f]*")
_SEALED_LEAF: Final = re.compile(
    rb'\{"digest":"([0-9a-f]{64})","schema":"' + re.escape(SEALED.encode()) + rb'"\}'
)


def sign_message(message: Message, signer: Signer) -> SignedMessage:
    """Sign a message.

    Raises:
        InputError: If the key is not the one the message names, or the message is too long.
    """
    if message.key != signer.public.hex():
        raise InputError("the message names another key than the one that signs it")
    plain = _plain(message)
    signature = base64.b64encode(signer.sign(_signed_bytes(plain))).decode()
    return read_message(canonical({**plain, "signature": signature}))


def read_message(raw: bytes) -> SignedMessage:
    """Read a signed message and check its signature; who may sign is not asked here.

    Raises:
        InputError: If it is malformed, not canonical or too long.
        NoteError: If the signature does not fit.
    """
    if len(raw) > MAX_ENTRY:
        raise InputError(f"the message has {len(raw)} bytes; {MAX_ENTRY} are taken")
    plain = parse_canonical(raw)
    if not isinstance(plain, dict) or plain.get("schema") != SCHEMA:
        raise InputError(f"a message is an object with schema {SCHEMA!r}")
    signature = plain.pop("signature", None)
    message = _message(plain)
    if not isinstance(signature, str) or not ed25519_verifies(
        bytes.fromhex(message.key), _without(raw, signature), decode_base64(signature)
    ):
        raise NoteError(f"the signature of {message.sender!r} does not fit the message")
    return SignedMessage(message, raw, sha256(raw).hexdigest())


def leaf_of(signed: SignedMessage) -> bytes:
    """What the log commits to: the message, or only its digest if it is sealed."""
    if signed.message.audience is None:
        return signed.raw
    return canonical({"digest": signed.digest, "schema": SEALED})


def sealed_digest(leaf: bytes) -> str | None:
    """Digest in a sealed leaf; None if the leaf is anything else, to be read as a message."""
    match = _SEALED_LEAF.fullmatch(leaf)
    return match[1].decode() if match else None


def may_read(message: Message, party: str) -> bool:
    """Whether a party may read a message; an empty audience is nobody but the sender."""
    return message.audience is None or party == message.sender or party in message.audience


def _without(raw: bytes, signature: str) -> bytes:
    """What was signed, cut from canonical bytes: only the list ``to`` stands after the signature."""
    head, _, tail = raw.rpartition(f',"signature":"{signature}"'.encode())
    return SCHEMA.encode() + b"\n" + head + tail


def _signed_bytes(plain: Mapping[str, Any]) -> bytes:
    return SCHEMA.encode() + b"\n" + canonical(plain)


def _plain(message: Message) -> dict[str, Any]:
    values = {name: getattr(message, name) for name in _FIELDS}
    return {"schema": SCHEMA, **values}


def _message(plain: Mapping[str, Any]) -> Message:
    """Build the message, each field of the type it must have."""
    if set(plain) != {"schema", *_FIELDS}:
        wrong = sorted(set(plain) ^ {"schema", *_FIELDS})
        raise InputError(
            f"fields that are missing or not known: {', '.join(map(repr, wrong))[:200]}"
        )
    for name in ("channel", "sender", "kind", "made", "salt", "about", "previous"):
        _demand(isinstance(plain[name], str), name, "text")
    for name in ("number", "seen_size"):
        value = plain[name]
        _demand(type(value) is int and value >= 0, name, "a count")
    for name in ("key", "seen_root"):
        _demand(_is_hex(plain[name], 64), name, "32 bytes in hex")
    for name in ("about", "previous"):
        _demand(plain[name] == "" or _is_hex(plain[name], 64), name, "a digest in hex")
    _demand(isinstance(plain["body"], dict), "body", "an object")
    _demand(_is_names(plain["to"]), "to", "a list of parties, each once, in order")
    audience = plain["audience"]
    _demand(audience is None or _is_names(audience), "audience", "null or a list of parties")
    _demand(audience is None or len(plain["salt"]) >= _MIN_SALT, "salt", "32 random characters")
    values = {name: plain[name] for name in _FIELDS}
    values["to"] = tuple(values["to"])
    values["audience"] = None if audience is None else tuple(audience)
    return Message(**values)


def _demand(holds: bool, name: str, what: str) -> None:
    if not holds:
        raise InputError(f"field {name!r} must be {what}")


def _is_names(value: Any) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(item, str) and item for item in value)
        and sorted(set(value)) == value
    )


def _is_hex(value: Any, length: int) -> bool:
    return isinstance(value, str) and len(value) == length and _HEX.fullmatch(value) is not None
