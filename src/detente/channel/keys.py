"""Keys: which public keys are believed, and how a signature is made and checked.

Ed25519 (RFC 8032) and ML-DSA-44 (FIPS 204) come from ``cryptography``. A public key is taken only
if it is the one encoding of a point of the prime-order group: with any other key, one signature
can fit many messages, or fit by one library's rule and not by another's, and who signed could
deny it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey
from nacl.bindings import crypto_core_ed25519_is_valid_point

from detente.model.errors import KeyRefused

SEED_SIZE: Final = 32
_ED25519_SIZE: Final = 32
_MLDSA44_SIZE: Final = 1312


class SignatureType(IntEnum):
    """Signature types of C2SP signed-note that are understood here."""

    NOTE = 0x01
    COSIGNATURE = 0x04
    MLDSA_COSIGNATURE = 0x06


def fingerprint(public: bytes) -> str:
    """A public key as people compare it: the first 128 bits of its SHA-256, in groups of four."""
    digits = sha256(public).hexdigest()[:32]
    return " ".join(digits[i : i + 4] for i in range(0, 32, 4))


@lru_cache(maxsize=4096)
def ed25519_key(raw: bytes) -> Ed25519PublicKey:
    """Take a public key, or refuse it.

    Raises:
        KeyRefused: If it is no canonical encoding of a point of the prime-order group.
    """
    if len(raw) != _ED25519_SIZE:
        raise KeyRefused(f"an Ed25519 public key has 32 bytes, this one {len(raw)}")
    if not crypto_core_ed25519_is_valid_point(raw):
        raise KeyRefused(
            f"public key {raw.hex()} is not canonical or has a low-order part: "
            "what it signs could be denied; make a new key"
        )
    return Ed25519PublicKey.from_public_bytes(raw)


def ed25519_verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is that of the key; a key that must not be used verifies nothing."""
    try:
        ed25519_key(key).verify(signature, message)
    except (InvalidSignature, KeyRefused):
        return False
    return True


def mldsa44_verifies(key: bytes, message: bytes, signature: bytes, context: bytes = b"") -> bool:
    """Whether an ML-DSA-44 signature is that of the key."""
    if len(key) != _MLDSA44_SIZE:
        return False
    try:
        MLDSA44PublicKey.from_public_bytes(key).verify(signature, message, context)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True)
class Signer:
    """An Ed25519 private key, made from a seed of 32 random bytes.

    Attributes:
        seed: The secret.
    """

    seed: bytes

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_SIZE:
            raise KeyRefused(f"a seed has 32 bytes, this one {len(self.seed)}")

    def __repr__(self) -> str:
        return f"Signer(public={self.public.hex()})"

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Sign: the same message gives the same 64 bytes."""
        return self._key.sign(message)


@dataclass(frozen=True)
class PostQuantumSigner:
    """An ML-DSA-44 private key, made from a seed of 32 random bytes.

    Attributes:
        seed: The secret.
    """

    seed: bytes

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_SIZE:
            raise KeyRefused(f"a seed has 32 bytes, this one {len(self.seed)}")

    def __repr__(self) -> str:
        return f"PostQuantumSigner(public={self.public[:8].hex()}...)"

    @cached_property
    def _key(self) -> MLDSA44PrivateKey:
        return MLDSA44PrivateKey.from_seed_bytes(self.seed)

    @cached_property
    def public(self) -> bytes:
        """The public key, 1,312 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes, context: bytes = b"") -> bytes:
        """Sign with an empty context, as C2SP cosignatures do."""
        return self._key.sign(message, context)
