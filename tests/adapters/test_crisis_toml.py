"""Scenarios in TOML: the examples are read, and each mistake is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.adapters.crisis_toml import parse_scenario, read_scenario
from detente.model.crisis import Spread
from detente.model.errors import TableError

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples" / "measures").glob("*.toml"))
SMALL = """\
title = "small"
[[actor]]
key = "A"
capability = 1.0
[[actor]]
key = "B"
capability = [0.8, 1.0, 1.3]
resolve = 0.7
[[quarrel]]
between = ["A", "B"]
rung = 3
"""


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_read(path):
    scenario = read_scenario(path)
    assert scenario.title and scenario.toward
    assert len(EXAMPLES) == 3


def test_what_is_written_is_what_is_read():
    scenario = parse_scenario(SMALL)
    assert [actor.slot for actor in scenario.actors] == [1, 2]
    assert scenario.actors[1].capability == Spread(0.8, 1.0, 1.3)
    assert scenario.actors[1].resolve == Spread(0.7, 0.7, 0.7)
    assert {(t.actor, t.target, t.rung) for t in scenario.toward} == {("A", "B", 3), ("B", "A", 3)}
    assert scenario.weeks == 60
    assert scenario.elicited == ()


MISTAKES = [
    ("rung = 3", "rung = 7", 11, "rung", "from 1 to 5"),
    ("rung = 3", "rung = 3\nhate = 1", 12, "hate", "keys here are"),
    ("resolve = 0.7", "resolve = 1.7", 8, "resolve", "0 to 1"),
    ("capability = 1.0", "capability = [2, 1, 3]", 4, "capability", "smallest first"),
    ("capability = 1.0", "", 2, "actor", "has no capability"),
    ('["A", "B"]', '["A", "C"]', 10, "between", "actors are A, B"),
    ('key = "B"', 'key = "A"', 6, "key", "stands twice"),
    ("rung = 3", "rung = 3\n[parameters]\nluck = 1", 13, "luck", "misreading"),
    ("rung = 3", "rung = 3\n[parameters]\nmisreading = 2", 13, "misreading", "0 to 1"),
    ("rung = 3", 'rung = 3\n[[measure]]\nid = "prayer"', 13, "id", "hotline"),
    ("rung = 3", 'rung = 3\n[[elicited]]\nquestion = "?"', 12, "elicited", "question, low, best"),
    ('title = "small"', 'title = "small"\nweeks = 0', 2, "weeks", "1 to 520"),
    ('title = "small"', 'schema = "other"', 1, "schema", "detente-crisis/1"),
    ("rung = 3", 'rung = 3\n[[alliance]]\nmembers = ["A"]', 13, "members", "two members"),
    ('between = ["A", "B"]\nrung = 3', 'from = "A"\nto = "B"\nrung = 5', 12, "rung", "mutual"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "field", "says"), MISTAKES)
def test_a_mistake_is_named_with_file_line_and_key(old, new, line, field, says):
    assert old in SMALL
    with pytest.raises(TableError) as caught:
        parse_scenario(SMALL.replace(old, new, 1), file="crisis.toml")
    message = str(caught.value)
    assert message.startswith(f"crisis.toml, line {line}, "), message
    assert field in caught.value.field
    assert says in message


def test_a_file_that_is_no_toml_says_so():
    with pytest.raises(TableError, match="TOML"):
        parse_scenario("[[actor]\nkey=")
