"""A rung as four steps up, each a penalised logit on the pairs that took the step before.

The discrete-time multi-state model in continuation-ratio form: above 1, above 2 given above 1,
and so on. The lower steps rest on many rows, the upper ones on few, and a stronger penalty pools
those towards the common rate.

Source: Fienberg (1980), The Analysis of Cross-Classified Categorical Data, ch. 6; Tutz (1991),
Sequential models in categorical regression, Comput. Stat. Data Anal. 11.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StepLogit:
    """Four fitted steps.

    Attributes:
        centre: Mean of each term where it was fitted.
        scale: Standard deviation of each term, 1 where it does not vary.
        weights: Shape (4, terms), for terms put on that scale.
        constants: Shape (4,).
    """

    centre: Floats
    scale: Floats
    weights: Floats
    constants: Floats

    def log_odds(self, terms: Floats) -> Floats:
        """Log-odds of each step given the step before, shape (rows, 4)."""
        return self.scaled(terms) @ self.weights.T + self.constants

    def scaled(self, terms: Floats) -> Floats:
        """Terms in deviations from their mean; 0 where not known."""
        answer: Floats = np.nan_to_num((terms - self.centre) / self.scale)
        return answer


def fit_steps(
    terms: Floats, rung: NDArray[np.int64], *, penalties: Sequence[float], times: Floats
) -> StepLogit:
    """Fit the four steps.

    Args:
        terms: Shape (rows, terms).
        rung: 1 to 5 per row.
        penalties: Ridge penalty of each step, for terms of unit deviation.
        times: How much each row counts.
    """
    centre, scale = centre_and_scale(terms, times)
    scaled = np.nan_to_num((terms - centre) / scale)
    weights = np.zeros((4, terms.shape[1]))
    constants = np.full(4, -6.0)
    for step, penalty in enumerate(penalties):
        kept = rung > step
        taken = rung[kept] > step + 1
        if 0 < taken.sum() < len(taken):
            weights[step], constants[step] = _ridge(scaled[kept], taken, times[kept], penalty)
        elif len(taken):
            constants[step] = np.log((taken.sum() + 0.5) / (len(taken) - taken.sum() + 0.5))
    return StepLogit(centre, scale, weights, constants)


def centre_and_scale(terms: Floats, times: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each term where it is known; 0 and 1 where it never is."""
    known = ~np.isnan(terms)
    weight = np.maximum((known * times[:, None]).sum(axis=0), 1e-9)
    centre = (np.nan_to_num(terms) * times[:, None]).sum(axis=0) / weight
    spread = np.where(known, terms - centre, 0) ** 2
    scale = np.sqrt((spread * times[:, None]).sum(axis=0) / weight)
    scale[scale < 1e-9] = 1
    return centre, scale


def _ridge(
    terms: Floats, taken: NDArray[np.bool_], times: Floats, penalty: float
) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only fitting needs it

    model = LogisticRegression(C=1 / penalty, solver="newton-cholesky", max_iter=100)
    model.fit(terms, taken, sample_weight=times)
    return model.coef_[0], float(model.intercept_[0])


def rung_probabilities(log_odds: Floats) -> Floats:
    """Probabilities of rungs 1 to 5 from the log-odds of the steps, shape (rows, 5)."""
    step = 1 / (1 + np.exp(-log_odds))
    reached = np.cumprod(np.concatenate([np.ones((len(step), 1)), step], axis=1), axis=1)
    stay = np.concatenate([1 - step, np.ones((len(step), 1))], axis=1)
    answer: Floats = reached * stay
    return answer
