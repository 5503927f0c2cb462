"""From today to a package by exchanges in which no party stands below its floor, on plain arrays.

States are packages between today and the target: an issue whose options are ordered may move one
option at a time, another moves at once. A step moves any number of issues on, at once. Of all ways
whose states stand at or above every floor, the one with the fewest steps in which some party only
gives is taken; of those, the one with the least sum of squared temptations (what a party would gain
by leaving its part undone while the others do theirs), which favours small exchanges over one leap;
of those, the shortest. That small reciprocal steps carry what one leap does not is after Osgood
(1962), An Alternative to War or Surrender, and Schelling (1960), The Strategy of Conflict.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.model.errors import InputError
from detente.settlement.problem import Problem, Values, allowed, counted_through, utilities

Choice = NDArray[np.int32]

_NEAR: Final = 1e-9
_MOST_STATES: Final = 2_500
_ONE_SIDED: Final = 1e9
_SHORT: Final = 1e-6


class NoPath(InputError):
    """The package is no place to arrive at: it is ruled out, or below a floor."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One step on the way.

    Attributes:
        before: Options chosen before, one an issue.
        after: Options chosen after.
        reciprocal: Whether every party that gives is also given something.
    """

    before: Choice
    after: Choice
    reciprocal: bool


@dataclass(frozen=True, slots=True)
class _Lattice:
    """All packages between today and the target.

    Attributes:
        chains: Per issue the options on the way, today's first.
        worths: Shape (states, parties).
        stands: Whether a state is allowed and at or above every floor.
    """

    chains: tuple[tuple[int, ...], ...]
    worths: Values
    stands: NDArray[np.bool_]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(map(len, self.chains))


def exchanges(
    problem: Problem, today: Sequence[int], target: Sequence[int], *, ordered: Sequence[bool]
) -> tuple[Exchange, ...]:
    """Find the way from today to a package.

    Args:
        problem: Values, floors and what is ruled out.
        today: Option of each issue today; may lie below a floor, or be ruled out.
        target: Option of each issue at the end.
        ordered: Whether an issue can stop at the options between.

    Raises:
        NoPath: If the target is ruled out or below a floor.
    """
    lattice = _lattice(problem, today, target, ordered)
    if not lattice.stands[-1]:
        raise NoPath("the package is ruled out, or leaves a party below its walk-away")
    places = _shortest(lattice)
    options = [
        np.array(
            [chain[at] for chain, at in zip(lattice.chains, _unravel(lattice, place), strict=True)],
            np.int32,
        )
        for place in places
    ]
    one_sided = [
        _costs(lattice, before, np.array([after]))[0] >= _ONE_SIDED
        for before, after in itertools.pairwise(places)
    ]
    return tuple(
        Exchange(before, after, not alone)
        for before, after, alone in zip(options, options[1:], one_sided, strict=False)
    )


def _unravel(lattice: _Lattice, place: int) -> tuple[int, ...]:
    return tuple(int(at) for at in np.unravel_index(place, lattice.sizes))


def _lattice(
    problem: Problem, today: Sequence[int], target: Sequence[int], ordered: Sequence[bool]
) -> _Lattice:
    chains = [
        _chain(start, end, by_one)
        for start, end, by_one in zip(today, target, ordered, strict=True)
    ]
    while math.prod(map(len, chains)) > _MOST_STATES and max(map(len, chains)) > 2:
        longest = max(range(len(chains)), key=lambda at: len(chains[at]))
        chains[longest] = (*chains[longest][:-1][::2], chains[longest][-1])
    if math.prod(map(len, chains)) > _MOST_STATES:
        raise NoPath(
            f"{sum(len(chain) > 1 for chain in chains)} issues change and at most 11 can be put in "
            "order: take some of them together as one issue"
        )
    places = np.concatenate(list(counted_through([len(chain) for chain in chains])))
    choices = np.stack(
        [np.array(chain, np.int32)[places[:, at]] for at, chain in enumerate(chains)], axis=1
    )
    worths = utilities(problem, choices)
    stands = (worths >= problem.floors - _NEAR).all(axis=1) & allowed(problem, choices)
    return _Lattice(tuple(chains), worths, stands)


def _chain(start: int, end: int, by_one: bool) -> tuple[int, ...]:
    if start == end:
        return (start,)
    if not by_one:
        return (start, end)
    sign = 1 if end > start else -1
    return tuple(range(start, end + sign, sign))


def _shortest(lattice: _Lattice) -> list[int]:
    """Backwards from the target, over states that stand; every step moves on and none back."""
    last = len(lattice.worths) - 1
    cost = np.full(last + 1, np.inf)
    onward = np.full(last + 1, -1)
    cost[last] = 0.0
    numbers = np.arange(last + 1).reshape(lattice.sizes)
    for place in range(last - 1, -1, -1):
        if place and not lattice.stands[place]:
            continue
        ahead = numbers[tuple(slice(at, None) for at in _unravel(lattice, place))].ravel()[1:]
        ahead = ahead[np.isfinite(cost[ahead]) & lattice.stands[ahead]]
        total = _costs(lattice, place, ahead) + cost[ahead]
        best = int(np.argmin(total))
        cost[place], onward[place] = total[best], ahead[best]
    way = [0]
    while way[-1] != last:
        way.append(int(onward[way[-1]]))
    return way


def _costs(lattice: _Lattice, place: int, ahead: NDArray[np.intp]) -> Values:
    """One-sidedness, squared temptations and one small unit for each step from a state."""
    here = np.array(_unravel(lattice, place))
    there = np.stack(np.unravel_index(ahead, lattice.sizes), axis=1)
    strides = np.array([math.prod(lattice.sizes[at + 1 :]) for at in range(len(lattice.sizes))])
    back = (there - here) * strides
    worth = lattice.worths[ahead]
    undone = lattice.worths[ahead[:, None] - back] - worth[:, None, :]
    gives = (undone > _NEAR) & (back > 0)[:, :, None]
    given = ((undone < -_NEAR) & (back > 0)[:, :, None]).any(axis=1)
    alone = (gives.any(axis=1) & ~given).any(axis=1)
    parties = range(worth.shape[1])
    reneged = [ahead - (back * gives[:, :, party]).sum(axis=1) for party in parties]
    gain = [lattice.worths[reneged[party], party] - worth[:, party] for party in parties]
    tempting = np.maximum(np.array(gain), 0.0) ** 2
    answer: Values = _ONE_SIDED * alone + tempting.sum(axis=0) + _SHORT
    return answer
