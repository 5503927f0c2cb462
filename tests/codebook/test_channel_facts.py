"""Every collected fact about confidence-building stands in a row, and is as sure as it is there."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from detente.codebook.channel_ceilings import Ceiling
from detente.codebook.channel_kinds import message_kinds
from detente.codebook.channel_limits import bounds, constraints, patterns, quotas
from detente.codebook.channel_rules import channel_rules, instruments_in_force
from detente.codebook.channel_tlp import tlp_labels
from detente.codebook.loader import Verified, load_table

PLACES = Path(__file__).with_name("channel_facts.csv")
GRADES = {"A": {Verified.QUOTED, Verified.FILE}, "B": {Verified.RECALLED}, "C": {Verified.RECALLED}}


def tables() -> dict[str, dict]:
    return {
        "rules": {row.rule: row for row in channel_rules()},
        "in_force": {row.instrument: row for row in instruments_in_force()},
        "quotas": {row.quota: row for row in quotas()},
        "bounds": {row.bound: row for row in bounds()},
        "constraints": {row.constraint: row for row in constraints()},
        "questions": patterns(),
        "kinds": message_kinds(),
        "ceilings": {row.category: row for row in load_table("channel_ceilings", Ceiling)},
        "tlp": tlp_labels(),
    }


def places() -> list[dict[str, str]]:
    with PLACES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(place: str) -> list:
    if place.startswith("none:"):
        return []
    parts = [part.split(":") for part in place.split(" ")]
    return [tables()[table][row] for table, rows in parts for row in rows.split("|")]


def test_every_fact_has_a_place_and_every_place_a_fact(shared) -> None:
    path = shared / "data/channel/csbm_facts.json"
    facts = json.loads(path.read_text(encoding="utf-8"))["facts"]
    told = {(row["mechanism"], row["rule"]) for row in places()}
    assert told == {(fact["mechanism"], fact["rule"]) for fact in facts}
    assert len(told) == len(facts) == 67


def test_a_row_is_as_sure_as_its_fact(shared) -> None:
    path = shared / "data/channel/csbm_facts.json"
    facts = json.loads(path.read_text(encoding="utf-8"))["facts"]
    graded = {(fact["mechanism"], fact["rule"]): fact["confidence"] for fact in facts}
    for place in places():
        for row in rows_of(place["rows"]):
            allowed = GRADES[graded[place["mechanism"], place["rule"]]]
            assert row.verified in allowed, (place, row)


def test_what_has_no_row_says_why() -> None:
    bare = [row["rows"] for row in places() if not rows_of(row["rows"])]
    assert len(bare) == 6
    assert all(len(reason) > len("none:") + 10 for reason in bare)


def test_every_rule_and_limit_names_kinds_and_instruments_that_exist() -> None:
    kinds, instruments = message_kinds(), {row.instrument for row in instruments_in_force()}
    for rule in channel_rules():
        named = {*rule.answer_kinds, *([rule.trigger_kind] if rule.trigger_kind else [])}
        assert named <= kinds.keys(), rule
        assert rule.instrument in instruments
    for row in (*quotas(), *bounds()):
        assert row.kind in kinds
        assert row.instrument in instruments
    assert {row.instrument for row in constraints()} <= instruments


@pytest.mark.parametrize("name", ["rule", "quota", "bound", "constraint"])
def test_no_id_stands_twice(name) -> None:
    rows = {"rule": channel_rules, "quota": quotas, "bound": bounds, "constraint": constraints}
    ids = [getattr(row, name) for row in rows[name]()]
    assert len(ids) == len(set(ids))


def test_a_rule_with_a_deadline_can_be_met() -> None:
    for rule in channel_rules():
        if rule.clock == "none":
            assert rule.hours is None
            continue
        assert rule.answered_by in {"addressed", "sender", "each"}
        assert (rule.answered_by == "each") == (not rule.trigger_kind)
        assert rule.answered_by == "sender" or rule.answer_kinds
        assert rule.clock.startswith("yearly-") == (rule.hours is None)
