"""A party's side: its keys, and the messages it makes from what it has seen."""

from __future__ import annotations

import base64
import contextlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from detente.channel.cosignatures import Cosigner
from detente.channel.keys import PostQuantumSigner, Signer
from detente.channel.messages import NOTHING_SEEN, sign_message
from detente.channel.notes import SignatureLine, VerifierKey
from detente.channel.roster import prove_key
from detente.model.channel import Message, SignedMessage
from detente.model.errors import KeyRefused

_SCHEMA: Final = "detente-keys/1"
_COST: Final = 1 << 15
_SECRET: Final = 96
_LOCKED: Final = b"detente-locked/1"


@dataclass(frozen=True)
class KeyRing:
    """The secrets of one party; they never leave it.

    Attributes:
        party: Short name of the party.
        signer: Signs messages.
        witness: Cosigns checkpoints.
        post_quantum: Cosigns checkpoints with ML-DSA-44.
        former: Earlier keys, the latest first: what was closed for them is still opened.
    """

    party: str
    signer: Signer
    witness: Signer
    post_quantum: PostQuantumSigner
    former: tuple[KeyRing, ...] = ()

    @classmethod
    def from_secret(cls, party: str, secret: bytes) -> KeyRing:
        """Three keys from 96 random bytes."""
        if len(secret) != _SECRET:
            raise KeyRefused("a key ring is made from 96 random bytes")
        one, two, three = secret[:32], secret[32:64], secret[64:]
        return cls(party, Signer(one), Signer(two), PostQuantumSigner(three))

    @property
    def rings(self) -> tuple[KeyRing, ...]:
        """The keys in use, then the earlier ones."""
        return (self, *self.former)

    def followed_by(self, fresh: KeyRing) -> KeyRing:
        """New keys that remember these."""
        return replace(fresh, former=(replace(self, former=()), *self.former))

    @property
    def cosigner(self) -> Cosigner:
        """Says that it saw a checkpoint."""
        return Cosigner(f"{self.party}/witness", self.witness, self.post_quantum)

    @property
    def mirror(self) -> Cosigner:
        """Says that it holds a log for good: a name and keys of its own, made from these."""
        one, two = (
            hmac.digest(self.witness.seed, b"detente-mirror/1 " + kind, "sha256")
            for kind in (b"ed25519", b"mldsa44")
        )
        return Cosigner(f"{self.party}/mirror", Signer(one), PostQuantumSigner(two))

    @property
    def witnesses(self) -> tuple[VerifierKey, VerifierKey]:
        """Verifier keys under which it cosigns: Ed25519, and ML-DSA-44 under a name of its own."""
        return self.cosigner.keys

    def cosign(self, text: str, *, time: int) -> tuple[SignatureLine, ...]:
        """Cosign the text of a checkpoint with both keys."""
        return self.cosigner.cosign(text, time=time)

    def row(self, name: str = "") -> dict[str, Any]:
        """What a charter or an enrolment says of this party; still without proofs."""
        return {
            "party": self.party,
            "name": name or self.party,
            "keys": [self.signer.public.hex()],
            "witnesses": list(map(str, self.witnesses)),
        }

    def lock(self, plain: bytes, *, nonce: bytes) -> bytes:
        """Close something so that only these keys open it (ChaCha20-Poly1305, 12 random bytes)."""
        return nonce + ChaCha20Poly1305(_locker(self)).encrypt(nonce, plain, _LOCKED)

    def unlock(self, box: bytes) -> bytes:
        """Open what was closed with these keys or with earlier ones.

        Raises:
            KeyRefused: If other keys closed it, or it was changed.
        """
        for ring in self.rings:
            with contextlib.suppress(InvalidTag, ValueError):
                return ChaCha20Poly1305(_locker(ring)).decrypt(box[:12], box[12:], _LOCKED)
        raise KeyRefused("the file was closed with other keys, or was changed")

    def sealed(self, passphrase: str, *, salt: bytes, nonce: bytes) -> str:
        """The key file: secrets under a passphrase (scrypt, ChaCha20-Poly1305).

        Args:
            passphrase: What opens it again.
            salt: 16 random bytes.
            nonce: 12 random bytes.
        """
        secret = b"".join(map(_secret, self.rings))
        box = ChaCha20Poly1305(_key(passphrase, salt))
        plain = {
            "schema": _SCHEMA,
            "party": self.party,
            "salt": salt.hex(),
            "nonce": nonce.hex(),
            "box": base64.b64encode(box.encrypt(nonce, secret, self.party.encode())).decode(),
        }
        return json.dumps(plain, indent=1) + "\n"


def open_keys(text: str, passphrase: str) -> KeyRing:
    """Open a key file.

    Raises:
        KeyRefused: If it is none, or the passphrase is wrong.
    """
    try:
        plain = json.loads(text)
        if plain["schema"] != _SCHEMA:
            raise KeyRefused(f"a key file has schema {_SCHEMA!r}")
        party, salt, nonce = plain["party"], bytes.fromhex(plain["salt"]), plain["nonce"]
        box = ChaCha20Poly1305(_key(passphrase, salt))
        raw = base64.b64decode(plain["box"])
        secret = box.decrypt(bytes.fromhex(nonce), raw, party.encode())
        parts = [secret[start : start + _SECRET] for start in range(0, len(secret), _SECRET)]
        first, *former = [KeyRing.from_secret(party, part) for part in parts]
        return replace(first, former=tuple(former))
    except InvalidTag as error:
        raise KeyRefused("the passphrase does not open this key file") from error
    except (ValueError, KeyError, TypeError) as error:
        raise KeyRefused("this is no key file of a party") from error


def _locker(ring: KeyRing) -> bytes:
    return hmac.digest(ring.signer.seed, _LOCKED, "sha256")


def _secret(ring: KeyRing) -> bytes:
    return ring.signer.seed + ring.witness.seed + ring.post_quantum.seed


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())


def with_proofs(act: Mapping[str, Any], rings: Sequence[KeyRing]) -> dict[str, Any]:
    """A charter or membership act in which each new key has signed."""
    by_key = {ring.signer.public.hex(): ring.signer for ring in rings}

    def proved(row: Mapping[str, Any]) -> dict[str, Any]:
        proofs = {key: prove_key(by_key[key], act) for key in row["keys"] if key in by_key}
        return {**row, "proofs": {**row.get("proofs", {}), **proofs}}

    if "parties" in act:
        return {**act, "parties": [proved(row) for row in act["parties"]]}
    return proved(act)


@dataclass
class Author:
    """Signs messages one after the other, so that each stands in its chain.

    Attributes:
        ring: Keys.
        channel: Origin of the log.
        seen_size: Size of the largest checkpoint that was checked.
        seen_root: Its root, in hex.
        chains: Number and digest of the last message by audience.
    """

    ring: KeyRing
    channel: str
    seen_size: int
    seen_root: str
    chains: dict[tuple[str, ...] | None, tuple[int, str]]

    @classmethod
    def new(cls, ring: KeyRing, channel: str) -> Author:
        """Before the first message and the first checkpoint."""
        return cls(ring, channel, 0, NOTHING_SEEN, {})

    def draft(
        self, kind: str, body: Mapping[str, Any], *, to: Sequence[str] = (), about: str = "",
        audience: Sequence[str] | None = None, made: str = "", salt: str = "",
    ) -> SignedMessage:  # fmt: skip
        """Sign the next message; :meth:`sent` moves on once the log has taken it."""
        group = None if audience is None else tuple(sorted(set(audience)))
        number, previous = self.chains.get(group, (0, ""))
        message = Message(
            channel=self.channel, sender=self.ring.party, key=self.ring.signer.public.hex(),
            number=number + 1, previous=previous, seen_size=self.seen_size,
            seen_root=self.seen_root, kind=kind, body=dict(body), to=tuple(sorted(set(to))),
            about=about, made=made, audience=group, salt=salt,
        )  # fmt: skip
        return sign_message(message, self.ring.signer)

    def sent(self, signed: SignedMessage) -> None:
        """Remember that the log has taken a message."""
        self.chains[signed.message.audience] = (signed.message.number, signed.digest)

    def saw(self, size: int, root: bytes) -> None:
        """Remember a checkpoint that was checked."""
        self.seen_size, self.seen_root = size, root.hex()
