"""Quotations: which stretches stand between quotation marks, also over several paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from detente.model.spans import Span

_CLOSING: Final = {"“": "”", "„": "“”", "«": "»", "»": "«", "‟": "”", '"': '"', "‘": "’"}
_OPEN_BEFORE: Final = frozenset(" \t\n\xa0([{—–-:,/'‘“")
_BOTH_WAYS: Final = frozenset("»«")
_MARK: Final = re.compile('[“”„‟«»"‘’]')
_PARAGRAPH: Final = re.compile(r"[^\n]+")

LONGEST: Final = 5_000
"""No quotation within one paragraph is longer, in code points; keeps the search linear."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation.

    Attributes:
        span: The words with their quotation marks.
        inner: The words without them.
        closed: False when the paragraph ends before a closing mark: the next paragraph,
            if it opens with a mark again, goes on with the same quotation.
        continues: Whether it goes on with the quotation of the paragraph before.
    """

    span: Span
    inner: Span
    closed: bool = True
    continues: bool = False


def find_quotes(text: str) -> tuple[Quote, ...]:
    """All quotations of a text, in order, not overlapping.

    A quotation never crosses the end of a paragraph; one left open there is closed at the end
    of the paragraph if the next begins with an opening mark (the printers' rule), else a mark
    without its partner is ignored.
    """
    quotes: list[Quote] = []
    pending = False
    for match in _PARAGRAPH.finditer(text):
        found = _in_paragraph(text, match.start(), match.end())
        if pending and found and found[0].span.start == _first_word(match):
            first = found[0]
            found[0] = Quote(first.span, first.inner, closed=first.closed, continues=True)
        quotes.extend(found)
        pending = bool(found) and not found[-1].closed
    return tuple(_without_stray(quotes))


def _first_word(match: re.Match[str]) -> int:
    paragraph = match.group()
    return match.start() + len(paragraph) - len(paragraph.lstrip())


def _in_paragraph(text: str, start: int, end: int) -> list[Quote]:
    found: list[Quote] = []
    at = start
    ends = _Ends(text, start, end)
    while (opening := _opening(text, at, end)) is not None:
        closing = ends.after(opening)
        if closing is None:
            at = opening + 1
            if _left_open(text, opening, end):
                found.append(_open_quote(text, opening, end))
                break
            continue
        found.append(Quote(Span(opening, closing + 1), Span(opening + 1, closing)))
        at = closing + 1
    return found


def _left_open(text: str, opening: int, end: int) -> bool:
    if text[opening] not in '“"' or end - opening > LONGEST:
        return False
    return not any(mark in text[opening + 1 : end] for mark in '“”"')


def _open_quote(text: str, opening: int, end: int) -> Quote:
    stop = opening + len(text[opening:end].rstrip())
    return Quote(Span(opening, stop), Span(opening + 1, stop), closed=False)


def _opening(text: str, at: int, end: int) -> int | None:
    for match in _MARK.finditer(text, at, end):
        place = match.start()
        if text[place] in _CLOSING and _can_open(text, place, end):
            return place
    return None


def _can_open(text: str, place: int, end: int) -> bool:
    if place + 1 >= end or text[place + 1].isspace():
        return False
    before_ok = place == 0 or text[place - 1] in _OPEN_BEFORE
    return before_ok or text[place] in "“„"


class _Ends:
    """Where quotations of one paragraph can end, found once for each kind of mark."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._end = text, end
        self._marks = [match.start() for match in _MARK.finditer(text, start, end)]
        self._closing: dict[str, list[int]] = {}

    def after(self, opening: int) -> int | None:
        """The mark that closes what is opened here; None if none does in reach."""
        mark = self._text[opening]
        if mark not in self._closing:
            self._closing[mark] = [at for at in self._marks if self._stops(mark, at)]
        places = self._closing[mark]
        found = bisect_right(places, opening)
        if found == len(places) or places[found] >= min(self._end, opening + LONGEST):
            return None
        place = places[found]
        return None if self._text[place] == mark == "“" else place

    def _stops(self, mark: str, place: int) -> bool:
        """Whether a mark ends a quotation, or opens one that cannot stand inside it."""
        if self._text[place] == mark == "“":
            return True
        closes = self._text[place] in _CLOSING[mark]
        return closes and _can_close(self._text, place, self._end, mark)


def _can_close(text: str, place: int, end: int, mark: str) -> bool:
    if mark == "‘":
        after = text[place + 1] if place + 1 < end else " "
        return not after.isalnum() and text[place - 1] not in " \t"
    return mark != '"' or text[place - 1] not in " \t([" or place + 1 == end


def _without_stray(quotes: list[Quote]) -> list[Quote]:
    """Drop a quotation left open unless the following paragraph takes it up again."""
    kept: list[Quote] = []
    for here, after in zip(quotes, [*quotes[1:], None], strict=False):
        if here.closed or (after is not None and after.continues):
            kept.append(here)
    return kept
