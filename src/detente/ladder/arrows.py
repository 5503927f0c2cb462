"""Which way a dyad moves: action level, then tempo, in two windows of equal length."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from detente.codebook.militarised_actions import mid_actions, rung_of
from detente.ladder.windows import MemberDeed, inside
from detente.model.ladder import Arrow

DAYS: Final = 30
"""Length of each of the two windows compared."""
TEMPO: Final = 2
"""How many times as often, and by how many incidents at least, tempo must change to count."""


@dataclass(frozen=True, slots=True)
class Movement:
    """An arrow, why in one line, and the incidents behind it."""

    arrow: Arrow
    reason: str
    incidents: tuple[str, ...] = ()


def movement(
    deeds: Sequence[MemberDeed], *, as_of: dt.date | None, covered: Sequence[dt.date]
) -> Movement:
    """Compare the last 30 days with the 30 days before.

    Args:
        deeds: What the two sides did to each other.
        as_of: The day the later window ends; None for a batch without any date.
        covered: Days on which a report was published or any incident of the batch happened.
    """
    if as_of is None:
        return Movement(Arrow.NO_NEW_INFORMATION, "nothing is dated, so no two periods compare")
    before_day = as_of - dt.timedelta(days=DAYS)
    now = inside(deeds, days=DAYS, as_of=as_of)
    before = inside(deeds, days=DAYS, as_of=before_day)
    if not now:
        return Movement(
            Arrow.NO_NEW_INFORMATION, f"nothing between the two is dated in the last {DAYS} days"
        )
    if not any(before_day - dt.timedelta(days=DAYS) < day <= before_day for day in covered):
        return Movement(
            Arrow.NO_NEW_INFORMATION,
            f"no report covers the {DAYS} days before, so there is nothing to compare with",
            _names(now),
        )
    return _by_level(now, before)


def _by_level(now: Sequence[MemberDeed], before: Sequence[MemberDeed]) -> Movement:
    level, earlier = _level(now), _level(before)
    evidence = _names(_at(now, level)) + _names(_at(before, earlier))
    if level != earlier:
        arrow = Arrow.UP if level > earlier else Arrow.DOWN
        reason = f"highest action {_name(level)}, {_name(earlier)} in the {DAYS} days before"
        return Movement(arrow, reason, tuple(dict.fromkeys(evidence)))
    if level == 0:
        return Movement(
            Arrow.LEVEL, f"no militarised action in either period of {DAYS} days", _names(now)
        )
    return _by_tempo(now, before, level)


def _by_tempo(now: Sequence[MemberDeed], before: Sequence[MemberDeed], level: int) -> Movement:
    rung = rung_of(level)
    recent = _names([each for each in now if rung_of(each.deed.judged.action) is rung])
    earlier = _names([each for each in before if rung_of(each.deed.judged.action) is rung])
    reason = (
        f"highest action {_name(level)} in both periods of {DAYS} days; "
        f"{len(recent)} incidents on that rung, {len(earlier)} before"
    )
    return Movement(_tempo(len(recent), len(earlier)), reason, (*recent, *earlier))


def _tempo(recent: int, earlier: int) -> Arrow:
    if recent >= TEMPO * earlier and recent - earlier >= TEMPO:
        return Arrow.UP
    if earlier >= TEMPO * recent and earlier - recent >= TEMPO:
        return Arrow.DOWN
    return Arrow.LEVEL


def _level(deeds: Sequence[MemberDeed]) -> int:
    return max((each.deed.judged.action for each in deeds), default=0)


def _at(deeds: Sequence[MemberDeed], level: int) -> list[MemberDeed]:
    return [each for each in deeds if each.deed.judged.action == level]


def _names(deeds: Sequence[MemberDeed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.deed.incident.id for each in deeds))


def _name(action: int) -> str:
    return f"“{mid_actions()[action].name}”"
