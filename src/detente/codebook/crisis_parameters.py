"""Rows of the table of crisis parameters: every number the crisis simulation turns on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.codebook.loader import Verified, load_table


class Scope(StrEnum):
    """What a parameter belongs to."""

    PAIR = "pair"
    ACTOR = "actor"
    ALLIANCE = "alliance"


class Scale(StrEnum):
    """On which scale a parameter is spread, and what a factor on it means.

    On ``log`` and ``linear`` a factor multiplies the value, on ``logit`` the odds, so that a
    probability stays one.
    """

    LOG = "log"
    LOGIT = "logit"
    LINEAR = "linear"


class Structure(StrEnum):
    """The rival structures; ``BOTH`` marks a parameter that stands in either."""

    BOTH = "both"
    SPIRAL = "spiral"
    DETERRENCE = "deterrence"


class Ground(StrEnum):
    """Whether a parameter comes from data or from judgement."""

    ESTIMATED = "estimated"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class CrisisParameterRow:
    """One named parameter of the crisis simulation.

    Attributes:
        name: Short name, as in scenarios and in ``measure_effects.csv``.
        meaning: What it says about the world.
        unit: What the numbers count.
        scope: Whether it belongs to an ordered pair, an actor or an ordered pair of allies.
        scale: How it is spread and what a factor means.
        structure: In which of the rival structures it counts.
        low: 5 % point.
        best: Median.
        high: 95 % point.
        basis: Whether it was estimated from data or assumed.
        source: Where the numbers come from.
        verified: How the row is backed.
    """

    name: str
    meaning: str
    unit: str
    scope: Scope
    scale: Scale
    structure: Structure
    low: float
    best: float
    high: float
    basis: Ground
    source: str
    verified: Verified


def crisis_parameters() -> tuple[CrisisParameterRow, ...]:
    """All parameters, in the order of the table."""
    return load_table("crisis_parameters", CrisisParameterRow)
