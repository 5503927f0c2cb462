import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.dates import OPEN, DateRange
from detente.model.spans import Span
from detente.render.words import (
    clipped,
    counted,
    day,
    listed,
    quoted,
    surroundings,
    unloaded,
    when,
)

APRIL = dt.date(2031, 4, 10)


def test_quotations_within_a_quotation_become_single():
    assert quoted('He said “no” and "never"') == "“He said ‘no’ and ‘never’”"


@given(st.text())
def test_a_quotation_has_one_pair_of_double_marks(text):
    words = quoted(text)
    assert words.count("“") == words.count("”") == 1
    assert '"' not in words


def test_loaded_words_stand_in_quotation_marks():
    loaded = ("the stolen shore", "regime")
    assert unloaded("Hit in the stolen shore", loaded) == "Hit in “the stolen shore”"
    assert unloaded("The regime spoke", loaded) == "The “regime” spoke"


def test_what_is_quoted_already_stays_as_it_is():
    assert unloaded("He said “the regime fell”", ("regime",)) == "He said “the regime fell”"


def test_loaded_words_are_whole_words():
    assert unloaded("regimental band", ("regime",)) == "regimental band"


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_quoting_twice_is_quoting_once(text, loaded):
    once = unloaded(text, loaded)
    if "“" not in text and "”" not in text and not any("“" in t or "”" in t for t in loaded):
        assert unloaded(once, loaded) == once


def test_a_passage_is_cut_between_words():
    assert clipped("one two three", 8) == "one two …"
    assert clipped("one two", 8) == "one two"


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (OPEN, "undated"),
        (DateRange(APRIL, APRIL), "10 April 2031"),
        (DateRange(APRIL, dt.date(2031, 4, 12)), "10–12 April 2031"),
        (DateRange(APRIL, dt.date(2031, 5, 2)), "10 April 2031 – 2 May 2031"),
        (DateRange(APRIL, None), "from 10 April 2031"),
        (DateRange(None, APRIL), "by 10 April 2031"),
    ],
)
def test_days_and_ranges(dates, words):
    assert when(dates) == words


def test_lists_and_counts():
    assert listed([]) == ""
    assert listed(["Aldoria"]) == "Aldoria"
    assert listed(["Aldoria", "Brevia"]) == "Aldoria and Brevia"
    assert counted(1, "source") == "1 source"
    assert counted(1200, "source") == "1,200 sources"
    assert day(APRIL) == "10 April 2031"


def test_a_stretch_is_shown_in_its_sentence():
    text = "One thing. The navy left on Friday. Another thing."
    assert surroundings(text, Span(15, 19)).of(text) == "The navy left on Friday."


@given(st.text(max_size=800), st.data())
def test_surroundings_always_cover_the_stretch(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    around = surroundings(text, Span(start, end))
    assert around.start <= start
    assert around.end >= end
    assert around.end <= len(text)
