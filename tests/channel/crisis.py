"""Three invented parties and a channel between them, all seeded."""

from __future__ import annotations

from detente.channel.keys import Signer
from detente.channel.party import Author, KeyRing, with_proofs
from detente.model.channel import SignedMessage

CHANNEL = "channel.example/north"
HOST = Signer(b"\x77" * 32)
NAMES = {"ALD": "Aldmark", "BRV": "Breva", "CTL": "Catalia"}


def ring(party: str) -> KeyRing:
    seed = bytes([sum(map(ord, party)) % 251]) * 32
    return KeyRing.from_secret(party, seed + bytes(32 * [1 + seed[0]]) + bytes(32 * [2 + seed[0]]))


def authors() -> dict[str, Author]:
    return {party: Author.new(ring(party), CHANNEL) for party in NAMES}


def charter(by: Author, quorum: str = "2/3") -> SignedMessage:
    rings = [ring(party) for party in NAMES]
    act = {"title": "Northern channel", "quorum": quorum,
           "parties": [r.row(NAMES[r.party]) for r in rings]}  # fmt: skip
    return by.draft("charter", with_proofs(act, rings))


def notice(by: Author, number: int = 1, **extra) -> SignedMessage:
    body = {"activity": f"exercise {number}", "start": "2031-06-01", "end": "2031-06-09",
            "area": "north of the river", "troops": 9500}  # fmt: skip
    return by.draft("notice", body, **extra)
