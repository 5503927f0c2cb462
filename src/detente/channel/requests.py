"""Signed requests and receipts: who asks, and who has been handed a message."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Final

from detente.channel.keys import SignatureType, Signer, ed25519_verifies
from detente.channel.notes import VerifierKey, decode_base64, open_note, sign_note
from detente.channel.roster import Roster
from detente.model.errors import NoteError, Refusal

SKEW: Final = 300
"""How far, in seconds, the clocks of a reader and the host may differ."""
_RECEIPT: Final = "detente-receipt/1"


def authorise(signer: Signer, channel: str, target: str, *, time: int, method: str = "GET") -> str:
    """Value of the Authorization header for reading what is not for everybody.

    Args:
        signer: Key of the party.
        channel: Origin of the log.
        target: Path and query that are asked for.
        time: Now, in seconds since 1970.
        method: Of the request; a signature for one does not fit another.
    """
    signature = base64.b64encode(signer.sign(_asked(channel, target, time, method))).decode()
    return f"Detente {signer.public.hex()} {time} {signature}"


def who_asks(
    header: str, roster: Roster, channel: str, target: str, *, now: int, method: str = "GET"
) -> str:
    """The party that signed a request.

    Raises:
        Refusal: 401 if nobody did, the request is too old or the key is not that of a party.
    """
    parts = header.split(" ")
    if len(parts) != 4 or parts[0] != "Detente" or not parts[2].isascii() or not parts[2].isdigit():
        raise Refusal(401, "this needs a signed request")
    key, time = parts[1], int(parts[2][:19])
    party = roster.party_of(key)
    if party is None or abs(now - time) > SKEW:
        raise Refusal(401, "the request is not from a party, or its time is off")
    try:
        signature = decode_base64(parts[3])
    except NoteError as error:
        raise Refusal(401, "the signature of the request is malformed") from error
    if not ed25519_verifies(bytes.fromhex(key), _asked(channel, target, time, method), signature):
        raise Refusal(401, "the signature does not fit the request")
    return party.id


def give_receipt(party: str, signer: Signer, channel: str, digest: str, *, time: int) -> str:
    """Say that one was handed a message at a time; it stops the sender's clock."""
    text = f"{_RECEIPT}\n{channel}\n{digest}\n{time}\n"
    return str(sign_note(text, [(f"{party}/receipt", signer)]))


def receipt_time(
    receipt: str, keys: Iterable[tuple[str, bytes]], channel: str, digest: str
) -> tuple[str, int]:
    """Who was handed a message, and when.

    Args:
        receipt: What was signed.
        keys: Parties and public keys that may have signed it.
        channel: Origin of the log.
        digest: Digest of the message.

    Raises:
        NoteError: If no party signed this receipt for this message.
    """
    known = [VerifierKey(f"{party}/receipt", SignatureType.NOTE, key) for party, key in keys]
    note, signed = open_note(receipt, known)
    head, origin, about, time, *rest = [*note.text.split("\n"), "", "", ""]
    if (head, origin, about) != (_RECEIPT, channel, digest) or any(rest) or not time.isdigit():
        raise NoteError("this is no receipt for that message")
    return signed[0].name.removesuffix("/receipt"), int(time)


def _asked(channel: str, target: str, time: int, method: str) -> bytes:
    return f"detente-request/1\n{channel}\n{method} {target}\n{time}\n".encode()
