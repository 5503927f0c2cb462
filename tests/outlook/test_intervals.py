"""Intervals drawn by cluster."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.outlook.intervals import mean_with_interval, with_interval
from detente.outlook.probability_scores import auc

CLUSTERED = st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 4)), min_size=1, max_size=40)


@given(CLUSTERED)
def test_the_quick_way_to_a_mean_is_the_general_one(rows):
    values, names = np.array([v for v, _ in rows]), [c for _, c in rows]
    quick = mean_with_interval(values, names, seed=3, repetitions=50)
    slow = with_interval(
        lambda times: float(np.average(values, weights=times)), names, seed=3, repetitions=50
    )
    assert (quick.value, quick.low, quick.high) == pytest.approx((slow.value, slow.low, slow.high))
    assert quick.rows == len(rows)
    assert quick.clusters == len(set(names))


@given(CLUSTERED, st.integers(0, 9))
def test_copies_inside_a_cluster_add_no_certainty(rows, seed):
    values, names = np.array([v for v, _ in rows]), np.array([c for _, c in rows])
    once = mean_with_interval(values, names, seed=seed, repetitions=50)
    thrice = mean_with_interval(np.tile(values, 3), np.tile(names, 3), seed=seed, repetitions=50)
    assert (once.low, once.high) == pytest.approx((thrice.low, thrice.high))


def test_the_interval_covers_as_often_as_it_says():
    rng = np.random.default_rng(5)
    names = np.repeat(np.arange(60), 5)
    hits = 0
    for trial in range(200):
        values = rng.normal(size=60)[names] + rng.normal(size=300)
        told = mean_with_interval(values, names, seed=trial, repetitions=300)
        hits += told.low <= 0 <= told.high
    assert 0.89 <= hits / 200 <= 0.99


def test_the_same_seed_gives_the_same_interval():
    values, names = np.arange(20.0), np.arange(20) % 7
    assert mean_with_interval(values, names, seed=1) == mean_with_interval(values, names, seed=1)
    assert mean_with_interval(values, names, seed=1) != mean_with_interval(values, names, seed=2)


def test_a_ranking_score_with_its_interval():
    rng = np.random.default_rng(4)
    told = rng.random(300)
    seen = (rng.random(300) < told).astype(int)
    figure = with_interval(
        lambda times: auc(told, seen, weights=times), np.arange(300) // 3, seed=1, repetitions=200
    )
    assert 0.5 < figure.low < figure.value < figure.high < 1
    assert figure.excludes_zero
    assert str(figure).startswith(f"{figure.value:.4g} [")


def test_one_cluster_leaves_no_width_and_none_no_interval():
    told = mean_with_interval([1.0, 2.0], ["a", "a"], seed=1)
    assert (told.low, told.high) == (1.5, 1.5)
    with pytest.raises(ValueError, match="no row"):
        mean_with_interval([], [], seed=1)
