"""Things that stand somewhere in a text, found by place without looking at all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from detente.model.spans import Span

_Thing = TypeVar("_Thing")


class Nearby(Generic[_Thing]):
    """Things with their places; asking for a place takes time by what stands there.

    Args:
        placed: Each thing with its place, in any order; a thing may stand in several places.
    """

    def __init__(self, placed: Iterable[tuple[Span, _Thing]]) -> None:
        self._placed = sorted(placed, key=lambda pair: pair[0])
        self._starts = [place.start for place, _ in self._placed]
        self._longest = max((place.end - place.start for place, _ in self._placed), default=0)

    def over(self, span: Span) -> Iterator[_Thing]:
        """The things that share at least one code point with ``span``, in text order."""
        first = bisect_left(self._starts, span.start - self._longest)
        for place, thing in self._placed[first : bisect_left(self._starts, span.end)]:
            if place.overlaps(span):
                yield thing

    def around(self, span: Span, *, reach: int) -> Iterator[_Thing]:
        """The things within ``reach`` code points of ``span``, in text order."""
        return self.over(Span(max(0, span.start - reach), span.end + reach))
