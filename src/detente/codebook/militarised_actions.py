"""From PLOVER events to the actions of the MID coding rules, and from those to rungs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.codebook.loader import Verified, load_table
from detente.model.ladder import Rung


@dataclass(frozen=True, slots=True)
class MidAction:
    """One of the 22 actions of the MID coding rules.

    Attributes:
        action: Code 0-21.
        name: The action in words.
        rung: Hostility level it stands for.
        source: Where code, name and level are documented.
        verified: How the row is backed.
    """

    action: int
    name: str
    rung: int
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class RungRow:
    """What one rung is called and means."""

    rung: int
    name: str
    meaning: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class EventAction:
    """Which action an event stands for; the first row that fits decides.

    Attributes:
        type: PLOVER event type.
        mode: PLOVER mode; "" fits any, "-" only an event without mode.
        context: A PLOVER context the event must have; "" fits any.
        predicates: Lemmas one of which the event must have; empty fits any.
        action: MID action code, 0 for none.
        reason: Why, in words.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    type: str
    mode: str
    context: str
    predicates: tuple[str, ...]
    action: int
    reason: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class MidFilter:
    """A condition of the MID coding rules, and what is said when an event fails it."""

    filter: str
    reason: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class OfficialSector:
    """Whether a sector's acts and threats count as those of its state.

    Attributes:
        sector: PLOVER sector code, "" for none.
        force: Whether its use of force counts.
        threat: Whether its threats count.
        by_itself: Whether the sector suffices; else the actor must be an official organ.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    sector: str
    force: bool
    threat: bool
    by_itself: bool
    source: str
    verified: Verified


@cache
def mid_actions() -> dict[int, MidAction]:
    """All actions by code."""
    return {row.action: row for row in load_table("mid_actions", MidAction)}


def rung_rows() -> tuple[RungRow, ...]:
    """The five rungs, lowest first."""
    return load_table("rungs", RungRow)


def event_actions() -> tuple[EventAction, ...]:
    """The rows that lead from events to actions, in the order in which they are tried."""
    return load_table("event_actions", EventAction)


@cache
def filter_reasons() -> dict[str, str]:
    """What is said when an event fails a filter, by the filter's name."""
    return {row.filter: row.reason for row in load_table("mid_filters", MidFilter)}


@cache
def official_sectors() -> dict[str, OfficialSector]:
    """Sectors whose acts or threats count, by PLOVER sector code."""
    return {row.sector: row for row in load_table("official_sectors", OfficialSector)}


def rung_of(action: int) -> Rung:
    """The rung a MID action stands for.

    Raises:
        KeyError: If there is no such action.
    """
    return Rung(mid_actions()[action].rung)
