"""A draft takes positions from authorised demands only, and never a walk-away."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.main import cli
from detente.model.statements import Mandate
from detente.render.reading_json import load_reading_json
from detente.render.settlement_draft import draft_toml
from detente.settlement.drafting import AS_TODAY, draft

READING = Path(__file__).parents[1] / "render" / "fixture" / "reading.json"


@pytest.fixture(scope="module")
def drafted():
    return draft(load_reading_json(READING))


def test_every_issue_starts_from_today(drafted):
    assert drafted.issues
    assert all(issue.options[0] == AS_TODAY for issue in drafted.issues)


def test_only_authorised_demands_are_positions(drafted):
    for issue in drafted.issues:
        assert all(said.mandate is Mandate.AUTHORISED for said in issue.positions)
        assert all(
            said.mandate is not Mandate.AUTHORISED or not said.party for said in issue.signals
        )


def test_every_demand_keeps_its_sentence(drafted):
    said = [one for issue in drafted.issues for one in (*issue.positions, *issue.signals)]
    assert all(one.sentence and one.report for one in said)


def test_the_table_is_toml_without_a_walk_away(drafted):
    table = tomllib.loads(draft_toml(drafted))
    assert [issue["key"] for issue in table["issue"]] == [issue.key for issue in drafted.issues]
    assert all("walk_away" not in party for party in table["party"])


def test_on_the_command_line():
    done = CliRunner().invoke(cli, ["settle", "draft", str(READING)])
    assert done.exit_code == 0, done.output
    assert tomllib.loads(done.stdout)["issue"]
