"""A secret among several: any k of n parties can put it together, fewer learn nothing.

A. Shamir, How to share a secret, Communications of the ACM 22 (1979) 612-613: points of a random
polynomial of degree k-1 over the field of the Mersenne prime 2^521 - 1. Shares travel in boxes
that only the key of their party opens (X25519 from its Ed25519 key, libsodium's sealed boxes), so
that the host learns none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from nacl import bindings as nacl
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from detente.channel.keys import Signer, ed25519_key
from detente.model.errors import InputError, ProofError

PRIME: Final = 2**521 - 1
_WIDTH: Final = 66
_SECRET_SIZE: Final = 32


def split(secret: bytes, *, needed: int, shares: int, random: bytes) -> tuple[bytes, ...]:
    """Cut a secret into shares.

    Args:
        secret: 32 bytes.
        needed: How many shares put it together again.
        shares: How many are made.
        random: 80 random bytes for each share needed but one; nothing may be known of them.

    Raises:
        InputError: If the numbers do not fit.
    """
    if len(secret) != _SECRET_SIZE or not 1 <= needed <= shares:
        raise InputError(f"{needed} of {shares} shares of {len(secret)} bytes cannot be made")
    if len(random) != 80 * (needed - 1):
        raise InputError(f"{needed} shares need {80 * (needed - 1)} random bytes")
    parts = [random[place : place + 80] for place in range(0, len(random), 80)]
    factors = [int.from_bytes(secret, "big"), *(int.from_bytes(p, "big") % PRIME for p in parts)]
    return tuple(
        x.to_bytes(2, "big") + _value(factors, x).to_bytes(_WIDTH, "big")
        for x in range(1, shares + 1)
    )


def combine(shares: Sequence[bytes]) -> bytes:
    """Put a secret together.

    With too few or false shares something else comes out; whether it is the secret is seen from
    the public key of its random function, and who handed in a false share from its digest.

    Raises:
        InputError: If a share is malformed or stands twice.
        ProofError: If what comes out cannot be a secret.
    """
    if not shares or any(len(share) != _WIDTH + 2 for share in shares):
        raise InputError(f"a share has {_WIDTH + 2} bytes")
    points = {
        int.from_bytes(share[:2], "big"): int.from_bytes(share[2:], "big") for share in shares
    }
    if len(points) < len(shares) or 0 in points or any(y >= PRIME for y in points.values()):
        raise InputError("a share stands twice or is none")
    total = 0
    for x, y in points.items():
        top = bottom = 1
        for other in points:
            if other != x:
                top, bottom = top * other % PRIME, bottom * (other - x) % PRIME
        total = (total + y * top * pow(bottom, -1, PRIME)) % PRIME
    if total >> 8 * _SECRET_SIZE:
        raise ProofError("the shares do not make a secret: too few, or a false one among them")
    return total.to_bytes(_SECRET_SIZE, "big")


def seal_share(share: bytes, key: bytes) -> bytes:
    """Close a share so that only the holder of an Ed25519 key opens it.

    Raises:
        KeyRefused: If the key must not be used.
    """
    ed25519_key(key)
    return SealedBox(PublicKey(nacl.crypto_sign_ed25519_pk_to_curve25519(key))).encrypt(share)


def open_share(box: bytes, signer: Signer) -> bytes:
    """Open a share that was closed for this party.

    Raises:
        ProofError: If it was closed for another, or changed.
    """
    key = nacl.crypto_sign_ed25519_sk_to_curve25519(signer.seed + signer.public)
    try:
        return SealedBox(PrivateKey(key)).decrypt(box)
    except CryptoError as error:
        raise ProofError("the share is not for this key, or was changed") from error


def share_digest(share: bytes) -> str:
    """Digest by which a share is known: who hands in another one is seen."""
    return sha256(b"detente-share/1\n" + share).hexdigest()


def false_shares(shares: Mapping[str, bytes], digests: Mapping[str, str]) -> tuple[str, ...]:
    """Parties that handed in another share than they were given."""
    return tuple(p for p, s in sorted(shares.items()) if share_digest(s) != digests.get(p))


def _value(factors: Sequence[int], x: int) -> int:
    total = 0
    for factor in reversed(factors):
        total = (total * x + factor) % PRIME
    return total
