"""Who is said to have said what, found by the words and the grammar around it."""

from __future__ import annotations

import pytest

from detente.reading.attribution import attributions, attributions_of_text
from detente.reading.syntax import parse


def _triples(text):
    def words(spans):
        return " … ".join(span.of(text) for span in spans)

    return [
        (words(one.source), words(one.cue), words(one.content)) for one in attributions(parse(text))
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The minister said that the border would stay open.",
            "The minister",
            "that the border would stay open",
        ),
        (
            "“The border stays open,” the minister said.",
            "the minister",
            "“The border stays open,”",
        ),
        (
            "The border will stay open, according to the ministry.",
            "the ministry",
            "The border will stay open",
        ),
        (
            "According to the ministry, the border will stay open.",
            "the ministry",
            "the border will stay open",
        ),
        (
            "The minister accused the rebels of shelling the town.",
            "The minister",
            "the rebels of shelling the town",
        ),
    ],
)
def test_source_and_content(text, source, content):
    assert (source, content) in [(who, what) for who, _, what in _triples(text)]


def test_a_quotation_of_several_sentences_is_one_content():
    text = "“We are ready. We have waited long enough,” the general told reporters."
    (found,) = [one for one in _triples(text) if "general" in one[0]]
    assert found[2] == "“We are ready. We have waited long enough,”"


def test_a_quotation_that_goes_on_without_a_cue_stays_with_its_speaker():
    text = "“We are ready,” the general said. “We have waited long enough.”"
    (found,) = [one for one in _triples(text) if one[0] == "the general"]
    assert found[2] == "“We are ready,” … “We have waited long enough.”"


def test_one_attribution_inside_another():
    text = "According to the agency, the minister said that the border would stay open."
    sources = {who for who, _, _ in _triples(text)}
    assert {"the agency", "the minister"} <= sources


def test_names_before_the_cue_keep_their_titles():
    text = "Maria Ochoa, a member of the trade council, said that the road was closed."
    assert _triples(text)[0][0] == "Maria Ochoa, a member of the trade council"


def test_a_text_without_attribution_has_none():
    assert _triples("The bridge is closed. Rain fell all night.") == []


def test_as_an_annotator_would_mark_them():
    text = "The minister said that the road was closed."
    (found,) = attributions_of_text(text)
    assert found.source[0].of(text) == "The minister"
    assert found.cue[0].of(text) == "said"
    assert found.content[0].of(text) == "that the road was closed"


def test_no_name_moves_a_span():
    """Two actors swapped together with their rows: every span stays where it was."""
    text = "{} said that {} had opened fire, adding that “{} will answer.”"
    here, there = ("Iran", "Iraq", "Iran"), ("Iraq", "Iran", "Iraq")
    assert attributions_of_text(text.format(*here)) == attributions_of_text(text.format(*there))


def test_reading_twice_gives_the_same():
    text = "The minister said the road was closed, adding that repairs would take a week."
    assert attributions_of_text(text) == attributions_of_text(text)
