"""Reliability curves and the calibration slope."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.outlook.reliability import calibration, reliability_between, reliability_curve


def world(seed, rows=6000):
    rng = np.random.default_rng(seed)
    odds = rng.normal(-1.5, 1.2, rows)
    chance = 1 / (1 + np.exp(-odds))
    return odds, chance, (rng.random(rows) < chance).astype(int), np.arange(rows) // 10


def test_a_calibrated_forecast_has_slope_one():
    _, chance, seen, names = world(1)
    told = calibration(chance, seen, names, seed=1, repetitions=60)
    assert told.slope.low < 1 < told.slope.high
    assert told.intercept.low < 0 < told.intercept.high
    assert told.in_the_large.low < 0 < told.in_the_large.high


@given(st.sampled_from([0.5, 2.0, 3.0]))
def test_stretching_the_log_odds_divides_the_slope(by):
    odds, chance, seen, names = world(2, 800)
    plain = calibration(chance, seen, names, seed=1, repetitions=2)
    stretched = calibration(1 / (1 + np.exp(-by * odds)), seen, names, seed=1, repetitions=2)
    assert stretched.slope.value == pytest.approx(plain.slope.value / by, rel=1e-5)
    assert stretched.intercept.value == pytest.approx(plain.intercept.value, rel=1e-4, abs=1e-6)


def test_perfect_separation_has_no_slope():
    told = calibration([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], [1, 2, 3, 4], seed=1, repetitions=5)
    assert math.isnan(told.slope.value)


def test_groups_of_equal_size_rise_and_hold_every_row():
    _, chance, seen, names = world(3)
    curve = reliability_curve(chance, seen, names, seed=1, repetitions=50)
    assert [point.rows for point in curve] == [600] * 10
    assert sum(point.happened for point in curve) == seen.sum()
    assert all(a.highest <= b.lowest for a, b in pairwise(curve))
    inside = [p.frequency.low <= p.forecast <= p.frequency.high for p in curve]
    assert sum(inside) >= 8


@given(st.lists(st.sampled_from([0.0, 0.1, 0.7]), min_size=1, max_size=50))
def test_rows_with_the_same_forecast_stay_together(told):
    curve = reliability_curve(told, [1] * len(told), told, seed=1, repetitions=2)
    assert sum(point.rows for point in curve) == len(told)
    assert len(curve) <= len(set(told))
    assert all(a.highest < b.lowest for a, b in pairwise(curve))


def test_groups_between_limits_of_a_rare_outcome():
    told = np.array([0.0, 0.009, 0.01, 0.3, 0.3])
    curve = reliability_between(
        told, [0, 0, 0, 1, 0], np.arange(5), limits=[0.01, 0.2, 0.9], seed=1, repetitions=5
    )
    assert [(p.lowest, p.highest, p.rows, p.happened) for p in curve] == [
        (0.0, 0.009, 2, 0), (0.01, 0.01, 1, 0), (0.3, 0.3, 2, 1),
    ]  # fmt: skip
    assert curve[2].frequency.value == 0.5
