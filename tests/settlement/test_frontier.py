"""The frontier of additive preferences equals the one found by counting everything through."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.settlement.dominance import undominated
from detente.settlement.frontier import additive_frontier, explicit_frontier


@st.composite
def tables(draw, *, largest=9):
    parties = draw(st.integers(1, 4))
    issues = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    whole = st.integers(0, largest)
    return [
        np.array(draw(st.lists(st.lists(whole, min_size=parties, max_size=parties),
                               min_size=options, max_size=options)), float) / 10
        for options in issues
    ]  # fmt: skip


def counted_through(values):
    return np.array([np.sum(rows, axis=0) for rows in itertools.product(*values)])


def plainly_undominated(points):
    points = np.round(points, 9)
    return sorted(
        {tuple(a) for a in points if not any((b >= a).all() and (b > a).any() for b in points)}
    )


@given(tables())
def test_merging_equals_counting_through(values):
    found = additive_frontier(values)
    assert sorted(map(tuple, np.round(found.utilities, 9))) == plainly_undominated(
        counted_through(values)
    )


@given(tables())
def test_the_choices_give_the_utilities(values):
    found = additive_frontier(values)
    for utilities, choice in zip(found.utilities, found.choices, strict=True):
        rows = [table[option] for table, option in zip(values, choice, strict=True)]
        assert np.allclose(utilities, np.sum(rows, axis=0))


@given(tables(), st.floats(0, 3))
def test_floors_keep_exactly_what_reaches_them(values, floor):
    floors = np.full(values[0].shape[1], round(floor, 1))
    points = counted_through(values)
    reached = points[(np.round(points, 9) >= floors).all(axis=1)]
    found = additive_frontier(values, floors=floors)
    assert sorted(map(tuple, np.round(found.utilities, 9))) == plainly_undominated(reached)


@given(tables())
def test_swapping_parties_swaps_the_columns_and_nothing_else(values):
    found = additive_frontier(values)
    swapped = additive_frontier([table[:, ::-1] for table in values])
    assert np.array_equal(swapped.choices, found.choices)
    assert np.array_equal(swapped.utilities, found.utilities[:, ::-1])


@settings(max_examples=25)
@given(st.integers(1, 5), st.integers(1, 700), st.sampled_from([2, 20, 10**6]), st.integers(0, 99))
def test_large_clouds_follow_the_definition(parties, count, largest, seed):
    points = np.random.default_rng(seed).integers(0, largest, (count, parties))
    mask = undominated(points)
    kept = points[mask]
    assert len(np.unique(kept, axis=0)) == len(kept)
    at_least = (kept[:, None] >= points).all(axis=2)
    assert at_least.any(axis=0).all()
    assert (at_least[:, mask].sum(axis=0) == 1).all()


def test_decimals_that_are_equal_on_paper_are_equal():
    points = np.array([[0.1 + 0.2, 1.0], [0.3, 1.0], [0.3, 0.9]])
    assert explicit_frontier(points).choices[:, 0].tolist() == [0]


def test_ten_thousand_million_packages():
    rng = np.random.default_rng(7)
    weights = rng.dirichlet(np.ones(10), 3)
    values = [weights[:, issue] * rng.random((10, 3)) for issue in range(10)]
    found = additive_frontier(values)
    assert len(found) > 1000
    tried = sum(table[rng.integers(0, 10, 5000)] for table in values)
    beaten = (tried[:, None] > found.utilities[None] + 1e-9).all(axis=2)
    assert not beaten.any()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "no issue"),
        ([np.zeros((0, 2))], "at least one option"),
        ([np.zeros((2, 2)), np.zeros((2, 3))], "number of parties"),
        ([np.array([[np.nan, 1.0]])], "finite"),
    ],
)
def test_what_is_no_table_is_named(values, words):
    with pytest.raises(ValueError, match=words):
        additive_frontier(values)
