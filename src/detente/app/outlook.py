"""The outlook of pairs: two actors, a watchlist, or the pairs of a reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from detente.app.readings import obtain
from detente.codebook.loader import Verified, load_table
from detente.codebook.state_facts import StateFact, facts_of, holds_nuclear_weapons
from detente.codebook.states import StateRow, Status
from detente.model.errors import EmptyInput, InputError
from detente.model.ladder import DyadPosition, Rung
from detente.model.outlook import SCHEMA, Outlook, PairFact, Scenario
from detente.model.serialise import to_plain
from detente.outlook import forecast
from detente.outlook.shipped import Shipped, shipped

YEARS_OF_PAST: Final = 10


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A pair for which there is no outlook, and why."""

    pair: str
    reason: str


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest rungs of a pair by reports.

    Attributes:
        corroborated: Highest corroborated rung.
        claimed: Highest rung anyone claims.
        year: Year of the reading.
    """

    corroborated: Rung
    claimed: Rung
    year: int


def outlook_of(
    one: str, two: str, *, as_of: int | None = None, latest: Latest | None = None
) -> Outlook:
    """The outlook of one pair of states, in either order.

    Without reports, or where reports name no rung above 1, the estimate rests on structure alone.

    Args:
        one: Alpha-3 code or name of a state.
        two: The other.
        as_of: Year whose end the estimate speaks from; by default the latest year of the shipped
            facts, or that of the reading.
        latest: Rungs of the latest year by reports.

    Raises:
        InputError: If a state is not known, or the pair is not politically relevant: neither
            contiguous nor with a major power.
    """
    found = shipped()
    states = [state_of(name) for name in (one, two)]
    if states[0].code == states[1].code:
        raise InputError(f"{states[0].name} twice: give two different states")
    states.sort(key=lambda row: row.cow or 0)
    a, b = states
    place = forecast.place_of(found, a.cow or 0, b.cow or 0)
    if place is None:
        raise InputError(
            f"{a.name} and {b.name}: neither contiguous nor one of them a major power, so the "
            "model says nothing about them"
        )
    year = as_of or (latest.year if latest else found.vintages[-1].year)
    if year < found.last_outcome:
        raise InputError(
            f"as of {year}: outcomes are known to the end of {found.last_outcome}, and the shipped "
            "rows speak from there on; for earlier years evaluate a panel"
        )
    return _outlook(found, (a, b), place, year, latest)


def _outlook(
    found: Shipped, states: tuple[StateRow, StateRow], place: int, year: int,
    latest: Latest | None,
) -> Outlook:  # fmt: skip
    a, b = states
    scenarios: list[Scenario] = []
    for basis, rung in _readings_of(latest):
        at = forecast.standing(found, place, as_of=year, rung=rung)
        scenarios.append(forecast.scenario(found, at, basis=basis, rung=rung))
    nuclear = holds_nuclear_weapons(a.code) and holds_nuclear_weapons(b.code)
    first = found.last_outcome - YEARS_OF_PAST + 1
    return Outlook(
        a=a.code,
        b=b.code,
        a_name=a.name,
        b_name=b.name,
        as_of=year,
        last_outcome=found.last_outcome,
        scenarios=tuple(scenarios),
        drivers=forecast.drivers(found, at),
        fared=forecast.fared(found, scenarios[-1]),
        record=forecast.record(found),
        past=tuple((first + n, Rung(int(rung))) for n, rung in enumerate(found.rungs[place])),
        facts=_facts(states, year, found.last_outcome),
        both_nuclear=nuclear,
        notes=_notes(found, year, latest=latest, nuclear=nuclear),
    )


def _readings_of(latest: Latest | None) -> tuple[tuple[str, Rung | None], ...]:
    """What is taken for the latest history: silence in reports is no peace, so structure stays."""
    if latest is None or latest.claimed is Rung.NONE:
        return (("structure", None),)
    low: tuple[str, Rung | None] = ("structure", None)
    if latest.corroborated is not Rung.NONE:
        low = ("corroborated", latest.corroborated)
    return low, ("claimed", latest.claimed)


def _facts(states: tuple[StateRow, StateRow], year: int, last_outcome: int) -> tuple[PairFact, ...]:
    return tuple(
        PairFact(
            name=f"{state.name}: {fact.fact}",
            value="yes" if fact.fact == "nuclear weapons" else f"{fact.value:g}",
            year=fact.year,
            used=_used(fact, year, last_outcome),
            source=fact.source,
            recalled=fact.verified is Verified.RECALLED,
        )
        for state in states
        for fact in facts_of(state.code)
    )


def _used(fact: StateFact, year: int, last_outcome: int) -> bool:
    """A fact enters the estimate if it is backed and not older than the as-of year."""
    backed = fact.verified is not Verified.RECALLED
    return backed and fact.fact == "electoral democracy" and last_outcome < year <= fact.year


def _notes(found: Shipped, year: int, *, latest: Latest | None, nuclear: bool) -> tuple[str, ...]:
    gap = year - found.last_outcome
    notes = []
    if gap > 0:
        notes.append(
            f"{gap} years lie between the last outcome data ({found.last_outcome}) and the end of "
            f"{year}. The model draws them, and the interval is widened by what such a gap cost "
            "in 1970-2005"
        )
        notes.append(
            "Inputs past their last year of data are missing, not zero, and the model used here "
            "was fitted without them; geography is taken to stand"
        )
    if gap > 0 and year < found.vintages[-1].year:
        notes.append(
            f"Borders, major powers and democracy are those of {found.vintages[-1].year}, later "
            f"than {year}"
        )
    if latest is not None:
        notes.append(_of_reports(latest))
    if nuclear:
        notes.append(
            "General war between nuclear-armed sides has no base rate and is not estimated here; "
            "interstate war means 1,000 battle deaths in a year"
        )
    notes.append("Drivers are associations in observational data, no effects")
    return tuple(notes)


def _of_reports(latest: Latest) -> str:
    if latest.claimed is Rung.NONE:
        return "The reports name no rung above 1; silence is no evidence of peace, structure stays"
    low = (
        f"{latest.corroborated.value} corroborated"
        if latest.corroborated is not Rung.NONE
        else "none corroborated, so structure stands at the low end"
    )
    return (
        f"The latest rung comes from reports: {low}, {latest.claimed.value} claimed. The two are a "
        "range and have no midpoint"
    )


def watchlist(path: Path, *, as_of: int | None = None) -> Iterator[Outlook | LeftOut]:
    """The outlook of every pair of a watchlist: two states a line, # begins a comment."""
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].replace(":", " ").replace(",", " ").split()
        if not words:
            continue
        if len(words) != 2:
            yield LeftOut(line.strip(), "give two alpha-3 codes a line, as in IND PAK")
            continue
        yield _or_reason(words[0], words[1], as_of=as_of)


def nowcast(path: str, *, as_of: int | None = None) -> Iterator[Outlook | LeftOut]:
    """The outlook of every pair of states in a reading, from corroborated and claimed rungs.

    Raises:
        EmptyInput: If the reading has no pair at all.
    """
    reading = obtain(path)
    if not reading.dyads:
        raise EmptyInput(f"{path}: no pair of actors was found")
    for dyad in reading.dyads:
        year = as_of or (dyad.as_of.year if dyad.as_of else None)
        yield _or_reason(dyad.a, dyad.b, as_of=year, latest=_latest(dyad, year))


def _latest(dyad: DyadPosition, year: int | None) -> Latest | None:
    """Rungs of the longest window; None for a batch without dates."""
    dated = [window for window in dyad.windows if window.days]
    if not dated or year is None:
        return None
    longest = max(dated, key=lambda window: window.days)
    return Latest(longest.corroborated.rung, longest.claimed.rung, year)


def _or_reason(
    one: str, two: str, *, as_of: int | None, latest: Latest | None = None
) -> Outlook | LeftOut:
    try:
        return outlook_of(one, two, as_of=as_of, latest=latest)
    except InputError as problem:
        return LeftOut(f"{one} {two}", str(problem))


def state_of(name: str) -> StateRow:
    """A state of today by alpha-3 code, name or alias.

    Raises:
        InputError: If there is none, or the Correlates of War list does not have it.
    """
    row = _states().get(name.casefold())
    if row is None:
        raise InputError(f"{name!r} is no state: give an alpha-3 code such as IND")
    if not row.cow:
        raise InputError(f"{row.name} is not in the Correlates of War list of states")
    return row


@cache
def _states() -> Mapping[str, StateRow]:
    names: dict[str, StateRow] = {}
    for row in load_table("states", StateRow):
        if row.status is not Status.FORMER:
            for name in (*row.aliases, row.name, row.code):
                names.setdefault(name.casefold(), row)
    for row in load_table("states", StateRow):
        names.setdefault(row.code.casefold(), row)
        if row.status is not Status.FORMER:
            names[row.code.casefold()] = row
    return names


def as_record(outlooks: Iterable[Outlook]) -> dict[str, Any]:
    """Outlooks as one JSON object."""
    return {"schema": SCHEMA, "outlooks": [to_plain(one) for one in outlooks]}
