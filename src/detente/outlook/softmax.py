"""Shares that add up to one, as a function of features (multinomial logit)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Values = NDArray[np.float64]


def softmax(scores: Values) -> Values:
    """Shares in proportion to the exponentials of the scores, last axis."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    answer: Values = shifted / shifted.sum(axis=-1, keepdims=True)
    return answer


def fit_softmax(
    design: Values,
    category: NDArray[np.intp],
    weights: Values,
    *,
    categories: int,
    ridge: float,
    start: Values | None = None,
    steps: int = 150,
) -> Values:
    """Coefficients of a multinomial logit with a ridge penalty.

    Args:
        design: Shape (rows, columns); the first column is the constant and is not penalised.
        category: Number of the category that came about, shape (rows,).
        weights: How often each row counts, shape (rows,).
        categories: Number of categories.
        ridge: Weight of the squared coefficients beside the mean log loss.
        start: Coefficients to start from.
        steps: Most steps of the search (L-BFGS).

    Returns:
        Shape (columns, categories).
    """
    columns = design.shape[1]
    share = weights / weights.sum()
    rows = np.arange(len(design))
    penalised = np.ones((columns, 1))
    penalised[0] = 0

    def loss(flat: Values) -> tuple[float, Values]:
        coefficients = flat.reshape(columns, categories)
        told = softmax(design @ coefficients)
        missed = -(share * np.log(told[rows, category] + 1e-300)).sum()
        told[rows, category] -= 1
        pull = design.T @ (told * share[:, None]) + 2 * ridge * penalised * coefficients
        return missed + ridge * float((penalised * coefficients**2).sum()), pull.ravel()

    first = np.zeros(columns * categories) if start is None else start.ravel()
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    answer: Values = found.x.reshape(columns, categories)
    return answer
