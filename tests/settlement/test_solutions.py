"""Each solution concept has the axioms its docstring states."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.settlement.solutions import (
    CONCEPTS,
    NoZone,
    egalitarian,
    kalai_smorodinsky,
    nash,
    proportional,
    scaled_to_zone,
    utilitarian,
)

SCALE_FREE = [nash, kalai_smorodinsky]
ALL = [*SCALE_FREE, egalitarian, utilitarian]


@st.composite
def clouds(draw, *, least=1):
    parties = draw(st.integers(2, 4))
    row = st.lists(st.integers(0, 12), min_size=parties, max_size=parties)
    return np.array(draw(st.lists(row, min_size=least, max_size=12)), float)


def zero(points):
    return np.zeros(points.shape[1])


@pytest.mark.parametrize("concept", ALL)
@given(points=clouds())
def test_efficiency(concept, points):
    picked = points[concept(points, zero(points))]
    if concept is nash and not (points > 0).all(axis=1).any():
        picked = picked[picked > 0]
        points = points[:, points[nash(points, zero(points))] > 0]
    assert not ((points >= picked).all(axis=1) & (points > picked).any(axis=1)).any()


@pytest.mark.parametrize("concept", ALL)
@given(points=clouds(), seed=st.integers(0, 99))
def test_swapping_parties_picks_the_same_package(concept, points, seed):
    order = np.random.default_rng(seed).permutation(points.shape[1])
    assert concept(points[:, order], zero(points)) == concept(points, zero(points))


@pytest.mark.parametrize("concept", SCALE_FREE)
@given(points=clouds(), seed=st.integers(0, 99))
def test_rescaling_a_party_changes_no_package(concept, points, seed):
    rng = np.random.default_rng(seed)
    factor = rng.integers(1, 9, points.shape[1]).astype(float)
    shift = rng.integers(-5, 5, points.shape[1]).astype(float)
    before = points[concept(points, zero(points))]
    after = points[concept(points * factor + shift, shift)]
    assert np.array_equal(before, after)


@pytest.mark.parametrize("concept", [nash, egalitarian, utilitarian])
@given(points=clouds(least=2), seed=st.integers(0, 99))
def test_independence_of_irrelevant_alternatives(concept, points, seed):
    picked = concept(points, zero(points))
    kept = np.random.default_rng(seed).random(len(points)) < 0.5
    kept[picked] = True
    fewer = points[kept]
    assert np.array_equal(fewer[concept(fewer, zero(points))], points[picked])


@given(points=clouds(), more=clouds())
def test_new_packages_within_the_ideal_never_lower_the_least_share(points, more):
    assume(points.shape[1] == more.shape[1])
    ideal = points.max(axis=0)
    assume((ideal > 0).all())
    wider = np.vstack([points, np.minimum(more, ideal)])
    before = (points / ideal)[kalai_smorodinsky(points, zero(points))].min()
    assert (wider / ideal)[kalai_smorodinsky(wider, zero(points))].min() >= before


@given(points=clouds(), more=clouds())
def test_more_packages_never_lower_the_least_gain(points, more):
    assume(points.shape[1] == more.shape[1])
    wider = np.vstack([points, more])
    before = points[egalitarian(points, zero(points))].min()
    assert wider[egalitarian(wider, zero(points))].min() >= before


@given(points=clouds(), more=clouds(), seed=st.integers(0, 99))
def test_proportional_is_monotone_efficient_and_independent_of_a_common_scale(points, more, seed):
    assume(points.shape[1] == more.shape[1])
    rng = np.random.default_rng(seed)
    due = rng.integers(1, 5, points.shape[1])

    def pick(cloud):
        return cloud[proportional(cloud, zero(cloud), entitlements=due)]

    picked = pick(points)
    assert not ((points >= picked).all(axis=1) & (points > picked).any(axis=1)).any()
    assert (pick(np.vstack([points, more])) / due).min() >= (picked / due).min()
    assert np.array_equal(pick(points * 4) / 4, picked)
    kept = (rng.random(len(points)) < 0.5) | (points == picked).all(axis=1)
    assert np.array_equal(pick(points[kept]), picked)


@given(points=clouds(), seed=st.integers(0, 99))
def test_entitlements_move_with_their_party(points, seed):
    rng = np.random.default_rng(seed)
    due, order = rng.integers(1, 5, points.shape[1]), rng.permutation(points.shape[1])
    for concept in (proportional, nash):
        before = concept(points, zero(points), entitlements=due)
        assert concept(points[:, order], zero(points), entitlements=due[order]) == before


def test_four_concepts_pick_what_can_be_worked_out_by_hand():
    points = np.array([[10.0, 2.0], [6.0, 5.0], [5.0, 5.5], [1.0, 7.0]])
    assert points[nash(points, [0, 0])].tolist() == [6.0, 5.0]
    assert points[egalitarian(points, [0, 0])].tolist() == [6.0, 5.0]
    assert points[utilitarian(points, [0, 0])].tolist() == [10.0, 2.0]
    assert points[kalai_smorodinsky(points, [0, 0])].tolist() == [6.0, 5.0]
    assert points[proportional(points, [0, 0], entitlements=[4, 1])].tolist() == [10.0, 2.0]
    assert points[nash(points, [0, 0], entitlements=[5, 1])].tolist() == [10.0, 2.0]


def test_a_package_below_a_walk_away_point_is_never_picked():
    points = np.array([[10.0, 2.0], [4.0, 4.0]])
    assert {concept.pick(points, np.array([0.0, 3.0])) for concept in CONCEPTS} == {1}


def test_no_zone_is_named():
    with pytest.raises(NoZone, match="disagreement"):
        nash([[1.0, 1.0]], [2.0, 0.0])


def test_a_party_that_cannot_gain_does_not_decide():
    points = np.array([[3.0, 1.0], [3.0, 2.0]])
    assert kalai_smorodinsky(points, [3.0, 0.0]) == 1
    assert nash(points, [3.0, 0.0]) == 1


def test_the_zone_scale_runs_from_disagreement_to_the_best():
    scaled = scaled_to_zone([[2.0, 10.0], [4.0, 5.0]], [1.0, 5.0])
    assert np.allclose(scaled, [[1 / 3, 1.0], [1.0, 0.0]])


@pytest.mark.parametrize("due", [[1, 0], [1, -2]])
def test_entitlements_are_positive(due):
    with pytest.raises(ValueError, match="positive"):
        proportional([[1.0, 1.0]], [0.0, 0.0], entitlements=due)
