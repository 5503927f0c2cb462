"""Competing risks in discrete time with a random effect of the dispute.

In each interval after an act, one of several things happens or nothing yet: a multinomial logit per
interval, which is a discrete cause-specific hazard. Each dispute has one effect on the logits of
all replies, drawn from a normal distribution and integrated out, so that a few long disputes do not
speak for all. The integral is taken around each dispute's own likeliest effect (adaptive
Gauss-Hermite): with hundreds of acts in a dispute, fixed nodes give false optima. Errors are
clustered by dyad (sandwich).

Source: Allison 1982, Discrete-time methods for the analysis of event histories; Liang & Zeger 1986,
Longitudinal data analysis using generalized linear models; Pinheiro & Bates 1995, Approximations to
the log-likelihood function in the nonlinear mixed-effects model (all from memory).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.optimize import minimize
from scipy.stats import t as student

from detente.measures.dispute_effects import Nodes, Periods, Rows, Values, by_node, integrated

PRIOR_SD: Final = 3.0
"""Normal prior on every coefficient but the intercepts: keeps rare causes finite, moves no other."""

INTERCEPT_SD: Final = 10.0
"""Normal prior on the intercepts, for causes that a file never shows."""

_ROUNDS: Final = 8
_SETTLED: Final = 1e-5
_LEAST_SPREAD: Final = -4.0
_STEP: Final = 1e-5


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model.

    Attributes:
        terms: Names of the terms.
        coefficients: (terms, causes - 1), against nothing yet.
        errors: Clustered standard errors, same shape.
        spread: Standard deviation of the dispute effect.
        covariance: Of all coefficients, flattened row by row, the log of the spread last.
        log_likelihood: Of the data, dispute effects integrated out.
        clusters: Number of dyads.
        critical: Factor of an error for a 95 % interval.
    """

    terms: tuple[str, ...]
    coefficients: Values
    errors: Values
    spread: float
    covariance: Values
    log_likelihood: float
    clusters: int
    critical: float


def fit(periods: Periods, *, errors: bool = True, start: Values | None = None) -> Fit:
    """Fit by maximum likelihood, dispute effects integrated out.

    Args:
        periods: The data.
        errors: Whether to compute clustered errors.
        start: Where to begin, as of a fit to similar data.
    """
    size = periods.design.shape[1] * (periods.causes - 1) + 1
    at = np.zeros(size) if start is None else start
    at, nodes, value = _settled(periods, at)
    clusters = len(np.unique(periods.cluster))
    covariance = _sandwich(periods, at, nodes) if errors else np.full((size, size), np.nan)
    shape = (periods.design.shape[1], periods.causes - 1)
    return Fit(
        terms=periods.terms,
        coefficients=at[:-1].reshape(shape),
        errors=np.sqrt(np.maximum(np.diag(covariance)[:-1], 0)).reshape(shape),
        spread=float(np.exp(at[-1])),
        covariance=covariance,
        log_likelihood=value,
        clusters=clusters,
        critical=float(student.ppf(0.975, max(clusters - 1, 1))),
    )


def _settled(periods: Periods, at: Values) -> tuple[Values, Nodes, float]:
    """Fit, place the nodes anew, and again until the likelihood stands still."""
    value = np.inf
    nodes = Nodes.around(periods, at)
    for _ in range(_ROUNDS):
        found = minimize(
            _objective, at, args=(periods, nodes), jac=True, method="L-BFGS-B",
            bounds=[(None, None)] * (len(at) - 1) + [(_LEAST_SPREAD, 2.0)],
            options={"maxiter": 2000, "maxfun": 5000, "ftol": 1e-11, "gtol": 1e-4},
        )  # fmt: skip
        at, before, value = found.x, value, float(found.fun)
        nodes = Nodes.around(periods, at)
        if abs(before - value) < _SETTLED:
            break
    by_group, _, _ = _parts(periods, at, nodes)
    return at, nodes, float(by_group.sum())


def packed(fitted: Fit) -> Values:
    """The parameters of a fit as one vector, to begin another fit with."""
    return np.append(fitted.coefficients.ravel(), np.log(fitted.spread))


def shared_log_likelihood(periods: Periods, fitted: Fit) -> Values:
    """Log-likelihood of each dispute where all but the shared causes count as one.

    With replies as the shared causes it says how well replies alone are foreseen. The dispute's
    effect is integrated out.
    """
    at = packed(fitted)
    rows = Rows.of(periods, fitted.coefficients)
    told = replace(rows, own=np.where(rows.is_shared, rows.own, np.log(rows.others)))
    nodes = Nodes.around(periods, at)
    return integrated(by_node(periods, told, nodes, at[-1]))


def hazards(
    coefficients: Values, design: Values, offset: Values, *, effect: float, shared: Sequence[int]
) -> Values:
    """Chance of each cause in each row, for a dispute with a given effect."""
    scores = design @ coefficients + offset[:, None]
    full = np.concatenate([np.zeros((len(scores), 1)), scores], axis=1)
    full[:, list(shared)] += effect
    chances = np.exp(full - full.max(axis=1, keepdims=True))
    found: Values = chances / chances.sum(axis=1, keepdims=True)
    return found


def _objective(at: Values, periods: Periods, nodes: Nodes) -> tuple[float, Values]:
    by_group, mean, slope = _parts(periods, at, nodes)
    coefficients = at[:-1].reshape(periods.design.shape[1], -1)
    precision = np.full((len(coefficients), 1), PRIOR_SD**-2)
    precision[: periods.free] = INTERCEPT_SD**-2
    penalty = float((precision * coefficients**2).sum()) / 2
    gradient = periods.design.T @ mean - precision * coefficients
    return penalty - float(by_group.sum()), -np.append(gradient.ravel(), slope.sum())


def _parts(periods: Periods, at: Values, nodes: Nodes) -> tuple[Values, Values, Values]:
    """Each dispute's log-likelihood, each row's residuals, each dispute's slope in the spread."""
    rows = Rows.of(periods, at[:-1].reshape(periods.design.shape[1], -1))
    pieces = by_node(periods, rows, nodes, at[-1])
    by_group = integrated(pieces)
    likely = np.exp(pieces - by_group)
    plain = np.zeros(len(rows.own))
    lifted = np.zeros(len(rows.own))
    for effect, weight in zip(
        nodes.effects[:, periods.group], likely[:, periods.group], strict=True
    ):
        lift = np.exp(effect)
        each = weight / (rows.others + lift * rows.shares)
        plain += each
        lifted += each * lift
    expected = rows.weights * plain[:, None]
    shared = list(periods.shared)
    expected[:, shared] = rows.weights[:, shared] * lifted[:, None]
    mean = np.eye(periods.causes)[periods.cause] - expected
    slope = (likely * (nodes.effects**2 * np.exp(-2 * at[-1]) - 1)).sum(axis=0)
    return by_group, mean[:, 1:], slope


def _scores(periods: Periods, at: Values, nodes: Nodes) -> Values:
    """Each dispute's gradient of its log-likelihood: (groups, parameters)."""
    by_group, mean, slope = _parts(periods, at, nodes)
    rows = (periods.design[:, :, None] * mean[:, None, :]).reshape(len(mean), -1)
    sums = np.zeros((len(by_group), rows.shape[1]))
    np.add.at(sums, periods.group, rows)
    return np.column_stack([sums, slope])


def _sandwich(periods: Periods, at: Values, nodes: Nodes) -> Values:
    """Clustered covariance: bread of the curvature, filling of the dyads' gradients."""
    curvature = np.array([_curved(periods, at, nodes, place) for place in range(len(at))])
    bread = np.linalg.pinv((curvature + curvature.T) / 2)
    scores = _scores(periods, at, nodes)
    of_group = np.zeros(len(scores), dtype=np.int64)
    of_group[periods.group] = periods.cluster
    names, place = np.unique(of_group, return_inverse=True)
    sums = np.zeros((len(names), len(at)))
    np.add.at(sums, place, scores)
    factor = len(names) / max(len(names) - 1, 1)
    covariance: Values = factor * bread @ (sums.T @ sums) @ bread
    return covariance


def _curved(periods: Periods, at: Values, nodes: Nodes, place: int) -> Values:
    """One row of the curvature of the objective, by central differences of its gradient."""
    step = np.zeros(len(at))
    step[place] = _STEP
    ahead = _objective(at + step, periods, nodes)[1]
    behind = _objective(at - step, periods, nodes)[1]
    row: Values = (ahead - behind) / (2 * _STEP)
    return row
