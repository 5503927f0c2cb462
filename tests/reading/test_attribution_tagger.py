"""The trained tagger: what it sees, and what it says."""

from __future__ import annotations

from detente.reading.attribution_features import FEATURES, NAME, NUMBER, features
from detente.reading.attribution_tagger import tag
from detente.reading.page import Page
from detente.reading.syntax import Masked, parse

TEXT = "Borduria said on Monday that 40 boats would leave the port."


def _page(text, *masked):
    return Page(parse(text, masked))


def test_names_and_numbers_are_shown_by_class_only():
    page = _page(TEXT, Masked(0, 8, "state"))
    seen = features(page.parsed, page.quotes)
    assert seen.words[0] == NAME
    assert NUMBER in seen.words
    assert "borduria" not in seen.words


def test_every_feature_stays_within_its_table():
    page = _page(TEXT + " “We wait,” she added.\n\n“Nobody came.”")
    seen = features(page.parsed, page.quotes)
    for row in seen.codes:
        assert all(0 <= code < size for code, size in zip(row, FEATURES.values(), strict=True))


def test_stretches_stand_in_order_and_apart():
    page = _page(TEXT + " “We wait,” she added. “Nobody came.”")
    parts = tag(page)
    assert {part.role for part in parts} == {"source", "cue", "content"}
    assert all(a.last <= b.first for a, b in zip(parts, parts[1:], strict=False))


def test_the_same_text_gives_the_same_stretches():
    assert tag(_page(TEXT)) == tag(_page(TEXT))


def test_a_text_without_words():
    assert tag(_page(" \n")) == ()
