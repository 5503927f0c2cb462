"""Domains by others give the figures that others published."""

from __future__ import annotations

import json

import numpy as np
import pytest

from detente.adapters.genius import genius_folders, read_genius
from detente.settlement.domain_scoring import solve_domain
from detente.settlement.edge import edge
from detente.settlement.problem import Forbidden, Interaction, Problem, counted_through, utilities


def close(ours, theirs):
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(close, ours, theirs))
    return ours == pytest.approx(theirs, rel=2e-9, abs=2e-9)


def test_every_reference_domain_is_met(shared):
    root = shared / "data" / "negotiation" / "genius"
    reference = json.loads((root / "reference.json").read_text())
    for path, expected in reference.items():
        ours = solve_domain(read_genius(root / path).problem)
        assert {name for name in ours if not close(ours[name], expected[name])} == set(), path


@pytest.mark.parametrize("path", ["anac/y2014/10issues", "other/S-1NAGUNL-114"])
def test_interdependent_domains_equal_the_exact_fronts(shared, path):
    root = shared / "data" / "negotiation" / "genius"
    known = json.loads((root / "nonlinear_fronts.json").read_text())[path]
    ours = solve_domain(read_genius(root / path).problem)["pareto"]
    assert close(ours, sorted(row[:2] for row in known["exact"]))
    for point in known["published"]:
        assert any(all(np.array(row) >= np.array(point) - 1e-6) for row in ours)


@pytest.mark.long
def test_all_interdependent_domains_equal_the_exact_fronts(shared):
    root = shared / "data" / "negotiation" / "genius"
    for path, known in json.loads((root / "nonlinear_fronts.json").read_text()).items():
        ours = solve_domain(read_genius(root / path).problem)["pareto"]
        assert close(ours, sorted(row[:2] for row in known["exact"])), path


def test_folders_come_in_sorted_order(tmp_path):
    for name in ("b", "a/c"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "x.xml").write_text("<a/>")
    assert [folder.name for folder in genius_folders(tmp_path)] == ["c", "b"]


def random_problem(seed, *, parties, forbidden=()):
    rng = np.random.default_rng(seed)
    sizes = (3, 2, 2, 2)
    interactions = []
    for party in range(parties):
        for _ in range(4):
            issues = rng.choice(4, 2, replace=False)
            options = {
                int(i): frozenset(map(int, rng.choice(sizes[i], 2, replace=False))) for i in issues
            }
            amount = float(rng.integers(-9, 20))
            outside = bool(rng.integers(0, 2))
            interactions.append(Interaction(party, amount, options, outside=outside))
    values = tuple(rng.integers(0, 9, (size, parties)).astype(float) for size in sizes)
    return Problem(values, np.zeros(parties), tuple(interactions), forbidden)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("parties", [2, 3])
def test_programming_and_listing_agree(seed, parties):
    from detente.settlement.interdependent import extreme, interdependent_frontier

    problem = random_problem(seed, parties=parties, forbidden=(Forbidden({0: frozenset({0})}),))
    listed = edge(problem)
    searched = interdependent_frontier(problem)
    assert searched.complete
    assert sorted(map(tuple, searched.utilities)) == sorted(map(tuple, listed.utilities))
    assert extreme(problem, 0, largest=True) == listed.ideal[0]
    assert extreme(problem, 1, largest=False) == listed.least[1]


def test_a_search_can_be_stopped_with_what_was_found():
    from detente.settlement.interdependent import interdependent_frontier

    problem = random_problem(1, parties=2)
    found = interdependent_frontier(problem, stop=lambda: True)
    assert (len(found.choices), found.complete) == (1, False)


def test_numbers_without_a_common_unit_are_searched_too():
    problem = random_problem(3, parties=2)
    odd = Problem(tuple(t * np.pi + 0.1 for t in problem.values), problem.floors,
                  problem.interactions)  # fmt: skip
    from detente.settlement.interdependent import interdependent_frontier

    searched = interdependent_frontier(odd)
    assert np.allclose(np.sort(searched.utilities, axis=0), np.sort(edge(odd).utilities, axis=0))


def test_counting_through_visits_every_package_once():
    rows = np.concatenate(list(counted_through([2, 3, 2], block=5)))
    assert len({tuple(row) for row in rows}) == 12
    assert utilities(random_problem(0, parties=2), np.zeros((1, 4), np.int32)).shape == (1, 2)
