"""The estimates for one pair from what is shipped: by rung and horizon, with interval and drivers.

Years without outcome data lie between the shipped history and the as-of year. The model draws
them (:mod:`detente.outlook.stepping`), and the interval is widened by how far, in 1970 to 2005,
estimates with history that old lay from estimates with fresh history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.model.ladder import Rung
from detente.model.outlook import Driver, Estimate, Fared, Scenario
from detente.outlook.horizons import HORIZONS, RUNGS, reached
from detente.outlook.rung_logit import rung_probabilities
from detente.outlook.shipped import GAPS, Shipped, Vintage
from detente.outlook.stepping import Paths, advanced, drawn, repeated
from detente.outlook.terms import GROUPS, INPUTS, Inputs

Floats = NDArray[np.float64]

_EDGE: Final = 1e-7
_NORMAL_90: Final = 1.645
_YEAR: Final = HORIZONS.index(12)

TABLES: Final[Mapping[str, str]] = {
    "history": "outcomes",
    "third parties": "outcomes",
    "world": "outcomes",
    "rivalry": "rivalry_tss",
    "geography": "distance",
    "powers and capabilities": "capabilities",
    "alliances": "alliances",
    "trade": "trade",
    "organisations": "organisations",
    "democracy": "democracy",
    "nuclear weapons": "warheads",
    "arms race": "arms_races",
}
"""The publishers' table behind each group of inputs."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A pair's histories up to the as-of year, and the model that fits what is known then.

    Attributes:
        vintage: Model and rows.
        paths: Histories, several for the one pair.
        gap: Years without outcome data before the first year estimated.
        told: Whether the latest year's rung is known from reports.
    """

    vintage: Vintage
    paths: Paths
    gap: int
    told: bool


def place_of(shipped: Shipped, one: int, two: int) -> int | None:
    """Row of a pair by Correlates of War codes in either order; None if it is not relevant."""
    low, high = min(one, two), max(one, two)
    found = np.flatnonzero((shipped.ccode1 == low) & (shipped.ccode2 == high))
    return int(found[0]) if len(found) else None


def standing(shipped: Shipped, place: int, *, as_of: int, rung: Rung | None = None) -> Standing:
    """Carry a pair's history on to the end of ``as_of``.

    Args:
        shipped: What came with the package.
        place: Row of the pair.
        as_of: Last year taken as past; the estimates are for the time after it.
        rung: The rung of that year by reports; drawn by the model when None.
    """
    gap = max(as_of - shipped.last_outcome, 0)
    vintage = shipped.vintages[0] if gap == 0 else shipped.vintages[-1]
    rows = slice(place, place + 1)
    inputs = Inputs(vintage.inputs[rows])
    if gap and as_of > vintage.year:  # the last yearly input has run out as well
        inputs = inputs.replaced(dict.fromkeys(GROUPS["democracy"], np.nan))
    paths = repeated(inputs, shipped.rungs[rows])
    drawn_years = gap if rung is None else max(gap - 1, 0)
    for step in range(1, drawn_years + 1):
        paths = drawn(paths, vintage.model.probabilities, step=step)
    if rung is not None:
        paths = advanced(paths, np.full(len(paths.inputs), int(rung)))
    return Standing(vintage, paths, gap, told=rung is not None)


def scenario(shipped: Shipped, at: Standing, *, basis: str, rung: Rung | None) -> Scenario:
    """All estimates of one reading of the latest history."""
    model = at.vintage.model
    means = reached(at.paths, model.probabilities, shipped.exponents).mean(axis=0)
    base = reached(at.paths, at.vintage.baseline.probabilities, shipped.exponents).mean(axis=0)
    low, high = _interval(shipped, at, means)
    estimates = tuple(
        Estimate(
            rung=Rung(of),
            months=months,
            probability=float(means[row, column]),
            low=float(low[row, column]),
            high=float(high[row, column]),
            baseline=float(base[row, column]),
        )
        for row, of in enumerate(RUNGS)
        for column, months in enumerate(HORIZONS)
    )
    return Scenario(basis, rung, estimates)


def _interval(shipped: Shipped, at: Standing, means: Floats) -> tuple[Floats, Floats]:
    """90 %: spread over pairs drawn again, and what old history costs, added in quadrature."""
    spread = _NORMAL_90 * _redrawn_deviation(at)
    down, up = _widening(shipped, at)
    middle = _log_odds(means)
    low = middle - np.hypot(spread, down)[:, None]
    high = middle + np.hypot(spread, up)[:, None]
    return 1 / (1 + np.exp(-low)), 1 / (1 + np.exp(-high))


def _redrawn_deviation(at: Standing) -> Floats:
    """Deviation of the 12-month log-odds over the refits, one a rung."""
    inputs = at.paths.inputs
    of_trees = at.vintage.model.trees.log_odds(inputs)
    odds = []
    for model in at.vintage.redrawn:
        shares = rung_probabilities(model.mixed(inputs, of_trees)).mean(axis=0)
        odds.append(_log_odds(np.cumsum(shares[::-1])[::-1][1:]))
    return np.std(odds, axis=0, ddof=1) if len(odds) > 1 else np.zeros(len(RUNGS))


def _widening(shipped: Shipped, at: Standing) -> tuple[Floats, Floats]:
    """How far down and up old history can mislead, one a rung; none without a gap."""
    table = shipped.widening[int(at.told)]
    years = (0, *GAPS)
    ends = [
        [np.interp(at.gap, years, [0.0, *table[:, row, end]]) for row in range(len(RUNGS))]
        for end in (0, 1)
    ]
    down, up = np.array(ends)
    return np.maximum(-down, 0), np.maximum(up, 0)


def _log_odds(probabilities: Floats) -> Floats:
    inside = np.clip(probabilities, _EDGE, 1 - _EDGE)
    answer: Floats = np.log(inside / (1 - inside))
    return answer


def drivers(shipped: Shipped, at: Standing) -> tuple[Driver, ...]:
    """Each group's part in the 12-month estimate of use of force, the strongest first.

    A group's inputs are set to those of a typical politically relevant pair, all others kept; the
    ratio of odds is what the group brings. Products of groups count for both.
    """
    inputs = at.paths.inputs
    told = _force(at, inputs)
    found = []
    for group, names in GROUPS.items():
        places = [INPUTS.index(name) for name in names]
        known = not bool(np.isnan(inputs.values[:, places]).all())
        change = dict(zip(names, shipped.typical[places], strict=True)) if known else {}
        factor = float(np.exp(told - _force(at, inputs.replaced(change)))) if known else 1.0
        found.append(Driver(group, factor, shipped.last_years.get(TABLES[group]), known))
    return tuple(sorted(found, key=lambda one: -abs(np.log(one.odds_factor))))


def _force(at: Standing, inputs: Inputs) -> float:
    shares = at.vintage.model.probabilities(inputs).mean(axis=0)
    return float(_log_odds(shares[3:].sum()))


def fared(shipped: Shipped, told: Scenario) -> tuple[Fared, ...]:
    """How forecasts of the size of these 12-month estimates fared, one a rung."""
    answers = []
    for rung in RUNGS:
        lines = shipped.fared[shipped.fared[:, 0] == rung]
        size = told.estimate(Rung(rung), 12).probability
        line = lines[max(int(np.searchsorted(lines[:, 1], size, side="right")) - 1, 0)]
        answers.append(_fared(line))
    return tuple(answers)


def record(shipped: Shipped) -> tuple[Fared, ...]:
    """How all forecasts fared, by rung and size."""
    return tuple(_fared(line) for line in shipped.fared)


def _fared(line: Floats) -> Fared:
    rung, lowest, highest, forecast, frequency, low, high, rows = (float(cell) for cell in line)
    return Fared(
        rung=Rung(int(rung)),
        lowest=lowest,
        highest=highest,
        forecast=forecast,
        frequency=frequency,
        low=low,
        high=high,
        rows=int(rows),
    )
