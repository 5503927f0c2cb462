"""A country's own past as a forecast: its months drawn again, recent ones more often.

Conflictology, the benchmark that is hard to beat, draws the last twelve months evenly. Here the
same is done with several memories, from a month and a half of half-life to ten years, and each
remembered month is spread a little on the log scale, since no month comes back to the digit.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from detente.outlook.fatality_grid import GRID, cell_of

Values = NDArray[np.float64]
Shares = NDArray[np.float32]

HALF_LIVES: Final = (1.5, 4.0, 10.0, 30.0, 120.0)
"""Months after which a month weighs half as much, one memory each."""

_SPREAD: Final = 0.35
_YEAR: Final = 12


def memories(deaths: Values) -> tuple[Shares, ...]:
    """Every memory of every country at the end of every month.

    Args:
        deaths: Shape (countries, months); a month without a figure is neither remembered nor
            does it let others fade.

    Returns:
        Weight of each place of the grid, shape (countries, months, grid), one array a half-life
        and one for the last twelve months evenly; all zero before the first known month.
    """
    known = np.isfinite(deaths)
    seen = np.zeros((*deaths.shape, len(GRID)), np.float32)
    row, month = np.nonzero(known)
    seen[row, month, cell_of(deaths[row, month])] = 1
    evenly = np.cumsum(seen, axis=1)
    evenly[:, _YEAR:] -= evenly[:, :-_YEAR].copy()
    return *(_fading(seen, known, half) for half in HALF_LIVES), evenly


def remembered(memory: Shares, *, evenly: bool, otherwise: Values) -> Values:
    """Cumulative shares that memories stand for.

    Args:
        memory: Weights, shape (rows, grid).
        evenly: Take months as they were, as conflictology does; else spread them.
        otherwise: Cumulative shares for a country without any memory, shape (grid,).

    Returns:
        Shape (rows, grid).
    """
    total = memory.sum(axis=1, keepdims=True)
    kernel = _AS_THEY_WERE if evenly else _SPREAD_OUT
    shares = (memory / np.maximum(total, 1e-9)) @ kernel
    return np.where(total > 0, shares, otherwise)


def _fading(seen: Shares, known: NDArray[np.bool_], half_life: float) -> Shares:
    keep = np.float32(0.5 ** (1 / half_life))
    answer = np.zeros_like(seen)
    state = np.zeros_like(seen[:, 0])
    for month in range(seen.shape[1]):
        state = np.where(known[:, month, None], state * keep + seen[:, month], state)
        answer[:, month] = state
    return answer


def _spread_out() -> Shares:
    """Where each remembered number of deaths may come to lie; none stays none."""
    with np.errstate(divide="ignore"):
        distance = np.log(GRID + 0.5)[None, :] - np.log(GRID)[:, None]
    shares = ndtr(distance / _SPREAD)
    shares[:, -1] = 1
    answer: Shares = shares.astype(np.float32)
    return answer


_SPREAD_OUT: Final = _spread_out()
_AS_THEY_WERE: Final = np.triu(np.ones((len(GRID), len(GRID)), np.float32))
