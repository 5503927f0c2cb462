"""How much each way of forecasting counts, as a function of the history and the months ahead.

The weights are fitted to the sum of two proper scores of the mixture: its ignorance in the VIEWS
bins, and its CRPS with every death counting less the more there are, since otherwise three
countries would decide everything. Both follow from the parts: the mixture's cumulative shares are
the weighted mean of theirs, so the CRPS is quadratic in the weights.

Source: Hall & Mitchell (2007), Combining density forecasts, Int. J. Forecast. 23 (weights by log
score); Yao et al. (2018), Using stacking to average Bayesian predictive distributions, Bayesian
Anal. 13; weights that depend on features: Jacobs et al. (1991), Adaptive mixtures of local
experts, Neural Comput. 3.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from detente.outlook.fatality_grid import BIN_TOPS, GRID, STEPS, bin_shares, passed_by
from detente.outlook.softmax import softmax

Values = NDArray[np.float64]
Shares = NDArray[np.float32]

_DRAWS: Final = 1000
_BINS: Final = len(BIN_TOPS) + 1
_RIDGE: Final = 1e-4
_STEPS: Final = 100


def fit_weights(parts: Shares, outcomes: Values, design: Values, times: Values) -> Values:
    """Coefficients of the weights.

    Args:
        parts: Cumulative shares of each part, shape (rows, parts, grid); they must not have seen
            the outcomes.
        outcomes: Deaths that came, shape (rows,).
        design: What the weights may depend on, shape (rows, columns).
        times: How often each row counts, shape (rows,).

    Returns:
        Shape (columns, parts).
    """
    hit = _bin_of_outcome(parts, outcomes)
    quadratic, linear, constant = _crps_terms(parts, outcomes)
    share = times / times.sum()
    columns, many = design.shape[1], parts.shape[1]

    def loss(flat: Values) -> tuple[float, Values]:
        coefficients = flat.reshape(columns, many)
        weights = softmax(design @ coefficients)
        likely = (weights * hit).sum(axis=1)
        pulled = np.matmul(quadratic, weights[:, :, None])[:, :, 0]
        crps = (weights * (pulled - 2 * linear)).sum(axis=1) + constant
        total = float((share * (crps - np.log2(likely))).sum())
        slope = share[:, None] * (2 * (pulled - linear) - hit / (likely * np.log(2))[:, None])
        inner = weights * (slope - (slope * weights).sum(axis=1, keepdims=True))
        pull = design.T @ inner + 2 * _RIDGE * coefficients
        return total + _RIDGE * float((coefficients**2).sum()), pull.ravel()

    found = minimize(
        loss, np.zeros(columns * many), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}
    )
    answer: Values = found.x.reshape(columns, many)
    return answer


def mixed(parts: Shares, weights: Values) -> Values:
    """Cumulative shares of the mixture, shape (rows, grid)."""
    answer: Values = np.einsum("nk,nkg->ng", weights, parts.astype(np.float64))
    return answer


def _bin_of_outcome(parts: Shares, outcomes: Values) -> Values:
    """Share of each part in the bin of the outcome, with the pseudo-count of a thousand draws."""
    place = np.searchsorted(GRID[BIN_TOPS], outcomes)
    shares = bin_shares(parts)[np.arange(len(outcomes)), :, place]
    answer: Values = (shares * _DRAWS + 1) / (_DRAWS + _BINS)
    return answer


def _crps_terms(parts: Shares, outcomes: Values) -> tuple[Values, Values, Values]:
    """CRPS of a mixture with weights w is w Q w - 2 w b + c; gives Q, b and c of each row."""
    weight = STEPS / (1 + GRID)
    scaled = parts * np.sqrt(weight).astype(np.float32)
    passed = passed_by(outcomes) * weight
    quadratic = np.matmul(scaled, scaled.transpose(0, 2, 1)).astype(np.float64)
    linear = np.matmul(parts, passed[:, :, None].astype(np.float32))[:, :, 0]
    return quadratic, linear.astype(np.float64), passed.sum(axis=1)
