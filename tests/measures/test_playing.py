"""The crisis simulation: two engines agree, and cases whose answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.measures.scenes import ONE, duel, factor, known, quartet

from detente.codebook.crisis_parameters import Structure
from detente.measures.board import board
from detente.measures.chances import chances
from detente.measures.exact import solve
from detente.measures.parts import Part, joined, parts, play_part
from detente.measures.plain import counted_words, play_plainly
from detente.measures.plan import draw_inputs, plan, values_of
from detente.measures.playing import FORCE, WAR, play
from detente.model.crisis import Alliance, CrisisActor, Spread, Toward

BOTH = (Structure.SPIRAL, Structure.DETERRENCE)
structures = pytest.mark.parametrize("structure", BOTH)


def played(scenario, structure, *, seed=1, draws=4, lanes=256, **more):
    ready = plan(scenario, **{k: more.pop(k) for k in ("measures", "rows") if k in more})
    quantiles = draw_inputs(ready, seed=seed, draws=draws)
    return play(ready, quantiles, structure=structure, seed=seed, lanes=lanes, **more)


def same(one, two) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(two, name))
        for name in ("records", "peaks", "rungs")
    )


@structures
@pytest.mark.parametrize("rung", [1, 2, 4, 5])
def test_engines_agree_event_for_event(structure, rung):
    ready = plan(quartet(rung=rung, weeks=30))
    quantiles = draw_inputs(ready, seed=3, draws=3)
    fast = play(ready, quantiles, structure=structure, seed=3, lanes=512)
    given_chances = chances(ready, values_of(ready, quantiles), structure)
    slow = play_plainly(board(ready), given_chances, lanes=512, words=counted_words(3, 0, 3 * 512))
    for one, two in zip((fast.records, fast.peaks, fast.rungs), slow, strict=True):
        assert np.array_equal(one, two)


@structures
def test_any_number_of_threads_or_parts_gives_the_same_bytes(structure):
    ready = plan(quartet())
    whole = Part(ready, structure, (), seed=9, lanes=256, first=0, draws=70, threads=1)
    alone = play_part(whole)
    assert same(alone, play_part(replace(whole, threads=3)))
    assert same(alone, joined(play_part(part) for part in parts(whole, 7)))


@structures
def test_no_noise_and_no_accidents_no_spiral_from_peace(structure):
    calm = duel(rungs=(1, 1), misreading=0, accident=0, false_attribution=0, resolve=1)
    result = played(calm, structure, draws=1, lanes=4096)
    assert not result.happened(FORCE).any()
    assert (result.records[0] == 1).all()


def test_under_deterrence_doubt_alone_can_begin_a_crisis():
    calm = duel(rungs=(1, 1), misreading=0, accident=0, false_attribution=0, resolve=0.2)
    assert not played(calm, Structure.SPIRAL, draws=1, lanes=2048).happened(FORCE).any()
    assert played(calm, Structure.DETERRENCE, draws=1, lanes=2048).happened(FORCE).any()


@structures
@pytest.mark.parametrize("rungs", [(1, 1), (3, 2), (4, 4)])
def test_two_actors_against_the_exact_markov_chain(structure, rungs):
    scenario = duel(rungs=rungs, weeks=40)
    ready = plan(scenario)
    quantiles = draw_inputs(ready, seed=5, draws=1)
    runs = 40_960
    result = play(ready, quantiles, structure=structure, seed=5, lanes=runs)
    exact = solve(board(ready), chances(ready, values_of(ready, quantiles), structure))
    for row, curve in ((FORCE, exact.force), (WAR, exact.war)):
        first = result.records[row]
        for week in (1, 5, 20, 40):
            seen = ((first > 0) & (first <= week)).mean()
            spread = np.sqrt(max(curve[week] * (1 - curve[week]), 1e-6) / runs)
            assert abs(seen - curve[week]) < 4.5 * spread, (row, week, seen, curve[week])


def test_the_exact_chain_takes_two_actors_only():
    ready = plan(quartet())
    given_chances = chances(
        ready, values_of(ready, draw_inputs(ready, seed=1, draws=1)), Structure.SPIRAL
    )
    with pytest.raises(ValueError, match="two actors"):
        solve(board(ready), given_chances)


@structures
def test_symmetric_actors_run_a_symmetric_risk(structure):
    result = played(duel(rungs=(2, 2)), structure, draws=1, lanes=65_536)
    forward, backward = result.peaks[0, :, 4:].sum(axis=1)
    assert abs(forward - backward) < 4.5 * np.sqrt(forward + backward)


@structures
def test_order_in_the_file_changes_nothing(structure):
    scenario = quartet()
    turned = replace(
        scenario,
        actors=scenario.actors[::-1],
        toward=scenario.toward[::-1],
        alliances=scenario.alliances[::-1],
    )
    assert same(played(scenario, structure), played(turned, structure))


@structures
@given(strong=st.floats(0.3, 3), rung=st.integers(1, 4), stakes=st.floats(0.1, 0.9))
def test_swapping_the_two_sides_swaps_the_results(structure, strong, rung, stakes):
    """Names and places change, role slots stay with their roles: only the names change sides."""

    def sides(first: str, second: str):
        return replace(
            duel(rungs=(1, 1)),
            actors=(
                CrisisActor(first, first, 1, known(strong), pressure=Spread(0.2, 0.3, 0.5)),
                CrisisActor(second, second, 2, ONE),
            ),
            toward=(
                Toward(first, second, rung, stakes=known(stakes)),
                Toward(second, first, 2),
            ),
        )

    one, two = sides("A", "B"), sides("B", "A")
    turned = replace(two, actors=two.actors[::-1], toward=two.toward[::-1])
    assert same(played(one, structure, draws=2), played(turned, structure, draws=2))
    assert plan(one).keys == plan(two).keys[::-1]


@structures
def test_an_alliance_that_is_never_kept_is_none_in_war(structure):
    joins = played(quartet(rung=4, commitment=1), structure, draws=2, lanes=2048)
    alone = played(quartet(rung=4, commitment=0), structure, draws=2, lanes=2048)
    assert (joins.records[5] >> 1).sum() > 0
    assert (alone.records[5] >> 1).sum() == 0


def test_a_stronger_commitment_frightens_under_spiral_and_deters_under_deterrence():
    """The dispute between the structures is in the model: the sign turns.

    A's resolve is beyond doubt and B's is doubted, so that B's ally counts and does not embolden B.
    """

    def force(structure, commitment):
        scenario = duel(rungs=(3, 2), opportunity=2, fear=1)
        scenario = replace(
            scenario,
            actors=(*scenario.actors, CrisisActor("C", "C", 3, known(3))),
            alliances=(Alliance("C", "B", known(commitment)),),
            parameters={**scenario.parameters, "entanglement": known(0)},
        )
        bold, doubted = scenario.actors[0], scenario.actors[1]
        sides = (replace(bold, resolve=known(1)), replace(doubted, resolve=known(0.2)))
        scenario = replace(scenario, actors=(*sides, scenario.actors[2]))
        ready = plan(scenario)
        quantiles = draw_inputs(ready, seed=2, draws=1)
        result = play(ready, quantiles, structure=structure, seed=2, lanes=16_384)
        a_attacks = result.peaks[0, ready.pairs.index((0, 1)), 4:].sum()
        return a_attacks / 16_384

    assert force(Structure.SPIRAL, 0.9) > force(Structure.SPIRAL, 0.1)
    assert force(Structure.DETERRENCE, 0.9) < force(Structure.DETERRENCE, 0.1)


@structures
def test_a_factor_of_one_changes_nothing(structure):
    rows = [factor("hotline", "misreading", 1.0, 1.0, 1.0)]
    more = {"measures": ("hotline",), "rows": rows}
    ready = plan(quartet(), **more)
    quantiles = draw_inputs(ready, seed=4, draws=2)
    without = play(ready, quantiles, structure=structure, seed=4)
    with_ = play(ready, quantiles, structure=structure, seed=4, measures=("hotline",))
    assert same(without, with_)


def test_odd_numbers_of_runs_are_refused():
    with pytest.raises(ValueError, match="multiple of 256"):
        played(duel(), Structure.SPIRAL, lanes=300)
