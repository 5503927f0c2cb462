"""The library's scores of the published draws are the published scores."""

from __future__ import annotations

import csv
from functools import cache

import numpy as np
import pytest

from detente.adapters.country_months import read_country_months, read_draws
from detente.outlook.sample_scores import crps, ignorance, interval_scores

SCORES = {"crps": crps, "ign": ignorance, "mis": interval_scores}
YEARS = (2018, 2019, 2020, 2021)
EXACT = [
    (name, score)
    for name in ("bm_zero", "bm_last_historical_poisson", "bm_boot_240")
    for score in SCORES
]


@pytest.fixture(scope="session")
def folder(shared):
    return shared / "data" / "fatalities"


@pytest.fixture(scope="session")
def actuals(folder):
    rows = read_country_months(folder / "country_month_state_based_1989_2021.parquet")
    keys = zip(rows["month_id"], rows["country_id"], strict=True)
    return dict(zip(keys, rows["deaths"], strict=True))


@pytest.fixture(scope="session")
def submitted(folder):
    return cache(lambda name, year: read_draws(folder / "submissions" / f"{name}_{year}.parquet"))


@pytest.fixture
def scored(folder, actuals, submitted):
    """Row-wise scores: published, and ours."""

    def both(name, year, score):
        told = submitted(name, year)
        keys = list(zip(told["month_id"], told["country_id"], strict=True))
        ours = SCORES[score](told["draws"], [actuals[key] for key in keys])
        with (folder / "published_scores" / f"{name}_{year}_{score}.csv").open() as file:
            rows = {
                (int(row["month_id"]), int(row["country_id"])): float(row["value"])
                for row in csv.DictReader(file)
            }
        return np.array([rows[key] for key in keys]), ours

    return both


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("name", "score"), EXACT)
def test_scores_of_the_benchmarks_are_the_published_ones(scored, name, year, score):
    published, ours = scored(name, year, score)
    assert len(ours) == 191 * 12
    assert np.abs(published - ours).max() < 0.0005
    assert round(published.mean(), 3) == round(ours.mean(), 3)


@pytest.mark.parametrize("year", YEARS)
def test_conflictology_agrees_but_for_its_ignorance(scored, year):
    for score in ("crps", "mis"):
        published, ours = scored("bm_conflictology", year, score)
        assert ours.mean() == pytest.approx(published.mean(), rel=1e-6)
    # Twelve draws are in the file, a thousand were scored: the pseudo-count weighs otherwise.
    published, ours = scored("bm_conflictology", year, "ign")
    assert 0.56 < published.mean() < 0.69
    assert 1.19 < ours.mean() < 1.24
