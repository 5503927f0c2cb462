"""Things found by place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.model.spans import Span
from detente.reading.nearby import Nearby

SPANS = st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda p: Span(p[0], p[0] + p[1]))


@given(st.lists(SPANS, max_size=30), SPANS)
def test_the_same_as_looking_at_all(places, asked):
    found = sorted(Nearby((place, place) for place in places).over(asked))
    assert found == sorted(place for place in places if place.overlaps(asked))


def test_reach_widens_the_place():
    things = Nearby([(Span(0, 3), "a"), (Span(10, 12), "b")])
    assert list(things.over(Span(5, 8))) == []
    assert list(things.around(Span(5, 8), reach=3)) == ["a", "b"]
