"""For whom a key spoke, from which entry to which: the roster's history, key by key.

A cosignature or receipt is judged by the roster of its time. A key that was retired keeps what it
said before; one that came later says nothing about what was before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from detente.channel.notes import VerifierKey, parse_vkey
from detente.model.channel import Party


@dataclass(frozen=True, slots=True)
class Tenure:
    """The time of one key.

    Attributes:
        party: For whom it speaks.
        key: A public key in hex that signs messages, or the verifier key of a witness.
        since: Index of the entry that brought it in.
        until: Index of the entry that retired it, None while it stands.
    """

    party: str
    key: str
    since: int
    until: int | None = None

    @property
    def witness(self) -> VerifierKey | None:
        """The verifier key of a witness; None for a key that signs messages."""
        return _vkey(self.key) if "+" in self.key else None

    def stands(self, index: int) -> bool:
        """Whether it speaks once the entry of an index is in the log."""
        return self.since <= index and (self.until is None or index < self.until)

    def covers(self, size: int) -> bool:
        """Whether it may cosign a tree of this size.

        The tree holds what brought the key in, and not yet what retired it.
        """
        return self.stands(size - 1)


Tenures = Mapping[str, Tenure]


def turned(
    tenures: Tenures, before: Iterable[Party], after: Iterable[Party], index: int
) -> dict[str, Tenure]:
    """The tenures once the entry of an index has changed the parties."""
    held, now = _by_key(before), _by_key(after)
    ended = {k: replace(tenures[k], until=index) for k in held if k not in now}
    begun = {k: Tenure(party, k, index) for k, party in now.items() if k not in held}
    return {**tenures, **ended, **begun}


def witness_keys(tenures: Tenures, size: int) -> list[VerifierKey]:
    """Keys under which parties could cosign a tree of this size."""
    return [t.witness for t in tenures.values() if t.witness and t.covers(size)]


def witness_owners(tenures: Tenures, index: int | None = None) -> dict[str, str]:
    """Party by the name of its witness: at an entry, or of all times."""
    return {
        tenure.witness.name: tenure.party
        for tenure in tenures.values()
        if tenure.witness and (index is None or tenure.stands(index))
    }


def signing_keys(tenures: Tenures, index: int) -> list[tuple[str, bytes]]:
    """Party and public key of all that sign messages once the entry of an index is in."""
    return [
        (tenure.party, bytes.fromhex(tenure.key))
        for tenure in tenures.values()
        if not tenure.witness and tenure.stands(index)
    ]


def _by_key(parties: Iterable[Party]) -> dict[str, str]:
    return {key: party.id for party in parties for key in (*party.keys, *party.witnesses)}


@lru_cache(maxsize=4096)
def _vkey(text: str) -> VerifierKey:
    return parse_vkey(text)
