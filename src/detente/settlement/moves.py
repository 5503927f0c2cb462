"""Without a zone: the smallest set of walk-aways and red lines that must move."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.settlement.edge import edge
from detente.settlement.problem import Forbidden, Problem, Values
from detente.settlement.solutions import NoZone

Name = tuple[str, str, str]
"""Party, issue, option of a red line."""

_ANY = -1e6
_NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Giving:
    """What gives way.

    Attributes:
        floors: Party -> how far its floor must come down.
        red_lines: Names of the red lines that must go.
    """

    floors: Mapping[int, float]
    red_lines: tuple[Name, ...]

    def __len__(self) -> int:
        return len(self.floors) + len(self.red_lines)


def smallest_moves(problem: Problem, red_lines: Mapping[Name, Forbidden]) -> Giving | None:
    """Find the fewest floors and red lines whose moving opens a zone.

    Of sets as small, the one with the least total lowering of floors. Floors are looked at on
    the frontier without floors, which holds a best package for any set of them.

    Args:
        problem: Floors and constraints that stay; without the red lines.
        red_lines: Red lines by name.

    Returns:
        What must give way, or None if the constraints alone leave no package.
    """
    best: Giving | None = None
    for count in range(len(red_lines) + 1):
        if best is not None and count >= len(best):
            break
        for dropped in itertools.combinations(red_lines, count):
            found = _with_dropped(problem, red_lines, dropped)
            if found is not None and (best is None or _cost(found) < _cost(best)):
                best = found
    return best


def _cost(giving: Giving) -> tuple[int, float]:
    return len(giving), round(sum(giving.floors.values()), 9)


def _with_dropped(
    problem: Problem, red_lines: Mapping[Name, Forbidden], dropped: Sequence[Name]
) -> Giving | None:
    kept = tuple(one for name, one in red_lines.items() if name not in dropped)
    free = replace(
        problem,
        floors=np.full(problem.parties, _ANY),
        forbidden=(*problem.forbidden, *kept),
    )
    try:
        points = edge(free).utilities
    except NoZone:
        return None
    short = _shortfalls(points, problem.floors)
    row = int(np.lexsort((short.sum(axis=1), (short > 0).sum(axis=1)))[0])
    floors = {int(party): float(short[row, party]) for party in np.flatnonzero(short[row])}
    return Giving(floors, tuple(dropped))


def _shortfalls(points: Values, floors: Values) -> Values:
    short = np.maximum(floors - points, 0.0)
    short[short < _NEAR] = 0.0
    return short
