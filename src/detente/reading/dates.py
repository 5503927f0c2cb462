"""Days in a text: found, and resolved against the day of publication where they are relative.

"On Wednesday" without a day of publication stays open. A day and a month without a year take
the year that brings them closest to publication. A numeric date that could be read as day-month
or month-day stays open.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from detente.model.dates import DateRange
from detente.model.spans import Span
from detente.reading.date_patterns import part_of_name, patterns
from detente.reading.date_readers import READERS

_SINCE: Final = re.compile(r"\bsince (?:the )?$", re.IGNORECASE)
_UNTIL: Final = re.compile(r"\b(?:until|till|by|before|no later than) (?:the )?$", re.IGNORECASE)
_OPENS_RANGE: Final = re.compile(r"\b(?:between|from) (?:the )?$", re.IGNORECASE)
_JOINS_RANGE: Final = re.compile(
    r"\s?(?:and|to|until|till|through|-|–|—)\s(?:the )?", re.IGNORECASE
)

_NAME_BEFORE: Final = re.compile(r"[A-Z]\w* $")

_Found = tuple[Span, DateRange]


def find(text: str, published: dt.date | None) -> tuple[_Found, ...]:
    """Every expression in ``text`` that names a day or a range of days.

    Args:
        text: Any text.
        published: Day of publication, None if unknown.

    Returns:
        Spans in order, without overlap, each with what it means. A relative expression whose
        day cannot be told has ``basis`` "open" and no days.
    """
    return tuple(_joined(text, _singles(text, published)))


def resolve(expression: str, published: dt.date | None) -> DateRange:
    """What one expression such as "on Wednesday" or "3 March 2024" means.

    Args:
        expression: The words, with or without a preposition.
        published: Day of publication, None if unknown.

    Returns:
        The first range of days in it; an open one if it names none that can be told.
    """
    found = find(expression, published)
    return found[0][1] if found else DateRange(text=expression.strip())


def _singles(text: str, published: dt.date | None) -> list[_Found]:
    taken = bytearray(len(text))
    found: list[_Found] = []
    for name, pattern in patterns().items():
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]) or _is_name(name, match):
                continue
            meant = _meant(name, match, published)
            if meant is None:
                continue
            taken[start:end] = b"\x01" * (end - start)
            found.append((Span(start, end), _worded(meant, match.group())))
    found.sort(key=lambda one: one[0])
    return [_bounded(text, one) for one in found]


def _meant(name: str, match: re.Match[str], published: dt.date | None) -> DateRange | None:
    try:
        return READERS[name](match, published)
    except (OverflowError, ValueError):  # a day before year 1 or after year 9999
        return None


def _worded(meant: DateRange, text: str) -> DateRange:
    return DateRange(meant.start, meant.end, meant.basis if meant.known else "open", text)


def _is_name(kind: str, match: re.Match[str]) -> bool:
    """Whether this is part of a name: "Russia Today", "Sunday Times", "Good Friday"."""
    if kind not in {"weekday", "phrase"} or not match.group()[:1].isupper():
        return False
    head = match.string[max(0, match.start() - 24) : match.start()]
    if kind == "phrase":
        return bool(_NAME_BEFORE.search(head))
    before, after = part_of_name()
    tail = match.string[match.end() : match.end() + 14]
    return bool(before.search(head)) or bool(after.match(tail))


def _bounded(text: str, one: _Found) -> _Found:
    """Open one end after "since" or "until"."""
    span, meant = one
    head = text[max(0, span.start - 20) : span.start]
    if not meant.known or _OPENS_RANGE.search(head):
        return one
    if since := _SINCE.search(head):
        wide = Span(span.start - (len(head) - since.start()), span.end)
        return wide, DateRange(meant.start, None, meant.basis, wide.of(text))
    if until := _UNTIL.search(head):
        wide = Span(span.start - (len(head) - until.start()), span.end)
        return wide, DateRange(None, meant.end, meant.basis, wide.of(text))
    return one


def _joined(text: str, singles: list[_Found]) -> list[_Found]:
    """Make one range of "between X and Y" and "from X to Y"."""
    joined: list[_Found] = []
    for span, meant in singles:
        if joined and _belong_together(text, joined[-1][0], span):
            first, begun = joined.pop()
            if not begun.known:  # "28 April to 3 May 2031": the year stands at the end
                begun = _singles(first.of(text), meant.start)[0][1]
            wide = Span(first.start, span.end)
            basis = begun.basis if begun.basis == meant.basis else "relative"
            last = meant.latest
            if begun.start and last and begun.start > last:
                begun = DateRange()
            joined.append((wide, _worded(DateRange(begun.start, last, basis), wide.of(text))))
            continue
        joined.append((span, meant))
    return joined


def _belong_together(text: str, first: Span, second: Span) -> bool:
    head = text[max(0, first.start - 14) : first.start]
    between = text[first.end : second.start]
    return bool(_OPENS_RANGE.search(head)) and bool(_JOINS_RANGE.fullmatch(between))
