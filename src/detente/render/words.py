"""How a brief puts things: quotations, loaded words, days, lists and clipped passages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from detente.model.dates import DateRange
from detente.model.spans import Span

_INNER: Final = str.maketrans("“”„«»", "‘’‘‘’")
_STRAIGHT: Final = re.compile(r'(^|[\s(\[—–-])"')
_QUOTED: Final = re.compile(r"“[^”]*”")
_SENTENCE_END: Final = re.compile(r"[.!?…][”’\"')\]]*\s+(?=[A-Z“‘\"'(])|\n")
_REACH: Final = 260
MINUS: Final = "–"


def quoted(text: str) -> str:
    """Put a speaker's own words in quotation marks; quotation marks within become single ones.

    >>> quoted('He said "no"')
    '“He said ‘no’”'
    """
    flat = " ".join(text.split()).translate(_INNER)
    inner = _STRAIGHT.sub(r"\1‘", flat).replace('"', "’")
    return f"“{inner}”"


def unloaded(text: str, loaded: Iterable[str]) -> str:
    """Put every loaded word of a line in the tool's own voice into quotation marks.

    Words that already stand in quotation marks stay as they are.

    Args:
        text: A line in the tool's own voice.
        loaded: Words and toponyms whose use takes a side, longest first.
    """
    pattern = _any_of(tuple(loaded))
    if pattern is None:
        return text
    pieces, done = [], 0
    for match in _QUOTED.finditer(text):
        pieces += [pattern.sub(_in_quotes, text[done : match.start()]), match.group()]
        done = match.end()
    return "".join([*pieces, pattern.sub(_in_quotes, text[done:])])


@cache
def _any_of(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    escaped = [re.escape(term) for term in terms if term]
    return re.compile(rf"\b(?:{'|'.join(escaped)})\b", re.IGNORECASE) if escaped else None


def _in_quotes(match: re.Match[str]) -> str:
    return f"“{match.group()}”"


def clipped(text: str, limit: int = 240) -> str:
    """Cut a passage at a word boundary, marking the cut.

    >>> clipped("one two three", 8)
    'one two …'
    """
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    return flat[:limit].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Join words as one writes them.

    >>> listed(["Aldoria", "Brevia", "Doria"])
    'Aldoria, Brevia and Doria'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Say how many there are.

    >>> counted(1, "source"), counted(3, "source")
    ('1 source', '3 sources')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def capital(text: str) -> str:
    """Begin a line with a capital letter, leaving the rest alone."""
    return text[:1].upper() + text[1:]


def day(date: dt.date) -> str:
    """Write a day without regard to any locale.

    >>> day(dt.date(2031, 4, 3))
    '3 April 2031'
    """
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def when(dates: DateRange) -> str:
    """Write a day or range, "undated" when neither end is known."""
    if dates.start and dates.end:
        return _between(dates.start, dates.end)
    if dates.end:
        return f"by {day(dates.end)}"
    return f"from {day(dates.start)}" if dates.start else "undated"


def _between(start: dt.date, end: dt.date) -> str:
    if start == end:
        return day(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{MINUS}{day(end)}"
    return f"{day(start)} {MINUS} {day(end)}"


def surroundings(text: str, span: Span) -> Span:
    """The sentence or sentences a stretch stands in, so that it can be read in its place.

    The search for the sentence's ends goes no further than some 260 code points either way.
    """
    low = max(0, span.start - _REACH)
    start = low if low == 0 else text.find(" ", low) + 1
    for match in _SENTENCE_END.finditer(text, low, span.start):
        start = match.end()
    after = _SENTENCE_END.search(text, max(span.start, span.end - 1), span.end + _REACH)
    end = after.end() if after else min(len(text), span.end + _REACH)
    inside = text[min(start, span.start) : max(end, span.end)]
    lead = len(inside) - len(inside.lstrip())
    first = min(start, span.start) + lead
    return Span(min(first, span.start), max(span.end, first + len(inside.strip())))


_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
