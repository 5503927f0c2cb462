"""Quotations in every typography, and over several paragraphs."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.quotes import find_quotes


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('She said: "We will wait."', "We will wait."),
        ("She said: “We will wait.”", "We will wait."),
        ("Sie sagte: „Wir warten.“", "Wir warten."),
        ("Elle dit «nous attendons» hier.", "nous attendons"),
        ("He called it ‘a mistake’ twice.", "a mistake"),
    ],
)
def test_every_pair_of_marks(text, quoted):
    (quote,) = find_quotes(text)
    assert quote.inner.of(text) == quoted
    assert quote.closed


def test_apostrophes_are_no_quotation():
    assert find_quotes("The ministry’s plan and the minister's reply don’t match.") == ()


def test_a_quotation_goes_on_in_the_next_paragraph():
    text = "“We asked for talks.\n\n“Nobody answered,” the envoy said."
    first, second = find_quotes(text)
    assert not first.closed
    assert second.continues
    assert second.inner.of(text) == "Nobody answered,"


def test_a_mark_without_partner_is_no_quotation():
    assert find_quotes('It was 5" long.\nThe talks ended.') == ()


@given(st.text(alphabet='ab. ,\n"“”‘’«»', max_size=200))
def test_quotations_stand_in_order_and_apart(text):
    quotes = find_quotes(text)
    for before, after in itertools.pairwise(quotes):
        assert before.span.end <= after.span.start
    assert all(quote.span.covers(quote.inner) for quote in quotes)


def test_a_long_line_of_marks_stays_cheap():
    assert isinstance(find_quotes("“a " * 200_000), tuple)
