"""Trying measures on a crisis: what comes back, and that nothing hides what it rests on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.measures.scenes import factor, quartet

from detente.adapters.crisis_toml import read_scenario
from detente.app.measures import Trial, as_record, try_measures, what_it_turns_on
from detente.codebook.loader import Verified
from detente.codebook.measures import measures
from detente.measures.sensitivity import Effort
from detente.model.crisis_answer import CrisisOutcome, Sign
from detente.model.errors import InputError
from detente.model.evidence import Strength
from detente.render.measures import effects_table, reading, risk_table

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "measures"
QUICK = Trial(runs=8192)


@pytest.fixture(scope="module")
def answer():
    scenario = read_scenario(EXAMPLES / "border.toml")
    return try_measures(scenario, ("hotline", "collective-defence"), QUICK)


def test_both_structures_stand_side_by_side_for_every_arm(answer):
    arms = [(arm.structure, arm.measures) for arm in answer.arms]
    taken = [(), ("hotline",), ("collective-defence",), ("hotline", "collective-defence")]
    assert arms == [(s, t) for s in ("spiral", "deterrence") for t in taken]
    for arm in answer.arms:
        assert sum(arm.highest) == pytest.approx(1)
        assert 0 <= arm.war.low <= arm.war.mean <= 1
        assert arm.war.mean <= arm.force.mean
        assert all(len(fan.weeks) == answer.weeks + 1 for fan in arm.fans)
    assert len(answer.effects) == 2 * 3 * 2


def test_differences_are_those_of_the_arms(answer):
    risks = {(arm.structure, arm.measures): arm for arm in answer.arms}
    for effect in answer.effects:
        with_, without = (risks[effect.structure, taken] for taken in (effect.measures, ()))
        name = "war" if effect.outcome is CrisisOutcome.WAR else "force"
        change = getattr(with_, name).mean - getattr(without, name).mean
        assert effect.difference.mean == pytest.approx(change)


def test_a_pair_is_more_than_the_sum_by_what_is_left(answer):
    found = {(e.structure, e.measures, e.outcome): e for e in answer.effects}
    for (structure, taken, outcome), effect in found.items():
        if len(taken) == 2:
            alone = sum(found[structure, (one,), outcome].difference.mean for one in taken)
            assert effect.more_than_sum.mean == pytest.approx(effect.difference.mean - alone)


def test_every_input_is_on_the_table_with_a_source(answer):
    assert all(each.source and each.unit for each in answer.assumptions)
    names = {each.name for each in answer.assumptions}
    assert {"misreading", "resolve@1", "hotline: news-delay", "commitment@2>3"} <= names
    estimated = {each.name for each in answer.assumptions if not each.assumed}
    assert "reply-force-by-force" in estimated
    assert "misreading" not in estimated


def test_sentences_name_basis_strength_and_harm(answer):
    assert len(answer.sentences) == 4
    for sentence in answer.sentences[1:]:
        assert "expert judgement with no study of its size behind it" in sentence
        assert "of 100 draws" in sentence
        assert "spiral" in sentence and "deterrence" in sentence
        assert "lowers" not in sentence
    assert any("confidence is low" in note for note in answer.notes)


def test_general_war_is_only_repeated_from_those_who_judged(answer):
    assert [each.best for each in answer.elicited] == [0.05]
    other = try_measures(read_scenario(EXAMPLES / "naval.toml"), (), QUICK)
    assert other.elicited == ()
    assert "general war" not in str(as_record(other))


def test_a_change_of_sign_reads_depends_on_which(answer):
    one, two = answer.effects[0], answer.effects[1]
    lower, higher = replace(one, sign=Sign.LOWER), replace(two, sign=Sign.HIGHER)
    assert reading(lower, higher) == "depends on which"
    assert reading(lower, lower) == "lower in both"
    assert reading(replace(one, sign=Sign.NONE), replace(higher, structure="deterrence")) == (
        "higher under deterrence alone"
    )


def test_figures_that_were_only_recalled_stay_out_and_are_named():
    recalled = replace(factor("hotline", "accident", 0.01, 0.02, 0.05), verified=Verified.RECALLED)
    usable = factor("hotline", "news-delay", 1, 1, 1)
    answer = try_measures(
        quartet(weeks=10), ("hotline",), Trial(runs=8192, rows=(recalled, usable))
    )
    assert all(effect.difference.mean == 0 for effect in answer.effects)
    assert answer.grades[0].left_out == ("accident",)


def test_the_weakest_evidence_gives_the_grade():
    strong = replace(factor("trade", "trade-tie", 1, 2, 4), strength=Strength.ADJUSTED_ASSOCIATION)
    weak = factor("trade", "fear", 0.5, 0.8, 1)
    grades = [
        try_measures(quartet(weeks=5), ("trade",), Trial(runs=8192, rows=rows)).grades[0].strength
        for rows in ((strong,), (strong, weak))
    ]
    assert grades == [Strength.ADJUSTED_ASSOCIATION, Strength.JUDGEMENT]


def test_every_measure_of_the_catalogue_can_be_tried():
    every = [row.id for row in measures()]
    answer = try_measures(quartet(weeks=5), every, Trial(runs=4096, pairs=False))
    assert [grade.measure for grade in answer.grades] == every
    assert all(grade.moves or grade.left_out for grade in answer.grades)
    assert len(effects_table(answer).rows) == 2 * (len(every) + 1)
    assert len(risk_table(answer).rows) == 2 * (len(every) + 2)


def test_an_unknown_measure_is_named_with_what_there_is():
    with pytest.raises(InputError, match="hotline"):
        try_measures(quartet(), ("prayer",), QUICK)


def test_the_sensitivity_analysis_covers_both_structures():
    trial = Trial(runs=8192, effort=Effort(trajectories=2, kept=2, points=8, lanes=256))
    scenario = read_scenario(EXAMPLES / "naval.toml")
    answer = try_measures(scenario, ("hotline",), trial)
    found = what_it_turns_on(scenario, ("hotline",), answer, trial)
    assert [one.structure for one in found] == ["spiral", "deterrence"]
    assert all(0 <= one.assumed_first <= 1 and 0 <= one.assumed_total <= 1 for one in found)
    assert len(as_record(answer, found)["sensitivity"]) == 2
