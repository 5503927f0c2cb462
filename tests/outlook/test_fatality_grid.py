"""Distributions on the grid: shares, scores and draws agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.outlook.fatality_grid import (
    BIN_TOPS,
    GRID,
    at_least,
    bin_shares,
    cell_of,
    crps_on_grid,
    draws_of,
    quantiles_of,
)
from detente.outlook.sample_scores import VIEWS_BIN_EDGES, crps, ignorance

PLACES = st.lists(st.integers(0, len(GRID) - 1), min_size=1, max_size=6)


def distribution(places):
    shares = np.bincount(places, minlength=len(GRID)).cumsum() / len(places)
    return shares[None, :]


def test_the_limits_of_every_bin_stand_on_the_grid():
    assert GRID[BIN_TOPS].tolist() == [np.floor(edge) for edge in VIEWS_BIN_EDGES[1:]]
    assert (np.diff(GRID) > 0).all()


@given(PLACES, st.integers(0, 300_000))
def test_the_score_on_the_grid_is_that_of_its_atoms(places, seen):
    shares = distribution(places)
    atoms = GRID[places][None, :]
    assert crps_on_grid(shares, [seen])[0] == pytest.approx(crps(atoms, [seen])[0], abs=1e-6)
    assert bin_shares(shares).sum() == pytest.approx(1)


@given(PLACES)
def test_quantiles_rise_and_stay_inside(places):
    shares = distribution(places)[0]
    told = quantiles_of(shares, np.linspace(0.001, 0.999, 50))
    assert (np.diff(told) >= 0).all()
    assert told.max() <= GRID[max(places)]


def test_draws_keep_the_shares_of_every_bin():
    shares = np.stack([1 - np.exp(-np.log1p(GRID) * by) for by in (0.3, 0.8)])
    shares[:, -1] = 1
    told = draws_of(shares, 1000, seed=1)
    assert told.shape == (2, 1000)
    for row, seen in ((0, 0), (0, 700), (1, 3), (1, 60)):
        place = np.searchsorted(GRID[BIN_TOPS], seen)
        wanted = -np.log2((1000 * bin_shares(shares)[row, place] + 1) / 1011)
        assert ignorance(told[[row]], [seen])[0] == pytest.approx(wanted, abs=0.03)
    assert (draws_of(shares, 1000, seed=1) == told).all()
    assert (draws_of(shares, 1000, seed=2) != told).any()


def test_every_number_has_its_place():
    assert cell_of([0, 1, 12, 13]).tolist() == [0, 1, 12, 13]
    assert GRID[cell_of([24, 25, 26])].tolist() == [25, 25, 28]
    assert cell_of([10**7])[0] == len(GRID) - 1


def test_the_chance_of_at_least_so_many():
    shares = distribution(cell_of([0, 5, 25, 100]))[0]
    assert [float(at_least(shares, k)) for k in (1, 5, 6, 26, 101)] == [0.75, 0.75, 0.5, 0.25, 0]
    assert at_least(np.stack([shares, shares]), 2).tolist() == [0.75, 0.75]
