"""Simulation-based calibration of the reaction fit: true effects fall anywhere in its draws.

Source: Talts et al. (2018), Validating Bayesian inference algorithms with simulation-based
calibration, arXiv:1804.06788. The fit's draws are its estimate with clustered errors, so ranks are
uniform up to the prior's pull, which is small beside the data.
"""

from __future__ import annotations

import numpy as np
from tests.conftest import LONG
from tests.measures.synthetic import FORCE, made_periods

from detente.measures.competing import fit

TIMES = 200 if LONG else 8
DRAWS = 19
BINS = 5


def rank_of_truth(seed: int) -> int:
    """A true effect is drawn, data are made with it, and its rank among the fit's draws counts."""
    rng = np.random.default_rng(seed)
    truth = float(rng.normal(0, 0.5))
    fitted = fit(made_periods(seed, effect=truth, disputes=120 if LONG else 60))
    place = fitted.terms.index("in force")
    middle = fitted.coefficients[place, FORCE - 1]
    error = fitted.errors[place, FORCE - 1]
    draws = middle + error * rng.standard_t(60, DRAWS)
    return int((draws < truth).sum())


def test_ranks_of_true_effects_are_uniform():
    ranks = np.array([rank_of_truth(seed) for seed in range(1000, 1000 + TIMES)])
    counts = np.bincount(ranks * BINS // (DRAWS + 1), minlength=BINS)
    expected = TIMES / BINS
    distance = float(((counts - expected) ** 2 / expected).sum())
    assert distance < 18.5  # chi-square, 4 degrees, 0.999
    assert abs(ranks.mean() / DRAWS - 0.5) < 3.3 * np.sqrt(1 / 12 / TIMES)
