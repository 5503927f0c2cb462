"""A verifiable random function: ECVRF-EDWARDS25519-SHA512-TAI of RFC 9381.

Only the holder of the key can compute an output; everybody can check it, and there is one output
for a key and an input. Point arithmetic is libsodium's, through PyNaCl; what stands here is the
order of steps (RFC 9381, sections 5.1 to 5.4 and 5.5). Stricter than the RFC in one place: a proof
whose point is outside the prime-order group is refused, which no honest prover makes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha512
from typing import Final

from nacl import bindings as nacl
from nacl.exceptions import CryptoError

from detente.channel.keys import ed25519_key
from detente.model.errors import KeyRefused, ProofError

PROOF_SIZE: Final = 80
OUTPUT_SIZE: Final = 64
_SUITE: Final = b"\x03"
_SEED_SIZE: Final = 32
_FIELD: Final = 2**255 - 19
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_IDENTITY: Final = (1).to_bytes(32, "little")
_CHALLENGE: Final = 16


@dataclass(frozen=True)
class VrfKey:
    """The secret of a random function, made from 32 random bytes.

    Attributes:
        seed: The secret.
    """

    seed: bytes

    def __post_init__(self) -> None:
        if len(self.seed) != _SEED_SIZE:
            raise KeyRefused(f"a seed has {_SEED_SIZE} bytes, this one {len(self.seed)}")

    def __repr__(self) -> str:
        return f"VrfKey(public={self.public.hex()})"

    @cached_property
    def _expanded(self) -> tuple[int, bytes]:
        """Secret scalar and nonce prefix, as in RFC 8032, section 5.1.5."""
        hashed = sha512(self.seed).digest()
        low = bytearray(hashed[:32])
        low[0] &= 248
        low[31] = (low[31] & 127) | 64
        return int.from_bytes(low, "little"), hashed[32:]

    @cached_property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return _base(self._expanded[0] % _ORDER)

    def prove(self, alpha: bytes) -> bytes:
        """Proof of the output for an input, 80 bytes (RFC 9381, section 5.1)."""
        secret, prefix = self._expanded
        point = _encode_to_curve(self.public, alpha)
        gamma = _times(secret % _ORDER, point)
        nonce = int.from_bytes(sha512(prefix + point).digest(), "little") % _ORDER
        parts = (self.public, point, gamma, _base(nonce), _times(nonce, point))
        challenge = _challenge(*parts)
        response = (nonce + challenge * secret) % _ORDER
        return gamma + challenge.to_bytes(_CHALLENGE, "little") + response.to_bytes(32, "little")

    def output(self, alpha: bytes) -> bytes:
        """Output for an input without its proof, 64 bytes; costs a third of a proof."""
        point = _encode_to_curve(self.public, alpha)
        return _to_output(_times(self._expanded[0] % _ORDER, point))


def verify_vrf(public: bytes, alpha: bytes, proof: bytes) -> bytes:
    """The output that a proof shows (RFC 9381, section 5.3).

    Args:
        public: Public key of the function, 32 bytes.
        alpha: Input.
        proof: Proof, 80 bytes.

    Returns:
        The output, 64 bytes.

    Raises:
        KeyRefused: If the key is no canonical point of the prime-order group.
        ProofError: If the proof does not fit.
    """
    ed25519_key(public)
    gamma, challenge, response = _decode(proof)
    try:
        point = _encode_to_curve(public, alpha)
        first = _minus(_base(response), public, challenge)
        second = _minus(_times(response, point), gamma, challenge)
    except (CryptoError, ValueError, RuntimeError, TypeError) as error:
        raise ProofError("the proof of the random function does not fit") from error
    if _challenge(public, point, gamma, first, second) != challenge:
        raise ProofError("the proof of the random function does not fit its key and input")
    return _to_output(gamma)


def _decode(proof: bytes) -> tuple[bytes, int, int]:
    """Point, challenge and response of a proof (RFC 9381, section 5.4.4)."""
    if len(proof) != PROOF_SIZE:
        raise ProofError(f"a proof has {PROOF_SIZE} bytes, this one {len(proof)}")
    gamma = proof[:32]
    challenge = int.from_bytes(proof[32:48], "little")
    response = int.from_bytes(proof[48:], "little")
    if not nacl.crypto_core_ed25519_is_valid_point(gamma) or response >= _ORDER:
        raise ProofError("the proof of the random function holds no point or number of the group")
    return gamma, challenge, response


def _encode_to_curve(salt: bytes, alpha: bytes) -> bytes:
    """Try and increment (RFC 9381, section 5.4.1.1): the first counter that gives a point."""
    for counter in range(256):
        front = _SUITE + b"\x01" + salt + alpha
        text = sha512(front + bytes([counter]) + b"\x00").digest()[:32]
        if not _canonical(text):
            continue
        try:
            point = _eight_times(text)
        except (CryptoError, RuntimeError):
            continue
        if point != _IDENTITY:
            return point
    raise ProofError("no counter gives a point; this happens once in 2^256 inputs")


def _canonical(text: bytes) -> bool:
    """Whether bytes are the one encoding of a point's y, by RFC 8032, section 5.1.3."""
    number = int.from_bytes(text, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    return y < _FIELD and not (sign and y in (1, _FIELD - 1))


def _challenge(*points: bytes) -> int:
    """Challenge from five points (RFC 9381, section 5.4.3)."""
    digest = sha512(_SUITE + b"\x02" + b"".join(points) + b"\x00").digest()
    return int.from_bytes(digest[:_CHALLENGE], "little")


def _to_output(gamma: bytes) -> bytes:
    """Output of a proof's point (RFC 9381, section 5.2)."""
    return sha512(_SUITE + b"\x03" + _eight_times(gamma) + b"\x00").digest()


def _eight_times(point: bytes) -> bytes:
    """Cofactor times a point; adding takes points outside the prime-order group too."""
    for _ in range(3):
        point = nacl.crypto_core_ed25519_add(point, point)
    return point


def _base(scalar: int) -> bytes:
    return nacl.crypto_scalarmult_ed25519_base_noclamp(scalar.to_bytes(32, "little"))


def _times(scalar: int, point: bytes) -> bytes:
    return nacl.crypto_scalarmult_ed25519_noclamp(scalar.to_bytes(32, "little"), point)


def _minus(left: bytes, point: bytes, scalar: int) -> bytes:
    return nacl.crypto_core_ed25519_sub(left, _times(scalar, point))
