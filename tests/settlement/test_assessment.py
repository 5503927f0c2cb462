"""A table gives its zone, edge and solutions, or what would have to move."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.adapters.settlement_toml import parse_table, rank_weights, read_table
from detente.model.errors import TableError
from detente.model.settlement import Combination
from detente.settlement.assessment import assess

EXAMPLE = Path(__file__).parents[2] / "examples" / "settlement" / "harbour.toml"


def party(key, walk_away, troops, trade, *, more=""):
    return f"""
[[party]]
key = "{key}"
walk_away = {walk_away}
[party.interest.troops]
weight = 1
values = {{ stay = {troops[0]}, leave = {troops[1]} }}
{more}
[party.interest.trade]
weight = 1
values = {trade}
"""


ISSUES = """
[[issue]]
key = "troops"
options = ["stay", "leave"]
[[issue]]
key = "trade"
kind = "integer"
low = 0
high = 4
"""


def table(first=40, second=40, *, more="", first_more="", second_more=""):
    return (
        ISSUES
        + party("ald", first, (100, 0), [0, 100], more=first_more)
        + party("brv", second, (0, 100), [100, 0], more=second_more)
        + more
    )


def test_the_zone_its_edge_and_a_fair_package():
    done = assess(parse_table(table()))
    assert done.zone
    assert done.outcomes == 10
    nash = done.picked("Nash")
    assert nash is not None
    assert [standing.worth for standing in nash.standings] == [50.0, 50.0]


def test_without_a_zone_the_fewest_walk_aways_move_and_by_how_much():
    done = assess(parse_table(table(60, 60)))
    assert not done.zone
    assert [(move.what, move.by) for move in done.moves] == [("walk-away", 22.5)]


def test_a_red_line_can_be_what_must_move():
    red = 'red_lines = ["stay"]'
    also = 'red_lines = ["leave"]'
    done = assess(parse_table(table(10, 10, first_more=also, second_more=red)))
    assert not done.zone
    assert [(move.what, move.where) for move in done.moves] in (
        [("red line", "troops: leave")],
        [("red line", "troops: stay")],
    )


def test_constraints_and_combinations_count():
    never = '\n[[constraint]]\nnever = { troops = ["leave"], trade = ["0", "1", "2", "3", "4"] }\n'
    done = assess(parse_table(table(10, 10, more=never)))
    assert {package.options["troops"] for package in done.frontier} == {"stay"}
    adds = (
        '\n[[together]]\nparty = "ald"\nwhen = { troops = ["leave"], trade = ["4"] }\nadds = 40\n'
    )
    best = max(p.standings[0].worth for p in assess(parse_table(table(0, 0, more=adds))).frontier)
    assert best == 100.0


def test_constraints_that_leave_nothing_are_said():
    never = Combination({"troops": ("leave", "stay")})
    done = assess(replace(parse_table(table()), constraints=(never,)))
    assert (done.zone, done.moves) == (False, ())
    assert "constraints leave no package" in done.notes[0]


def test_a_constraint_that_contradicts_itself_is_named_with_its_line():
    never = '\n[[constraint]]\nnever = { troops = ["leave", "stay"] }\n'
    with pytest.raises(TableError, match="contradict") as raised:
        parse_table(table(more=never), file="t.toml")
    assert (raised.value.line, raised.value.field) == (34, "constraint.never")


@given(st.integers(0, 70), st.integers(0, 70))
def test_swapping_two_parties_swaps_the_answer(first, second):
    straight = assess(parse_table(table(first, second)))
    text = (
        ISSUES + party("brv", second, (0, 100), [100, 0]) + party("ald", first, (100, 0), [0, 100])
    )
    swapped = assess(parse_table(text))
    assert [p.options for p in swapped.frontier] == [p.options for p in straight.frontier]
    assert [p.picked_by for p in swapped.frontier] == [p.picked_by for p in straight.frontier]
    assert [p.standings for p in swapped.frontier] == [p.standings[::-1] for p in straight.frontier]


def test_the_worked_example():
    done = assess(read_table(EXAMPLE))
    assert done.zone
    assert done.outcomes == 90
    nash = done.picked("Nash")
    assert nash is not None
    assert nash.options["inspection"] == "third party"
    assert all(standing.gain >= 0 for one in done.frontier for standing in one.standings)


def test_an_entitlement_adds_the_proportional_package():
    text = table(20, 20).replace("walk_away = 20", "walk_away = 20\nentitlement = 3", 1)
    done = assess(parse_table(text))
    proportional = done.picked("proportional")
    assert proportional is not None
    assert proportional.standings[0].gain > proportional.standings[1].gain


def test_weights_from_a_ranking_are_the_centre_of_those_that_keep_it():
    assert rank_weights({"a": 1, "b": 2}) == {"a": 0.75, "b": 0.25}
    assert rank_weights({"a": 1, "b": 1}) == {"a": 0.5, "b": 0.5}


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("walk_away = 40", "walk_away = 140", 13, "walk_away"),
        ("walk_away = 40", "", 11, "party"),
        ("weight = 1", "", 14, "troops"),
        ("weight = 1", "wieght = 1", 15, "wieght"),
        ("stay = 100", "stay = 101", 16, "values"),
        ("stay = 100, ", "", 16, "values"),
        ("high = 4", "high = -1", 9, "high"),
        ('options = ["stay", "leave"]', "options = []", 4, "options"),
    ],
)
def test_errors_name_file_line_and_key(old, new, line, field):
    with pytest.raises(TableError) as raised:
        parse_table(table().replace(old, new, 1), file="t.toml")
    assert raised.value.file == "t.toml"
    assert field in raised.value.field
    assert raised.value.line == line


def test_ten_to_the_sixty_packages_are_no_trouble():
    issues = "".join(
        f'[[issue]]\nkey = "i{n}"\nkind = "integer"\nlow = 1\nhigh = 10\n' for n in range(60)
    )
    parties = "".join(
        f'[[party]]\nkey = "{key}"\nwalk_away = 30\n'
        + "".join(f"[party.interest.i{n}]\nweight = 1\nvalues = {ends}\n" for n in range(60))
        for key, ends in (("ald", [0, 100]), ("brv", [100, 0]))
    )
    done = assess(parse_table(issues + parties))
    assert done.outcomes == 10**60
    assert done.zone
