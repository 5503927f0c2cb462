"""The mixture: nothing from later, nothing from names, and better than drawing at random."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.outlook.fatal_world import FIRST, world

from detente.model.errors import InputError
from detente.outlook.country_months import until
from detente.outlook.fatality_benchmarks import BENCHMARKS, conflictology
from detente.outlook.fatality_grid import GRID, crps_on_grid
from detente.outlook.fatality_model import LEADS, PARTS, fit, forecast

END = FIRST + 117


@pytest.fixture(scope="module")
def history():
    return until(world(), END)


@pytest.fixture(scope="module")
def model(history):
    return fit(history, seed=1)


def test_a_forecast_is_a_distribution_for_every_country_and_lead(model, history):
    told = forecast(model, history)
    assert told.cumulative.shape == (12, 14, len(GRID))
    assert (np.diff(told.cumulative, axis=2) >= -1e-6).all()
    assert told.cumulative[:, :, -1] == pytest.approx(1, abs=1e-6)
    assert told.weights.shape == (12, 14, len(PARTS))
    assert told.weights.sum(axis=2) == pytest.approx(1)
    assert told.last == END


def test_what_comes_later_changes_nothing(model):
    other = world(seed=4)
    other.deaths[:, END - FIRST + 1 :] = 77_777
    again = fit(until(other, END), seed=1)
    assert (again.weights == model.weights).all()
    assert (again.parts.classes == model.parts.classes).all()


def test_swapping_two_countries_swaps_their_forecasts(model, history):
    order = np.array([2, 1, 0, *range(3, 12)])
    swapped = replace(history, deaths=history.deaths[order])
    departures = model.parts.counts.departures[order]
    other = replace(
        model,
        parts=replace(model.parts, counts=replace(model.parts.counts, departures=departures)),
    )
    straight = forecast(model, history).cumulative
    assert forecast(other, swapped).cumulative == pytest.approx(straight[order])


def test_it_beats_drawing_from_everybody_and_saying_none():
    table = world(months=140)
    history = until(table, END)
    told = forecast(fit(history, seed=1), history, leads=range(3, 15)).cumulative
    seen = table.deaths[:, END - FIRST + 3 : END - FIRST + 15]
    ours = crps_on_grid(told.reshape(-1, len(GRID)), seen.ravel()).mean()
    for name in ("zero", "bootstrap"):
        drawn = BENCHMARKS[name](history, history.countries, 200, 1)
        shares = (drawn[:, :, None] <= GRID).mean(axis=1)
        theirs = crps_on_grid(np.repeat(shares, 12, axis=0), seen.ravel()).mean()
        assert ours < theirs


def test_a_country_without_a_past_and_one_not_asked_for(model, history):
    told = forecast(model, history, countries=np.array([30, 999]), leads=[1, 14])
    assert told.cumulative.shape[:2] == (2, 2)
    whole = forecast(model, history)
    assert told.cumulative[0, 1] == pytest.approx(whole.cumulative[2, 13])
    assert 0 < told.cumulative[1, 0, 0] < 1


def test_too_short_a_history_and_too_far_a_month_are_refused(model, history):
    with pytest.raises(InputError, match="too short to learn from"):
        fit(until(history, FIRST + 30), seed=1)
    with pytest.raises(InputError, match="1 to 14, not"):
        forecast(model, history, leads=[LEADS[-1] + 1])


def test_benchmarks_are_what_they_are_called(history):
    ids = history.countries
    assert not BENCHMARKS["zero"](history, ids, 50, 1).any()
    year = history.deaths[:, -12:]
    evenly = conflictology(history, ids, 1200, 1)
    assert (np.sort(evenly, axis=1) == np.sort(np.repeat(year, 100, axis=1), axis=1)).all()
    last = BENCHMARKS["last historical Poisson"](history, ids, 4000, 1)
    assert last.mean(axis=1) == pytest.approx(history.deaths[:, -1], rel=0.1, abs=0.05)
    everybody = BENCHMARKS["bootstrap"](history, ids, 4000, 1)
    assert everybody.mean() == pytest.approx(history.deaths.mean(), rel=0.1)
    assert not BENCHMARKS["conflictology"](history, np.array([999]), 10, 1).any()
