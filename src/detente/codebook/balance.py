"""Rows on burdens and capabilities: definitions, figures, pledges, who borders whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.codebook.loader import Verified, load_table


class Panel(StrEnum):
    """What a figure is about. There is no index over panels."""

    INPUT = "input"
    OUTPUT = "output"
    ECONOMIC = "economic"
    POLITICAL = "political"
    BENEFIT = "benefit"
    POWER = "power"


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One definition; each has a table of its own.

    Attributes:
        id: Short name.
        panel: What it is about.
        name: As shown.
        definition: What exactly is counted.
        unit: In what.
        use: "burden", "benefit" or "power".
        source: Where the definition or its figures come from.
        verified: How the row is backed.
    """

    id: str
    panel: Panel
    name: str
    definition: str
    unit: str
    use: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of one state.

    Attributes:
        indicator: Id of the definition it follows.
        member: Alpha-3 of the state.
        year: Year it is of.
        value: In the definition's unit.
        source: Where it comes from.
        verified: How it is backed.
    """

    indicator: str
    member: str
    year: int
    value: float
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class PledgeRow:
    """What members of an alliance promised to spend.

    Attributes:
        id: Short name.
        organisation: Whose members made it.
        name: In words.
        definition: Id of the definition in which it was promised.
        core: Core defence, % of GDP.
        resilience: Resilience line, % of GDP; None if there was none.
        declared: Year it was promised.
        due: Year it is due.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    id: str
    organisation: str
    name: str
    definition: str
    core: float
    resilience: float | None
    declared: int
    due: int
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class ContiguityRow:
    """Two states that border on each other.

    Attributes:
        first: Alpha-3, the earlier in the alphabet.
        second: Alpha-3.
        kind: "land", or "water" for at most 12 miles of it.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    first: str
    second: str
    kind: str
    source: str
    verified: Verified


def indicators() -> tuple[IndicatorRow, ...]:
    """All definitions, panel by panel."""
    return load_table("balance_indicators", IndicatorRow)


def figures() -> tuple[FigureRow, ...]:
    """All figures at hand."""
    return load_table("balance_figures", FigureRow)


def pledges() -> tuple[PledgeRow, ...]:
    """All pledges, oldest first."""
    return load_table("balance_pledges", PledgeRow)


def borders(state: str) -> dict[str, str]:
    """Who borders on a state, and whether by land or water."""
    rows = load_table("contiguity", ContiguityRow)
    return {row.second: row.kind for row in rows if row.first == state} | {
        row.first: row.kind for row in rows if row.second == state
    }
