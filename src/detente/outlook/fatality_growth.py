"""Forecast by growth: what histories at the same level turned into, relative to that level.

The past of one country holds no month ten times its worst. The pooled ratios of all countries at
a like level do, with the frequency with which such growth was seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.outlook.fatality_features import level
from detente.outlook.fatality_grid import GRID

Values = NDArray[np.float64]
Places = NDArray[np.intp]

_EDGES: Final = np.linspace(-8, 8, 81)
_LEVELS: Final = (0, 1, 5, 25, 100, 500)
_LEADS: Final = (2.5, 5.5, 9.5)
_BORROWED: Final = 20.0
CLASSES: Final = len(_LEVELS) + 2
SPANS: Final = len(_LEADS) + 1


@dataclass(frozen=True, slots=True)
class Growth:
    """Pooled growth by class of level and span of months ahead.

    Attributes:
        none: Probability of no deaths, shape (classes, spans).
        ratios: Cumulative shares of the log ratio to the level, given deaths, shape (classes,
            spans, steps + 1).
    """

    none: Values
    ratios: Values


def levels(deaths: Values) -> tuple[Places, Values]:
    """Class and level of every country at the end of every month.

    The level is the mean of the last twelve months, with the last three counted twice more; the
    two lowest classes have had no deaths in twelve months, and none in sixty.
    """
    year, quarter = level(deaths, 12), level(deaths, 3)
    place = np.searchsorted(_LEVELS, year, side="left") + 1
    quiet = np.where(level(deaths, 60) == 0, 0, 1)
    return np.where(year == 0, quiet, place), (2 * quarter + year) / 3


def fit_growth(
    place: Places, lead: Places, base: Values, outcome: Values, weights: Values
) -> Growth:
    """Count how levels of each class grew; spans borrow from each other as much as twenty rows.

    Args:
        place: Class of the level, shape (rows,).
        lead: Months ahead, shape (rows,).
        base: The level, shape (rows,).
        outcome: Deaths that came, shape (rows,).
        weights: How often each row counts, shape (rows,).
    """
    span = np.searchsorted(_LEADS, lead)
    cell = place * SPANS + span
    size = CLASSES * SPANS
    all_rows = np.bincount(cell, weights, size)
    quiet = np.bincount(cell, weights * (outcome == 0), size)
    step = np.searchsorted(_EDGES, np.log((outcome + 0.5) / (base + 1)))
    steps = len(_EDGES) + 1
    counted = np.bincount(cell * steps + step, weights * (outcome > 0), size * steps)
    shares = counted.reshape(CLASSES, SPANS, steps)
    lent = shares.sum(axis=1, keepdims=True) + 0.1
    shares = shares + _BORROWED * lent / lent.sum(axis=2, keepdims=True)
    shares = shares / shares.sum(axis=2, keepdims=True)
    none = ((quiet + 0.5) / (all_rows + 1)).reshape(CLASSES, SPANS)
    return Growth(none, shares.cumsum(axis=2))


def grown(growth: Growth, place: Places, lead: Places, base: Values) -> Values:
    """Cumulative shares on the grid, shape (rows, grid)."""
    span = np.searchsorted(_LEADS, lead)
    ratio = np.log((GRID + 0.5)[None, :] / (base[:, None] + 1))
    at = (ratio - _EDGES[0]) / (_EDGES[1] - _EDGES[0])
    low = np.clip(np.floor(at).astype(np.intp), -1, len(_EDGES) - 2)
    padded = np.pad(growth.ratios, ((0, 0), (0, 0), (1, 0)))[place, span]
    below, above = (np.take_along_axis(padded, low + k, axis=1) for k in (1, 2))
    reached = below + (above - below) * np.clip(at - low, 0, 1)
    given = (reached - reached[:, :1]) / np.maximum(1 - reached[:, :1], 1e-9)
    none = growth.none[place, span][:, None]
    shares: Values = none + (1 - none) * given
    shares[:, -1] = 1
    return shares
