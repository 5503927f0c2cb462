"""Rows of the catalogue of measures, of the studies on them, and of what they move."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table
from detente.model.evidence import Basis, Direction, Directness, Strength


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """Something that can lower risk.

    Attributes:
        id: Short name, as typed on the command line.
        name: As shown.
        kind: "channel", "restraint", "tie", "commitment", "inducement" or "third party".
        mechanism: How it is thought to work, in words.
        costs: What it asks of those who take it.
        fails: Known ways in which it fails.
        data: What the files at hand hold on it.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    id: str
    name: str
    kind: str
    mechanism: str
    costs: str
    fails: tuple[str, ...]
    data: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class StudyRow:
    """What one study found on one measure.

    Attributes:
        measure: Id of the measure.
        study: Author, year, title; or the table of our own that it comes from.
        years: Years covered, "" if not known.
        n: Cases covered, "" if not known.
        finding: In our words, as an association.
        direction: Which way the risk lay where the measure was present.
        basis: Whose figure it is.
        strength: What kind of study it is.
        directness: Whether it looked at the measure and the risk themselves.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    measure: str
    study: str
    years: str
    n: str
    finding: str
    direction: Direction
    basis: Basis
    strength: Strength
    directness: Directness
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class EffectRow:
    """What a measure is taken to move in the crisis simulation: a factor on one parameter.

    Attributes:
        measure: Id of the measure.
        parameter: Parameter of the simulation.
        direction: "down" for a best factor below 1, "up" above 1.
        low: Lower end of what is thought possible.
        best: Most likely factor.
        high: Upper end of what is thought possible.
        basis: Whose figure it is.
        strength: What kind of study gave it.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    measure: str
    parameter: str
    direction: str
    low: float
    best: float
    high: float
    basis: Basis
    strength: Strength
    source: str
    verified: Verified


def measures() -> tuple[MeasureRow, ...]:
    """The catalogue, in the order of the table, which is no ranking."""
    return load_table("measures", MeasureRow)


def studies(measure: str) -> tuple[StudyRow, ...]:
    """What is known of one measure, strongest kind of study first."""
    order = list(Strength)
    rows = (row for row in load_table("measure_evidence", StudyRow) if row.measure == measure)
    return tuple(sorted(rows, key=lambda row: order.index(row.strength)))


def effects(measure: str) -> tuple[EffectRow, ...]:
    """Which parameters one measure is taken to move."""
    return tuple(row for row in load_table("measure_effects", EffectRow) if row.measure == measure)


@dataclass(frozen=True, slots=True)
class AssociationRow:
    """What our own regressions found on one measure, in one specification.

    Attributes:
        measure: Id of the measure, or a condition that is none ("joint democracy").
        term: What was varied.
        outcome: What it was held against.
        specification: Which rows, years and controls.
        step: What counts as one step of the term.
        ratio: Odds ratio for one step.
        low: Lower end of its 95 % interval.
        high: Upper end of its 95 % interval.
        rows: Rows the fit rests on.
        events: Rows among them with the outcome.
        clusters: Pairs by which the errors are clustered.
        note: What the reader must know.
        source: The script that made it, and from what.
        verified: How the row is backed.
    """

    measure: str
    term: str
    outcome: str
    specification: str
    step: str
    ratio: float
    low: float
    high: float
    rows: int
    events: int
    clusters: int
    note: str
    source: str
    verified: Verified

    @property
    def direction(self) -> Direction:
        """Which way the whole interval lies; NONE where it covers 1."""
        if self.high < 1:
            return Direction.LOWER
        return Direction.HIGHER if self.low > 1 else Direction.NONE


def own_associations(measure: str) -> tuple[AssociationRow, ...]:
    """Our own regressions on one measure or condition, in the order of the table."""
    rows = load_table("measure_associations", AssociationRow)
    return tuple(row for row in rows if row.measure == measure)
