"""Our forecast of the challenge's windows is better than its hardest benchmark."""

from __future__ import annotations

import pytest
from tests.conftest import LONG

from detente.app.evaluate_fatalities import evaluate_fatalities

WINDOWS = (2018, 2019, 2020, 2021) if LONG else (2019,)


@pytest.fixture(scope="module")
def windows(shared):
    path = shared / "data" / "fatalities" / "country_month_state_based_1989_2021.parquet"
    return [evaluate_fatalities(path, window=window, seed=2026) for window in WINDOWS]


def mean(windows, name, score):
    found = [one for window in windows for one in window.fared if one.name == name]
    return sum(one.scores[score].value for one in found) / len(windows)


def test_crps_is_at_or_below_and_ignorance_clearly_below_conflictology(windows):
    assert all(window.scored == 191 * 12 for window in windows)
    assert mean(windows, "Détente", "CRPS") <= mean(windows, "conflictology", "CRPS")
    for window in windows:
        assert window.fared[0].against["IGN"].high < -0.04


def test_benchmarks_remade_are_near_the_published_ones(windows):
    published = {
        2018: (20.17, 14.48),
        2019: (9.48, 9.15),
        2020: (23.70, 21.34),
        2021: (85.61, 76.85),
    }
    for window in windows:
        last, year = published[window.window]
        remade = {one.name: one.scores["CRPS"].value for one in window.fared}
        assert remade["last historical Poisson"] == pytest.approx(last, rel=0.02)
        assert remade["conflictology"] == pytest.approx(year, rel=0.08)
        assert remade["conflictology"] < remade["bootstrap"] < remade["zero"]
