"""What an answer turns on: known cases."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.measures.scenes import duel, factor

from detente.codebook.crisis_parameters import Structure
from detente.measures.plan import plan
from detente.measures.sensitivity import Effort, sensitivity
from detente.model.crisis import Spread
from detente.model.crisis_answer import CrisisOutcome

SMALL = Effort(trajectories=4, kept=2, points=32, lanes=256)


def analysed(scenario, measures=(), rows=(), *, effort=SMALL):
    return sensitivity(
        plan(scenario, measures, rows=rows),
        Structure.SPIRAL,
        measures,
        outcome=CrisisOutcome.FORCE,
        seed=11,
        effort=effort,
    )


def open_to(**spreads: tuple[float, float, float]):
    scenario = duel(rungs=(2, 1), weeks=20)
    given = {name.replace("_", "-"): Spread(*three) for name, three in spreads.items()}
    return replace(scenario, parameters={**scenario.parameters, **given})


def test_the_input_that_matters_comes_first_and_has_nearly_all_of_the_variance():
    found = analysed(
        open_to(accident=(0.1, 1, 6), war_end=(0.02, 0.04, 0.08)),
        effort=Effort(trajectories=4, kept=2, points=64, lanes=1024),
    )
    first, second = found.influences
    assert first.name == "accident"
    assert first.total == pytest.approx(1, abs=0.25)
    assert first.first == pytest.approx(1, abs=0.25)
    assert second.screened == 0
    assert second.total == pytest.approx(0, abs=0.02)


def test_what_is_known_exactly_is_no_influence():
    names = [one.name for one in analysed(open_to(accident=(0.1, 1, 6))).influences]
    assert names == ["accident"]


def test_estimated_and_assumed_inputs_share_the_variance():
    scenario = duel(rungs=(2, 1), weeks=20)
    kept = {k: v for k, v in scenario.parameters.items() if k != "reply-threat-by-force"}
    found = analysed(replace(scenario, parameters={**kept, "war-end": Spread(0.02, 0.04, 0.08)}))
    assert found.assumed_first < 0.1
    assert found.assumed_total < 0.1
    grounds = {one.name: one.assumed for one in found.influences}
    assert grounds == {"reply-threat-by-force": False, "war-end": True}


def test_the_region_in_which_a_measure_fails_is_named():
    rows = [factor("training", "accident", 0.3, 1.2, 5)]
    found = analysed(
        duel(rungs=(2, 1), weeks=40, accident=1),
        ("training",),
        rows,
        effort=Effort(trajectories=4, kept=1, points=64, lanes=256),
    )
    assert 0.2 < found.worse < 0.8
    worst = found.regions[0]
    assert worst.worse > 0.9
    name, sign, limit = worst.conditions[0].rsplit(" ", 2)
    assert (name, sign) == ("training: accident", ">")
    assert 0.8 < float(limit) < 3


def test_an_answer_that_never_moves_is_said_to_be_so():
    calm = open_to(war_end=(0.02, 0.04, 0.08))
    quiet = {**calm.parameters}
    for name in ("accident", "misreading", "false-attribution"):
        quiet[name] = Spread(0, 0, 0)
    still = replace(
        calm, parameters=quiet, toward=tuple(replace(side, rung=1) for side in calm.toward)
    )
    found = analysed(still)
    assert found.note == "the answer is the same at every point"
    assert all(math.isfinite(one.total or 0) for one in found.influences)


def test_the_same_seed_gives_the_same_analysis():
    scenario = open_to(accident=(0.1, 1, 6), cooling=(0.2, 0.5, 0.8))
    assert analysed(scenario) == analysed(scenario)
    assert np.isfinite(analysed(scenario).assumed_total)
