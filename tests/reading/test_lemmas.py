"""Lemmas: irregular forms from a table, regular ones by rule."""

import pytest

from detente.reading.lemmas import lemma


@pytest.mark.parametrize(
    ("form", "tag", "expected"),
    [
        ("said", "VBD", "say"),
        ("struck", "VBN", "strike"),
        ("denied", "VBD", "deny"),
        ("Denies", "VBZ", "deny"),
        ("accuses", "VBZ", "accuse"),
        ("negotiating", "VBG", "negotiate"),
        ("withdrawn", "VBN", "withdraw"),
        ("shelled", "VBD", "shell"),
        ("targeted", "VBD", "target"),
        ("slammed", "VBD", "slam"),
        ("fled", "VBD", "flee"),
        ("tying", "VBG", "tie"),
        ("recaptured", "VBD", "recapture"),
        ("clashes", "VBZ", "clash"),
        ("strike", "VB", "strike"),
    ],
)
def test_verbs(form: str, tag: str, expected: str):
    assert lemma(form, "VERB", tag) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [("allies", "ally"), ("crises", "crisis"), ("bases", "base"), ("militiamen", "militiaman")],
)
def test_nouns(form: str, expected: str):
    assert lemma(form, "NOUN", "NNS") == expected


def test_adjectives():
    assert lemma("deadlier", "ADJ", "JJR") == "deadly"
    assert lemma("biggest", "ADJ", "JJS") == "big"


def test_names_stay_as_they_are():
    assert lemma("Ruritanians", "PROPN", "NNPS") == "Ruritanians"
