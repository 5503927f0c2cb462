"""Envy is judged where an issue divides something, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from detente.adapters.settlement_toml import parse_table, read_table
from detente.cli.settle import settle
from detente.model.errors import TableError
from detente.settlement.assessment import assess
from detente.settlement.envy import envies

DIVIDED = """
schema = "detente-settlement-table/1"
title = "The fishing grounds"

[[issue]]
key = "grounds"
name = "Fishing grounds"
options = ["mostly to Aldova", "in halves", "mostly to Brevia"]
shares = { "mostly to Aldova" = { ald = 70, brv = 30 }, "in halves" = { ald = 50, brv = 50 }, "mostly to Brevia" = { ald = 30, brv = 70 } }

[[issue]]
key = "patrols"
name = "Patrols"
options = ["joint", "none"]

[[party]]
key = "ald"
name = "Aldova"
walk_away = 10
[party.interest.grounds]
weight = 3
values = { "mostly to Aldova" = 100, "in halves" = 50, "mostly to Brevia" = 0 }
[party.interest.patrols]
weight = 1
values = { joint = 100, none = 0 }

[[party]]
key = "brv"
name = "Brevia"
walk_away = 10
[party.interest.grounds]
weight = 3
values = { "mostly to Aldova" = 0, "in halves" = 50, "mostly to Brevia" = 100 }
[party.interest.patrols]
weight = 1
values = { joint = 100, none = 0 }
"""


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str = DIVIDED) -> Path:
        path = tmp_path / "table.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_halves_are_free_of_envy_and_the_smaller_share_is_not(written) -> None:
    table = read_table(written())
    told = {
        package.options["grounds"]: [(e.party, e.other, e.by) for e in envies(table, package)]
        for package in assess(table).frontier
    }
    assert told["in halves"] == []
    assert told["mostly to Aldova"] == [("brv", "ald", 75.0)]
    assert told["mostly to Brevia"] == [("ald", "brv", 75.0)]


def test_an_issue_that_divides_nothing_raises_no_envy(written) -> None:
    plain = re.sub(r"shares = .*\n", "", DIVIDED)
    table = read_table(written(plain))
    assert all(envies(table, package) == () for package in assess(table).frontier)


def test_the_command_shows_it_for_division_issues_only(written) -> None:
    told = CliRunner().invoke(settle, [str(written())])
    assert "Envy, for issues that divide something only" in told.output
    plain = CliRunner().invoke(settle, [str(written(re.sub(r"shares = .*\n", "", DIVIDED)))])
    assert "Envy" not in plain.output


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"in halves" = { ald = 50, brv = 50 }, ', "", "name each option once"),
        ("ald = 70, brv = 30", "ald = 70, zed = 30", "no party is called 'zed'"),
    ],
)
def test_shares_that_do_not_fit_are_named_by_line(written, old, new, problem) -> None:
    with pytest.raises(TableError, match=problem):
        read_table(written(DIVIDED.replace(old, new, 1)))


@given(st.integers(0, 100), st.integers(0, 100))
def test_two_cannot_envy_each_other_where_more_is_better(ald: int, brv: int) -> None:
    text = DIVIDED.replace("ald = 70, brv = 30", f"ald = {ald}, brv = {brv}").replace(
        "ald = 30, brv = 70", f"ald = {brv}, brv = {ald}"
    )
    table = parse_table(text)
    for package in assess(table).frontier:
        assert len(envies(table, package)) <= 1
