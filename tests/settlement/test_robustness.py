"""What stands whatever the unknown numbers are, and which answer takes most doubt away."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from detente.adapters.settlement_toml import parse_table, read_table
from detente.cli.main import cli
from detente.settlement.admissible import Draws
from detente.settlement.robustness import robustness
from detente.settlement.solutions import NoZone

STRAIT = Path(__file__).parents[2] / "examples" / "settlement" / "strait.toml"


def table(first="5", second="5", walk_away="20", values="{ stay = 100, leave = 0 }"):
    """Ald cares for troops by ``first`` and for trade by 5; Brv the other way round."""
    return parse_table(f"""
[[issue]]
key = "troops"
options = ["stay", "leave"]
[[issue]]
key = "trade"
options = ["closed", "open"]
[[party]]
key = "ald"
walk_away = {walk_away}
[party.interest.troops]
weight = {first}
values = {values}
[party.interest.trade]
weight = 5
values = {{ closed = 0, open = 100 }}
[[party]]
key = "brv"
walk_away = 20
[party.interest.troops]
weight = 5
values = {{ stay = 0, leave = 100 }}
[party.interest.trade]
weight = {second}
values = {{ closed = 100, open = 0 }}
""")


def test_exact_numbers_leave_nothing_to_draw_and_nothing_to_ask():
    found = robustness(table("6", "4"), draws=50)
    assert all(one.stands == 1.0 for one in found.packages)
    assert found.questions == ()
    assert "nothing to ask" in found.notes[0]


def test_the_share_of_an_interval_can_be_worked_out_by_hand():
    found = robustness(table(walk_away="[30, 55]", first="[2, 6]"), draws=600, seed=3)
    by = {tuple(one.options.values()): one for one in found.packages}
    # leave, open gives Ald its weight of trade: 5 / (w + 5), for w even on 2 to 6, in per cent
    weight = np.random.default_rng(0).uniform(2, 6, 200_000)
    floor = np.random.default_rng(1).uniform(30, 55, 200_000)
    share = (100 * 5 / (weight + 5) >= floor).mean()
    assert by["leave", "open"].acceptable == pytest.approx(share, abs=4 * found.error)


def test_the_answer_that_decides_is_the_one_to_ask_for():
    found = robustness(table(first="[1, 9]", walk_away="[19, 21]"), draws=400)
    best = found.questions[0]
    assert (best.party, best.about) == ("ald", "how much troops weighs")
    assert best.cut > 0.5
    assert best.names > 0.2
    walk_away = next(one for one in found.questions if "walk-away" in one.about)
    assert walk_away.cut < 0.1


def test_ranked_weights_keep_their_order_and_add_up_to_one():
    drawn = Draws(read_table(STRAIT), count=200, seed=1)
    for draw in range(200):
        brv = drawn[draw].parties[1].interests
        weights = [brv[key].weight.middle for key in ("patrols", "batteries", "tolls")]
        assert weights == sorted(weights, reverse=True)
        assert sum(weights) == pytest.approx(1)


def test_the_mean_of_ranked_weights_is_the_centre_that_the_table_takes():
    read = read_table(STRAIT)
    drawn = Draws(read, count=1500, seed=1)
    patrols = [drawn[draw].parties[1].interests["patrols"].weight.middle for draw in range(1500)]
    assert np.mean(patrols) == pytest.approx(
        read.parties[1].interests["patrols"].weight.middle, abs=0.02
    )


def test_every_draw_lies_inside_its_range():
    read = read_table(STRAIT)
    drawn = Draws(read, count=100, seed=5)
    for draw in range(100):
        for party, exact in zip(read.parties, drawn[draw].parties, strict=True):
            assert party.walk_away.low <= exact.walk_away.middle <= party.walk_away.high
            for key, interest in party.interests.items():
                for known, value in zip(interest.values, exact.interests[key].values, strict=True):
                    assert interest.ranked or known.low <= value.middle <= known.high


@given(st.integers(0, 20))
def test_the_order_of_the_parties_plays_no_part(seed):
    read = table(first="[1, 9]", second="[2, 8]", walk_away="[10, 45]")
    straight = robustness(read, draws=50, seed=seed)
    turned = robustness(replace(read, parties=read.parties[::-1]), draws=50, seed=seed)
    assert {tuple(p.options.items()): p.stands for p in straight.packages} == {
        tuple(p.options.items()): p.stands for p in turned.packages
    }
    assert set(straight.questions) == set(turned.questions)


def test_one_seed_gives_one_answer_and_another_seed_another():
    read = read_table(STRAIT)
    again = [robustness(read, draws=60, seed=seed).packages for seed in (1, 1, 2)]
    assert again[0] == again[1] != again[2]


def test_stopping_keeps_the_draws_made_so_far():
    found = robustness(read_table(STRAIT), draws=500, stop=lambda: True)
    assert found.draws == 1


def test_no_zone_is_said():
    with pytest.raises(NoZone, match="middle"):
        robustness(table(walk_away="99"), draws=50)


def test_the_command_line_prints_the_seed_and_the_error():
    run = CliRunner().invoke
    shown = run(cli, ["settle", "robust", str(STRAIT), "--draws", "60", "--seed", "9"]).output
    assert "seed 9" in shown
    assert "standard error" in shown
    record = json.loads(
        run(cli, ["settle", "robust", str(STRAIT), "--draws", "60", "--json"]).output
    )
    assert record["schema"] == "detente-settlement-robustness/1"
    assert run(cli, ["settle", "robust", str(STRAIT), "--package", "Rawls"]).exit_code == 1
