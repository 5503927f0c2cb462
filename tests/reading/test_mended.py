"""Parses put right."""

from __future__ import annotations

import pytest
from tests.reading.coded import mentions_of, parsed_with

from detente.reading.mended import mended


def grammar(text):
    parsed = mended(parsed_with(text, mentions_of(text)))
    return {token.text: (token.dep, parsed.head(token.index).text) for token in parsed.tokens}


@pytest.mark.parametrize(
    ("text", "word", "known"),
    [
        ("Belmar and Avaria imposed sanctions on Corvia.", "sanctions", ("obj", "imposed")),
        ("Belmar has decided to sever trade links with Corvia.", "links", ("obj", "sever")),
        ("The ship was inside the announced area of Belmar.", "announced", ("amod", "area")),
        ("Belmar condemned the killing of monks by Corvia.", "Corvia", ("nmod", "killing")),
        ("Belmar, Avaria and Corvia protested against the test.", "Avaria", ("conj", "Belmar")),
    ],
)
def test_words_hang_where_they_can_only_hang(text, word, known):
    assert grammar(text)[word] == known


def test_a_sentence_without_such_a_shape_passes_untouched():
    parsed = parsed_with("Belmar attacked Avaria.", mentions_of("Belmar attacked Avaria."))
    assert mended(parsed) == parsed


def test_mending_twice_changes_nothing_more():
    text = "Belmar and Avaria imposed sanctions on Corvia after the coup."
    once = mended(parsed_with(text, mentions_of(text)))
    assert mended(once) == once
