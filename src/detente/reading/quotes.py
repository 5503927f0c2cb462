"""Quotations: which stretches stand between quotation marks, also over several paragraphs."""

from __future__ import annotations

import re
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
    while (opening := _opening(text, at, end)) is not None:
        closing = _closing(text, opening, min(end, opening + LONGEST))
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


def _closing(text: str, opening: int, end: int) -> int | None:
    closers = _CLOSING[text[opening]]
    place = opening + 1
    while place < end:
        if text[place] in closers and _can_close(text, place, end, opening):
            return place
        if text[place] == "“" and text[opening] == "“":
            return None
        place += 1
    return None


def _can_close(text: str, place: int, end: int, opening: int) -> bool:
    mark = text[opening]
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
