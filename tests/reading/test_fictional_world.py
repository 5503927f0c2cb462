"""A world of invented states: who does what to whom, with the user's actors alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.reading import coding_scoring
from detente.reading.evaluation import EvaluationOptions

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def options():
    return EvaluationOptions(actors=DATA / "fictional_actors.csv", only_actors=True)


def told(text, options, date=""):
    (row,) = coding_scoring.predict([{"text": text, "date": date}], options)
    return set(coding_scoring.triples(row["events"]))


def test_the_suite_is_read_well(options):
    lines = (DATA / "fictional.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    figures = coding_scoring.score(rows, list(coding_scoring.predict(rows, options)))
    assert figures["triple_f1"] > 0.82
    assert figures["root_accuracy"] > 0.85


def test_every_type_stands_in_the_suite():
    lines = (DATA / "fictional.jsonl").read_text(encoding="utf-8").splitlines()
    assert len({e["event"] for line in lines for e in json.loads(line)["events"]}) == 16


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Karthane rejected a Sabrian proposal for a canal.", ("KTN", "REJECT", "SAB")),
        ("Zorandian envoys walked out of talks with Velmora.", ("ZOR", "SANCTION", "VEL")),
        ("Quellin refused to hand over the pilots to Sabria.", ("QUE", "REJECT", "SAB")),
        ("Sabria has decided to sever cultural links with Quellin.", ("SAB", "SANCTION", "QUE")),
        ("Lundmarch pulled its gunboats out of Sabria.", ("LUN", "RETREAT", "SAB")),
    ],
)
def test_the_other_side_is_found_inside_objects_and_phrases(text, triple, options):
    assert triple in told(text, options)


@pytest.mark.parametrize(
    "text",
    [
        "Velmora and Sabria on Monday agreed to reopen the canal.",
        "The Velmoran and Sabrian ministers agreed to reopen the canal.",
        "The ministers of Velmora and Sabria agreed to reopen the canal.",
    ],
)
def test_those_who_agree_together_agree_with_each_other(text, options):
    assert told(text, options) == {("VEL", "AGREE", "SAB"), ("SAB", "AGREE", "VEL")}


def test_a_condemned_deed_has_its_own_author(options):
    found = told("Quellin condemned the killing of Sabrian monks by Zorandian troops.", options)
    assert ("QUE", "ACCUSE", "ZOR") in found


def test_the_day_decides_whose_a_place_is(options):
    text = "Zorandia shelled Corran."
    assert told(text, options, "2001-01-01") == {("ZOR", "ASSAULT", "SAB")}
    assert told(text, options, "2010-01-01") == {("ZOR", "ASSAULT", "COR")}


def test_names_in_capitals_and_with_underscores_stand_in_texts_as_usual(tmp_path):
    table = tmp_path / "actors.csv"
    table.write_text("name,aliases,code\nPORT_HAVEL,,HAV\nLEAGUE OF THE SOUTH,,LOS\n", "utf-8")
    options = EvaluationOptions(actors=table, only_actors=True)
    found = told("Port Havel praised the League of the South.", options)
    assert found == {("HAV", "SUPPORT", "LOS")}
