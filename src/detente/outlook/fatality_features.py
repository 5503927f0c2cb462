"""What is known about a country at the end of a month, as figures a forecast can rest on.

All of it comes from the country's own deaths up to that month and from nothing else.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

MEMORIES: Final = (1, 3, 6, 12, 24, 60, 120)
"""Months over which deaths are averaged."""

FEATURES: Final = (
    *(f"log mean deaths, last {months} months" for months in MEMORIES),
    "log mean deaths, all months",
    "share of months with deaths, last 6",
    "share of months with deaths, last 12",
    "share of months with deaths, last 60",
    "share of months with deaths, all months",
    "log months since the last deaths",
    "log highest month, last 24 months",
    "spread of log deaths, last 12 months",
)
"""What the columns of :func:`features` mean."""


def features(deaths: Values) -> Values:
    """Figures of every country at the end of every month.

    Args:
        deaths: Shape (countries, months); months without a figure are left out of means.

    Returns:
        Shape (countries, months, features), NaN-free; a country without any month so far counts
        as one without deaths.
    """
    known = np.isfinite(deaths)
    filled = np.where(known, deaths, 0.0)
    means = [np.log1p(_rolling(filled, known, months)) for months in MEMORIES]
    happened = (filled > 0).astype(np.float64)
    shares = [_rolling(happened, known, months) for months in (6, 12, 60)]
    logs = np.log1p(filled)
    square, mean = _rolling(logs**2, known, 12), _rolling(logs, known, 12)
    whole = deaths.shape[1]
    return np.stack(
        [
            *means,
            np.log1p(_rolling(filled, known, whole)),
            *shares,
            _rolling(happened, known, whole),
            np.log1p(months_since(filled)),
            np.log1p(_highest(filled, 24)),
            np.sqrt(np.maximum(square - mean**2, 0.0)),
        ],
        axis=2,
    )


def with_lead(figures: Values, lead: ArrayLike) -> Values:
    """Add the months ahead, by themselves and together with what fades over them.

    Args:
        figures: Shape (rows, features).
        lead: Months ahead, shape (rows,).

    Returns:
        Shape (rows, features + 5).
    """
    ahead = np.log(np.asarray(lead, np.float64))[:, None] - 1.5
    fading = figures[:, [0, 2, 4, 12]]
    return np.concatenate([figures, ahead, ahead * fading], axis=1)


def level(deaths: Values, months: int = 12) -> Values:
    """Mean deaths of the last months, shape (countries, months)."""
    known = np.isfinite(deaths)
    return _rolling(np.where(known, deaths, 0.0), known, months)


def months_since(filled: Values) -> Values:
    """Months since the last deaths, 0 in a month with deaths; all months so far if there were none."""
    count = np.arange(filled.shape[1])
    last = np.maximum.accumulate(np.where(filled > 0, count, -1), axis=1)
    answer: Values = (count - last).astype(np.float64)
    return answer


def _rolling(values: Values, known: NDArray[np.bool_], months: int) -> Values:
    """Mean over the last months that are known; 0 if none is."""
    sums, counts = (_window_sum(np.where(known, part, 0.0), months) for part in (values, known))
    answer: Values = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)
    return answer


def _window_sum(values: Values, months: int) -> Values:
    total = np.cumsum(values, axis=1)
    total[:, months:] -= total[:, :-months].copy()
    return total


def _highest(filled: Values, months: int) -> Values:
    padded = np.pad(filled, ((0, 0), (months - 1, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, months, axis=1)
    answer: Values = windows.max(axis=2)
    return answer
