"""Whether probabilities mean what they say: reliability curves and calibration slope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.outlook.intervals import LEVEL, REPETITIONS, Figure, mean_with_interval, with_interval

Values = NDArray[np.float64]

_EDGE: Final = 1e-9
_STEPS: Final = 50
_LARGEST: Final = 100.0


@dataclass(frozen=True, slots=True)
class ReliabilityPoint:
    """One group of rows with similar forecasts.

    Attributes:
        lowest: Smallest forecast of the group.
        highest: Largest forecast of the group.
        forecast: Mean forecast of the group.
        frequency: How often it came about, with its clustered interval.
        rows: Number of rows.
        happened: Number of rows in which it came about.
    """

    lowest: float
    highest: float
    forecast: float
    frequency: Figure
    rows: int
    happened: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """The straight line between forecast and outcome on the log-odds scale.

    Attributes:
        slope: 1 if calibrated; below 1 the forecasts are too extreme, above 1 too timid.
        intercept: 0 if calibrated; below 0 the forecasts are too high at a forecast of one half.
        in_the_large: Mean outcome minus mean forecast, 0 if calibrated.
    """

    slope: Figure
    intercept: Figure
    in_the_large: Figure


def reliability_curve(
    probabilities: ArrayLike,
    outcomes: ArrayLike,
    clusters: ArrayLike,
    *,
    groups: int = 10,
    seed: int,
    repetitions: int = REPETITIONS,
) -> tuple[ReliabilityPoint, ...]:
    """Frequencies by groups of forecasts of nearly equal size, the smallest forecasts first.

    Rows with the same forecast stay together, so there can be fewer groups than asked for.

    Args:
        probabilities: Shape (rows,): probability of yes.
        outcomes: Shape (rows,): 0 or 1.
        clusters: Shape (rows,): dyad or country of each row.
        groups: Number of groups.
        seed: Of the intervals.
        repetitions: Draws of the intervals.

    Source: Murphy & Winkler (1977), Reliability of subjective probability forecasts of
    precipitation and temperature, J. R. Stat. Soc. C 26; groups of equal size as in Bröcker &
    Smith (2007), Increasing the reliability of reliability diagrams, Weather Forecast. 22.
    """
    forecast = np.asarray(probabilities, np.float64)
    members = _groups(forecast, groups)
    return _points(members, forecast, outcomes, clusters, seed=seed, repetitions=repetitions)


def reliability_between(
    probabilities: ArrayLike,
    outcomes: ArrayLike,
    clusters: ArrayLike,
    *,
    limits: ArrayLike,
    seed: int,
    repetitions: int = REPETITIONS,
) -> tuple[ReliabilityPoint, ...]:
    """Frequencies by groups of forecasts between given limits, for rare outcomes and for words.

    Args:
        probabilities: Shape (rows,): probability of yes.
        outcomes: Shape (rows,): 0 or 1.
        clusters: Shape (rows,): dyad or country of each row.
        limits: Rising; a forecast that equals a limit belongs to the group above it. Groups
            without a forecast are left out.
        seed: Of the intervals.
        repetitions: Draws of the intervals.
    """
    forecast = np.asarray(probabilities, np.float64)
    place = np.searchsorted(np.asarray(limits, np.float64), forecast, side="right")
    members = [np.flatnonzero(place == group) for group in np.unique(place)]
    return _points(members, forecast, outcomes, clusters, seed=seed, repetitions=repetitions)


def _points(
    groups: Sequence[NDArray[np.intp]],
    forecast: Values,
    outcomes: ArrayLike,
    clusters: ArrayLike,
    *,
    seed: int,
    repetitions: int,
) -> tuple[ReliabilityPoint, ...]:
    happened, names = np.asarray(outcomes, np.float64), np.asarray(clusters)
    return tuple(
        ReliabilityPoint(
            lowest=float(forecast[members].min()),
            highest=float(forecast[members].max()),
            forecast=float(forecast[members].mean()),
            frequency=mean_with_interval(
                happened[members], names[members], seed=seed, repetitions=repetitions
            ),
            rows=len(members),
            happened=int(happened[members].sum()),
        )
        for members in groups
    )


def calibration(
    probabilities: ArrayLike,
    outcomes: ArrayLike,
    clusters: ArrayLike,
    *,
    seed: int,
    repetitions: int = 200,
    level: float = LEVEL,
) -> Calibration:
    """Slope and intercept of the outcome on the log-odds of the forecast, with intervals.

    Args:
        probabilities: Shape (rows,): probability of yes.
        outcomes: Shape (rows,): 0 or 1.
        clusters: Shape (rows,): dyad or country of each row.
        seed: Of the intervals.
        repetitions: Draws of the intervals.
        level: Nominal coverage of the intervals.

    Source: Cox (1958), Two further applications of a model for binary regression, Biometrika 45;
    Miller, Hui & Tierney (1991), Validation techniques for logistic regression models, Stat. Med.
    10.
    """
    odds, happened = _log_odds(probabilities), np.asarray(outcomes, np.float64)
    error = happened - np.asarray(probabilities, np.float64)
    slope, intercept = (
        with_interval(
            lambda times, at=at: _line(odds, happened, times)[at],  # type: ignore[misc]
            clusters,
            seed=seed,
            repetitions=repetitions,
            level=level,
        )
        for at in (1, 0)
    )
    large = mean_with_interval(error, clusters, seed=seed, level=level)
    return Calibration(slope, intercept, large)


def _groups(forecast: Values, groups: int) -> list[NDArray[np.intp]]:
    order = np.argsort(forecast, kind="stable")
    cuts = np.quantile(forecast, np.arange(1, groups) / groups, method="inverted_cdf")
    where = np.searchsorted(forecast[order], np.unique(cuts), side="right")
    return [part for part in np.split(order, where) if len(part)]


def _log_odds(probabilities: ArrayLike) -> Values:
    inside = np.clip(np.asarray(probabilities, np.float64), _EDGE, 1 - _EDGE)
    answer: Values = np.log(inside / (1 - inside))
    return answer


def _line(odds: Values, happened: Values, times: Values) -> tuple[float, float]:
    """Intercept and slope of a logistic regression; NaN if they do not exist.

    Newton steps on standardised log-odds, from the flat line and, where they overshoot (a rare
    outcome and a sharp forecast), from the forecast itself.
    """
    middle = np.average(odds, weights=times)
    spread = float(np.sqrt(np.average((odds - middle) ** 2, weights=times)))
    rate = float(np.average(happened, weights=times))
    if not (spread > _EDGE and 0 < rate < 1):
        return float("nan"), float("nan")
    scaled = (odds - middle) / spread
    for start in ((np.log(rate / (1 - rate)), 0.0), (float(middle), spread)):
        line = _climb(scaled, happened, times, np.array(start))
        if line is not None:
            slope = float(line[1]) / spread
            return float(line[0]) - slope * float(middle), slope
    return float("nan"), float("nan")


def _climb(scaled: Values, happened: Values, times: Values, line: Values) -> Values | None:
    for _ in range(_STEPS):
        step = _newton_step(scaled, happened, times, line)
        line = line + step
        if np.abs(step).max() < 1e-9:
            return line
        if not np.abs(line).max() < _LARGEST:
            break
    return None


def _newton_step(scaled: Values, happened: Values, times: Values, line: Values) -> Values:
    share = 1 / (1 + np.exp(-np.clip(line[0] + line[1] * scaled, -30, 30)))
    miss, spread = times * (happened - share), times * share * (1 - share)
    pull = miss.sum(), (miss * scaled).sum()
    a, b, c = spread.sum(), (spread * scaled).sum(), (spread * scaled**2).sum()
    area = a * c - b * b
    if not area > 1e-12 * a * c:
        return np.array([np.inf, np.inf])
    step: Values = np.array([c * pull[0] - b * pull[1], a * pull[1] - b * pull[0]]) / area
    return step
