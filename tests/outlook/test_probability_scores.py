"""Scores of probabilities: cases worked by hand, and the laws that make them proper."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from detente.outlook.probability_scores import (
    auc,
    average_precision,
    brier_parts,
    brier_scores,
    isotonic_probabilities,
    log_losses,
    ranked_probability_scores,
)

PROBABILITY = st.floats(0.01, 0.99)
ROWS = st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.5, 0.9]), st.booleans()), min_size=2)


def split(rows):
    return np.array([p for p, _ in rows]), np.array([int(y) for _, y in rows])


def test_losses_by_hand():
    assert log_losses([0.25, 0.25], [1, 0]) == pytest.approx([math.log(4), math.log(4 / 3)])
    assert brier_scores([0.25, 0.25], [1, 0]) == pytest.approx([0.5625, 0.0625])
    rungs = [[0.5, 0.3, 0.2]]
    assert log_losses(rungs, [1]) == pytest.approx([-math.log(0.3)])
    assert brier_scores(rungs, [1]) == pytest.approx([0.25 + 0.49 + 0.04])
    assert ranked_probability_scores(rungs, [1]) == pytest.approx([0.25 + 0.04])


def test_a_certain_and_wrong_forecast_costs_much_but_not_infinitely():
    assert log_losses([0.0], [1]) == pytest.approx([15 * math.log(10)])


@pytest.mark.parametrize("score", [log_losses, brier_scores])
@given(truth=PROBABILITY, told=PROBABILITY)
def test_nobody_gains_by_saying_what_he_does_not_believe(score, truth, told):
    def expected(forecast):
        return truth * score([forecast], [1])[0] + (1 - truth) * score([forecast], [0])[0]

    assert expected(truth) <= expected(told) + 1e-12


@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=3), st.permutations([0, 1, 2]))
def test_near_misses_cost_less_only_in_the_ranked_score(shares, order):
    told = np.array([shares]) / sum(shares)
    shuffled = told[:, list(order)]
    for happened in range(3):
        moved = [list(order).index(happened)]
        assert brier_scores(told, [happened]) == pytest.approx(brier_scores(shuffled, moved))
    near, far = [[0.0, 1.0, 0.0]], [[0.0, 0.0, 1.0]]
    assert ranked_probability_scores(near, [0]) < ranked_probability_scores(far, [0])


@given(ROWS)
def test_the_parts_of_the_brier_score_add_up(rows):
    told, seen = split(rows)
    parts = brier_parts(told, seen)
    assert parts.score == pytest.approx(brier_scores(told, seen).mean())
    total = parts.miscalibration - parts.discrimination + parts.uncertainty
    assert total == pytest.approx(parts.score)
    assert parts.miscalibration >= -1e-12
    assert parts.discrimination >= -1e-12


@given(ROWS)
def test_recalibrated_frequencies_rise_with_the_forecast_and_are_calibrated(rows):
    told, seen = split(rows)
    better = isotonic_probabilities(told, seen)
    assert (np.diff(better[np.argsort(told, kind="stable")]) >= -1e-12).all()
    assert brier_parts(better, seen).miscalibration == pytest.approx(0, abs=1e-12)


@given(ROWS.filter(lambda rows: len({y for _, y in rows}) == 2))
def test_ranking_agrees_with_scikit_learn(rows):
    told, seen = split(rows)
    assert auc(told, seen) == pytest.approx(roc_auc_score(seen, told))
    assert average_precision(told, seen) == pytest.approx(average_precision_score(seen, told))
    assert auc(told**3, seen) == pytest.approx(auc(told, seen))
    assert auc(1 - told, 1 - seen) == pytest.approx(auc(told, seen))


@given(ROWS.filter(lambda rows: len({y for _, y in rows}) == 2), st.data())
def test_a_weight_is_as_good_as_that_many_rows(rows, data):
    told, seen = split(rows)
    times = np.array(data.draw(st.lists(st.integers(1, 3), min_size=len(told), max_size=len(told))))
    many, so = np.repeat(told, times), np.repeat(seen, times)
    for score in (auc, average_precision):
        assert score(told, seen, weights=times) == pytest.approx(score(many, so))
    assert brier_parts(told, seen, weights=times).discrimination == pytest.approx(
        brier_parts(many, so).discrimination
    )


def test_ranking_without_both_outcomes_is_unknown():
    assert math.isnan(auc([0.1, 0.2], [0, 0]))
    assert math.isnan(average_precision([0.1, 0.2], [0, 0]))


@pytest.mark.parametrize(
    ("told", "seen", "said"),
    [
        ([0.5, 1.2], [0, 1], "outside 0 to 1"),
        ([0.5, np.nan], [0, 1], "missing"),
        ([0.5], [0, 1], "do not fit"),
        ([0.5], [2], "categories"),
    ],
)
def test_what_cannot_be_scored_is_said(told, seen, said):
    with pytest.raises(ValueError, match=said):
        log_losses(told, seen)
    with pytest.raises(ValueError):
        auc(told, [2] * len(told))
