"""The exact frontier of any problem, by whichever method is exact and quickest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.settlement.frontier import additive_frontier, explicit_frontier
from detente.settlement.interdependent import extreme, interdependent_frontier
from detente.settlement.problem import (
    Problem,
    Values,
    allowed,
    counted_through,
    outcomes,
    utilities,
)
from detente.settlement.solutions import NoZone

_LISTED: Final = 300_000
_COMPARED: Final = 5_000


@dataclass(frozen=True, slots=True)
class Edge:
    """The frontier of a problem, however it was found.

    Attributes:
        utilities: Shape (packages, parties): undominated among all packages at or above
            ``floors``.
        choices: Shape (packages, issues).
        least: Least utility of each party over all packages.
        ideal: Largest utility of each party over all packages.
        complete: False if the search was stopped early.
    """

    utilities: Values
    choices: NDArray[np.int32]
    least: Values
    ideal: Values
    complete: bool = True


def edge(
    problem: Problem, *, stop: Callable[[], bool] | None = None, seconds: float | None = None
) -> Edge:
    """Find the exact frontier: by merging, by listing or by mixed-integer programming.

    Options that are ruled out by themselves are taken out first, so that red lines leave
    additive preferences additive.

    Args:
        problem: The bargaining problem; packages below a floor are left out.
        stop: Asked during long searches; True ends them with what was found.
        seconds: Time after which a long search ends with what it found.

    Raises:
        NoZone: If the constraints rule out every package.
    """
    slim, kept = _slim(problem)
    found = _exact(slim, stop, seconds)
    choices = np.stack([kept[at][found.choices[:, at]] for at in range(len(kept))], axis=1)
    return Edge(found.utilities, choices.astype(np.int32), found.least, found.ideal, found.complete)


def settled(found: Edge, *, near: float = 1e-8) -> Edge:
    """Take out packages that are kept only by what dividing by a sum of weights leaves over.

    Where weights are no decimals, worths that are equal on paper differ in the last digits, and a
    package that another one matches or beats can stay. Of packages as good as each other for all
    within ``near``, the first stays.

    Args:
        found: A frontier; one of more than 5,000 packages is left as it is.
        near: Difference of worth that counts as none.
    """
    points = found.utilities
    if len(points) > _COMPARED:
        return found
    rows = np.arange(len(points))
    kept = np.ones(len(points), np.bool_)
    for row in rows:
        as_good = (points >= points[row] - near).all(axis=1)
        better = as_good & (points > points[row] + near).any(axis=1)
        same = as_good & ~better & kept & (rows < row)
        kept[row] = not (better | same).any()
    return replace(found, utilities=points[kept], choices=found.choices[kept])


def takes_long(problem: Problem) -> bool:
    """Whether the frontier needs a search that can take minutes."""
    slim, _ = _slim(problem)
    return not slim.additive and outcomes(slim) > _LISTED


def _exact(problem: Problem, stop: Callable[[], bool] | None, seconds: float | None) -> Edge:
    if problem.additive:
        found = additive_frontier(problem.values, floors=problem.floors)
        least = np.sum([table.min(axis=0) for table in problem.values], axis=0)
        ideal = np.sum([table.max(axis=0) for table in problem.values], axis=0)
        return Edge(found.utilities, found.choices, least, ideal)
    if outcomes(problem) <= _LISTED:
        return _listed(problem)
    searched = interdependent_frontier(problem, stop=stop, seconds=seconds)
    parties = range(problem.parties)
    return Edge(
        utilities=searched.utilities,
        choices=searched.choices,
        least=np.array([extreme(problem, party, largest=False) for party in parties]),
        ideal=np.array([extreme(problem, party, largest=True) for party in parties]),
        complete=searched.complete,
    )


def _listed(problem: Problem) -> Edge:
    blocks = [
        block[allowed(problem, block)]
        for block in counted_through([len(table) for table in problem.values])
    ]
    choices = np.concatenate(blocks)
    if not len(choices):
        raise NoZone("no package is allowed: the constraints rule out every combination")
    points = utilities(problem, choices)
    found = explicit_frontier(points, floors=problem.floors)
    picked = choices[found.choices[:, 0]]
    return Edge(found.utilities, picked, points.min(axis=0), points.max(axis=0))


def _slim(problem: Problem) -> tuple[Problem, list[NDArray[np.intp]]]:
    """Take out options that are ruled out by themselves; say which are left."""
    gone: dict[int, set[int]] = {}
    for one in problem.forbidden:
        if len(one.options) == 1:
            for issue, options in one.options.items():
                gone.setdefault(issue, set()).update(options)
    kept = [
        np.array([at for at in range(len(table)) if at not in gone.get(issue, ())], np.intp)
        for issue, table in enumerate(problem.values)
    ]
    if any(not len(left) for left in kept):
        raise NoZone("no package is allowed: every option of an issue is ruled out")
    return Problem(
        values=tuple(table[left] for table, left in zip(problem.values, kept, strict=True)),
        floors=problem.floors,
        interactions=tuple(
            replace(one, options=_renumbered(one.options, kept)) for one in problem.interactions
        ),
        forbidden=tuple(
            replace(one, options=_renumbered(one.options, kept))
            for one in problem.forbidden
            if len(one.options) > 1
        ),
    ), kept


def _renumbered(
    options: Mapping[int, frozenset[int]], kept: Sequence[NDArray[np.intp]]
) -> dict[int, frozenset[int]]:
    return {
        issue: frozenset(at for at, option in enumerate(kept[issue].tolist()) if option in chosen)
        for issue, chosen in options.items()
    }
