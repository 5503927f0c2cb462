"""Where every dyad of a batch stands on the ladder, and which way it moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from detente.codebook.wars_on_record import WarOnRecord, wars_on_record
from detente.ladder.arrows import movement
from detente.ladder.deeds import Deed, deeds
from detente.ladder.gauge import pressure
from detente.ladder.parties import Parties, parties_of, principal_of
from detente.ladder.untargeted import adversaries
from detente.ladder.wars import NOT_JUDGED, WarFinding, find_war
from detente.ladder.windows import MemberDeed, inside, rungs
from detente.model.events import Event, Mark
from detente.model.incidents import Incident
from detente.model.ladder import DyadPosition, Rung, WindowRungs
from detente.model.reports import Report
from detente.model.statements import Statement

WINDOWS: Final = (30, 180)
"""Lengths of the trailing windows in days."""


@dataclass(frozen=True, slots=True)
class _Batch:
    parties: Parties
    by_pair: Mapping[tuple[str, str], Sequence[tuple[int, Deed]]]
    as_of: dt.date | None
    covered: tuple[dt.date, ...]
    heard: frozenset[str] | None
    wars: tuple[WarOnRecord, ...]


def positions(
    incidents: Sequence[Incident],
    events: Sequence[Event],
    *,
    as_of: dt.date | None,
    statements: Sequence[Statement] = (),
    reports: Sequence[Report] = (),
    members: Mapping[str, tuple[str, ...]] | None = None,
    wars: Iterable[WarOnRecord] | None = None,
) -> tuple[DyadPosition, ...]:
    """Place every pair of sides between which something is said to have happened.

    Args:
        incidents: Incidents of the batch.
        events: Its events.
        as_of: The day the windows end; None takes the latest day an incident has, and gives
            one undated window when none has a day.
        statements: Its statements, from which missing camps and the mandate behind threats
            are read; without them neither is judged.
        reports: Its reports, whose days of publication tell which periods are covered.
        members: Members of each bloc on that day, by the bloc's actor id.
        wars: Wars on record; the codebook's when left out.

    Returns:
        One position for each unordered pair, highest claimed rung first, then by ids.
    """
    parties = parties_of(events, members or {})
    mandates = {statement.id: statement.mandate for statement in statements}
    found = deeds(
        incidents,
        {event.id: event for event in events},
        parties=parties,
        mandates=mandates,
        adversaries=adversaries(events, reports, parties),
    )
    days = tuple(day for incident in incidents if (day := incident.date.latest))
    printed = tuple(report.published for report in reports if report.published)
    batch = _Batch(
        parties=parties,
        by_pair=_by_pair(found),
        as_of=as_of or max(days, default=None),
        covered=tuple(sorted({*days, *printed})),
        heard=_heard(statements) if statements else None,
        wars=tuple(wars) if wars is not None else wars_on_record(),
    )
    placed = (_position(a, b, batch) for a, b in sorted(batch.by_pair) if _shown(a, b, batch))
    return tuple(sorted(placed, key=_order))


def _shown(a: str, b: str, batch: _Batch) -> bool:
    """A collective makes a dyad by what is asserted, not by what somebody is accused of."""
    if not (batch.parties.is_collective(a) or batch.parties.is_collective(b)):
        return True
    between = _between(a, b, batch)
    return any(event.mark is Mark.ASSERTED for each in between for event in each.deed.events)


def _order(position: DyadPosition) -> tuple[int, str, str]:
    windows = (*position.windows, *((position.undated,) if position.undated else ()))
    return -max(window.claimed.rung for window in windows), position.a, position.b


def _position(a: str, b: str, batch: _Batch) -> DyadPosition:
    between = _between(a, b, batch)
    windows, undated = _windows(a, b, between, batch)
    moved = movement(between, as_of=batch.as_of, covered=batch.covered)
    recent = _recent(between, batch.as_of)
    return DyadPosition(
        a=a,
        b=b,
        a_name=batch.parties.name(a),
        b_name=batch.parties.name(b),
        as_of=batch.as_of,
        windows=windows,
        undated=undated,
        arrow=moved.arrow,
        arrow_reason=moved.reason,
        arrow_incidents=moved.incidents,
        pressure=pressure(recent),
        proxies=_unique(each.deed.incident.id for each in recent if each.deed.proxy),
        missing_camps=_missing(a, b, batch),
        war_note=_war_note(a, b, windows, undated, batch),
    )


def _between(a: str, b: str, batch: _Batch) -> list[MemberDeed]:
    """What the two did to each other; for a bloc, what its members and the other did too."""
    found = [
        (number, MemberDeed(deed, _member(deed, a, b)))
        for pair in _bodily_pairs(a, b, batch.parties)
        for number, deed in batch.by_pair.get((min(pair), max(pair)), ())
    ]
    return [each for _, each in sorted(found, key=lambda numbered: numbered[0])]


def _member(deed: Deed, a: str, b: str) -> str:
    return next((side for side in (deed.author, deed.target) if side not in (a, b)), "")


def _by_pair(found: Sequence[Deed]) -> dict[tuple[str, str], list[tuple[int, Deed]]]:
    pairs: dict[tuple[str, str], list[tuple[int, Deed]]] = {}
    for number, deed in enumerate(found):
        pair = (min(deed.author, deed.target), max(deed.author, deed.target))
        pairs.setdefault(pair, []).append((number, deed))
    return pairs


def _bodies(side: str, other: str, parties: Parties) -> frozenset[str]:
    """A side and, for a bloc, its members; an organisation is no bloc against its own member."""
    members = parties.members_of(side)
    if other in members:
        return frozenset({side})
    return frozenset({side, *members}) - {other, *parties.members_of(other)}


def _windows(
    a: str, b: str, between: Sequence[MemberDeed], batch: _Batch
) -> tuple[tuple[WindowRungs, ...], WindowRungs | None]:
    none = WarFinding(at_war=False)
    if batch.as_of is None:
        return (rungs(between, days=0, war=none),), None
    undated = [each for each in between if each.deed.day is None]
    return (
        tuple(
            rungs(
                inside(between, days=days, as_of=batch.as_of),
                days=days,
                war=_war(a, b, between, days, batch),
            )
            for days in WINDOWS
        ),
        rungs(undated, days=0, war=none) if undated else None,
    )


def _war(a: str, b: str, between: Sequence[MemberDeed], days: int, batch: _Batch) -> WarFinding:
    """War between the two, or between a member of a bloc and the other."""
    last = batch.as_of
    first = last - dt.timedelta(days=days - 1) if last else None
    found = [
        replace(war, member=next((side for side in pair if side not in (a, b)), ""))
        for pair in _bodily_pairs(a, b, batch.parties)
        if (
            war := find_war(*pair, _done(pair, between), first=first, last=last, wars=batch.wars)
        ).reason
    ]
    return max(found, key=lambda war: war.at_war, default=WarFinding(at_war=False))


def _bodily_pairs(a: str, b: str, parties: Parties) -> list[tuple[str, str]]:
    ours, theirs = _bodies(a, b, parties), _bodies(b, a, parties)
    return sorted(product(ours, theirs), key=lambda pair: (pair != (a, b), pair))


def _done(pair: tuple[str, str], between: Iterable[MemberDeed]) -> list[Deed]:
    deeds_of = (each.deed for each in between)
    return [deed for deed in deeds_of if {deed.author, deed.target} == set(pair)]


def _recent(between: Sequence[MemberDeed], as_of: dt.date | None) -> list[MemberDeed]:
    if as_of is None:
        return list(between)
    undated = [each for each in between if each.deed.day is None]
    return [*inside(between, days=WINDOWS[-1], as_of=as_of), *undated]


def _war_note(
    a: str,
    b: str,
    windows: Sequence[WindowRungs],
    undated: WindowRungs | None,
    batch: _Batch,
) -> str:
    seen = [window.claimed.rung for window in (*windows, *((undated,) if undated else ()))]
    if Rung.WAR in seen or Rung.USE_OF_FORCE not in seen:
        return ""
    finding = _war(a, b, (), WINDOWS[-1], batch)
    return f"{NOT_JUDGED}; {finding.reason}" if finding.reason else NOT_JUDGED


def _heard(statements: Iterable[Statement]) -> frozenset[str]:
    """Sides in whose name something was said in the batch."""
    speakers = (statement.speaker.actor for statement in statements)
    named = {principal_of(actor) for actor in speakers if actor}
    return frozenset(named | {statement.speaks_for for statement in statements}) - {""}


def _missing(a: str, b: str, batch: _Batch) -> tuple[str, ...]:
    """Sides that could speak and of which nothing was read; a collective has no voice."""
    heard = batch.heard
    if heard is None:
        return ()
    return tuple(s for s in (a, b) if s not in heard and not batch.parties.is_collective(s))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
