"""Three models side by side, who can hold a decision up, and what salience moves."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from detente.adapters.positions_csv import read_positions
from detente.cli.main import cli
from detente.model.errors import TableError
from detente.model.settlement_positions import Positions
from detente.render.settlement_positions import rounds_chart
from detente.settlement.challenge import challenge_rounds
from detente.settlement.position_models import blocking, expectations

EXAMPLE = Path(__file__).parents[2] / "examples" / "settlement" / "positions.csv"
HEADER = "issue,actor,position,salience,capability\n"


def test_disagreement_comes_first():
    run = CliRunner().invoke
    rows = list(csv.DictReader(io.StringIO(
        run(cli, ["settle", "positions", str(EXAMPLE), "--csv"]).output)))  # fmt: skip
    assert [row["issue"] for row in rows] == ["tolls", "patrols"]
    apart = [float(row["apart"]) for row in rows]
    assert apart == sorted(apart, reverse=True)
    shown = run(cli, ["settle", "positions", str(EXAMPLE)]).output
    assert shown.startswith("What three models expect; where they disagree")
    assert "no forecast" in shown


def test_the_climate_conference_keeps_its_published_compromises(shared, tmp_path):
    folder = shared / "data" / "negotiation" / "cop21_decide"
    expected = json.loads((folder / "compromise_expected.json").read_text())["cop21"]
    lines = [
        [cell.strip("'") for cell in line.split("\t")]
        for line in (folder / "cop21.csv").read_text().splitlines()
        if line.startswith("'#D'")
    ]
    file = tmp_path / "cop21.csv"
    file.write_text(HEADER + "".join(f"{r[2]},{r[1]},{r[3]},{r[4]},{r[5]}\n" for r in lines))
    record = json.loads(CliRunner().invoke(
        cli, ["settle", "positions", str(file), "--json", "--rounds", "3"]).output)  # fmt: skip
    told = {one["positions"]["issue"]: one["compromise"] for one in record["issues"]}
    assert told == pytest.approx(expected)


PLACES = st.lists(st.integers(0, 100), min_size=4, max_size=6)


@given(PLACES, st.integers(0, 99))
def test_mirrored_positions_mirror_compromise_and_blocking_sides(places, seed):
    assume(len(set(places)) > 1)
    rng = np.random.default_rng(seed)
    names = tuple(f"a{at}" for at in range(len(places)))
    salience = tuple(rng.uniform(0.1, 1, len(places)))
    power = tuple(rng.uniform(1, 9, len(places)))
    one = expectations(Positions("x", names, tuple(places), salience, power), rounds=2)
    mirrored = Positions("x", names, tuple(100 - p for p in places), salience, power)
    other = expectations(mirrored, rounds=2)
    assert other.compromise == pytest.approx(100 - one.compromise)
    assert other.election == pytest.approx(100 - one.election, abs=1e-6)
    assert other.blocking["below"] == one.blocking["above"]


def test_what_is_told_of_rounds_is_the_challenge_model():
    (given_, _) = read_positions(EXAMPLE)
    one = expectations(given_, rounds=4)
    told = challenge_rounds(given_.places, given_.salience, given_.capability, rounds=4)
    assert one.rounds == (given_.places, *(each.positions for each in told))
    assert one.challenge == told[-1].mean


def test_the_smallest_sets_that_block_by_hand():
    stand = Positions("x", ("a", "b", "c", "d"), (0, 10, 20, 100), (1, 1, 1, 1), (3, 2, 2, 3))
    assert blocking(stand, 50, needs=0.5) == {
        "below": (("a", "b", "c"),), "above": ()}  # fmt: skip
    assert blocking(stand, 50, needs=0.75)["below"] == (("a",), ("b", "c"))
    assert blocking(stand, 50, needs=0.75)["above"] == (("d",),)


def test_the_pull_of_salience_is_seen_when_it_rises():
    (patrols, _) = read_positions(EXAMPLE)
    one = expectations(patrols, rounds=1)
    assert one.pull["Aldova"] > 0 > one.pull["Brevia"]


def test_one_place_sets_an_issue_aside_and_the_rest_goes_on(tmp_path):
    file = tmp_path / "p.csv"
    file.write_text(EXAMPLE.read_text() + "flags,Aldova,5,0.5,1\nflags,Brevia,5,0.5,1\n")
    done = CliRunner().invoke(cli, ["settle", "positions", str(file)])
    assert done.exit_code == 0
    assert "set aside flags" in done.stderr


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("x,a,here,0.5,1\n", "position"),
        ("x,a,1,1.5,1\n", "salience"),
        ("x,a,1,0.5,-1\n", "capability"),
        ("x,a,1,0.5,inf\n", "capability"),
        ("x,a,1,0.5,1\nx,a,2,0.5,1\n", "actor"),
    ],
)
def test_a_wrong_cell_is_named_with_its_line(tmp_path, row, field):
    file = tmp_path / "p.csv"
    file.write_text(HEADER + row)
    with pytest.raises(TableError) as raised:
        read_positions(file)
    assert (raised.value.line, raised.value.field) == (row.count("\n") + 1, field)


def test_every_actor_has_its_line_over_the_rounds(tmp_path):
    (patrols, _) = read_positions(EXAMPLE)
    chart = rounds_chart(expectations(patrols))
    root = etree.fromstring(chart.svg.encode())
    assert len(list(root.iter("{*}path"))) == 2 * len(patrols.actors)  # and in the key
    assert len(chart.table.rows) == 11
    done = CliRunner().invoke(cli, ["settle", "positions", str(EXAMPLE), "--svg", str(tmp_path)])
    assert done.exit_code == 0
    assert len(list(tmp_path.iterdir())) == 4
