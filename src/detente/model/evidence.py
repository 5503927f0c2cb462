"""What is known of a measure, and how surely: basis, strength, direction, and an association.

Two marks stand apart for every figure: its *basis* (whose figure it is) and its *strength* (what
kind of study gave it). Measures of different strength are never ranked in one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """Whose figure it is."""

    OWN = "own estimate"
    PUBLISHED = "published"
    EXPERT = "expert"


class Strength(StrEnum):
    """What kind of study gave it, strongest first."""

    NATURAL_EXPERIMENT = "natural experiment"
    ADJUSTED_ASSOCIATION = "adjusted association"
    CASE_COMPARISON = "case comparison"
    JUDGEMENT = "judgement"


class Direction(StrEnum):
    """Which way the risk lies where the measure is present; never what the measure does."""

    LOWER = "lower"
    HIGHER = "higher"
    NONE = "none"
    DEPENDS = "depends"
    NOT_STATED = "not stated"


class Directness(StrEnum):
    """Whether a study looked at the measure and the risk themselves, or at something near."""

    DIRECT = "direct"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Association:
    """How one thing goes together with another, others held equal; no effect is claimed.

    Attributes:
        term: What was varied.
        outcome: What it goes together with.
        ratio: Odds or rate ratio for one ``step``; above 1 means more of the outcome.
        low: Lower end of the 95 % interval of the ratio.
        high: Upper end of the 95 % interval of the ratio.
        step: What counts as one step of the term, in words.
        rows: Rows the fit rests on.
        events: Rows among them with the outcome.
        clusters: Groups by which the errors are clustered.
        note: What the reader must know.
    """

    term: str
    outcome: str
    ratio: float
    low: float
    high: float
    step: str
    rows: int
    events: int
    clusters: int
    note: str = ""

    @property
    def direction(self) -> Direction:
        """Which way the whole interval lies; NONE where it covers 1."""
        if self.high < 1:
            return Direction.LOWER
        return Direction.HIGHER if self.low > 1 else Direction.NONE
