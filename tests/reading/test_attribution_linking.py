"""Which source and which content belong to which cue."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.reading.attribution_linking import Part, link
from detente.reading.page import Page
from detente.reading.syntax import Parsed, Token

ROLES = {"S": "source", "Q": "cue", "C": "content"}


def _page(pattern):
    """One word per letter; a full stop ends a sentence."""
    text = " ".join("Stop." if letter == "." else "Word" for letter in pattern)
    tokens, at, sentence, edges = [], 0, 0, [0]
    for number, letter in enumerate(pattern):
        size = 5 if letter == "." else 4
        tokens.append(
            Token(
                number,
                text[at : at + size],
                at,
                at + size,
                "word",
                "NOUN",
                "NN",
                "",
                "ROOT",
                number,
                sentence,
            )
        )
        at += size + 1
        if letter == ".":
            sentence += 1
            edges.append(number + 1)
    return Page(
        Parsed(text, tuple(tokens), tuple(zip(edges, [*edges[1:], len(pattern)], strict=True)))
    )


def _parts(pattern):
    return [Part(ROLES[x], at, at + 1) for at, x in enumerate(pattern) if x in ROLES]


def _told(pattern):
    linked = link(_page(pattern), _parts(pattern))
    return [
        tuple(
            tuple(part.first for part in getattr(one, role))
            for role in ("source", "cue", "content")
        )
        for one in linked
    ]


def test_who_says_what():
    assert _told("SQC.") == [((0,), (1,), (2,))]


def test_content_before_the_cue():
    assert _told("CSQ.") == [((1,), (2,), (0,))]


def test_a_quotation_on_both_sides():
    assert _told("CSQC.") == [((1,), (2,), (0, 3))]


def test_two_attributions_in_two_sentences():
    assert _told("SQC.SQC.") == [((0,), (1,), (2,)), ((4,), (5,), (6,))]


def test_a_quotation_in_a_sentence_of_its_own_stays_with_the_cue_before():
    assert _told("SQC.C.SQC.")[0] == ((0,), (1,), (2, 4))


def test_no_source_from_another_sentence():
    assert _told("S.QC.") == [((), (2,), (3,))]


@given(st.text(alphabet="SQC-.", min_size=1, max_size=40))
def test_every_content_and_every_cue_is_used_once(pattern):
    told = _told(pattern)
    contents = sorted(at for _, _, content in told for at in content)
    cues = sorted(at for _, cue, _ in told for at in cue)
    assert contents == [at for at, letter in enumerate(pattern) if letter == "C"]
    assert cues == [at for at, letter in enumerate(pattern) if letter == "Q"]
