"""What ``detente evaluate settlement`` says of one domain: frontier and solutions as figures."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from detente.settlement.edge import Edge, edge
from detente.settlement.problem import (
    Problem,
    Values,
    allowed,
    counted_through,
    outcomes,
    utilities,
)
from detente.settlement.solutions import NoZone, egalitarian, kalai_smorodinsky, nash, shares

_COUNTED: Final = 20_000_000
_DIGITS: Final = 9


def count_rational(problem: Problem, least: Values) -> int | None:
    """Count the outcomes at or above every floor; None where there are too many to count."""
    if (problem.floors <= least).all() and not problem.forbidden:
        return outcomes(problem)
    if outcomes(problem) > _COUNTED:
        return None
    floors = problem.floors - 1e-12 * np.maximum(np.abs(problem.floors), 1.0)
    return sum(
        int(((utilities(problem, block) >= floors).all(axis=1) & allowed(problem, block)).sum())
        for block in counted_through([len(table) for table in problem.values])
    )


def solve_domain(problem: Problem) -> dict[str, Any]:
    """Work out every figure of one domain.

    The disagreement point is the larger of floor and least utility. The frontier of an additive
    domain lies at or above every floor; that of one with interdependent issues is given whole,
    as the published fronts of such domains are, and its solutions are picked at or above the
    floors.

    Returns:
        ``n``, ``parties``, ``rational``, ``pareto``, ``nash``, ``nash_product``,
        ``egalitarian_maxmin``, ``ks_maxmin_ratio``, ``ks_leximin_point`` and ``utilitarian``;
        the solutions are None where no outcome reaches every floor.
    """
    whole = problem if problem.additive else _without_floors(problem)
    found = edge(whole)
    return {
        "n": outcomes(problem),
        "parties": problem.parties,
        "rational": count_rational(problem, found.least),
        "pareto": sorted(_point(row) for row in found.utilities),
    } | _solutions(found, np.maximum(problem.floors, found.least))


def _without_floors(problem: Problem) -> Problem:
    return Problem(
        problem.values,
        np.full(problem.parties, -1e12),
        problem.interactions,
        problem.forbidden,
    )


def _solutions(found: Edge, disagreement: Values) -> dict[str, Any]:
    points = found.utilities
    try:
        agreed = nash(points, disagreement)
    except NoZone:
        names = ("nash", "nash_product", "egalitarian_maxmin", "ks_maxmin_ratio")
        return dict.fromkeys((*names, "ks_leximin_point", "utilitarian"))
    ratios = shares(points, disagreement, ideal=found.ideal)
    even = kalai_smorodinsky(points, disagreement, ideal=found.ideal)
    least = points[egalitarian(points, disagreement)] - disagreement
    reached = (points >= disagreement - 1e-9).all(axis=1)
    return {
        "nash": _point(points[agreed]),
        "nash_product": float(np.prod(points[agreed] - disagreement)),
        "egalitarian_maxmin": float(least.min()),
        "ks_maxmin_ratio": float(ratios[even].min()),
        "ks_leximin_point": _point(points[even]),
        "utilitarian": float(points[reached].sum(axis=1).max()),
    }


def _point(row: Values) -> list[float]:
    return [round(float(value), _DIGITS) for value in row]
