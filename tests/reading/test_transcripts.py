"""Who speaks in a transcript."""

from __future__ import annotations

from tests.e2e.newsroom import reading

from detente.reading.attribution import attributions
from detente.reading.syntax import parse

TALK = (
    "QUESTION: Will Belmar come to the talks?\n"
    "MIRA HOLT: Belmar will come. We demand an apology from Avaria.\n"
    "QUESTION: And the ships?\n"
    "MIRA HOLT: They stay."
)


def turns(text: str) -> list[tuple[str, str]]:
    found = (one for one in attributions(parse(text)) if one.rule == "transcript")
    return [(one.source[0].of(text), one.content[0].of(text)) for one in found]


def test_every_turn_has_its_speaker():
    assert turns(TALK) == [
        ("QUESTION", "Will Belmar come to the talks"),
        ("MIRA HOLT", "Belmar will come. We demand an apology from Avaria"),
        ("QUESTION", "And the ships"),
        ("MIRA HOLT", "They stay"),
    ]


def test_a_heading_is_no_speaker():
    assert turns("UPDATE: The strait is closed.\nAvaria's ships turned back.") == []
    assert turns("BELMAR: what is known\nThe strait is closed.") == []


def test_what_is_said_in_a_transcript_is_the_speakers_statement():
    text = TALK.replace("\n", "\n\n")
    found = reading(f"Corvian Courier, 2031-05-03 :: {text}")
    names = {one.speaker.name for one in found.statements if len(one.chain) > 1}
    assert {"MIRA HOLT", "QUESTION"} <= names
