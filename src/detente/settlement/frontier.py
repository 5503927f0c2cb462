"""The exact Pareto frontier of additive preferences, issue by issue.

The frontier over several issues is the frontier of the sums of the frontiers over fewer issues
(a partial package that is dominated stays dominated whatever is added), so that merging one
issue at a time is exact and never looks at the product of all options. The idea is that of
multi-objective dynamic programming: Villarreal & Karwan (1981), Mathematical Programming 21:204.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.settlement.dominance import undominated

Values = NDArray[np.float64]
Choices = NDArray[np.int32]

_DIGITS: Final = 13


@dataclass(frozen=True, slots=True)
class Frontier:
    """The undominated packages at or above every floor.

    Attributes:
        utilities: Shape (packages, parties), in the units handed in; distinct rows.
        choices: Shape (packages, issues): the option chosen per issue. Of packages with the
            same utilities, the one that comes first when options are counted through.
    """

    utilities: Values
    choices: Choices

    def __len__(self) -> int:
        return len(self.utilities)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Utilities as whole numbers of a fine decimal unit, one unit a party.

    Sums of whole numbers do not depend on their order, so that what is equal on paper is equal
    here: 0.1 + 0.2 and 0.3 dominate neither the other.
    """

    units: Values

    def whole(self, values: ArrayLike) -> NDArray[np.int64]:
        return np.rint(np.asarray(values, np.float64) / self.units).astype(np.int64)


def additive_frontier(values: Sequence[ArrayLike], *, floors: ArrayLike | None = None) -> Frontier:
    """Find every undominated package of additive preferences at or above the floors.

    Args:
        values: One array of shape (options, parties) per issue: the utility each option adds,
            weights applied.
        floors: Least utility each party accepts; none by default.

    Returns:
        The frontier, in the order in which packages are counted through (last issue fastest);
        empty if no package reaches the floors. Utilities are sums in issue order. Two packages
        whose utilities agree to about 13 digits of a party's range count as equal.

    Raises:
        ValueError: If an issue has no option, or issues differ in the number of parties.
    """
    tables = _checked(values)
    grid = _grid(tables)
    whole = [grid.whole(table) for table in tables]
    least = np.full(tables[0].shape[1], -np.inf)
    if floors is not None:
        least = np.asarray(floors, np.float64) / grid.units - 0.5
    return _chosen(tables, _merge(whole, least))


def _checked(values: Sequence[ArrayLike]) -> list[Values]:
    tables = [np.asarray(table, np.float64) for table in values]
    if not tables:
        raise ValueError("no issue: a frontier needs at least one array of option values")
    if any(table.ndim != 2 or not len(table) for table in tables):
        raise ValueError("every issue needs an array (options, parties) with at least one option")
    if len({table.shape[1] for table in tables}) > 1:
        raise ValueError("issues differ in the number of parties")
    if not all(np.isfinite(table).all() for table in tables):
        raise ValueError("a value is no finite number")
    return tables


def _grid(tables: Sequence[Values]) -> _Grid:
    reach = np.sum([np.abs(table).max(axis=0) for table in tables], axis=0)
    powers = np.ceil(np.log10(np.maximum(reach, 1e-200)))
    return _Grid(10.0 ** (powers - _DIGITS))


def _merge(whole: Sequence[NDArray[np.int64]], least: Values) -> Choices:
    """Merge issue by issue; what cannot reach the floors any more is dropped on the way.

    An option that another option of its issue dominates is in no undominated package.
    """
    hopes = _hopes(whole)
    sums = np.zeros((1, whole[0].shape[1]), np.int64)
    trail: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
    for every, hope in zip(whole, hopes, strict=True):
        worthwhile = np.flatnonzero(undominated(every))
        table = every[worthwhile]
        candidates = (sums[:, None, :] + table).reshape(-1, table.shape[1])
        reached = np.flatnonzero((candidates + hope >= least).all(axis=1))
        kept = reached[undominated(candidates[reached])]
        trail.append((kept, worthwhile))
        sums = candidates[kept]
    return _walk_back(trail)


def _hopes(whole: Sequence[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
    """The most each party can still gain after each issue."""
    best = np.array([table.max(axis=0) for table in whole])
    rest = best[::-1].cumsum(axis=0)[::-1] - best
    return list(rest)


def _walk_back(trail: Sequence[tuple[NDArray[np.intp], NDArray[np.intp]]]) -> Choices:
    at = np.arange(len(trail[-1][0]))
    columns = []
    for kept, worthwhile in reversed(trail):
        at, option = np.divmod(kept[at], len(worthwhile))
        columns.append(worthwhile[option])
    return np.array(columns[::-1], np.int32).T.reshape(len(trail[-1][0]), len(trail))


def _chosen(tables: Sequence[Values], choices: Choices) -> Frontier:
    utilities = np.zeros((len(choices), tables[0].shape[1]))
    for table, column in zip(tables, choices.T, strict=True):
        utilities += table[column]
    return Frontier(utilities, choices)


def explicit_frontier(utilities: ArrayLike, *, floors: ArrayLike | None = None) -> Frontier:
    """Find the undominated rows of a list of outcomes at or above the floors.

    Args:
        utilities: Shape (outcomes, parties).
        floors: Least utility each party accepts; none by default.

    Returns:
        The frontier; ``choices`` has one column, the row number.
    """
    points = np.asarray(utilities, np.float64)
    if not len(points):
        return Frontier(points, np.zeros((0, 1), np.int32))
    whole = _grid([points]).whole(points)
    rows = np.arange(len(points))
    if floors is not None:
        rows = np.flatnonzero((points >= _lowered(floors)).all(axis=1))
    kept = rows[undominated(whole[rows])]
    return Frontier(points[kept], kept.astype(np.int32)[:, None])


def _lowered(floors: ArrayLike) -> Values:
    """Floors less what sums of decimals lose."""
    exact = np.asarray(floors, np.float64)
    return exact - 1e-12 * np.maximum(np.abs(exact), 1.0)
