"""A crisis to be played: who stands where, who stands by whom, and what is not known exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Spread:
    """A number known within a range; all three are equal where it is known.

    Attributes:
        low: 5 % point.
        best: Median.
        high: 95 % point.
    """

    low: float
    best: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether nothing is left open."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class CrisisActor:
    """A side in a crisis.

    Attributes:
        key: Short name, unique in the scenario.
        name: Neutral name as shown.
        slot: Role slot, 1 to 255, unique. Random draws hang on it, so that the order of the
            actors in a file changes nothing.
        capability: Military capability on any positive scale.
        growth: Its growth, log units a year; None for the table's range.
        pressure: Domestic pressure, 0 to 1; None for the table's range.
        resolve: How sure others are that it would answer force by force; None for the table's.
    """

    key: str
    name: str
    slot: int
    capability: Spread
    growth: Spread | None = None
    pressure: Spread | None = None
    resolve: Spread | None = None


@dataclass(frozen=True, slots=True)
class Toward:
    """How one actor stands towards another with whom it has a quarrel.

    Attributes:
        actor: Key of the side that acts.
        target: Key of the side it acts against.
        rung: Where it stands before the first week, 1 to 5; 5 on both sides or on neither.
        stakes: How much the quarrel matters to it, 0 to 1; None for the table's range.
        trade: What it would lose if trade stopped, 0 to 1; None for the table's range.
    """

    actor: str
    target: str
    rung: int = 1
    stakes: Spread | None = None
    trade: Spread | None = None


@dataclass(frozen=True, slots=True)
class Alliance:
    """A promise of one actor to stand by another.

    Attributes:
        ally: Key of the actor that promises.
        of: Key of the actor it promises to stand by.
        commitment: Probability that it keeps the promise; None for the table's range.
    """

    ally: str
    of: str
    commitment: Spread | None = None


@dataclass(frozen=True, slots=True)
class MeasureUse:
    """Who takes part in a measure in this scenario.

    Attributes:
        id: Measure of the catalogue.
        between: Keys of those who take part; everybody when empty.
    """

    id: str
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Elicited:
    """A judgement that somebody gave; no model of Détente makes such a figure.

    Attributes:
        question: What was asked.
        low: Lowest probability thought plausible.
        best: Most likely probability.
        high: Highest probability thought plausible.
        who: Who judged.
        date: When, ISO 8601.
    """

    question: str
    low: float
    best: float
    high: float
    who: str
    date: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A crisis as written in a file.

    Attributes:
        title: As shown.
        weeks: Steps to play; a step is a week.
        actors: Two to eight sides.
        toward: Every ordered pair that has a quarrel.
        alliances: Who promised to stand by whom.
        parameters: Ranges that replace those of the table, by parameter.
        measures: Who takes part in which measure; a measure not named here is taken by all.
        elicited: Judgements on what has no base rate.
        notes: What the author wants readers to know.
    """

    title: str
    weeks: int
    actors: tuple[CrisisActor, ...]
    toward: tuple[Toward, ...]
    alliances: tuple[Alliance, ...] = ()
    parameters: Mapping[str, Spread] = field(default_factory=lambda: MappingProxyType({}))
    measures: tuple[MeasureUse, ...] = ()
    elicited: tuple[Elicited, ...] = ()
    notes: tuple[str, ...] = ()
