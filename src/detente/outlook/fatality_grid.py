"""Predictive distributions of a count of deaths, as cumulative shares on a fixed grid.

A distribution is a row of probabilities of "at most that many", one for each value of the grid:
every whole number up to 12, every bin limit of the VIEWS score, and steps of about a ninth from
there to 400,000 deaths a month, more than any month on record. A mixture of distributions is then
a weighted mean of rows.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]
Shares = NDArray[np.float32]


def _grid() -> Values:
    small = np.arange(13)
    bins = [25, 50, 100, 250, 500, 1000]
    large = np.round(13 * 1.115 ** np.arange(0, 96))
    return np.unique(np.concatenate([small, bins, large[large <= 400_000]])).astype(np.float64)


GRID: Final = _grid()
"""Numbers of deaths at which a distribution is written down."""

STEPS: Final = np.diff(GRID, append=GRID[-1] * 1.115)
"""Width from each place of the grid to the next."""

BIN_TOPS: Final = np.searchsorted(GRID, [0, 2, 5, 10, 25, 50, 100, 250, 500, 1000])
"""Where on the grid the bins of the VIEWS ignorance score end; the last bin is open."""


def cell_of(deaths: ArrayLike) -> NDArray[np.intp]:
    """The first place of the grid that is not below each number."""
    told = np.searchsorted(GRID, np.asarray(deaths, np.float64) - 1e-9)
    return np.minimum(told, len(GRID) - 1)


def bin_shares(cumulative: NDArray[np.floating]) -> Values:
    """Probability of each of the eleven VIEWS bins, last axis."""
    tops = cumulative[..., BIN_TOPS].astype(np.float64)
    return np.diff(tops, axis=-1, prepend=0.0, append=1.0)


def crps_on_grid(cumulative: NDArray[np.floating], outcomes: ArrayLike) -> Values:
    """CRPS of distributions on the grid, in deaths.

    Args:
        cumulative: Shape (rows, grid).
        outcomes: Shape (rows,).
    """
    told = np.asarray(cumulative, np.float64)
    passed = passed_by(outcomes)
    answer: Values = ((told**2 - 2 * told * passed + passed) * STEPS).sum(axis=-1)
    return answer


def passed_by(outcomes: ArrayLike) -> Values:
    """Share of each step of the grid that lies at or above the outcome, shape (rows, grid)."""
    seen = np.asarray(outcomes, np.float64)[:, None]
    return np.clip((GRID + STEPS - seen) / STEPS, 0.0, 1.0)


def draws_of(cumulative: NDArray[np.floating], draws: int, *, seed: int) -> NDArray[np.int64]:
    """Draws of each distribution, one from each of as many equal slices, in random order.

    Slices keep the shares of a distribution far better than independent draws would; between two
    places of the grid numbers are equally likely on the log scale.

    Args:
        cumulative: Shape (rows, grid), rising to 1.
        draws: Number of draws a row.
        seed: Of the places inside the slices and of the order.

    Returns:
        Shape (rows, draws).
    """
    rng = np.random.default_rng(seed)
    told = np.empty((len(cumulative), draws), np.int64)
    for row, shares in enumerate(cumulative):
        at = (rng.permutation(draws) + rng.random(draws)) / draws
        told[row] = quantiles_of(shares, at)
    return told


def quantiles_of(shares: NDArray[np.floating], levels: ArrayLike) -> NDArray[np.int64]:
    """Whole numbers of deaths at the given levels of one distribution.

    Args:
        shares: Shape (grid,).
        levels: Probabilities, any shape.
    """
    rising = np.maximum.accumulate(np.asarray(shares, np.float64))
    wanted = np.asarray(levels, np.float64) * rising[-1]
    place = np.minimum(np.searchsorted(rising, wanted), len(GRID) - 1)
    below = np.where(place > 0, rising[place - 1], 0.0)
    inside = (wanted - below) / np.maximum(rising[place] - below, 1e-300)
    low = np.where(place > 0, GRID[place - 1] + 1, 1.0)
    spread = np.log(GRID[place] + 1) - np.log(low)
    within = np.floor(low * np.exp(np.clip(inside, 0, 1) * spread))
    answer: NDArray[np.int64] = np.where(place > 0, np.clip(within, low, GRID[place]), 0.0).astype(
        np.int64
    )
    return answer


def at_least(cumulative: NDArray[np.floating], threshold: int) -> Values:
    """Probability of at least so many deaths, between places of the grid on the log scale.

    Args:
        cumulative: Shape (..., grid).
        threshold: 1 or more.
    """
    place = max(1, int(np.searchsorted(GRID + 1, threshold)))
    low, high = np.log(GRID[place - 1] + 1), np.log(GRID[place] + 1)
    inside = (np.log(threshold) - low) / (high - low)
    lower, upper = (np.asarray(cumulative[..., at], np.float64) for at in (place - 1, place))
    answer: Values = np.clip(1 - lower - inside * (upper - lower), 0.0, 1.0)
    return answer
