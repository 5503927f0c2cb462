"""Scores of probabilities: what a forecast loses on each row, and how well it ranks.

Losses come row by row, so that they can be averaged, compared in pairs and clustered (see
:mod:`detente.outlook.intervals`). Smaller is better for every loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

FLOOR: Final = 1e-15
"""Least probability that the log loss takes a forecast to mean; 0 would cost infinitely much."""


@dataclass(frozen=True, slots=True)
class BrierParts:
    """The mean Brier score of a yes-or-no forecast, taken apart.

    ``score = miscalibration - discrimination + uncertainty`` holds exactly.

    Attributes:
        score: Mean squared difference between probability and outcome.
        miscalibration: What the forecast loses because its probabilities are not frequencies;
            0 is best.
        discrimination: What it gains by telling rows apart; larger is better.
        uncertainty: Score of the constant forecast that knows the overall frequency.
    """

    score: float
    miscalibration: float
    discrimination: float
    uncertainty: float


def log_losses(probabilities: ArrayLike, outcomes: ArrayLike, *, floor: float = FLOOR) -> Values:
    """Negative natural logarithm of the probability given to what came about.

    Args:
        probabilities: Shape (rows,): probability of yes; or (rows, categories).
        outcomes: Shape (rows,): 0 or 1; or the number of the category, counted from 0.
        floor: Probabilities below this count as this.

    Raises:
        ValueError: If shapes do not fit or a probability lies outside 0 to 1.

    Source: Good (1952), Rational Decisions, J. R. Stat. Soc. B 14; proper by Gneiting & Raftery
    (2007), J. Am. Stat. Assoc. 102.
    """
    shares, happened = _categories(probabilities, outcomes)
    given = shares[np.arange(len(happened)), happened]
    answer: Values = -np.log(np.maximum(given, floor))
    return answer


def brier_scores(probabilities: ArrayLike, outcomes: ArrayLike) -> Values:
    """Squared distance between the forecast and what came about.

    For yes-or-no forecasts the half-Brier score (0 to 1), for categories the sum of squares over
    all categories (0 to 2), as is usual for each.

    Args:
        probabilities: Shape (rows,): probability of yes; or (rows, categories).
        outcomes: Shape (rows,): 0 or 1; or the number of the category, counted from 0.

    Source: Brier (1950), Verification of forecasts expressed in terms of probability, Mon.
    Weather Rev. 78.
    """
    shares, happened = _categories(probabilities, outcomes)
    truth = np.eye(shares.shape[1])[happened]
    squares: Values = ((shares - truth) ** 2).sum(axis=1)
    return squares / 2 if np.ndim(probabilities) == 1 else squares


def ranked_probability_scores(probabilities: ArrayLike, outcomes: ArrayLike) -> Values:
    """Sum of squared differences of the cumulative probabilities: near misses cost less.

    Args:
        probabilities: Shape (rows, categories), categories in their order (rungs, say).
        outcomes: Shape (rows,): number of the category, counted from 0.

    Source: Epstein (1969), A scoring system for probability forecasts of ranked categories, J.
    Appl. Meteorol. 8; here without division by the number of categories.
    """
    shares, happened = _categories(probabilities, outcomes)
    reached = np.arange(shares.shape[1]) >= happened[:, None]
    answer: Values = ((shares.cumsum(axis=1) - reached) ** 2).sum(axis=1)
    return answer


def brier_parts(
    probabilities: ArrayLike, outcomes: ArrayLike, *, weights: ArrayLike | None = None
) -> BrierParts:
    """Take the mean Brier score apart without bins, by isotonic recalibration (CORP).

    Args:
        probabilities: Shape (rows,): probability of yes.
        outcomes: Shape (rows,): 0 or 1.
        weights: How often each row counts; once if left out.

    Source: Murphy (1973), A new vector partition of the probability score, J. Appl. Meteorol.
    12; without bins: Dimitriadis, Gneiting & Jordan (2021), Stable reliability diagrams for
    probabilistic classifiers, PNAS 118(8).
    """
    forecast, happened, times = _yes_or_no(probabilities, outcomes, weights)
    score = np.average((forecast - happened) ** 2, weights=times)
    recalibrated = isotonic_probabilities(forecast, happened, weights=times)
    best = np.average((recalibrated - happened) ** 2, weights=times)
    rate = np.average(happened, weights=times)
    uncertainty = rate * (1 - rate)
    return BrierParts(
        float(score), float(score - best), float(uncertainty - best), float(uncertainty)
    )


def isotonic_probabilities(
    probabilities: ArrayLike, outcomes: ArrayLike, *, weights: ArrayLike | None = None
) -> Values:
    """Frequencies that rise with the forecast and lie nearest to the outcomes.

    Rows with the same forecast get the same frequency.

    Source: Ayer et al. (1955), Ann. Math. Stat. 26 (pool adjacent violators).
    """
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415 (slow to import)

    forecast, happened, times = _yes_or_no(probabilities, outcomes, weights)
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0)
    answer: Values = fitted.fit_transform(forecast, happened, sample_weight=times)
    return answer


def auc(
    probabilities: ArrayLike, outcomes: ArrayLike, *, weights: ArrayLike | None = None
) -> float:
    """Probability that a random yes is ranked above a random no; ties count half.

    Returns:
        0 to 1, 0.5 for no skill; NaN if all outcomes are alike.

    Source: Hanley & McNeil (1982), The meaning and use of the area under a ROC curve,
    Radiology 143.
    """
    yes, no = _by_forecast(probabilities, outcomes, weights)
    if not yes.sum() * no.sum():
        return float("nan")
    below = no[::-1].cumsum()[::-1] - no
    return float((yes * (below + no / 2)).sum() / (yes.sum() * no.sum()))


def average_precision(
    probabilities: ArrayLike, outcomes: ArrayLike, *, weights: ArrayLike | None = None
) -> float:
    """Precision averaged over the yes rows, read from the most to the least probable.

    Its value without skill is the share of yes rows: look at it beside that share. Rows of equal
    probability enter together.

    Returns:
        0 to 1; NaN if nothing came about.

    Source: the area under the precision-recall curve without interpolation, as in scikit-learn
    and in Manning, Raghavan & Schütze (2008), Introduction to Information Retrieval, ch. 8.
    """
    yes, no = _by_forecast(probabilities, outcomes, weights)
    if not yes.sum():
        return float("nan")
    found, read = yes.cumsum(), (yes + no).cumsum()
    precision = np.divide(found, read, out=np.zeros_like(found), where=read > 0)
    return float((yes * precision).sum() / found[-1])


def _by_forecast(
    probabilities: ArrayLike, outcomes: ArrayLike, weights: ArrayLike | None
) -> tuple[Values, Values]:
    """Weight of yes and no at each distinct forecast, the largest first."""
    forecast, happened, times = _yes_or_no(probabilities, outcomes, weights)
    levels, at = np.unique(-forecast, return_inverse=True)
    yes: Values = np.bincount(at, times * happened, len(levels)).astype(np.float64)
    no: Values = np.bincount(at, times * (1 - happened), len(levels)).astype(np.float64)
    return yes, no


def _yes_or_no(
    probabilities: ArrayLike, outcomes: ArrayLike, weights: ArrayLike | None
) -> tuple[Values, Values, Values]:
    forecast = np.asarray(probabilities, np.float64)
    happened = np.asarray(outcomes, np.float64)
    times = np.ones_like(forecast) if weights is None else np.asarray(weights, np.float64)
    if forecast.ndim != 1 or not forecast.shape == happened.shape == times.shape:
        raise ValueError("one forecast, one outcome and one weight a row are needed")
    if not np.isin(happened, (0.0, 1.0)).all():
        raise ValueError("outcomes must be 0 or 1")
    return forecast, happened, times


def _categories(probabilities: ArrayLike, outcomes: ArrayLike) -> tuple[Values, NDArray[np.intp]]:
    shares = np.asarray(probabilities, np.float64)
    if shares.ndim == 1:
        shares = np.stack([1 - shares, shares], axis=1)
    happened = np.asarray(outcomes).astype(np.intp)
    if shares.shape[:1] != happened.shape:
        raise ValueError(f"{len(shares)} forecasts do not fit outcomes of shape {happened.shape}")
    if not ((shares >= 0) & (shares <= 1)).all():
        raise ValueError("a probability lies outside 0 to 1, or is missing")
    if ((happened < 0) | (happened >= shares.shape[1])).any():
        raise ValueError(f"an outcome is none of the {shares.shape[1]} categories")
    return shares, happened
