"""The exact frontier where issues depend on each other, by mixed-integer programming.

Every option is a 0-1 variable, every combination one more. For two parties the frontier comes
by the epsilon-constraint method (Haimes, Lasdon & Wismer 1971, IEEE Transactions SMC-1:296):
the best package for the first party with a floor under the second, then with that floor just
above what the second party got, and so on. With more parties each further package must beat
every one found so far in some party's eyes (Sylva & Crema 2004, European Journal of Operational
Research 158:46). The solver is HiGHS (Huangfu & Hall 2018) by way of scipy.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.settlement.frontier import explicit_frontier
from detente.settlement.problem import Interaction, Problem, Values, utilities
from detente.settlement.programme import Programme, Rows, programme, solve

Choice = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search over interdependent issues found.

    Attributes:
        choices: Shape (packages, issues).
        utilities: Shape (packages, parties).
        complete: False if it was stopped before the frontier was known in full.
    """

    choices: NDArray[np.int32]
    utilities: Values
    complete: bool


def interdependent_frontier(
    problem: Problem, *, stop: Callable[[], bool] | None = None, seconds: float | None = None
) -> Found:
    """Find every undominated package at or above the floors.

    Args:
        problem: The bargaining problem; any number of parties.
        stop: Asked after each package found; True ends the search.
        seconds: Time after which the search ends with what it found.

    Returns:
        Distinct points of the frontier; for two parties the first party's best stands first.
    """
    model = programme(problem)
    ends = None if seconds is None else time.monotonic() + seconds
    search = _by_floors(problem, model) if problem.parties == 2 else _by_gaps(problem, model)
    chosen: list[Choice] = []
    complete = True
    for choice in search:
        chosen.append(choice)
        if (stop is not None and stop()) or (ends is not None and time.monotonic() > ends):
            complete = False
            break
    choices = np.array(chosen, np.int32).reshape(len(chosen), len(problem.values))
    edge = explicit_frontier(utilities(problem, choices))
    return Found(choices[edge.choices[:, 0]], edge.utilities, complete)


def extreme(problem: Problem, party: int, *, largest: bool) -> float:
    """Largest or least utility of one party over all allowed packages, whatever the floors.

    Raises:
        ValueError: If no package is allowed.
    """
    alone = _of_one(problem, party, sign=1.0 if largest else -1.0)
    model = programme(alone)
    choice = solve(model, model.objectives[0], ())
    if choice is None:
        raise ValueError("no package is allowed")
    return float(utilities(problem, choice[None])[0, party])


def _of_one(problem: Problem, party: int, *, sign: float) -> Problem:
    """One party's problem; with its utilities turned round, the least becomes the largest."""
    return Problem(
        values=tuple(sign * table[:, [party]] for table in problem.values),
        floors=np.full(1, -np.inf),
        interactions=tuple(
            Interaction(0, sign * one.amount, one.options, outside=one.outside)
            for one in problem.interactions
            if one.party == party
        ),
        forbidden=problem.forbidden,
    )


def _by_floors(problem: Problem, model: Programme) -> Iterator[Choice]:
    """Two parties: lift the floor under the second just above what it got."""
    floors = model.floors.copy()
    step = model.steps[1]
    last = b""
    while (choice := _first_best(problem, model, floors)) is not None:
        step = 2 * step if choice.tobytes() == last else model.steps[1]
        if choice.tobytes() != last:
            yield choice
        last = choice.tobytes()
        floors[1] = max(_got(problem, model, choice)[1], floors[1]) + step


def _first_best(problem: Problem, model: Programme, floors: Values) -> Choice | None:
    """The best for the first party and, of equals, the best for the second."""
    first, second = model.objectives
    if model.whole:
        tilted = first + second / (model.reach[1] + 1.0)
        return solve(model, tilted, _at_least(model, floors))
    best = solve(model, first, _at_least(model, floors))
    if best is None:
        return None
    held = np.array([_got(problem, model, best)[0] - model.steps[0] / 2, floors[1]])
    return _or(solve(model, second, _at_least(model, held)), best)


def _by_gaps(problem: Problem, model: Programme) -> Iterator[Choice]:
    """Any number of parties: the largest sum of what every package so far leaves room for."""
    total = (model.objectives / np.maximum(model.reach, 1.0)[:, None]).sum(axis=0)
    found: list[Values] = []
    while True:
        rows = [*_at_least(model, model.floors)]
        choice = solve(model, total, rows, better_than=found)
        if choice is None:
            return
        got = _got(problem, model, choice) + model.steps
        if any((got <= other).all() for other in found):
            return
        yield choice
        found.append(got)


def _at_least(model: Programme, floors: Values) -> Rows:
    return tuple(zip(model.objectives, floors, strict=True))


def _got(problem: Problem, model: Programme, choice: Choice) -> Values:
    """What a package gives each party, in the units of the programme."""
    answer: Values = utilities(problem, choice[None])[0] / model.units - model.constants
    return answer


def _or(choice: Choice | None, other: Choice) -> Choice:
    return other if choice is None else choice
