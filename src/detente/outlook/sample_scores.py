"""Scores of predictive distributions that are given as draws.

Draws have shape (rows, draws); every row of one call has as many. Scores come row by row; smaller
is better. Continuous ranked probability scores are computed by `scoringrules`; the ignorance
score follows the bins of the VIEWS prediction challenge.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

VIEWS_BIN_EDGES: Final = (0.0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)
"""Lower edges of the bins of deaths a month; the last bin is open."""

INTERVAL: Final = 0.90
"""Level of the interval whose score the VIEWS challenge reports as MIS."""


def crps(draws: ArrayLike, outcomes: ArrayLike) -> Values:
    """Continuous ranked probability score of the distribution of the draws, in units of outcome.

    The energy form E|X - y| - E|X - X'| / 2 with the draws taken as the whole distribution; for
    one draw it is the absolute error.

    Args:
        draws: Shape (rows, draws).
        outcomes: Shape (rows,).

    Source: Matheson & Winkler (1976), Scoring rules for continuous probability distributions,
    Manage. Sci. 22; Gneiting & Raftery (2007), J. Am. Stat. Assoc. 102, eq. 21.
    """
    import scoringrules  # noqa: PLC0415 (takes seconds to import)

    told, seen = _checked(draws, outcomes)
    answer: Values = scoringrules.crps_ensemble(seen, told, estimator="qd")
    return answer


def threshold_weighted_crps(draws: ArrayLike, outcomes: ArrayLike, *, above: float) -> Values:
    """CRPS that looks at what lies above a threshold only, for the large outcomes.

    Equal to the CRPS after every draw and outcome below the threshold is raised to it, so that it
    stays proper; picking the rows with large outcomes would not be.

    Args:
        draws: Shape (rows, draws).
        outcomes: Shape (rows,).
        above: The threshold, in units of the outcome.

    Source: Gneiting & Ranjan (2011), Comparing density forecasts using threshold- and
    quantile-weighted scoring rules, J. Bus. Econ. Stat. 29; on why not to pick rows: Lerch et al.
    (2017), Forecaster's dilemma, Stat. Sci. 32.
    """
    import scoringrules  # noqa: PLC0415

    told, seen = _checked(draws, outcomes)
    answer: Values = scoringrules.twcrps_ensemble(seen, told, a=above, estimator="qd")
    return answer


def ignorance(
    draws: ArrayLike, outcomes: ArrayLike, *, edges: ArrayLike = VIEWS_BIN_EDGES
) -> Values:
    """Minus the binary logarithm of the share of draws in the outcome's bin, in bits (IGN).

    One pseudo-count is added to every bin, so the score depends on the number of draws: the
    challenge asks for 1,000. With 12 draws even a certain and right forecast costs 0.82 bits.

    Args:
        draws: Shape (rows, draws), none below the first edge.
        outcomes: Shape (rows,).
        edges: Lower edges of the bins, rising.

    Source: Roulston & Smith (2002), Evaluating probabilistic forecasts using information theory,
    Mon. Weather Rev. 130; bins of Hegre et al. (2025), The 2023/24 VIEWS prediction challenge,
    J. Peace Res. 62.
    """
    told, seen = _checked(draws, outcomes)
    limits = np.asarray(edges, np.float64)
    if min(told.min(initial=limits[0]), seen.min(initial=limits[0])) < limits[0]:
        raise ValueError(f"a draw or an outcome lies below the first bin edge, {limits[0]:g}")
    bins = np.searchsorted(limits, told, side="right")
    hits = (bins == np.searchsorted(limits, seen, side="right")[:, None]).sum(axis=1)
    answer: Values = -np.log2((hits + 1) / (told.shape[1] + len(limits)))
    return answer


def interval_scores(draws: ArrayLike, outcomes: ArrayLike, *, level: float = INTERVAL) -> Values:
    """Width of the central interval, and a fine for each outcome outside it (MIS).

    Args:
        draws: Shape (rows, draws); the ends are their linearly interpolated quantiles.
        outcomes: Shape (rows,).
        level: Nominal coverage; a miss costs ``2 / (1 - level)`` times its distance.

    Source: Gneiting & Raftery (2007), J. Am. Stat. Assoc. 102, sec. 6.2.
    """
    import scoringrules  # noqa: PLC0415

    told, seen = _checked(draws, outcomes)
    low, high = np.quantile(told, [(1 - level) / 2, (1 + level) / 2], axis=1)
    answer: Values = scoringrules.interval_score(seen, low, high, 1 - level)
    return answer


def covered(draws: ArrayLike, outcomes: ArrayLike, *, level: float = INTERVAL) -> Values:
    """1 where the outcome lies inside the central interval of the draws, ends included, else 0."""
    told, seen = _checked(draws, outcomes)
    low, high = np.quantile(told, [(1 - level) / 2, (1 + level) / 2], axis=1)
    answer: Values = ((low <= seen) & (seen <= high)).astype(np.float64)
    return answer


def _checked(draws: ArrayLike, outcomes: ArrayLike) -> tuple[Values, Values]:
    told, seen = np.asarray(draws, np.float64), np.asarray(outcomes, np.float64)
    if told.ndim != 2 or seen.shape != told.shape[:1] or not told.shape[1]:
        raise ValueError(f"draws of shape {told.shape} do not fit outcomes of shape {seen.shape}")
    if np.isnan(told).any() or np.isnan(seen).any():
        raise ValueError("a draw or an outcome is missing; leave out rows without an outcome")
    return told, seen
