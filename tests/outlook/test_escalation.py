"""The model of escalation: laws that hold whatever it was fitted on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.errors import InputError
from detente.outlook.escalation import fit_baseline, fit_escalation
from detente.outlook.escalation_scores import Ranking, score
from detente.outlook.probability_scores import auc, average_precision
from detente.outlook.rolling import relevant_rows, roll
from detente.outlook.rung_logit import rung_probabilities
from detente.outlook.rung_trees import fit_trees
from detente.outlook.stepping import advanced, recent_rungs, repeated
from detente.outlook.terms import INPUTS, Inputs, full_terms


def made_up(years=range(1950, 1962), pairs=40, seed=5):
    """A panel in which pairs that fought go on fighting."""
    random = np.random.default_rng(seed)
    columns = {name: [] for name in ("ccode1", "ccode2", "year", "rung", "last_rung",
                                     "peace_years", "contiguity", "log_distance")}  # fmt: skip
    for pair in range(pairs):
        last, peace = 1, 0
        for year in years:
            heat = 0.6 if last > 1 else 0.15
            rung = int(random.choice([2, 3, 4, 5])) if random.random() < heat else 1
            for name, one in zip(columns, (2, 20 + pair, year, rung, last, peace, pair % 6 + 1,
                                           pair % 9), strict=True):  # fmt: skip
                columns[name].append(one)
            last, peace = rung, 0 if rung > 1 else peace + 1
    panel = {name: np.array(column, float) for name, column in columns.items()}
    return panel | {"relevant": np.ones(len(panel["year"]), bool)}


@given(st.lists(st.floats(-30, 30), min_size=4, max_size=4))
def test_five_probabilities_sum_to_one(odds):
    shares = rung_probabilities(np.array([odds]))
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()


def fitted(panel):
    rows = relevant_rows(panel)
    inputs = Inputs(np.stack([rows.get(name, np.full(len(rows["year"]), np.nan))
                              for name in INPUTS], axis=1))  # fmt: skip
    rung, year = rows["rung"].astype(int), rows["year"].astype(int)
    return inputs, rung, year


def test_the_model_learns_that_disputes_go_on_and_puts_unknown_inputs_in_the_middle():
    inputs, rung, year = fitted(made_up())
    model = fit_escalation(inputs, rung, year)
    shares = model.probabilities(inputs)
    assert shares.sum(axis=1) == pytest.approx(1)
    calm, hot = inputs["last_rung"] == 1, inputs["last_rung"] > 1
    assert shares[hot, 1:].sum(axis=1).mean() > 2 * shares[calm, 1:].sum(axis=1).mean()
    blank = Inputs(np.full((1, len(INPUTS)), np.nan))
    risk = model.probabilities(blank)[0, 1:].sum()
    assert shares[calm, 1:].sum(axis=1).min() < risk < shares[hot, 1:].sum(axis=1).max()


def test_no_term_is_infinite_whatever_is_unknown():
    values = np.where(np.random.default_rng(1).random((50, len(INPUTS))) < 0.5, np.nan, 1.0)
    assert not np.isinf(full_terms(Inputs(values))).any()


def test_trees_as_arrays_say_what_the_fitted_ones_say():
    from sklearn.ensemble import HistGradientBoostingClassifier

    from detente.outlook.rung_trees import _plain

    random = np.random.default_rng(3)
    values = random.normal(size=(600, len(INPUTS)))
    values[random.random(values.shape) < 0.1] = np.nan
    taken = np.nan_to_num(values[:, 0]) + random.normal(size=600) > 0.5
    model = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=6, early_stopping=False)
    model.fit(values, taken)
    ours = _plain(model).log_odds(Inputs(values))
    np.testing.assert_allclose(ours, model.decision_function(values), atol=1e-4)


def test_the_first_step_of_the_trees_only_rises_with_past_disputes():
    inputs, rung, _ = fitted(made_up(pairs=80))
    trees = fit_trees(inputs, rung, times=np.ones(len(rung)), rounds=(30, 2, 2, 2))
    lower = trees.log_odds(inputs.replaced({"last_rung": 1}))[:, 0]
    higher = trees.log_odds(inputs.replaced({"last_rung": 4}))[:, 0]
    assert (higher >= lower).all() and (higher > lower).any()


def test_no_year_is_predicted_from_itself_or_from_later_ones():
    panel = made_up()
    told = roll(panel, start=1958)
    late = panel["year"] >= 1959
    altered = panel | {"rung": np.where(late, 6 - panel["rung"], panel["rung"])}
    again = roll(altered, start=1958)
    first = told.year == 1958
    np.testing.assert_array_equal(told.model[first], again.model[first])
    np.testing.assert_array_equal(told.baseline[first], again.baseline[first])


def test_years_without_outcomes_are_predicted_and_not_scored():
    panel = made_up()
    panel["rung"] = np.where(panel["year"] > 1958, np.nan, panel["rung"])
    for name in ("last_rung", "peace_years"):
        panel[name] = np.where(panel["year"] > 1959, np.nan, panel[name])
    told = roll(panel, start=1957)
    assert set(np.unique(told.year)) == set(range(1957, 1962))
    assert told.model.sum(axis=1) == pytest.approx(1)
    assert told.baseline.sum(axis=1) == pytest.approx(1)
    scores = score(told, repetitions=20)
    assert scores.last_year == 1958 and scores.rows == 80


def test_rolling_gives_the_same_bytes_twice():
    panel = made_up(pairs=12)
    assert roll(panel, start=1960).model.tobytes() == roll(panel, start=1960).model.tobytes()


def test_a_panel_without_its_columns_is_named():
    with pytest.raises(InputError, match="no column 'rung'"):
        roll({"ccode1": np.ones(1), "ccode2": np.ones(1), "year": np.ones(1),
              "relevant": np.ones(1)}, start=1990)  # fmt: skip
    with pytest.raises(InputError, match="nothing to fit on before 1900"):
        roll(made_up(), start=1900)


def test_five_columns_are_enough_and_their_rungs_tell_the_past():
    panel = made_up()
    bare = {name: panel[name] for name in ("ccode1", "ccode2", "year", "relevant", "rung")}
    rows, whole = relevant_rows(bare), relevant_rows(panel)
    np.testing.assert_array_equal(rows["last_rung"], whole["last_rung"])
    np.testing.assert_array_equal(rows["peace_years"], whole["peace_years"])
    told = roll(bare, start=1960)
    assert told.model.sum(axis=1) == pytest.approx(1)
    later = rows["year"] >= 1960
    hot = rows["last_rung"][later] > 1
    risk = told.model[:, 1:].sum(axis=1)
    assert risk[hot].mean() > 2 * risk[~hot].mean()


def test_history_moves_on_by_a_year():
    values = dict.fromkeys(INPUTS, 0.0) | {"last_rung": 1, "peace_years": 3}
    start = repeated(Inputs(np.array([list(values.values())])), np.ones((1, 10), np.int8), paths=1)
    after = advanced(start, np.array([4]))
    assert after.inputs["last_rung"] == 4 and after.inputs["peace_years"] == 0
    assert after.inputs["disputes_10"] == 1 and after.inputs["highest_rung_10"] == 4
    calm = advanced(after, np.array([1]))
    assert calm.inputs["peace_years"] == 1 and calm.inputs["fading_disputes"] == pytest.approx(0.8)
    for _ in range(10):
        calm = advanced(calm, np.array([1]))
    assert calm.inputs["highest_rung_10"] == 1 and calm.inputs["disputes_10"] == 0


def test_recent_rungs_are_found_by_pair_in_any_order():
    table = recent_rungs(np.array([7, 9, 7]), np.array([2004, 2005, 1994]),
                         np.array([3.0, 4.0, 5.0]), wanted=np.array([9, 8, 7]), until=2005)  # fmt: skip
    assert table[:, -2:].tolist() == [[1, 4], [1, 1], [3, 1]]
    assert (table[2, :-2] == 1).all()


@given(st.integers(0, 10_000))
def test_quick_ranking_agrees_with_the_scoring_library(seed):
    random = np.random.default_rng(seed)
    forecast = np.round(random.random(60), 1)
    happened = random.integers(0, 2, 60)
    times = random.integers(0, 3, 60).astype(float)
    if not 0 < (times * happened).sum() < times.sum():
        return
    ranking = Ranking.of(forecast, happened)
    assert ranking.auc(times) == pytest.approx(auc(forecast, happened, weights=times))
    assert ranking.average_precision(times) == pytest.approx(
        average_precision(forecast, happened, weights=times)
    )


def test_the_baseline_is_a_multinomial_logit_whose_shares_sum_to_one():
    inputs, rung, _ = fitted(made_up())
    first = fit_baseline(inputs, rung)
    warm = fit_baseline(inputs, rung, earlier=first)
    np.testing.assert_allclose(first.probabilities(inputs), warm.probabilities(inputs), atol=1e-3)
    assert first.probabilities(inputs).sum(axis=1) == pytest.approx(1)
