"""How many deaths to expect of a war under way, month by month, with a benchmark beside it."""

from __future__ import annotations

from dataclasses import dataclass

SCHEMA = "detente-fatalities/1"

THRESHOLDS = (1, 25, 100, 1000)
"""Numbers of deaths in a month whose probability is told."""

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Levels of the quantiles that are told."""


@dataclass(frozen=True, slots=True)
class MonthOutlook:
    """What is expected of one month.

    Attributes:
        month: Year and month, as 2022-01.
        lead: Months after the last month of data.
        quantiles: Deaths at each of :data:`LEVELS`.
        at_least: Probability of at least that many deaths, one for each of :data:`THRESHOLDS`.
    """

    month: str
    lead: int
    quantiles: tuple[int, ...]
    at_least: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ThresholdFared:
    """How often earlier forecasts of about this size came about.

    Attributes:
        threshold: At least that many deaths in a month.
        lowest: Smallest forecast of the group.
        highest: Largest forecast of the group.
        forecast: Mean forecast of the group.
        frequency: How often it came about.
        low: Lower end of the 95 % interval over countries.
        high: Upper end.
        rows: Country-months in the group.
    """

    threshold: int
    lowest: float
    highest: float
    forecast: float
    frequency: float
    low: float
    high: float
    rows: int


@dataclass(frozen=True, slots=True)
class FatalityOutlook:
    """State-based deaths expected in one country.

    Attributes:
        code: Alpha-3 of the country.
        name: Its neutral name.
        as_of: Last month of data that the outlook rests on.
        fitted: Last month of data that the model was fitted to.
        months: One entry a month ahead.
        benchmark: What conflictology, the country's last twelve months drawn again, would say of
            any of these months; its ``month`` is empty and its ``lead`` 0.
        source: Where the deaths were counted.
        seed: Of the draws, if any are made.
        fared: Earlier forecasts, each made without knowing what followed, by size.
        fared_windows: First and last calendar year of those forecasts.
    """

    code: str
    name: str
    as_of: str
    fitted: str
    months: tuple[MonthOutlook, ...]
    benchmark: MonthOutlook
    source: str
    seed: int
    fared: tuple[ThresholdFared, ...]
    fared_windows: tuple[int, int]
