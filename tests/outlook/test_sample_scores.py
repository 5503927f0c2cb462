"""Scores of draws: cases worked by hand, and the laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.outlook.sample_scores import (
    VIEWS_BIN_EDGES,
    covered,
    crps,
    ignorance,
    interval_scores,
    threshold_weighted_crps,
)

DEATHS = st.integers(0, 3000)
DRAWS = st.lists(DEATHS, min_size=2, max_size=20)


def test_crps_by_hand():
    # |0-1|, |3-1|, |5-1| average 7/3; differences among the draws average 20/9
    assert crps([[0, 3, 5]], [1]) == pytest.approx([7 / 3 - 10 / 9])


@given(DEATHS, DEATHS)
def test_crps_of_one_draw_is_the_absolute_error(told, seen):
    assert crps([[told]], [seen]) == pytest.approx([abs(told - seen)])


@given(DRAWS, DEATHS, st.integers(0, 500), st.integers(1, 5), st.randoms())
def test_crps_knows_no_order_moves_with_the_scale_and_sees_only_shares(
    draws, seen, by, times, any_
):
    plain = crps([draws], [seen])[0]
    shuffled = sorted(draws, key=lambda _: any_.random())
    assert crps([shuffled], [seen])[0] == pytest.approx(plain)
    assert crps([[d + by for d in draws]], [seen + by])[0] == pytest.approx(plain, abs=1e-8)
    assert crps([[d * times for d in draws]], [seen * times])[0] == pytest.approx(times * plain)
    assert crps([draws * times], [seen])[0] == pytest.approx(plain, abs=1e-8)


@given(DRAWS, DRAWS)
def test_crps_is_proper(truth, told):
    mine = crps([truth] * len(truth), truth).mean()
    other = crps([told] * len(truth), truth).mean()
    assert mine <= other + 1e-8


@given(DRAWS, DEATHS, st.integers(1, 2000))
def test_above_a_threshold_only_what_lies_above_counts(draws, seen, above):
    upper = threshold_weighted_crps([draws], [seen], above=above)[0]
    raised = crps([np.maximum(draws, above)], [max(seen, above)])[0]
    assert upper == pytest.approx(raised, abs=1e-8)
    assert upper <= crps([draws], [seen])[0] + 1e-8
    assert threshold_weighted_crps([draws], [seen], above=-1)[0] == pytest.approx(
        crps([draws], [seen])[0]
    )


def test_ignorance_by_hand():
    bins = len(VIEWS_BIN_EDGES)
    assert bins == 11
    zeros = np.zeros((1, 1000))
    assert ignorance(zeros, [0]) == pytest.approx([-math.log2(1001 / 1011)])
    assert ignorance(zeros, [7]) == pytest.approx([-math.log2(1 / 1011)])
    assert ignorance([[1, 2, 3, 40_000]], [2]) == pytest.approx([-math.log2(3 / 15)])
    assert ignorance([[1] * 12], [2]) == pytest.approx([0.82], abs=0.005)


@given(DRAWS, DEATHS)
def test_shares_of_all_bins_make_one(draws, seen):
    one_each = np.array(VIEWS_BIN_EDGES) + 0.2
    bits = ignorance([draws] * len(one_each), one_each)
    assert np.exp2(-bits).sum() == pytest.approx(1)
    assert ignorance([draws], [seen])[0] >= 0


def test_interval_score_by_hand():
    draws = [list(range(101))] * 3
    assert interval_scores(draws, [50, 0, 99]) == pytest.approx([90, 90 + 20 * 5, 90 + 20 * 4])
    assert covered(draws, [50, 0, 95]).tolist() == [1, 0, 1]


def test_what_cannot_be_scored_is_said():
    with pytest.raises(ValueError, match="do not fit"):
        crps([[1, 2]], [1, 2])
    with pytest.raises(ValueError, match="missing"):
        crps([[1, 2]], [np.nan])
    with pytest.raises(ValueError, match="below the first bin edge"):
        ignorance([[-1, 2]], [3])
