"""Rung 5: a war on record, or 1,000 battle deaths in twelve months with that facet settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from detente.codebook.loader import Verified
from detente.codebook.wars_on_record import WarOnRecord
from detente.ladder.deeds import Deed

DEATHS: Final = 1000
"""Battle deaths within twelve months from which a conflict is a war (Correlates of War)."""
TWELVE_MONTHS: Final = dt.timedelta(days=365)
NOT_JUDGED: Final = "war threshold not judged"


@dataclass(frozen=True, slots=True)
class WarFinding:
    """Whether two sides are at war.

    Attributes:
        at_war: Whether rung 5 is reached.
        reason: Why, in one line; "" when nothing points to war.
        incidents: Ids of the incidents behind it, none for a war on record.
        member: Actor id of the bloc member at war; "" when the side itself is.
    """

    at_war: bool
    reason: str = ""
    incidents: tuple[str, ...] = ()
    member: str = ""


def find_war(
    a: str,
    b: str,
    between: Sequence[Deed],
    *,
    first: dt.date | None,
    last: dt.date | None,
    wars: Iterable[WarOnRecord],
) -> WarFinding:
    """Say whether two sides were at war at some time from first to last.

    Args:
        a: One side.
        b: The other.
        between: What they did to each other.
        first: First day of the window; None for an undated one.
        last: Its last day; None for an undated one.
        wars: Wars on record.
    """
    if first is None or last is None:
        return WarFinding(at_war=False)
    on_record = [war for war in wars if war.between(a, b) and war.overlaps(first, last)]
    backed = [war for war in on_record if war.verified is not Verified.RECALLED]
    if backed:
        return WarFinding(
            at_war=True, reason=f"war on record: {backed[0].war} ({backed[0].source})"
        )
    dead = [deed for deed in between if deed.killed and _within(deed, last)]
    if sum(deed.killed for deed in _once(dead)) >= DEATHS:
        names = tuple(dict.fromkeys(deed.incident.id for deed in dead))
        return WarFinding(
            at_war=True,
            reason=f"at least {DEATHS:,} corroborated battle deaths in twelve months",
            incidents=names,
        )
    recalled = f"{on_record[0].war} is on record from memory only" if on_record else ""
    return WarFinding(at_war=False, reason=recalled)


def _within(deed: Deed, last: dt.date) -> bool:
    return deed.day is not None and last - TWELVE_MONTHS < deed.day <= last


def _once(found: Iterable[Deed]) -> Iterable[Deed]:
    return {deed.incident.id: deed for deed in found}.values()
