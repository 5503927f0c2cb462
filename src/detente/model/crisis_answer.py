"""What a crisis simulation says of measures, with everything it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.model.crisis import Elicited, Spread
from detente.model.evidence import Basis, Strength


class CrisisOutcome(StrEnum):
    """What is asked of a run."""

    FORCE = "use of force"
    WAR = "interstate war"


class Sign(StrEnum):
    """Which way a difference lies."""

    LOWER = "lower"
    HIGHER = "higher"
    NONE = "no difference found"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with the interval that covers what is not known.

    Attributes:
        mean: Mean over the draws of the parameters.
        low: 5 % point over the draws, noise of the simulation taken out; never nearer to the mean
            than 1.645 standard errors.
        high: 95 % point.
        error: Standard error of the mean from the number of draws and runs.
    """

    mean: float
    low: float
    high: float
    error: float


@dataclass(frozen=True, slots=True)
class FanWeek:
    """One week of a fan chart: shares of runs at or above a rung, over the draws.

    Attributes:
        week: 0 is before the first step.
        quantiles: 5, 25, 50, 75 and 95 % points.
    """

    week: int
    quantiles: tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Fan:
    """How the share of runs at or above a rung moves.

    Attributes:
        rung: 4 for force, 5 for war.
        weeks: One entry a week.
    """

    rung: int
    weeks: tuple[FanWeek, ...]


@dataclass(frozen=True, slots=True)
class PairRisk:
    """One ordered pair in one arm.

    Attributes:
        actor: Who acts.
        target: Against whom.
        force: Share of runs in which it uses force or is at war with the target.
        war: Share of runs in which both are at war.
    """

    actor: str
    target: str
    force: float
    war: float


@dataclass(frozen=True, slots=True)
class Arm:
    """The crisis under one structure with some measures taken, or none.

    Attributes:
        structure: "spiral" or "deterrence".
        measures: Measures taken; empty for none.
        force: Chance that force is used within the horizon.
        war: Chance of interstate war within the horizon.
        weeks_to_force: Quartiles of the first week of force among runs that have it.
        weeks_to_war: Quartiles of the first week of war among runs that have it.
        weeks_with_force: Mean number of weeks in which force is used.
        highest: Share of runs by highest rung, from 1 to 5.
        pairs: Risk by ordered pair.
        fans: Trajectories of force and of war.
    """

    structure: str
    measures: tuple[str, ...]
    force: Estimate
    war: Estimate
    weeks_to_force: tuple[float, float, float] | None
    weeks_to_war: tuple[float, float, float] | None
    weeks_with_force: float
    highest: tuple[float, float, float, float, float]
    pairs: tuple[PairRisk, ...]
    fans: tuple[Fan, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """With against without, on common random numbers.

    Attributes:
        measures: One measure or a pair.
        structure: "spiral" or "deterrence".
        outcome: What is asked.
        difference: Chance with less chance without; negative is lower.
        worse: Share of draws in which the chance is higher with the measure.
        sign: Which way it lies, NONE where twice the error covers zero.
        more_than_sum: For a pair, the difference beyond the sum of both alone.
    """

    measures: tuple[str, ...]
    structure: str
    outcome: CrisisOutcome
    difference: Estimate
    worse: float
    sign: Sign
    more_than_sum: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """What a measure's place in the simulation rests on.

    Attributes:
        measure: Id of the measure.
        name: As shown.
        basis: Weakest basis among what it moves.
        strength: Weakest strength among what it moves.
        moves: Parameters it moves, with the range of the factor.
        members: Actors that take part.
        left_out: Parameters it would move by figures that were only recalled.
    """

    measure: str
    name: str
    basis: Basis
    strength: Strength
    moves: tuple[tuple[str, Spread], ...]
    members: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assumption:
    """One input as it went in.

    Attributes:
        name: Which input.
        meaning: What it says about the world.
        unit: What the numbers count.
        spread: 5 % point, median, 95 % point.
        assumed: Whether it rests on judgement and not on data.
        source: Where the numbers come from.
    """

    name: str
    meaning: str
    unit: str
    spread: Spread
    assumed: bool
    source: str


@dataclass(frozen=True, slots=True)
class CrisisAnswer:
    """What the simulation says.

    Attributes:
        title: Of the scenario.
        weeks: Horizon.
        seed: On which every chance hangs.
        draws: Draws of the parameters.
        runs: Crises in each arm and structure.
        arms: Both structures, without and with measures.
        effects: Every measure and pair, under both structures, for both outcomes.
        grades: What each measure rests on.
        assumptions: Every input.
        sentences: In plain words, one a measure or pair.
        elicited: Judgements of people, as they stand in the scenario.
        notes: What the reader must know.
    """

    title: str
    weeks: int
    seed: int
    draws: int
    runs: int
    arms: tuple[Arm, ...]
    effects: tuple[Effect, ...]
    grades: tuple[Grade, ...]
    assumptions: tuple[Assumption, ...]
    sentences: tuple[str, ...]
    elicited: tuple[Elicited, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Influence:
    """How much one input matters for the answer.

    Attributes:
        name: Which input.
        assumed: Whether it rests on judgement and not on data.
        screened: Morris' mean absolute elementary effect, in chance.
        first: First-order Sobol index; None for inputs that were screened out.
        first_error: Half-width of its 95 % interval.
        total: Total Sobol index; None for inputs that were screened out.
        total_error: Half-width of its 95 % interval.
    """

    name: str
    assumed: bool
    screened: float
    first: float | None = None
    first_error: float | None = None
    total: float | None = None
    total_error: float | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """Where in the range of the inputs the measures fail more often than elsewhere.

    Attributes:
        conditions: Such as "boldness > 0.2", all of which hold.
        worse: Share of the points there at which the chance is higher with the measures.
        points: Share of all points that lie there.
    """

    conditions: tuple[str, ...]
    worse: float
    points: float


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the answer turns on, under one structure.

    Attributes:
        structure: "spiral" or "deterrence".
        target: What was analysed, in words.
        influences: Inputs, the most influential in the screening first.
        assumed_first: Share of the variance that assumed inputs explain alone.
        assumed_total: Share of the variance in which assumed inputs have a part.
        worse: Share of the points at which the chance is higher with the measures.
        regions: Where they fail, the worst first.
        points: Points at which the crisis was played for the indices.
        note: What the reader must know.
    """

    structure: str
    target: str
    influences: tuple[Influence, ...]
    assumed_first: float
    assumed_total: float
    worse: float
    regions: tuple[Region, ...]
    points: int
    note: str = ""
