"""The three kinds of position arithmetic give what others' programs gave."""

from __future__ import annotations

import csv
import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.settlement.challenge import Outcome, challenge_rounds
from detente.settlement.compromise import compromise, pull_of_salience
from detente.settlement.election import (
    Procedure,
    Victory,
    coalitions,
    pairwise,
    winning,
)

weights = st.lists(st.floats(0.1, 1), min_size=4, max_size=4)
places = st.lists(st.floats(0, 100), min_size=4, max_size=4)


def test_the_climate_conference(shared):
    folder = shared / "data" / "negotiation" / "cop21_decide"
    expected = json.loads((folder / "compromise_expected.json").read_text())["cop21"]
    rows = [
        [cell.strip("'") for cell in line.split("\t")]
        for line in (folder / "cop21.csv").read_text().splitlines()
        if line.startswith("'#D'")
    ]
    for issue, mean in expected.items():
        x, s, c = np.array([row[3:6] for row in rows if row[2] == issue], float).T
        assert compromise(x, s, c) == pytest.approx(mean, rel=1e-12)


def test_car_emissions_round_by_round(shared):
    folder = shared / "data" / "negotiation" / "bdm_scholz"
    actors = list(csv.DictReader((folder / "ExampleActors.csv").read_text().splitlines()))
    x, s, c = ([float(a[key]) for a in actors] for key in ("Position", "Salience", "Capability"))
    rounds = challenge_rounds(x, s, c, rounds=10)
    log = (folder / "Example.log").read_text()
    moves = re.findall(r"(\S+) (?:compromises|loses confrontation|capitulates) \w+ (\S+)\n"
                       r"\t(\S+) vs (\S+)\n\tnew_pos = (\S+)", log)  # fmt: skip
    told = [one for each in rounds for one in each.concessions]
    assert [(actors[m.actor]["Actor"], actors[m.to]["Actor"]) for m in told] == [
        move[:2] for move in moves
    ]
    ours = [(m.own, m.other, m.position) for m in told]
    assert np.allclose(ours, np.array([move[2:] for move in moves], float), rtol=1e-11)
    means = [float(mean) for mean in re.findall(r"Mean position: (\S+)", log)]
    assert np.allclose([one.mean for one in rounds], means[1:], rtol=1e-12)


def test_the_paper_and_the_program_differ_in_the_compromise_taken():
    x, s, c = [7, 4, 4, 10, 10], [0.4, 0.8, 0.2, 0.6, 0.9], [0.08, 0.08, 0.03, 0.16, 0.16]
    programmed = challenge_rounds(x, s, c, rounds=4)
    paper = challenge_rounds(x, s, c, rounds=4, as_programmed=False)
    assert len(programmed) == len(paper) == 4
    assert all(one.outcome in Outcome for each in paper for one in each.concessions)


@given(places, weights, weights)
def test_mirrored_positions_mirror_the_compromise(x, s, c):
    mirrored = compromise(100 - np.array(x), s, c)
    assert mirrored == pytest.approx(100 - compromise(x, s, c))


@given(places, weights, weights)
def test_the_pull_of_salience_is_the_derivative(x, s, c):
    more = np.array(s)
    more[0] += 1e-6
    moved = (compromise(x, more, c) - compromise(x, s, c)) / 1e-6
    assert pull_of_salience(x, s, c)[0] == pytest.approx(moved, abs=1e-2)


def test_an_actor_without_position_does_not_count():
    assert compromise([10, np.nan], [1, 1], [1, 5]) == 10
    with pytest.raises(ValueError, match="no actor"):
        compromise([np.nan], [1], [1])


STRENGTHS = [[0, 12.099, 54.921], [10.333, 0, 27.079], [5.007, 55.047, 0]]


@pytest.mark.parametrize(
    ("procedure", "expected"),
    [
        (Procedure.MARKOV_UNIFORM, [0.6351, 0.2148, 0.1501]),
        (Procedure.MARKOV_INCENTIVE, [0.5094, 0.2796, 0.2110]),
        (Procedure.CONDITIONAL, [0.8659, 0.1241, 0.0100]),
    ],
)
def test_three_options(procedure, expected):
    chances = pairwise(STRENGTHS, victory=Victory.SQUARE)
    told = winning(chances, procedure=procedure, strengths=STRENGTHS)
    assert np.round(told, 4).tolist() == expected


def test_two_options_win_as_their_pair_does():
    chances = pairwise([[0, 51.212], [19.714, 0]], victory=Victory.SQUARE)
    for procedure in Procedure:
        told = winning(chances, procedure=procedure, strengths=[[0, 51.212], [19.714, 0]])
        assert np.round(told, 4).tolist() == [0.8709, 0.1291]


@given(st.integers(0, 99))
def test_chances_add_up_and_follow_the_options(seed):
    worth = np.random.default_rng(seed).random((5, 4))
    strength = coalitions(worth, np.ones(5))
    swapped = coalitions(worth[:, ::-1], np.ones(5))
    for procedure in Procedure:
        told = winning(pairwise(strength), procedure=procedure, strengths=strength)
        again = winning(pairwise(swapped), procedure=procedure, strengths=swapped)
        assert told.sum() == pytest.approx(1)
        assert np.allclose(told, again[::-1])


def test_one_place_leaves_nothing_to_settle():
    with pytest.raises(ValueError, match="one place"):
        challenge_rounds([5, 5], [1, 1], [1, 1])
