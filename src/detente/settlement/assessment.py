"""From a table to its zone, edge, solutions, or what must move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from detente.model.settlement import (
    Assessment,
    BargainingTable,
    Move,
    Package,
    Standing,
)
from detente.settlement.edge import Edge, edge, settled
from detente.settlement.moves import smallest_moves
from detente.settlement.problem import Problem, Values, outcomes
from detente.settlement.solutions import (
    NoZone,
    egalitarian,
    kalai_smorodinsky,
    nash,
    proportional,
    scaled_to_zone,
    shares,
    utilitarian,
)
from detente.settlement.tabulated import Reading, middle, problem_of, red_lines_of

AFTER_SCALING: Final = (
    "egalitarian and utilitarian: after 0-1 scaling inside the zone, since they need comparable "
    "utilities"
)
_STOPPED: Final = "the search was stopped: the frontier holds what was found until then"
_RANGES: Final = (
    "ranges of weights and values were read at their middle, walk-aways at their upper end"
)


def assess(
    table: BargainingTable,
    *,
    stop: Callable[[], bool] | None = None,
    seconds: float | None = None,
    read: Reading = middle,
) -> Assessment:
    """Say whether there is a zone, what lies on its edge and which packages are fair.

    Args:
        table: Issues and parties.
        stop: Asked during a long search; True ends it with what was found.
        seconds: Time after which a long search ends with what it found.
        read: Number taken from a range of weights or values.
    """
    problem = problem_of(table, read=read)
    try:
        found: Edge | None = edge(problem, stop=stop, seconds=seconds)
    except NoZone:
        found = None
    if found is None or not len(found.utilities):
        return _without_zone(table, problem, read)
    found = settled(found)
    notes = (AFTER_SCALING, *(() if _exact(table) else (_RANGES,)))
    return Assessment(
        table=table,
        outcomes=outcomes(problem),
        zone=True,
        frontier=_packages(table, problem, found),
        complete=found.complete,
        notes=notes if found.complete else (*notes, _STOPPED),
    )


def _without_zone(table: BargainingTable, problem: Problem, read: Reading) -> Assessment:
    moves = _moves(table, read)
    notes = () if moves else ("the constraints leave no package at all: look at them first",)
    return Assessment(
        table=table,
        outcomes=outcomes(problem),
        zone=False,
        frontier=(),
        moves=moves,
        notes=notes,
    )


def _moves(table: BargainingTable, read: Reading) -> tuple[Move, ...]:
    free = problem_of(table, read=read, red_lines=False)
    giving = smallest_moves(free, red_lines_of(table))
    if giving is None:
        return ()
    lines = [name for name in red_lines_of(table) if name in giving.red_lines]
    return (
        *(
            Move(table.parties[party].key, "walk-away", by=by)
            for party, by in giving.floors.items()
        ),
        *(Move(party, "red line", f"{issue}: {option}") for party, issue, option in lines),
    )


def _packages(table: BargainingTable, problem: Problem, found: Edge) -> tuple[Package, ...]:
    picks = solutions(table, found.utilities, problem.floors)
    ratios = shares(found.utilities, problem.floors)
    return tuple(
        _package(
            table,
            choice=found.choices[row],
            worths=found.utilities[row],
            gains=found.utilities[row] - problem.floors,
            ratios=ratios[row],
            picked_by=tuple(name for name, picked in picks.items() if picked == row),
        )
        for row in range(len(found.utilities))
    )


def solutions(table: BargainingTable, points: Values, floors: Values) -> dict[str, int]:
    """The row of the frontier that each solution concept picks."""
    scaled = scaled_to_zone(points, floors)
    zero = np.zeros(points.shape[1])
    picks = {
        "Nash": nash(points, floors),
        "Kalai-Smorodinsky": kalai_smorodinsky(points, floors),
        "egalitarian": egalitarian(scaled, zero),
        "utilitarian": utilitarian(scaled, zero),
    }
    due = [party.entitlement for party in table.parties]
    if len(set(due)) > 1:
        picks["proportional"] = proportional(scaled, zero, entitlements=due)
    return picks


def _package(
    table: BargainingTable,
    *,
    choice: Sequence[int] | Values,
    worths: Values,
    gains: Values,
    ratios: Values,
    picked_by: tuple[str, ...],
) -> Package:
    options = {
        issue.key: issue.options[int(at)] for issue, at in zip(table.issues, choice, strict=True)
    }
    standings = []
    for at, party in enumerate(table.parties):
        demands = {key: one.position for key, one in party.interests.items() if one.position}
        missed = {key: demand for key, demand in demands.items() if options[key] != demand}
        met = tuple(key for key in demands if key not in missed)
        standings.append(
            Standing(
                party.key, _round(worths[at]), _round(gains[at]), _round(ratios[at]), met, missed
            )
        )
    return Package(options, tuple(standings), picked_by)


def _round(value: float) -> float:
    return round(float(value), 9) + 0.0


def _exact(table: BargainingTable) -> bool:
    return all(
        party.walk_away.exact
        and all(
            one.weight.exact and all(value.exact for value in one.values)
            for one in party.interests.values()
        )
        for party in table.parties
    )
