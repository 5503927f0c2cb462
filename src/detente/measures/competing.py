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
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp
from scipy.stats import t as student

Values = np.ndarray[Any, np.dtype[np.float64]]
Indices = np.ndarray[Any, np.dtype[np.int64]]

PRIOR_SD: Final = 3.0
"""Normal prior on every coefficient but the intercepts: keeps rare causes finite, moves no other."""

INTERCEPT_SD: Final = 10.0
"""Normal prior on the intercepts, for causes that a file never shows."""

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(7)
_LOG_WEIGHTS: Final = np.log(_WEIGHTS) + _NODES**2 / 2
_ROUNDS: Final = 8
_SETTLED: Final = 1e-5
_NEWTON: Final = 25
_LEAST_SPREAD: Final = -4.0
_LEAST_WEIGHT: Final = 1e-300
_STEP: Final = 1e-5


@dataclass(frozen=True, slots=True)
class Periods:
    """One row an interval a spell was open in.

    Attributes:
        terms: Names of the columns of ``design``.
        design: (rows, terms); the first ``free`` columns are intercepts.
        free: Number of columns that are intercepts.
        offset: Log of the days in each interval: added to every cause but nothing yet.
        cause: Index of what the interval brought, 0 for nothing yet.
        causes: Number of causes with nothing yet.
        shared: Causes on which the dispute's effect bears.
        group: Number of the dispute.
        cluster: Number of the dyad of each row.
    """

    terms: tuple[str, ...]
    design: Values
    free: int
    offset: Values
    cause: Indices
    causes: int
    shared: tuple[int, ...]
    group: Indices
    cluster: Indices


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


def _settled(periods: Periods, at: Values) -> tuple[Values, _Nodes, float]:
    """Fit, place the nodes anew, and again until the likelihood stands still."""
    value = np.inf
    nodes = _Nodes.around(periods, at)
    for _ in range(_ROUNDS):
        found = minimize(
            _objective, at, args=(periods, nodes), jac=True, method="L-BFGS-B",
            bounds=[(None, None)] * (len(at) - 1) + [(_LEAST_SPREAD, 2.0)],
            options={"maxiter": 2000, "maxfun": 5000, "ftol": 1e-11, "gtol": 1e-4},
        )  # fmt: skip
        at, before, value = found.x, value, float(found.fun)
        nodes = _Nodes.around(periods, at)
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
    rows = _Rows.of(periods, fitted.coefficients)
    told = replace(rows, own=np.where(rows.is_shared, rows.own, np.log(rows.others)))
    nodes = _Nodes.around(periods, at)
    return _integrated(_by_node(periods, told, nodes, at[-1]))


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


@dataclass(frozen=True, slots=True)
class _Rows:
    """What does not hang on the dispute's effect, once a set of coefficients.

    Attributes:
        weights: (rows, causes) exponentials of the scores, largest of each row 1.
        own: Log weight of what happened.
        is_shared: Whether that bears the dispute's effect.
        shares: Sum of the weights that bear it.
        others: Sum of those that do not.
    """

    weights: Values
    own: Values
    is_shared: np.ndarray[Any, np.dtype[np.bool_]]
    shares: Values
    others: Values

    @classmethod
    def of(cls, periods: Periods, coefficients: Values) -> _Rows:
        """Compute them."""
        scores = np.zeros((len(periods.design), periods.causes))
        scores[:, 1:] = periods.design @ coefficients + periods.offset[:, None]
        scores -= scores.max(axis=1, keepdims=True)
        weights = np.exp(scores)
        shares = weights[:, list(periods.shared)].sum(axis=1)
        return cls(
            weights=weights,
            own=scores[np.arange(len(scores)), periods.cause],
            is_shared=np.isin(periods.cause, periods.shared),
            shares=shares,
            others=np.maximum(weights.sum(axis=1) - shares, _LEAST_WEIGHT),
        )


@dataclass(frozen=True, slots=True)
class _Nodes:
    """Effects at which each dispute's integral is taken: (nodes, groups) each.

    Attributes:
        effects: On the scale of the logits.
        log_weights: Log of the width that each stands for.
    """

    effects: Values
    log_weights: Values

    @classmethod
    def around(cls, periods: Periods, at: Values) -> _Nodes:
        """Nodes around the likeliest effect of each dispute, as wide as its curvature says."""
        rows = _Rows.of(periods, at[:-1].reshape(periods.design.shape[1], -1))
        groups = int(periods.group.max()) + 1
        happened = np.bincount(periods.group, rows.is_shared, minlength=groups)
        precision = np.exp(-2 * at[-1])
        middle = np.zeros(groups)
        for _ in range(_NEWTON):
            chance = _chance(rows, middle[periods.group])
            slope = happened - np.bincount(periods.group, chance, minlength=groups)
            bend = np.bincount(periods.group, chance * (1 - chance), minlength=groups) + precision
            middle += np.clip((slope - precision * middle) / bend, -1, 1)
        width = bend**-0.5
        return cls(
            effects=middle + _NODES[:, None] * width,
            log_weights=_LOG_WEIGHTS[:, None] + np.log(width),
        )


def _chance(rows: _Rows, effect: Values) -> Values:
    """Chance of any of the shared causes in each row."""
    lifted = np.exp(effect) * rows.shares
    chance: Values = lifted / (rows.others + lifted)
    return chance


def _by_node(periods: Periods, rows: _Rows, nodes: _Nodes, log_spread: float) -> Values:
    """(nodes, groups) log of what each node adds to a dispute's likelihood."""
    effects = nodes.effects
    density = -(effects**2) / (2 * np.exp(2 * log_spread)) - log_spread - np.log(2 * np.pi) / 2
    sums = [
        np.bincount(
            periods.group,
            rows.own + effect * rows.is_shared - np.log(rows.others + np.exp(effect) * rows.shares),
            minlength=effects.shape[1],
        )
        for effect in effects[:, periods.group]
    ]
    # the weights of the nodes sum to the square root of two pi
    logs: Values = np.array(sums) + density + nodes.log_weights
    return logs


def _integrated(by_node: Values) -> Values:
    total: Values = logsumexp(by_node, axis=0)
    return total


def _objective(at: Values, periods: Periods, nodes: _Nodes) -> tuple[float, Values]:
    by_group, mean, slope = _parts(periods, at, nodes)
    coefficients = at[:-1].reshape(periods.design.shape[1], -1)
    precision = np.full((len(coefficients), 1), PRIOR_SD**-2)
    precision[: periods.free] = INTERCEPT_SD**-2
    penalty = float((precision * coefficients**2).sum()) / 2
    gradient = periods.design.T @ mean - precision * coefficients
    return penalty - float(by_group.sum()), -np.append(gradient.ravel(), slope.sum())


def _parts(periods: Periods, at: Values, nodes: _Nodes) -> tuple[Values, Values, Values]:
    """Each dispute's log-likelihood, each row's residuals, each dispute's slope in the spread."""
    rows = _Rows.of(periods, at[:-1].reshape(periods.design.shape[1], -1))
    by_node = _by_node(periods, rows, nodes, at[-1])
    by_group = _integrated(by_node)
    likely = np.exp(by_node - by_group)
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


def _scores(periods: Periods, at: Values, nodes: _Nodes) -> Values:
    """Each dispute's gradient of its log-likelihood: (groups, parameters)."""
    by_group, mean, slope = _parts(periods, at, nodes)
    rows = (periods.design[:, :, None] * mean[:, None, :]).reshape(len(mean), -1)
    sums = np.zeros((len(by_group), rows.shape[1]))
    np.add.at(sums, periods.group, rows)
    return np.column_stack([sums, slope])


def _sandwich(periods: Periods, at: Values, nodes: _Nodes) -> Values:
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


def _curved(periods: Periods, at: Values, nodes: _Nodes, place: int) -> Values:
    """One row of the curvature of the objective, by central differences of its gradient."""
    step = np.zeros(len(at))
    step[place] = _STEP
    ahead = _objective(at + step, periods, nodes)[1]
    behind = _objective(at - step, periods, nodes)[1]
    row: Values = (ahead - behind) / (2 * _STEP)
    return row
