"""Spans point into a text by code points, end exclusive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.spans import Span

spans = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda p: Span(min(p), max(p)))


def test_a_span_cuts_its_words_from_the_text():
    assert Span(4, 12).of("The ministry denied it.") == "ministry"


def test_a_span_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="start <= end"):
        Span(5, 4)


@given(spans, spans)
def test_overlap_is_mutual(a: Span, b: Span):
    assert a.overlaps(b) == b.overlaps(a)


@given(spans, st.integers(0, 100))
def test_shifting_keeps_the_length(span: Span, by: int):
    moved = span.shifted(by)
    assert moved.end - moved.start == span.end - span.start


@given(spans, spans)
def test_a_longer_span_that_covers_another_overlaps_it(a: Span, b: Span):
    if a.covers(b) and b.start < b.end:
        assert a.overlaps(b)
