"""The effect of a dispute on all its replies, integrated out around its likeliest value.

Each dispute has one effect on the logits of the replies, normal around 0. Its integral is taken at a
few nodes placed where that dispute's own data put it (adaptive Gauss-Hermite).

Source: Pinheiro & Bates 1995, Approximations to the log-likelihood function in the nonlinear
mixed-effects model (from memory).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.special import logsumexp

Values = np.ndarray[Any, np.dtype[np.float64]]
Indices = np.ndarray[Any, np.dtype[np.int64]]

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(7)
_LOG_WEIGHTS: Final = np.log(_WEIGHTS) + _NODES**2 / 2
_NEWTON: Final = 25
_LEAST_WEIGHT: Final = 1e-300


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
class Rows:
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
    def of(cls, periods: Periods, coefficients: Values) -> Rows:
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
class Nodes:
    """Effects at which each dispute's integral is taken: (nodes, groups) each.

    Attributes:
        effects: On the scale of the logits.
        log_weights: Log of the width that each stands for.
    """

    effects: Values
    log_weights: Values

    @classmethod
    def around(cls, periods: Periods, at: Values) -> Nodes:
        """Nodes around the likeliest effect of each dispute, as wide as its curvature says."""
        rows = Rows.of(periods, at[:-1].reshape(periods.design.shape[1], -1))
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


def _chance(rows: Rows, effect: Values) -> Values:
    """Chance of any of the shared causes in each row."""
    lifted = np.exp(effect) * rows.shares
    chance: Values = lifted / (rows.others + lifted)
    return chance


def by_node(periods: Periods, rows: Rows, nodes: Nodes, log_spread: float) -> Values:
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


def integrated(pieces: Values) -> Values:
    """Log-likelihood of each dispute from what its nodes add."""
    total: Values = logsumexp(pieces, axis=0)
    return total
