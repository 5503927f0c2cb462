"""Logistic regression over pairs of states and years, errors clustered by pair.

What it gives are adjusted associations. States choose to trade, to join and to ally, and choose so
while at peace; no adjustment for what is on file turns that into an effect.

Source: Carter & Signorino 2010, Back to the Future (cubic in peace years); Liang & Zeger 1986
(clustered errors); both from memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from scipy.special import expit
from scipy.stats import t as student

from detente.model.errors import InputError
from detente.model.evidence import Association

Values = np.ndarray[Any, np.dtype[np.float64]]

_MOST_ROUNDS: Final = 50
_CLOSE: Final = 1e-9
_LONGEST_STEP: Final = 4.0
_BEYOND: Final = 10.0
_RIDGE: Final = 1e-6
_FEW_EVENTS: Final = 30
FEW: Final = "fewer than 30 rows with the outcome: read nothing into it"


def logistic(design: Values, outcome: Values, cluster: Values) -> tuple[Values, Values]:
    """Coefficients and their clustered covariance.

    Args:
        design: (rows, terms), with a column of ones.
        outcome: 0 or 1.
        cluster: Number of each row's pair.

    Raises:
        InputError: If the outcome does not vary or the terms cannot be told apart.
    """
    if outcome.min() == outcome.max():
        raise InputError("the outcome is the same in every row, so nothing goes together with it")
    at = np.zeros(design.shape[1])
    for _ in range(_MOST_ROUNDS):
        chance = expit(design @ at)
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design
        curvature += _RIDGE * np.eye(len(at))
        step = np.linalg.solve(curvature, design.T @ (outcome - chance) - _RIDGE * at)
        at = at + step * min(1.0, _LONGEST_STEP / max(np.abs(step).max(), _CLOSE))
        if np.abs(step).max() < _CLOSE:
            break
    else:
        raise InputError("the terms separate the outcome wholly or repeat each other; drop one")
    return at, _clustered(design, outcome - expit(design @ at), curvature, cluster)


def _clustered(design: Values, residual: Values, curvature: Values, cluster: Values) -> Values:
    bread = np.linalg.inv(curvature)
    names, place = np.unique(cluster, return_inverse=True)
    sums = np.zeros((len(names), design.shape[1]))
    np.add.at(sums, place, design * residual[:, None])
    rows, terms = design.shape
    factor = len(names) / max(len(names) - 1, 1) * (rows - 1) / max(rows - terms, 1)
    covariance: Values = factor * bread @ (sums.T @ sums) @ bread
    return covariance


def associations(
    terms: Sequence[tuple[str, str]],
    design: Values,
    outcome: Values,
    cluster: Values,
    *,
    told: str,
    note: str = "",
) -> tuple[Association, ...]:
    """Odds ratios with 95 % intervals for the first columns of a design.

    Args:
        terms: Name and step, in words, of each of the first columns.
        design: Those columns, then the controls; a column of ones is added.
        outcome: 0 or 1.
        cluster: Number of each row's pair.
        told: Name of the outcome.
        note: What the reader must know of all of them.
    """
    full = np.column_stack([design, np.ones(len(design))])
    at, covariance = logistic(full, outcome, cluster)
    beyond = [name for (name, _), value in zip(terms, at, strict=False) if abs(value) > _BEYOND]
    if beyond:
        raise InputError(f"the outcome always or never comes with {beyond[0]!r}: no ratio exists")
    pairs, events = len(np.unique(cluster)), int(outcome.sum())
    reach = float(student.ppf(0.975, max(pairs - 1, 1))) * np.sqrt(np.diag(covariance))
    remark = "; ".join(part for part in (note, FEW if events < _FEW_EVENTS else "") if part)
    return tuple(
        Association(
            term=name, outcome=told, ratio=float(np.exp(at[place])),
            low=float(np.exp(at[place] - reach[place])),
            high=float(np.exp(at[place] + reach[place])),
            step=step, rows=len(outcome), events=events, clusters=pairs, note=remark,
        )
        for place, (name, step) in enumerate(terms)
    )  # fmt: skip


def peace_terms(years: Values) -> Values:
    """Peace years in tens, with square and cube: (rows, 3)."""
    tens = np.asarray(years, dtype=np.float64) / 10
    return np.column_stack([tens, tens**2, tens**3])
