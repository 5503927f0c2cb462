"""The task ``coding`` of ``detente evaluate``."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.reading import coding_scoring
from detente.reading.evaluation import EvaluationOptions

ACTORS = """name,aliases,code,sector,start,end
Belmar,Belmari|Belmaris,BEL,,,
Avaria,Avarian|Avarians,AVA,,,
"""


@pytest.fixture
def options(tmp_path):
    table = tmp_path / "actors.csv"
    table.write_text(ACTORS, encoding="utf-8")
    return EvaluationOptions(actors=table, only_actors=True)


def predicted(text, options):
    (row,) = coding_scoring.predict([{"text": text}], options)
    return row["events"]


def test_a_happening_is_told_with_codes(options):
    (event,) = predicted("Belmar attacked Avaria.", options)
    assert event["event"] == "ASSAULT"
    assert event["actors"] == [{"text": "Belmar", "code": "BEL"}]
    assert event["recipients"] == [{"text": "Avaria", "code": "AVA"}]
    assert event["mark"] == "asserted"


@pytest.mark.parametrize(
    "text",
    [
        "Belmar expressed condolences to Avaria.",
        "Belmar urged Avaria to hold talks.",
        "Belmar denied attacking Avaria.",
        "Belmar is considering sending aid to Avaria.",
        "A lovely day at the seaside.",
    ],
)
def test_comment_appeal_denial_and_consideration_tell_nothing(text, options):
    assert predicted(text, options) == []


def test_a_threat_is_told_as_the_threat_alone(options):
    (event,) = predicted("Belmar threatened to attack Avaria.", options)
    assert event["event"] == "THREATEN"


def test_one_prediction_per_row_in_order(options):
    rows = [{"text": "Belmar attacked Avaria."}, {"text": ""}, {"text": "Avaria praised Belmar."}]
    told = [coding_scoring.first_root(p) for p in coding_scoring.predict(rows, options)]
    assert told == ["ASSAULT", "", "SUPPORT"]


def test_scores_are_accuracy_on_events_and_recall_of_none():
    event = {"event": "ASSAULT", "actors": [{"code": "BEL"}], "recipients": [{"code": "AVAMIL"}]}
    rows = [
        {"text": "a", "event": "ASSAULT"},
        {"text": "b", "event": ""},
        {"text": "c", "penta": 0},
    ]
    figures = coding_scoring.score(rows, [{"events": [event]}, {"events": []}, {"events": [event]}])
    assert figures["root_accuracy"] == 1.0
    assert figures["no_event_recall"] == 0.5
    assert figures["mean"] == 0.75


def test_triples_are_counted_over_states():
    event = {"event": "ASSAULT", "actors": [{"code": "BEL"}], "recipients": [{"code": "AVAMIL"}]}
    assert list(coding_scoring.triples([event])) == [("BEL", "ASSAULT", "AVA")]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-02-03", dt.date(2024, 2, 3)),
        ("20240203", dt.date(2024, 2, 3)),
        ("soon", None),
        (None, None),
    ],
)
def test_a_day_is_read_from_a_row(value, day):
    assert coding_scoring.day_of(value) == day
