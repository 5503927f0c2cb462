"""How many independent sources stand behind a claim.

Two are independent when they differ in stake, each can know for itself, and they do not go
back to one original. A side and its allies never corroborate that side's claim, and words are
no more independent than the outlets through which alone they reached us.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.model.incidents import Access, Stake
from detente.reading.relations_of_sides import Sides, stake
from detente.reading.witnesses import Witness

_OWN_ACCESS: Final = frozenset(
    {Access.SENSOR, Access.EYEWITNESS, Access.PARTICIPANT, Access.OFFICIAL}
)
_GROUP: Final = {
    Stake.OWN_SIDE: "author's side",
    Stake.ALLY: "author's side",
    Stake.ADVERSARY: "other side",
}


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is measured against whom.

    Attributes:
        authors: Camps said to have done it.
        recipients: Camps to whom it was done.
        sides: Who stands with whom.
        on: Day of the happening, if known.
    """

    authors: tuple[str, ...]
    recipients: tuple[str, ...]
    sides: Sides
    on: dt.date | None = None

    def stake(self, camp: str) -> Stake:
        """What a camp has riding on the happening."""
        return stake(camp, self.authors, self.recipients, sides=self.sides, on=self.on)


def independent(witnesses: Sequence[Witness], parties: Parties) -> int:
    """How many independent sources the witnesses are; 1 when none can be told apart.

    The largest set of witnesses is sought that share neither side nor original; those with
    the fewest ties are taken first.
    """
    if not witnesses:
        return 0
    neutrals = _neutral_groups((w.camp for w in witnesses), parties)
    marked = (_marks(each, parties, neutrals) for each in witnesses)
    candidates = sorted((m for m in marked if m), key=lambda m: (len(m), sorted(m)))
    taken: set[str] = set()
    count = 0
    for marks in candidates:
        if not marks & taken:
            taken |= marks
            count += 1
    return max(count, 1)


def sides_of(one: Witness, parties: Parties) -> frozenset[str]:
    """Which sides a witness and its carriers stand on; empty when that cannot be told."""
    groups = {_group(camp, parties, {}) for camp in one.links}
    return frozenset(groups) if one.camp and "" not in groups else frozenset()


def _marks(one: Witness, parties: Parties, neutrals: Mapping[str, str]) -> frozenset[str] | None:
    groups = {_group(camp, parties, neutrals) for camp in one.links}
    if one.access not in _OWN_ACCESS or not one.camp or "" in groups:
        return None
    return frozenset({*groups, f"origin {one.origin}"})


def _group(camp: str, parties: Parties, neutrals: Mapping[str, str]) -> str:
    held = parties.stake(camp)
    if held is Stake.NEUTRAL:
        return f"neutral {neutrals.get(camp, camp)}"
    return _GROUP.get(held, "")


def _neutral_groups(camps: Iterable[str], parties: Parties) -> dict[str, str]:
    """Neutral camps that stand together are one group, named by its first camp."""
    groups: dict[str, str] = {}
    for camp in sorted(set(camps) - {""}):
        if parties.stake(camp) is not Stake.NEUTRAL:
            continue
        near = sorted({groups[o] for o in groups if parties.sides.allied(camp, o, parties.on)})
        name = near[0] if near else camp
        groups = {other: name if group in near else group for other, group in groups.items()}
        groups[camp] = name
    return groups
