"""The ways of forecasting that are mixed, each by itself."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.stats import nbinom

from detente.outlook.fatality_classes import TOPS, class_of, spread_in_classes
from detente.outlook.fatality_counts import Counts, _likelihood, counted
from detente.outlook.fatality_features import FEATURES, features, months_since
from detente.outlook.fatality_grid import GRID
from detente.outlook.fatality_growth import CLASSES, fit_growth, grown, levels
from detente.outlook.fatality_memory import HALF_LIVES, memories, remembered
from detente.outlook.fatality_weights import fit_weights, mixed
from detente.outlook.softmax import fit_softmax, softmax

DEATHS = np.array([[0, 0, 3, 40, 0, 7.0], [0, 0, 0, 0, 0, 0], [np.nan, np.nan, 5, 5, 5, 5]])
WORLD = (np.arange(len(GRID)) >= 2).astype(float)


def test_memory_of_a_year_is_conflictology():
    evenly = memories(DEATHS)[len(HALF_LIVES)]
    shares = remembered(evenly[:, -1], evenly=True, otherwise=WORLD)
    assert shares[0, [0, 3, 7]] == pytest.approx([3 / 6, 4 / 6, 5 / 6])
    assert shares[1, 0] == 1
    assert shares[2, [4, 5]] == pytest.approx([0, 1])


def test_a_short_memory_leans_to_the_last_month_and_a_gap_is_no_quiet_month():
    short, *_, long, _ = memories(DEATHS)
    near = remembered(short[:, -1], evenly=True, otherwise=WORLD)[0]
    far = remembered(long[:, -1], evenly=True, otherwise=WORLD)[0]
    assert near[0] < far[0]
    first = remembered(long[:, 1], evenly=False, otherwise=WORLD)
    assert first[2].tolist() == WORLD.tolist()
    assert long[2, 2].sum() == 1


def test_spread_months_stay_near_and_none_stays_none():
    told = remembered(memories(np.array([[100.0]]))[0][:, 0], evenly=False, otherwise=WORLD)[0]
    assert told[GRID == 50][0] == pytest.approx(0.024, abs=0.01)
    assert told[GRID == 100][0] == pytest.approx(0.5, abs=0.06)
    assert remembered(memories(DEATHS)[0][[1], -1], evenly=False, otherwise=WORLD)[0, 0] == 1


def test_features_know_nothing_of_later_months():
    later = DEATHS.copy()
    later[:, 4:] = 999
    assert (features(DEATHS)[:, :4] == features(later)[:, :4]).all()
    assert features(DEATHS).shape == (3, 6, len(FEATURES))
    assert months_since(np.array([[0, 2, 0, 0.0]])).tolist() == [[1, 0, 1, 2]]


def test_classes_hold_what_the_bins_hold():
    assert class_of([0, 1, 2, 3, 25, 26, 10**6]).tolist() == [0, 1, 1, 2, 4, 5, len(TOPS) - 1]
    told = spread_in_classes(np.eye(len(TOPS)))
    for number, top in enumerate(TOPS[:-1]):
        assert told[number, top >= GRID].max() == pytest.approx(1, abs=0.15)
    assert (np.diff(told, axis=1) >= -1e-12).all()


def test_growth_counts_ratios_and_rises_to_one():
    rng = np.random.default_rng(1)
    base = rng.choice([0.0, 30.0, 600.0], 900)
    place = np.array([{0.0: 0, 30.0: 5, 600.0: 7}[one] for one in base])
    outcome = np.where(rng.random(900) < 0.5, 0, np.rint(2 * (base + 1)))
    growth = fit_growth(place, np.full(900, 8), base, outcome, np.ones(900))
    assert growth.none.shape[0] == CLASSES
    told = grown(growth, np.array([5, 7]), np.array([8, 8]), np.array([30.0, 600.0]))
    assert (np.diff(told, axis=1) >= -1e-9).all()
    assert told[:, -1].tolist() == [1, 1]
    assert told[:, 0] == pytest.approx([0.5, 0.5], abs=0.06)
    assert told[0, GRID <= 43].max() < 0.6
    assert told[0, GRID <= 80].max() > 0.95


def test_levels_tell_a_lull_from_lasting_peace():
    quiet = np.zeros((2, 40))
    quiet[0, 5] = 9
    place, base = levels(quiet)
    assert place[:, -1].tolist() == [1, 0]
    assert base[:, -1].tolist() == [0, 0]


def test_the_negative_binomial_is_the_textbook_one():
    counts = Counts(np.array([2.0, *[0] * 13]), np.zeros(6), np.array([0.0, 1.0]))
    told = counted(counts, np.ones((2, 14)) * [1, *[0] * 13], np.array([0, 1]))[:, :13]
    for row, mean in enumerate((np.e**2, np.e**3)):
        assert told[row] == pytest.approx(nbinom.cdf(np.arange(13), 1, 1 / (1 + mean)), rel=1e-6)


def test_slopes_of_the_likelihood():
    seen = np.array([0.0, 4.0, 200.0])
    for at in ((1.0, 0.5), (3.0, -2.0)):
        _, by_mean, by_size = _likelihood(seen, np.full(3, at[0]), np.full(3, at[1]))
        numeric = approx_fprime(
            np.array(at), lambda v: _likelihood(seen, np.full(3, v[0]), np.full(3, v[1]))[0].sum()
        )
        assert [by_mean.sum(), by_size.sum()] == pytest.approx(numeric, rel=1e-4, abs=1e-4)


def test_shares_by_features_are_found_again():
    rng = np.random.default_rng(2)
    design = np.stack([np.ones(4000), rng.normal(size=4000)], axis=1)
    truth = np.array([[0.0, 1.0, -1.0], [0.0, -1.0, 1.0]])
    told = softmax(design @ truth)
    category = (rng.random(4000)[:, None] > told.cumsum(axis=1)).sum(axis=1)
    found = fit_softmax(design, category, np.ones(4000), categories=3, ridge=1e-6)
    assert softmax(design @ found) == pytest.approx(told, abs=0.05)


def test_weights_find_the_part_that_is_right():
    rng = np.random.default_rng(3)
    outcomes = rng.choice([0.0, 50.0], 500)
    right = np.where(GRID >= 50, 1.0, 0.5)
    wrong = np.where(GRID >= 3, 1.0, 0.0)
    parts = np.tile(np.stack([wrong, right]), (500, 1, 1)).astype(np.float32)
    design = np.ones((500, 1))
    weights = softmax(design @ fit_weights(parts, outcomes, design, np.ones(500)))
    assert weights[0, 1] > 0.97
    assert mixed(parts, weights).shape == (500, len(GRID))
