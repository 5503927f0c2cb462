"""A Genius domain goes through the same command as a table, and picks the same packages."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from detente.adapters.genius import genius_folders, read_genius
from detente.adapters.genius_table import _reach, read_genius_table
from detente.cli.main import cli
from detente.settlement.assessment import assess
from detente.settlement.edge import Edge, edge, settled, takes_long
from detente.settlement.problem import outcomes
from detente.settlement.solutions import nash

DOMAIN = """<negotiation_template><utility_space><objective index="1" name="x">
<issue index="1" name="Price" type="discrete"><item index="1" value="low"/>
<item index="2" value="high"/></issue>
<issue index="2" name="Colour" type="discrete"><item index="1" value="red"/>
<item index="2" value="blue"/></issue></objective></utility_space></negotiation_template>"""
PROFILE = """<utility_space><objective index="1" name="x">
<issue index="1" name="Price"><item value="low" evaluation="{0}"/>
<item value="high" evaluation="{1}"/></issue>
<issue index="2" name="Colour"><item value="red" evaluation="{2}"/>
<item value="blue" evaluation="{3}"/></issue>
<weight index="1" value="0.6"/><weight index="2" value="0.4"/></objective>
<reservation value="0.2"/></utility_space>"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "domain.xml").write_text(DOMAIN)
    (tmp_path / "buyer.xml").write_text(PROFILE.format(1, 0, 0.5, 1))
    (tmp_path / "seller.xml").write_text(PROFILE.format(0, 1, 1, 0.25))
    return tmp_path


def test_a_package_that_another_matches_is_not_kept_by_the_last_digits():
    found = Edge(np.array([[80.0, 50.0], [80.00000000001, 40.0], [70.0, 60.0], [70.0, 60.0]]),
                 np.arange(4, dtype=np.int32)[:, None], np.zeros(2), np.full(2, 100.0))  # fmt: skip
    assert settled(found).choices.ravel().tolist() == [0, 2]


def test_worth_is_utility_in_hundredths_of_the_most(folder):
    done = assess(read_genius_table(folder))
    assert [party.key for party in done.table.parties] == ["buyer", "seller"]
    assert done.table.parties[0].walk_away.middle == pytest.approx(20)
    best = max(done.frontier, key=lambda one: one.standings[0].worth)
    assert best.options == {"issue1": "low", "issue2": "red"}
    assert [s.worth for s in best.standings] == pytest.approx([80.0, 40.0])


@pytest.mark.parametrize("which", ["", "buyer.xml", "domain.xml"])
def test_the_command_takes_the_folder_or_a_file(folder, which):
    done = CliRunner().invoke(cli, ["settle", str(folder / which), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["zone"] is True


def test_sealed_fields_are_refused_and_a_folder_without_domain_is_named(folder, monkeypatch):
    monkeypatch.setenv("DETENTE_SETTLE_PASSPHRASE", "x")
    run = CliRunner().invoke
    assert "no sealed fields" in run(cli, ["settle", str(folder), "--sealed"]).stderr
    (folder / "domain.xml").unlink()
    done = run(cli, ["settle", str(folder)])
    assert done.exit_code == 1
    assert "no domain file" in done.stderr


def test_published_domains_pick_the_same_nash_product(shared):
    root = shared / "data" / "negotiation" / "genius"
    seen = 0
    for place in genius_folders(root):
        domain = read_genius(place)
        if outcomes(domain.problem) > 20_000 or takes_long(domain.problem):
            continue
        one, done = edge(domain.problem), assess(read_genius_table(place))
        assert done.zone == bool(len(one.utilities))
        if not done.zone:
            continue
        floors = domain.problem.floors
        reach = [_reach(domain, party) for party in range(len(floors))]
        ours = np.array([[s.gain for s in package.standings] for package in done.frontier])
        theirs = 100 * (one.utilities - floors) / reach
        assert np.allclose(np.sort(ours, axis=0), np.sort(theirs, axis=0), atol=1e-6)
        picked = np.array([s.gain for s in done.picked("Nash").standings])
        assert np.allclose(picked.prod(), theirs[nash(one.utilities, floors)].prod())
        seen += 1
        if seen == 12:
            break
    assert seen >= 5
