"""Solution concepts: which package a standard of fairness picks from the feasible ones.

Every function takes utilities of shape (packages, parties) and the disagreement point, looks
only at packages that leave no party below it, and returns the row it picks. Equal scores (to
about 12 digits) go to the row that comes first, so that the order of the parties plays no part.
On a finite set of packages a solution need not exist or be unique as it is on a convex one;
what is lost is said in each docstring.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

_EQUAL: Final = 1e-12


class NoZone(ValueError):
    """No package leaves every party at or above its disagreement point."""


def nash(
    utilities: ArrayLike, disagreement: ArrayLike, *, entitlements: ArrayLike | None = None
) -> int:
    """Pick the package with the largest product of gains.

    Axioms: efficiency, symmetry, invariance to the scale of each party's utility, independence
    of irrelevant alternatives. On finite sets these hold with ties left to the order of rows
    (Mariotti 1998, Review of Economic Studies 65:733). Where no package lets all gain, the
    largest number of parties that can gain together counts first and their product second.

    Args:
        utilities: Shape (packages, parties).
        disagreement: What each party has without agreement.
        entitlements: Exponents; equal by default. With others symmetry is given up.

    Raises:
        NoZone: If no package is at or above the disagreement point.

    Source: Nash (1950), The Bargaining Problem, Econometrica 18:155.
    """
    gains = _gains(utilities, disagreement)
    powers = np.ones(gains.shape[1]) if entitlements is None else np.asarray(entitlements, float)
    gaining = gains > 0.0
    logs = np.log(gains, out=np.zeros_like(gains), where=gaining)
    score = np.where(gaining, logs * powers, 0.0).sum(axis=1)
    together = np.where(_feasible(gains), gaining.sum(axis=1), -1)
    rows = np.flatnonzero(together == together.max())
    return int(rows[_near(np.exp(score[rows] - score[rows].max()))][0])


def kalai_smorodinsky(
    utilities: ArrayLike, disagreement: ArrayLike, *, ideal: ArrayLike | None = None
) -> int:
    """Pick the package whose smallest share of the ideal gain is largest, then the next smallest.

    Axioms: efficiency, symmetry, scale invariance, individual monotonicity. On finite sets the
    point of equal shares need not exist; comparing the sorted shares (leximin) keeps efficiency
    and leaves monotonicity to the least share.

    Args:
        utilities: Shape (packages, parties).
        disagreement: What each party has without agreement.
        ideal: The most each party could have; its largest utility over the rows by default. A
            party that cannot gain has share 1.

    Raises:
        NoZone: If no package is at or above the disagreement point.

    Source: Kalai & Smorodinsky (1975), Econometrica 43:513; the lexicographic form after Imai
    (1983), Econometrica 51:389.
    """
    return _leximin(shares(utilities, disagreement, ideal=ideal), utilities, disagreement)


def egalitarian(utilities: ArrayLike, disagreement: ArrayLike) -> int:
    """Pick the package whose smallest gain is largest, then the next smallest.

    Axioms: efficiency, symmetry, strong monotonicity (of the least gain), independence of
    irrelevant alternatives. Not scale invariant: gains of parties must be comparable.

    Raises:
        NoZone: If no package is at or above the disagreement point.

    Source: Kalai (1977), Econometrica 45:1623; lexicographic after Imai (1983).
    """
    return proportional(utilities, disagreement)


def proportional(
    utilities: ArrayLike, disagreement: ArrayLike, *, entitlements: ArrayLike | None = None
) -> int:
    """Pick the package whose smallest gain per entitlement is largest, then the next smallest.

    Axioms: efficiency, strong monotonicity (of the least gain per entitlement), independence of
    irrelevant alternatives, invariance to a common scale. Equal entitlements give the
    egalitarian solution.

    Args:
        utilities: Shape (packages, parties).
        disagreement: What each party has without agreement.
        entitlements: Positive; equal by default.

    Raises:
        NoZone: If no package is at or above the disagreement point.
        ValueError: If an entitlement is not positive.

    Source: Kalai (1977), Proportional Solutions to Bargaining Situations, Econometrica 45:1623.
    """
    gains = _gains(utilities, disagreement)
    due = np.ones(gains.shape[1]) if entitlements is None else np.asarray(entitlements, float)
    if not (due > 0).all():
        raise ValueError("entitlements must be positive")
    return _leximin(gains / due, utilities, disagreement)


def utilitarian(utilities: ArrayLike, disagreement: ArrayLike) -> int:
    """Pick the package with the largest sum of utilities among those no party would refuse.

    Axioms: efficiency, symmetry, linearity (Myerson). Not scale invariant: gains of parties
    must be comparable.

    Raises:
        NoZone: If no package is at or above the disagreement point.

    Source: Harsanyi (1955), Journal of Political Economy 63:309; Myerson (1981), Econometrica
    49:883.
    """
    gains = _gains(utilities, disagreement)
    rows = np.flatnonzero(_feasible(gains))
    return int(rows[_near(gains[rows].sum(axis=1))][0])


def shares(
    utilities: ArrayLike, disagreement: ArrayLike, *, ideal: ArrayLike | None = None
) -> Values:
    """Each party's gain as a share of the most it could gain; 1 for a party that cannot gain."""
    gains = _gains(utilities, disagreement)
    most = gains[_feasible(gains)].max(axis=0)
    if ideal is not None:
        most = np.asarray(ideal, np.float64) - np.asarray(disagreement, np.float64)
    can = most > _EQUAL * np.abs(np.asarray(disagreement, np.float64))
    answer: Values = np.where(can, gains / np.where(can, most, 1.0), 1.0)
    return answer


def scaled_to_zone(utilities: ArrayLike, disagreement: ArrayLike) -> Values:
    """Scale each party's utility to 0 at disagreement and 1 at its best inside the zone.

    The scale under which the egalitarian and the utilitarian package are shown, since they need
    comparable utilities and nothing elicited makes them so.
    """
    return shares(utilities, disagreement)


@dataclass(frozen=True, slots=True)
class Concept:
    """A solution concept by name.

    Attributes:
        name: As tables and charts call it.
        pick: Rows and disagreement point to the row picked.
        needs_comparable: Whether it compares utilities of parties.
    """

    name: str
    pick: Callable[[ArrayLike, ArrayLike], int]
    needs_comparable: bool


CONCEPTS: Final = (
    Concept("Nash", nash, needs_comparable=False),
    Concept("Kalai-Smorodinsky", kalai_smorodinsky, needs_comparable=False),
    Concept("egalitarian", egalitarian, needs_comparable=True),
    Concept("utilitarian", utilitarian, needs_comparable=True),
)
"""The four that are always shown."""


def _gains(utilities: ArrayLike, disagreement: ArrayLike) -> Values:
    """Gains over disagreement; what sums of decimals leave over is no gain and no loss."""
    points = np.asarray(utilities, np.float64)
    floor = np.asarray(disagreement, np.float64)
    gains: Values = points - floor
    reach = np.maximum(np.abs(points).max(axis=0, initial=0.0), np.abs(floor))
    gains[np.abs(gains) <= _EQUAL * reach] = 0.0
    if not _feasible(gains).any():
        raise NoZone("no package is at or above every party's disagreement point")
    return gains


def _feasible(gains: Values) -> NDArray[np.bool_]:
    return np.asarray((gains >= 0.0).all(axis=1))


def _near(score: Values) -> NDArray[np.bool_]:
    """Mark the scores that equal the best."""
    best = float(score.max())
    answer: NDArray[np.bool_] = score >= best - _EQUAL * max(abs(best), 1e-300)
    return answer


def _leximin(scores: Values, utilities: ArrayLike, disagreement: ArrayLike) -> int:
    """The row whose sorted scores are lexicographically largest, among feasible rows."""
    rows = np.flatnonzero(_feasible(_gains(utilities, disagreement)))
    ordered = np.sort(scores[rows], axis=1)
    for place in range(ordered.shape[1]):
        kept = _near(ordered[:, place])
        rows, ordered = rows[kept], ordered[kept]
    return int(rows[0])
