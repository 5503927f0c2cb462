"""Intervals for any score, by drawing whole dyads or countries again.

Years of one dyad, or months of one country, are alike; an interval that takes them for
independent is far too narrow. So whole clusters are drawn with replacement.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

Statistic = Callable[[Values], float]
"""A figure as a function of how often each row counts (shape (rows,))."""

LEVEL: Final = 0.95
REPETITIONS: Final = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """A score with the interval that its clusters leave.

    Attributes:
        value: The score on the rows as they are.
        low: Lower end of the interval.
        high: Upper end.
        rows: Number of rows.
        clusters: Number of clusters.
        level: Nominal coverage of the interval.
    """

    value: float
    low: float
    high: float
    rows: int
    clusters: int
    level: float = LEVEL

    def __str__(self) -> str:
        return f"{self.value:.4g} [{self.low:.4g}, {self.high:.4g}]"

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of zero."""
        return self.low > 0 or self.high < 0


def with_interval(
    statistic: Statistic,
    clusters: ArrayLike,
    *,
    seed: int,
    repetitions: int = REPETITIONS,
    level: float = LEVEL,
) -> Figure:
    """A figure with its percentile interval over clusters drawn with replacement.

    Args:
        statistic: Figure by how often each row counts; NaN for a draw without enough to go by.
        clusters: Shape (rows,): to which dyad or country each row belongs.
        seed: Of the draws.
        repetitions: Number of draws.
        level: Nominal coverage.

    Example:
        ``with_interval(lambda times: auc(p, y, weights=times), dyads, seed=1)``

    Source: Cameron, Gelbach & Miller (2008), Bootstrap-based improvements for inference with
    clustered errors, Rev. Econ. Stat. 90 (the pairs cluster bootstrap); Efron & Tibshirani
    (1993), An Introduction to the Bootstrap, ch. 13.
    """
    names, at = np.unique(np.asarray(clusters), return_inverse=True)
    values = [
        statistic(times[at].astype(np.float64)) for times in _drawn(len(names), repetitions, seed)
    ]
    whole = statistic(np.ones(len(at)))
    return _figure(whole, np.array(values), len(at), len(names), level)


def mean_with_interval(
    values: ArrayLike,
    clusters: ArrayLike,
    *,
    seed: int,
    repetitions: int = REPETITIONS,
    level: float = LEVEL,
) -> Figure:
    """The mean of row-wise scores, or of their differences, with its clustered interval.

    The same interval as :func:`with_interval` with a weighted mean, only quicker.

    Args:
        values: Shape (rows,): losses, or losses of one forecast minus those of another.
        clusters: Shape (rows,): to which dyad or country each row belongs.
        seed: Of the draws.
        repetitions: Number of draws.
        level: Nominal coverage.
    """
    told = np.asarray(values, np.float64)
    names, at = np.unique(np.asarray(clusters), return_inverse=True)
    sums, sizes = np.bincount(at, told), np.bincount(at).astype(np.float64)
    times = _drawn(len(names), repetitions, seed)
    means = (times @ sums) / (times @ sizes)
    return _figure(float(told.mean()), means, len(told), len(names), level)


def _drawn(clusters: int, repetitions: int, seed: int) -> NDArray[np.int64]:
    """How often each cluster was drawn, shape (repetitions, clusters)."""
    if not clusters:
        raise ValueError("there is no row, so no interval")
    chance = np.full(clusters, 1 / clusters)
    return np.random.default_rng(seed).multinomial(clusters, chance, size=repetitions)


def _figure(whole: float, drawn: Values, rows: int, clusters: int, level: float) -> Figure:
    known = drawn[np.isfinite(drawn)]
    if not len(known):
        return Figure(whole, float("nan"), float("nan"), rows, clusters, level)
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return Figure(whole, float(low), float(high), rows, clusters, level)
