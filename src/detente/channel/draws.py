"""Which items are inspected: drawn from seeds of all parties, so that nobody can choose.

Every party commits to a seed and reveals it once all have committed, after the list is committed.
The draw follows from all seeds and the root. Who does not reveal stops the draw, and stands on
record for it: a draw without that seed would let the last one choose between two draws.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import comb
from typing import Final

from detente.channel.ledger import Ledger
from detente.channel.roster import Roster
from detente.channel.silence import roster_at
from detente.model.channel import Entry
from detente.model.errors import InputError

_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw for inspection, as the log has it.

    Attributes:
        digest: Digest of the call.
        commitment: Digest of the commitment it is about.
        inspections: How many items are drawn.
        uncommitted: Parties whose commitment to a seed is missing; nobody reveals yet.
        unrevealed: Parties that committed to a seed and have not revealed it.
        seeds: Seeds by party, in hex; complete once ``uncommitted`` and ``unrevealed`` are empty.
        false: Parties whose revealed seed is not the one they committed to, or came too early.
    """

    digest: str
    commitment: str
    inspections: int
    uncommitted: tuple[str, ...]
    unrevealed: tuple[str, ...]
    seeds: Mapping[str, str]
    false: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every party has revealed."""
        return not self.uncommitted and not self.unrevealed


def detection(*, items: int, false: int, inspections: int) -> float:
    """Probability that a random draw meets at least one false item.

    1 - C(N-M, n) / C(N, n), exactly: a draw without replacement.

    Args:
        items: N, items on the list.
        false: M, how many of them are false.
        inspections: n, how many are inspected.

    Raises:
        InputError: If more are false or inspected than there are.
    """
    if not 0 <= false <= items or not 0 <= inspections <= items:
        raise InputError(f"of {items} items {false} cannot be false and {inspections} be inspected")
    return 1 - comb(items - false, inspections) / comb(items, inspections)


def drawn(seeds: Mapping[str, str], root: bytes, *, items: int, inspections: int) -> list[int]:
    """Numbers of the drawn items, in the order in which they are drawn.

    Args:
        seeds: Seed of every party, in hex.
        root: Root of the list.
        items: How many items there are.
        inspections: How many are drawn.

    Raises:
        InputError: If more are to be drawn than there are.
    """
    if not 0 <= inspections <= items:
        raise InputError(f"{inspections} of {items} items cannot be drawn")
    joined = "".join(f"{party}\n{seed}\n" for party, seed in sorted(seeds.items()))
    key = sha256(b"detente-draw/1\n" + root + joined.encode()).digest()
    order, counter, found = list(range(items)), 0, []
    for left in range(items, items - inspections, -1):
        place, counter = _below(key, left, counter)
        found.append(order[place])
        order[place] = order[left - 1]
    return found


def _below(key: bytes, bound: int, counter: int) -> tuple[int, int]:
    """An even draw below a bound: numbers that would favour some are thrown away."""
    limit = (1 << 8 * _BYTES) // bound * bound
    while True:
        raw = hmac.digest(key, counter.to_bytes(_BYTES, "big"), "sha256")[:_BYTES]
        counter += 1
        if (number := int.from_bytes(raw, "big")) < limit:
            return number % bound, counter


def seed_of(secret: bytes, draw: str) -> str:
    """A party's seed for a draw, in hex: from its key, so that nothing need be kept."""
    return hmac.digest(secret, f"detente-seed/1\n{draw}".encode(), "sha256").hex()


def seed_digest(party: str, draw: str, seed: str) -> str:
    """What a party commits to, in hex."""
    return sha256(f"detente-seed/1\n{party}\n{draw}\n{seed}".encode()).hexdigest()


def draws(ledger: Ledger) -> tuple[Draw, ...]:
    """Every draw in the log, with who has still to commit or to reveal."""
    return tuple(
        read_draw(ledger, entry)
        for entry in ledger.entries
        if entry.signed is not None and entry.signed.message.kind == "draw"
    )


def read_draw(ledger: Ledger, call: Entry) -> Draw:
    """Where one draw stands: all who were and still are parties take part."""
    assert call.signed is not None
    then: Roster = roster_at(ledger, call.index)
    parties = sorted(set(then.parties) & set(ledger.roster.parties))
    digest = call.signed.digest
    committed = _first(ledger, "seed-commitment", digest, parties)
    missing = tuple(party for party in parties if party not in committed)
    ready = None if missing else max((entry.index for entry in committed.values()), default=-1)
    seeds, false = {}, []
    for party, entry in _first(ledger, "seed-reveal", digest, parties).items():
        seed = _body(entry, "seed")
        promised = _body(committed[party], "digest") if party in committed else None
        if ready is None or entry.index < ready or seed_digest(party, digest, seed) != promised:
            false.append(party)
        else:
            seeds[party] = seed
    count = call.signed.message.body["inspections"]
    wanted = count if type(count) is int and count >= 0 else 0
    unrevealed = tuple(p for p in parties if p in committed and p not in seeds)
    about = call.signed.message.about
    return Draw(digest, about, wanted, missing, unrevealed, seeds, tuple(false))


def _first(ledger: Ledger, kind: str, draw: str, parties: list[str]) -> dict[str, Entry]:
    """First message of a kind about a draw, by party: a second one changes nothing."""
    found: dict[str, Entry] = {}
    for entry in ledger.entries:
        if entry.signed is None or entry.signed.message.about != draw:
            continue
        message = entry.signed.message
        if message.kind == kind and message.sender in parties:
            found.setdefault(message.sender, entry)
    return found


def _body(entry: Entry, name: str) -> str:
    assert entry.signed is not None
    return str(entry.signed.message.body[name])
