"""The highest rung of a window, as corroborated and as claimed, and what it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from detente.codebook.militarised_actions import mid_actions, rung_of
from detente.ladder.deeds import Deed
from detente.ladder.wars import WarFinding
from detente.model.ladder import Rung, RungEvidence, WindowRungs

_BEGIN_WAR = 20


@dataclass(frozen=True, slots=True)
class MemberDeed:
    """What was done, with the bloc member it counts for; "" when the side did it itself."""

    deed: Deed
    member: str = ""


def inside(deeds: Iterable[MemberDeed], *, days: int, as_of: dt.date) -> list[MemberDeed]:
    """The deeds of the last ``days`` days up to ``as_of``, undated ones left out."""
    first = as_of - dt.timedelta(days=days)
    return [each for each in deeds if each.deed.day and first < each.deed.day <= as_of]


def rungs(deeds: Sequence[MemberDeed], *, days: int, war: WarFinding) -> WindowRungs:
    """The highest rungs of one window.

    Args:
        deeds: What was done in it.
        days: Its length, 0 for the undated window.
        war: Whether the two were at war in it.
    """
    settled = [each for each in deeds if each.deed.corroborated]
    corroborated = _highest(settled, "corroborated")
    if not settled or corroborated.rung is Rung.NONE:
        corroborated = replace(corroborated, reason=_nothing_settled(deeds))
    claimed = _highest(deeds, "claimed")
    if war.at_war:
        corroborated, claimed = (_at_war(each, war) for each in (corroborated, claimed))
    return WindowRungs(days, corroborated, claimed)


def _highest(deeds: Sequence[MemberDeed], how: str) -> RungEvidence:
    action = max((each.deed.judged.action for each in deeds), default=0)
    if action == 0:
        return RungEvidence(Rung.NONE, reason=_why_none(deeds))
    behind = [each for each in deeds if each.deed.judged.action == action]
    rung = rung_of(action)
    return RungEvidence(
        rung=rung,
        action=action,
        incidents=tuple(dict.fromkeys(each.deed.incident.id for each in behind)),
        reason=_why(action, rung, behind[0].deed, how),
        member=behind[0].member,
    )


def _why(action: int, rung: Rung, deed: Deed, how: str) -> str:
    name = mid_actions()[action].name
    above = (
        "one event never makes a war, and no war between the two is on record"
        if rung is Rung.USE_OF_FORCE
        else f"nothing higher is {how}"
    )
    why = f": {deed.judged.reason}" if name not in deed.judged.reason else ""
    return f"{name} (MID action {action}){why}; {above}"


def _why_none(deeds: Sequence[MemberDeed]) -> str:
    filtered = max(deeds, key=lambda each: each.deed.judged.without_filters, default=None)
    if filtered and filtered.deed.judged.without_filters:
        return filtered.deed.judged.reason
    return "no militarised action is on record"


def _nothing_settled(deeds: Sequence[MemberDeed]) -> str:
    if any(each.deed.judged.action for each in deeds):
        return "what is claimed of force is neither corroborated nor admitted"
    return _why_none(deeds)


def _at_war(found: RungEvidence, war: WarFinding) -> RungEvidence:
    return replace(
        found,
        rung=Rung.WAR,
        action=_BEGIN_WAR,
        incidents=war.incidents or found.incidents,
        reason=war.reason,
        member=war.member,
    )
