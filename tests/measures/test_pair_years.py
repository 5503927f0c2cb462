"""Logistic regression with clustered errors, and shares drawn towards each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import LONG

from detente.measures.estimating import PairYear, from_pair_years
from detente.measures.pair_years import associations, logistic
from detente.measures.pooling import pooled_shares
from detente.model.errors import InputError
from detente.model.evidence import Direction


def rows(seed: int, *, effect: float = 0.0, own: float = 0.0, pairs: int = 150, years: int = 20):
    """Pair-years with a known log odds ratio of the measure and effects of the pair."""
    random = np.random.default_rng(seed)
    found = []
    for pair in range(pairs):
        level = random.normal(0, own)
        present = float(pair % 2)
        for year in range(years):
            chance = 1 / (1 + np.exp(2.0 - effect * present - level))
            onset = bool(random.random() < chance)
            found.append(PairYear(f"A{pair}:B{pair}", 1950 + year, onset, present))
    return found


@pytest.mark.parametrize(("effect", "own"), [(-0.7, 0.0), (0.0, 0.8)])
def test_intervals_cover_the_truth(effect, own):
    """With effects of the pair only clustered errors can; 200 repetitions either way."""
    times = 200 if LONG else 60
    design = []
    for seed in range(times):
        data = rows(seed, effect=effect, own=own, pairs=100, years=12)
        present = np.array([one.present for one in data])
        pair = np.array([int(one.pair.split(":")[0][1:]) for one in data])
        outcome = np.array([float(one.onset) for one in data])
        (one,) = associations([("m", "yes")], present[:, None], outcome, pair, told="onset")
        design.append((np.log(one.low), np.log(one.high), one.direction))
    covered = np.mean([low <= effect <= high for low, high, _ in design])
    assert 0.9 <= covered <= 0.98 if LONG else covered >= 0.85
    if effect:
        assert sum(way is Direction.LOWER for *_, way in design) > 0.9 * times
        assert not any(way is Direction.HIGHER for *_, way in design)


def test_without_clustering_pairs_would_be_counted_again_and_again():
    data = rows(1, own=1.2)
    present = np.column_stack([[one.present for one in data], np.ones(len(data))])
    outcome = np.array([float(one.onset) for one in data])
    pair = np.array([hash(one.pair) for one in data])
    clustered = logistic(present, outcome, pair)[1][0, 0]
    alone = logistic(present, outcome, np.arange(len(data)))[1][0, 0]
    assert clustered > 2 * alone


def test_a_measure_in_force_everywhere_cannot_be_judged():
    data = [PairYear("A:B", 1950 + at, bool(at % 3), 1.0) for at in range(9)]
    with pytest.raises(InputError, match="in all rows or in none"):
        from_pair_years(data)


def test_an_outcome_that_never_comes_is_refused():
    data = [PairYear(f"A{at}:B", 1950, False, float(at % 2)) for at in range(9)]
    with pytest.raises(InputError, match="same in every row"):
        from_pair_years(data)


def test_few_events_and_few_pairs_are_said():
    (one,) = from_pair_years(rows(2, pairs=10, years=12))
    assert "only 10 pairs" in one.note
    assert "fewer than 30" in one.note


def test_order_of_rows_does_not_matter():
    data = rows(3, effect=-0.5, pairs=30)
    assert from_pair_years(data) == from_pair_years(data[::-1])


@settings(max_examples=5)
@given(
    st.dictionaries(
        st.sampled_from("abcd"), st.tuples(st.integers(0, 300), st.integers(0, 9)), min_size=1
    )
)
def test_shares_lie_in_their_intervals(counts):
    counts = {name: (max(cases, events), events) for name, (cases, events) in counts.items()}
    for one in pooled_shares(counts):
        assert 0 <= one.low <= one.best <= one.high <= 1


def test_a_small_group_is_drawn_towards_the_others():
    found = {one.group: one for one in pooled_shares({"a": (400, 20), "b": (300, 18), "c": (3, 2)})}
    assert found["c"].best < 2 / 3
    assert found["c"].high - found["c"].low > found["a"].high - found["a"].low


def test_a_measure_under_which_it_never_happens_has_no_ratio():
    data = [PairYear(f"A{at}:B", 1950, at % 2 == 0, float(at % 2)) for at in range(40)]
    with pytest.raises(InputError, match="always or never"):
        from_pair_years(data)
