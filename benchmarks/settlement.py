"""What settlement takes: exact frontiers, solutions, position arithmetic, NegMAS beside them."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from detente.settlement.challenge import challenge_rounds
from detente.settlement.frontier import additive_frontier
from detente.settlement.interdependent import interdependent_frontier
from detente.settlement.problem import Interaction, Problem
from detente.settlement.solutions import (
    egalitarian,
    kalai_smorodinsky,
    nash,
    proportional,
    utilitarian,
)
from detente.settlement.spatial import spatial_turns

SEED = 20310413
_ISSUES = 50
_LIMIT = 600.0
_WIDE = 0.7

_RIVAL = """
import json, sys, time
import numpy as np
from negmas import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction as U
from negmas.preferences.value_fun import TableFun
from negmas.preferences.ops import nash_points, pareto_frontier
tables = json.load(sys.stdin)
issues = [make_issue(len(t), name=str(n)) for n, t in enumerate(tables)]
space = make_os(issues)
ufuns = [
    U({str(n): TableFun({o: t[o][p] for o in range(len(t))}) for n, t in enumerate(tables)},
      weights={str(n): 1.0 for n in range(len(tables))}, outcome_space=space, reserved_value=0.0)
    for p in range(len(tables[0][0]))
]
start = time.perf_counter()
front, _ = pareto_frontier(ufuns, outcomes=list(space.enumerate_or_sample()))
nash_points(ufuns, front, outcome_space=space)
print((time.perf_counter() - start) * 1000)
"""


def additive(issues: int, *, options: int = 10, parties: int = 3) -> list[np.ndarray[Any, Any]]:
    """Random additive preferences of fixed seed."""
    rng = np.random.default_rng(SEED)
    weights = rng.dirichlet(np.ones(issues), parties)
    return [weights[:, issue] * rng.random((options, parties)) for issue in range(issues)]


def interdependent(issues: int) -> Problem:
    """Two parties, ten values an issue, two rewarded boxes an issue and party, mostly wide."""
    rng = np.random.default_rng(SEED)
    boxes = []
    for party in (0, 1):
        for _ in range(2 * issues):
            chosen = rng.choice(issues, int(rng.integers(1, 5)), replace=False)
            widths = np.where(
                rng.random(len(chosen)) < _WIDE,
                rng.integers(6, 10, len(chosen)),
                rng.integers(1, 6, len(chosen)),
            )
            options = {
                int(issue): frozenset(range(low, low + int(width)))
                for issue, width in zip(chosen, widths, strict=True)
                for low in [int(rng.integers(0, 11 - width))]
            }
            boxes.append(Interaction(party, float(rng.integers(1, 100)), options))
    return Problem(tuple(np.zeros((10, 2)) for _ in range(issues)), np.zeros(2), tuple(boxes))


def best_ms(action: Callable[[], object], *, times: int = 5) -> float:
    """Least wall time of several runs, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return round(min(taken) * 1000, 3)


def frontier_and_nash(tables: list[np.ndarray[Any, Any]]) -> int:
    found = additive_frontier(tables)
    least = np.sum([table.min(axis=0) for table in tables], axis=0)
    return nash(found.utilities, least)


def all_solutions(tables: list[np.ndarray[Any, Any]]) -> tuple[int, ...]:
    points = additive_frontier(tables).utilities
    least = np.sum([table.min(axis=0) for table in tables], axis=0)
    return tuple(
        pick(points, least)
        for pick in (nash, kalai_smorodinsky, egalitarian, utilitarian, proportional)
    )


def rival_ms(tables: list[np.ndarray[Any, Any]]) -> float | None:
    """NegMAS on the same problem, in an environment of its own; None where there is none."""
    python = os.environ.get("DETENTE_NEGMAS_PYTHON")
    if not python:
        return None
    given = json.dumps([table.tolist() for table in tables])
    done = subprocess.run(
        [python, "-c", _RIVAL], input=given, capture_output=True, text=True, check=False,
        timeout=_LIMIT,
    )  # fmt: skip
    return round(float(done.stdout), 3) if done.returncode == 0 else None


def measure() -> dict[str, Any]:
    """All figures of the stage."""
    million, large, small = additive(6), additive(10), additive(5)
    ours = best_ms(lambda: frontier_and_nash(million))
    theirs = rival_ms(million)
    rng = np.random.default_rng(SEED)
    actors, crowd = rng.random((3, 17)), rng.random((3, 40, 2))
    start = time.perf_counter()
    found = interdependent_frontier(interdependent(_ISSUES), seconds=_LIMIT)
    taken = round(time.perf_counter() - start, 1)
    return {
        "million_outcomes_ms": ours,
        "negmas_million_outcomes_ms": theirs,
        "ratio_over_negmas": None if theirs is None else round(theirs / ours, 1),
        "all_solutions_1e5_ms": best_ms(lambda: all_solutions(small)),
        "outcomes_1e10_ms": best_ms(lambda: frontier_and_nash(large), times=3),
        "challenge_17_actors_10_rounds_ms": best_ms(lambda: challenge_rounds(*actors)),
        "spatial_40_actors_10_turns_ms": best_ms(
            lambda: spatial_turns(crowd[0], crowd[1] / 2, crowd[2, :, 0], turns=10), times=3
        ),
        "interdependent_50_issues_s": taken,
        "interdependent_50_issues_points": len(found.choices),
        "interdependent_50_issues_complete": found.complete,
    }
