"""Constraining provisions: how many activities of a size there are, at one time and over years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from detente.channel.activities import Activity
from detente.channel.adopted import Adopted
from detente.channel.conditions import any_holds, day, end_of
from detente.channel.record import Record
from detente.channel.recurring import joined
from detente.codebook.channel_limits import Constraint, constraints

Found = tuple[Constraint, tuple[Activity, ...], str]
_FORECAST: Final = (11, 15)


def constrained(record: Record, known: Sequence[Activity], among: Adopted) -> Iterator[Found]:
    """Constraints of an instrument that notices go beyond, each with the activities and in words.

    Args:
        record: The log.
        known: Activities of parties for whom the instrument is in force.
        among: The instrument.
    """
    for row in constraints():
        if row.instrument == among.instrument:
            for party, mine in _by_party(known, row).items():
                yield from _of_party(record, row, party, mine)


def counted(known: Sequence[Activity], row: Constraint) -> Mapping[tuple[str, int], int]:
    """How many activities of a size each party begins in each year."""
    found: dict[tuple[str, int], int] = {}
    for party, mine in _by_party(known, row).items():
        for one in mine:
            found[party, day(one.start).year] = found.get((party, day(one.start).year), 0) + 1
    return found


def _by_party(known: Sequence[Activity], row: Constraint) -> dict[str, list[Activity]]:
    found: dict[str, list[Activity]] = {}
    for one in known:
        if any_holds(row.when_any, one.body):
            found.setdefault(one.sender, []).append(one)
    return found


def _of_party(
    record: Record, row: Constraint, party: str, mine: Sequence[Activity]
) -> Iterator[Found]:
    if row.counting == "years":
        sets = _over_years(row, mine)
    elif row.counting == "simultaneous":
        sets = _at_one_time(row, mine)
    else:
        sets = ((one,) for one in mine if not _forecast(record, row, party, one))
    for members in sets:
        yield row, members, _text(row, party, members)


def _over_years(row: Constraint, mine: Sequence[Activity]) -> Iterator[tuple[Activity, ...]]:
    for year in sorted({day(one.start).year for one in mine}):
        found = [one for one in mine if year - row.years < day(one.start).year <= year]
        if len(found) > row.at_most:
            yield tuple(found)


def _at_one_time(row: Constraint, mine: Sequence[Activity]) -> Iterator[tuple[Activity, ...]]:
    sets = {
        frozenset(other.index for other in mine if other.start <= one.start <= other.end)
        for one in mine
    }
    many = [found for found in sets if len(found) > row.at_most]
    for found in sorted(many, key=sorted):
        if not any(found < other for other in many):
            yield tuple(one for one in mine if one.index in found)


def _forecast(record: Record, row: Constraint, party: str, one: Activity) -> bool:
    """Whether it was told years ahead, or could not have been: no channel was there then."""
    year = day(one.start).year
    due = end_of(dt.date(year - row.years, *_FORECAST))
    begun = joined(record.ledger).get(party)
    since = None if begun is None else record.when(record.ledger.entries[begun]).before
    if since is None or since > due:
        return True
    for entry in record.ledger.entries:
        if entry.signed is None or entry.signed.message.sender != party:
            continue
        message = entry.signed.message
        if message.kind == "forecast" and str(message.body["year"]).strip() == str(year):
            came = record.when(entry).before
            return came is not None and came <= due
    return False


def _text(row: Constraint, party: str, members: Sequence[Activity]) -> str:
    names = ", ".join(repr(one.name) for one in members)
    if row.counting == "forecast":
        return (f"{party} notified {names}, and the log holds no forecast of it two years ahead. "
                "When was it planned?")  # fmt: skip
    span = "at one time" if row.counting == "simultaneous" else f"in {row.years} calendar year(s)"
    return (f"{party} notified {len(members)} activities of this size {span}, and the rule has at "
            f"most {row.at_most}: {names}. How do they fit it?")  # fmt: skip
