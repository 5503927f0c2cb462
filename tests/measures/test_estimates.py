"""Numbers with intervals: a known truth is found, and none where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import LONG
from tests.measures.scenes import duel, factor

from detente.codebook.crisis_parameters import Scale, Structure
from detente.measures.board import board
from detente.measures.chances import chances
from detente.measures.estimates import beyond_sum, difference, share, sign_of, worse_share
from detente.measures.exact import solve
from detente.measures.parameters import at_quantile, from_scale, moved, to_scale
from detente.measures.plan import draw_inputs, plan, values_of
from detente.measures.playing import FORCE, play
from detente.model.crisis import Spread
from detente.model.crisis_answer import Sign

TIMES = 200 if LONG else 20


def crisis(effect: float):
    """A naval quarrel in which a measure cuts accidents by a factor that is known."""
    scenario = duel(rungs=(2, 1), weeks=30, accident=0.6)
    rows = [factor("incidents-at-sea", "accident", effect, effect, effect)]
    return plan(scenario, ("incidents-at-sea",), rows=rows)


def true_difference(ready, structure) -> float:
    quantiles = draw_inputs(ready, seed=0, draws=1)
    ends = [
        solve(board(ready), chances(ready, values_of(ready, quantiles, taken), structure)).force[-1]
        for taken in ((), ("incidents-at-sea",))
    ]
    return float(ends[1] - ends[0])


def found_differences(ready, structure):
    quantiles = draw_inputs(ready, seed=0, draws=16)
    for seed in range(TIMES):
        flags = [
            play(ready, quantiles, structure=structure, measures=taken, seed=seed).happened(FORCE)
            for taken in ((), ("incidents-at-sea",))
        ]
        yield difference(*flags)


@pytest.mark.parametrize("structure", [Structure.SPIRAL, Structure.DETERRENCE])
def test_an_effect_that_is_built_in_is_found_and_covered(structure):
    """The truth is the exact Markov chain's; 95 % intervals cover it in 90-98 % of 200 trials."""
    ready = crisis(0.3)
    truth = true_difference(ready, structure)
    found = list(found_differences(ready, structure))
    assert truth < -0.05
    assert all(sign_of(one) is Sign.LOWER for one in found)
    covered = np.mean([abs(one.mean - truth) <= 2.13 * one.error for one in found])
    assert 0.9 <= covered <= 0.98 if LONG else covered >= 0.8  # 2.13: Student, 15 degrees


@pytest.mark.parametrize("structure", [Structure.SPIRAL, Structure.DETERRENCE])
def test_where_no_effect_is_built_in_none_is_found(structure):
    found = list(found_differences(crisis(1.0), structure))
    assert all(sign_of(one) is Sign.NONE for one in found)
    assert all(one.mean == 0 for one in found)


def test_without_common_numbers_no_effect_still_reads_as_none():
    ready = crisis(1.0)
    quantiles = draw_inputs(ready, seed=0, draws=16)
    seen = []
    for seed in range(TIMES):
        one, two = (
            play(ready, quantiles, structure=Structure.SPIRAL, seed=s).happened(FORCE)
            for s in (seed, seed + 10_000)
        )
        seen.append(sign_of(difference(one, two)))
    assert seen.count(Sign.NONE) >= 0.85 * TIMES


def test_noise_of_the_simulation_is_taken_out_of_the_interval():
    rng = np.random.default_rng(1)
    same = rng.random((400, 256)) < 0.3
    spread = rng.random((400, 256)) < rng.uniform(0.1, 0.5, 400)[:, None]
    assert share(same).high - share(same).low < 0.02
    assert share(spread).high - share(spread).low == pytest.approx(0.36, abs=0.03)


def test_worse_share_tells_noise_from_harm():
    rng = np.random.default_rng(2)
    without = rng.random((200, 512)) < 0.4
    better = without & (rng.random((200, 512)) < 0.7)
    assert worse_share(without, better) < 0.01
    assert worse_share(better, without) > 0.99
    assert worse_share(without, without) == 0
    mixed = np.where(np.arange(200)[:, None] < 50, without | (rng.random((200, 512)) < 0.2), better)
    assert worse_share(without, mixed) == pytest.approx(0.25, abs=0.05)


def test_two_that_do_the_same_work_are_less_than_their_sum():
    rng = np.random.default_rng(3)
    without = rng.random((50, 512)) < 0.5
    helped = without & (rng.random((50, 512)) < 0.5)
    assert beyond_sum(without, helped, helped, helped).mean > 0.1
    assert beyond_sum(without, helped, without, helped).mean == 0


@given(
    low=st.floats(0.01, 0.3), middle=st.floats(0.31, 0.6), high=st.floats(0.61, 0.99),
    scale=st.sampled_from(list(Scale)),
)  # fmt: skip
def test_a_spread_goes_through_its_three_figures(low, middle, high, scale):
    found = at_quantile(Spread(low, middle, high), scale, np.array([0.05, 0.5, 0.95]))
    assert found == pytest.approx([low, middle, high], rel=1e-6)
    assert (
        np.diff(at_quantile(Spread(low, middle, high), scale, np.linspace(0.01, 0.99, 30))) > 0
    ).all()


@given(value=st.floats(0.01, 0.99), factor_=st.floats(0.1, 10), scale=st.sampled_from(list(Scale)))
def test_a_factor_and_its_inverse_cancel(value, factor_, scale):
    there = moved(np.array([value]), np.array([factor_]), scale)
    assert moved(there, np.array([1 / factor_]), scale) == pytest.approx([value])
    assert from_scale(to_scale(value, scale), scale) == pytest.approx(value)
    if scale is Scale.LOGIT:
        assert 0 < there[0] < 1
