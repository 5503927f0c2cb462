"""The outlook: how likely a pair is to reach a rung, said with interval, baseline and vintage."""

from __future__ import annotations

from dataclasses import dataclass

from detente.model.ladder import Rung

SCHEMA = "detente-outlook/1"


@dataclass(frozen=True, slots=True)
class Estimate:
    """The probability of one rung or a higher one within one horizon.

    Attributes:
        rung: The rung that is reached or passed.
        months: Horizon, counted from the as-of day.
        probability: The estimate, 0 to 1.
        low: Lower end of the 90 % interval.
        high: Upper end.
        baseline: What history and geography alone would say.
    """

    rung: Rung
    months: int
    probability: float
    low: float
    high: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Driver:
    """One group of inputs and how far it moves the estimate for this pair.

    Attributes:
        group: Name of the group.
        odds_factor: By how much the odds of use of force within 12 months are multiplied compared
            with a typical pair's values of the group; an association, no effect.
        last_year: Last year of data of the group, None where it is not known at all.
        known: Whether the estimate uses the group; past its last year it is missing.
    """

    group: str
    odds_factor: float
    last_year: int | None
    known: bool


@dataclass(frozen=True, slots=True)
class Fared:
    """How earlier forecasts of about this size fared.

    Attributes:
        rung: Rung that was forecast.
        lowest: Smallest forecast of the group.
        highest: Largest forecast of the group.
        forecast: Mean forecast of the group.
        frequency: How often it came about.
        low: Lower end of the 95 % interval over pairs.
        high: Upper end.
        rows: Pair-years in the group.
    """

    rung: Rung
    lowest: float
    highest: float
    forecast: float
    frequency: float
    low: float
    high: float
    rows: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """The estimates under one reading of the latest history.

    Attributes:
        basis: "structure" where no report is at hand, else "corroborated" or "claimed".
        rung: The latest rung taken for granted, None for structure.
        estimates: By rung and horizon.
    """

    basis: str
    rung: Rung | None
    estimates: tuple[Estimate, ...]

    def estimate(self, rung: Rung, months: int) -> Estimate:
        """One estimate.

        Raises:
            KeyError: If there is none for the rung and horizon.
        """
        for one in self.estimates:
            if one.rung == rung and one.months == months:
                return one
        raise KeyError((rung, months))


@dataclass(frozen=True, slots=True)
class PairFact:
    """One fact about a pair with its last year of data.

    Attributes:
        name: What it is.
        value: The value in words.
        year: The year it speaks of.
        used: Whether the estimate uses it.
        source: Where it comes from.
        recalled: Whether it rests on memory alone and so enters no estimate.
    """

    name: str
    value: str
    year: int
    used: bool
    source: str
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """The outlook of one unordered pair.

    Attributes:
        a: Alpha-3 code of the pair's first state, the lesser by Correlates of War code.
        b: Alpha-3 code of the other.
        a_name: Name of the first.
        b_name: Name of the other.
        as_of: The estimate speaks from the end of this year.
        last_outcome: Last year whose outcomes are known.
        scenarios: One from structure, or two where reports name a rung: what is corroborated (or
            structure, where nothing is), then what is claimed.
        drivers: Groups of inputs, the strongest first.
        fared: How forecasts of this size fared, by rung.
        record: How all forecasts fared, by rung and size.
        past: Year and rung of the last ten years with outcomes.
        facts: What is known of the pair, with years.
        both_nuclear: Whether both hold nuclear weapons by any row at hand, recalled ones included.
        notes: What a reader has to know.
    """

    a: str
    b: str
    a_name: str
    b_name: str
    as_of: int
    last_outcome: int
    scenarios: tuple[Scenario, ...]
    drivers: tuple[Driver, ...]
    fared: tuple[Fared, ...]
    record: tuple[Fared, ...]
    past: tuple[tuple[int, Rung], ...]
    facts: tuple[PairFact, ...]
    both_nuclear: bool
    notes: tuple[str, ...]
