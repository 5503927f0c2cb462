"""The dateline of wire copy stands apart from the first sentence."""

from __future__ import annotations

import pytest
from tests.reading import coded

from detente.reading.datelines import dateline_end
from detente.reading.page import sentence_spans


@pytest.mark.parametrize(
    "dateline",
    [
        "NORTH BAY, 3 May 2031 (BNA) - ",
        "NORTH BAY (BNA) — ",
        "PORT AVA, Avaria (ANA) — ",
        "PORT AVA — ",
        "North Bay, May 3 (BNA) -- ",
    ],
)
def test_a_dateline_ends_where_the_sentence_begins(dateline):
    text = f"{dateline}Belmar closed the strait."
    assert text[dateline_end(text, 0, len(text)) :] == "Belmar closed the strait."
    assert [span.of(text) for span in sentence_spans(text)][-1] == "Belmar closed the strait."


@pytest.mark.parametrize(
    "text",
    [
        "NATO - the alliance of the north - met.",
        "Belmar - a small state - met Avaria.",
        "The strait (see map) - closed on Friday - is open.",
        "PORT AVA — ",
        "Belmar (BEL) met Avaria.",
    ],
)
def test_other_openings_are_no_dateline(text):
    assert dateline_end(text, 0, len(text)) == 0


def test_a_wire_report_is_coded_like_the_same_words_without_dateline():
    words = "Belmar demanded that Avaria release the pilot and agree to an inquiry."
    plain = [coded.short(event) for event in coded.code(words)]
    wire = [coded.short(event) for event in coded.code(f"NORTH BAY, 3 May 2031 (BNA) - {words}")]
    assert wire == plain
