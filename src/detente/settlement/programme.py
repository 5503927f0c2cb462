"""A bargaining problem as a mixed-integer programme.

Variables stand in this order: one per option of each issue (exactly one of them is 1), one per
combination that adds or takes utility.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from detente.settlement.problem import Problem, Values

Rows = Sequence[tuple[Values, float]]
"""Linear functions with the least value each may take."""

_FINE: Final = 1e-5
_MANY_UNITS: Final = 1e6


@dataclass(frozen=True, slots=True)
class Programme:
    """The packages of a problem as points of a mixed-integer programme.

    Attributes:
        offsets: First variable of each issue; at the end, the number of options in all.
        objectives: Shape (parties, variables): utility over ``units`` as a linear function.
        constants: Utility over ``units`` that no choice changes.
        units: Per party, the unit in which its utilities are counted.
        whole: All utilities are whole multiples of the unit.
        steps: Least difference between two utilities that counts, in units.
        floors: Floors in units, constants taken off, less half a step.
        reach: Largest difference between utilities, in units, from above.
        matrix: Constraint rows over the variables.
        low: Least value of each row.
        high: Largest value of each row.
    """

    offsets: NDArray[np.intp]
    objectives: Values
    constants: Values
    units: Values
    whole: bool
    steps: Values
    floors: Values
    reach: Values
    matrix: csr_array
    low: Values
    high: Values


@dataclass(frozen=True, slots=True)
class _Row:
    terms: Mapping[int, float]
    low: float
    high: float


def programme(problem: Problem) -> Programme:
    """Write the packages of a problem as a mixed-integer programme."""
    sizes = [len(table) for table in problem.values]
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)
    raw = np.hstack([np.vstack(problem.values).T, _amounts(problem)])
    units = np.array([_unit(row) for row in raw])
    whole = bool((units > 0).all())
    units = np.where(units > 0, units, np.abs(raw).max(axis=1, initial=1e-300))
    steps = np.full(len(units), 0.5 if whole else _FINE)
    constants = _constants(problem) / units
    matrix, low, high = _assembled(_rows(problem, offsets), raw.shape[1])
    return Programme(
        offsets=offsets,
        objectives=np.rint(raw / units[:, None]) if whole else raw / units[:, None],
        constants=constants,
        units=units,
        whole=whole,
        steps=steps,
        floors=problem.floors / units - constants - steps / 2,
        reach=np.abs(raw / units[:, None]).sum(axis=1),
        matrix=matrix,
        low=low,
        high=high,
    )


def solve(
    model: Programme, objective: Values, rows: Rows, *, better_than: Sequence[Values] = ()
) -> NDArray[np.int32] | None:
    """Find the package with the largest objective.

    Args:
        model: The packages.
        objective: Coefficient of each variable.
        rows: Linear functions with the least value each may take.
        better_than: Points (per party, in units) of which the package must reach at least one
            coordinate each.

    Returns:
        The option chosen per issue, or None if there is no such package.
    """
    extra = len(better_than) * len(model.objectives)
    width = len(objective) + extra
    matrix, low, high = _with(model, rows, better_than, width)
    with _solver_words_aside():
        answer = milp(
            np.concatenate([-objective, np.zeros(extra)]),
            integrality=_integrality(model, width, extra),
            bounds=Bounds(0.0, 1.0),
            constraints=LinearConstraint(matrix, low, high),
            options={"mip_rel_gap": 0.0},
        )
    if answer.x is None:
        return None
    return np.array(
        [
            answer.x[start:end].argmax()
            for start, end in zip(model.offsets[:-1], model.offsets[1:], strict=True)
        ],
        np.int32,
    )


@contextmanager
def _solver_words_aside() -> Iterator[None]:
    """Send what the solver itself prints to standard error: standard output is for data."""
    try:
        kept = os.dup(1)
    except OSError:  # there is no standard output to keep clean
        yield
        return
    try:
        os.dup2(2, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _integrality(model: Programme, width: int, extra: int) -> NDArray[np.int8]:
    """Options are 0 or 1; a combination then is of itself."""
    kinds = np.zeros(width, np.int8)
    kinds[: model.offsets[-1]] = 1
    kinds[width - extra :] = 1
    return kinds


def _amounts(problem: Problem) -> Values:
    """What each combination adds per party; an ``outside`` one takes where it holds."""
    table = np.zeros((problem.parties, len(problem.interactions)))
    for column, one in enumerate(problem.interactions):
        table[one.party, column] = -one.amount if one.outside else one.amount
    return table


def _constants(problem: Problem) -> Values:
    table = np.zeros(problem.parties)
    for one in problem.interactions:
        if one.outside:
            table[one.party] += one.amount
    return table


def _rows(problem: Problem, offsets: NDArray[np.intp]) -> Iterable[_Row]:
    for start, end in itertools.pairwise(offsets):
        yield _Row(dict.fromkeys(range(start, end), 1.0), 1.0, 1.0)
    for number, one in enumerate(problem.interactions):
        combination = int(offsets[-1]) + number
        adds = (one.amount > 0) != one.outside
        yield from _tied(combination, _variables(one.options, offsets), adds=adds)
    for ruled_out in problem.forbidden:
        sets = _variables(ruled_out.options, offsets)
        terms = dict.fromkeys((place for places in sets for place in places), 1.0)
        yield _Row(terms, -np.inf, len(sets) - 1.0)


def _variables(options: Mapping[int, frozenset[int]], offsets: NDArray[np.intp]) -> list[list[int]]:
    """The variables that count, one list an issue."""
    return [
        [int(offsets[issue]) + option for option in sorted(chosen)]
        for issue, chosen in sorted(options.items())
    ]


def _tied(combination: int, sets: Sequence[Sequence[int]], *, adds: bool) -> Iterable[_Row]:
    """Tie a combination to its options, on the side on which the objective pulls."""
    if adds:
        for places in sets:
            yield _Row(dict.fromkeys(places, 1.0) | {combination: -1.0}, 0.0, np.inf)
    terms = dict.fromkeys((place for places in sets for place in places), 1.0)
    if not adds:
        yield _Row(terms | {combination: -1.0}, -np.inf, len(sets) - 1.0)


def _assembled(rows: Iterable[_Row], width: int) -> tuple[csr_array, Values, Values]:
    listed = list(rows)
    starts = np.concatenate([[0], np.cumsum([len(row.terms) for row in listed])])
    places = [place for row in listed for place in row.terms]
    factors = [factor for row in listed for factor in row.terms.values()]
    matrix = csr_array((factors, places, starts), shape=(len(listed), width))
    return matrix, np.array([row.low for row in listed]), np.array([row.high for row in listed])


def _with(
    model: Programme, rows: Rows, better_than: Sequence[Values], width: int
) -> tuple[csr_array, Values, Values]:
    """Add floors, and for each point a choice of the party that gets more than there."""
    added = [_Row(dict(enumerate(terms)), least, np.inf) for terms, least in rows]
    parties = len(model.objectives)
    at = width - parties * len(better_than)
    for point in better_than:
        for party, (terms, least) in enumerate(zip(model.objectives, point, strict=True)):
            big = least + model.reach[party]
            added.append(_Row(dict(enumerate(terms)) | {at + party: -big}, least - big, np.inf))
        added.append(_Row(dict.fromkeys(range(at, at + parties), 1.0), 1.0, np.inf))
        at += parties
    more, low, high = _assembled(added, width)
    return _stacked(model.matrix, more, width), _join(model.low, low), _join(model.high, high)


def _stacked(matrix: csr_array, more: csr_array, width: int) -> csr_array:
    wide = csr_array((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], width))
    if not more.shape[0]:
        return wide
    data = np.concatenate([wide.data, more.data])
    places = np.concatenate([wide.indices, more.indices])
    starts = np.concatenate([wide.indptr, more.indptr[1:] + wide.indptr[-1]])
    return csr_array((data, places, starts), shape=(wide.shape[0] + more.shape[0], width))


def _join(one: Values, other: Values) -> Values:
    return np.concatenate([one, other])


def _unit(row: Values) -> float:
    """The largest unit of which all numbers are whole multiples; 0 if there is none to speak of."""
    unit = 0.0
    for value in np.unique(np.abs(row)):
        unit = _common(unit, float(value))
    largest = float(np.abs(row).max(initial=0.0))
    if not largest:
        return 1.0
    return unit if unit and np.abs(row).sum() / unit < _MANY_UNITS else 0.0


def _common(one: float, other: float) -> float:
    """Greatest common divisor of two decimals, by Euclid, to nine digits."""
    fine = 1e-9 * max(one, other)
    while other > fine:
        one, other = other, one % other
        if one - other < fine:
            other = 0.0
    return one
