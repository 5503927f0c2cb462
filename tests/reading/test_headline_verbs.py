"""Headlines whose verbs look like plurals."""

from __future__ import annotations

import pytest
from tests.reading import coded
from tests.reading.coded import mentions_of, parsed_with

from detente.model.reports import Report
from detente.reading import coding
from detente.reading.mended import mended

TWO_ACTS = [
    ("Belmar denies attack on depot and speaks of a false flag", "denies", "speaks"),
    ("Belmar rejects offer of talks and demands ceasefire", "rejects", "demands"),
    ("Belmar rejects talks and vows to close strait", "rejects", "vows"),
    ("Belmar condemns strikes and calls for talks", "condemns", "calls"),
    ("Belmar accuses Avaria of attack and warns of response", "accuses", "warns"),
    ("Belmaran foreign ministry denies attack and agrees to inquiry", "denies", "agrees"),
]


@pytest.mark.parametrize(("text", "first", "second"), TWO_ACTS)
def test_one_subject_does_both(text, first, second):
    tokens = mended(parsed_with(text, mentions_of(text))).tokens
    by_word = {token.text: token for token in tokens}
    assert by_word[first].dep == "ROOT"
    assert (by_word[second].dep, by_word[second].head) == ("conj", by_word[first].index)


@pytest.mark.parametrize(
    "text",
    [
        "Belmar talks have stalled",
        "Belmar strikes and shells kill ten in Avaria",
        "Belmar rejects demands and calls for talks",
        "Belmar and Avaria hold talks.",
    ],
)
def test_plurals_stay_plurals(text):
    tokens = mended(parsed_with(text, mentions_of(text))).tokens
    assert all(t.tag != "VBZ" for t in tokens if t.text in ("talks", "shells", "calls"))


def read(text):
    """Events of a headline whose parse was put right first."""
    mentions = mentions_of(text)
    return coding.code(Report("r1", text), mended(parsed_with(text, mentions)), mentions)


def test_what_is_denied_ends_where_the_second_act_begins():
    act, denied = read("Belmar denies attack on Avaria and speaks of a false flag")
    assert coded.short(act) == ("REJECT", "asserted", ["BEL"], ["AVA"])
    assert coded.short(denied) == ("ASSAULT", "denied", ["BEL"], ["AVA"])


def test_both_acts_of_a_headline_are_read():
    found = read("Belmar accuses Avaria of piracy and rejects talks with Avaria")
    acts = [event.type.value for event in found if event.speech_act]
    assert acts == ["ACCUSE", "REJECT"]
