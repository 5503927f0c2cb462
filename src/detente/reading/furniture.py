"""Page furniture: lines that belong to the page and make no statement and no event."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from detente.codebook import load_table
from detente.codebook.furniture import FurnitureRow, Match, Position
from detente.model.spans import Span
from detente.reading import dates
from detente.reading.paragraphs import is_prose, is_unfinished, paragraphs

_LONGEST_LINE: Final = 300
_LONGEST_TITLE: Final = 220
_LONGEST_HEADING: Final = 140
_FEED_SHARE: Final = 0.6
_EDGE_PUNCTUATION: Final = " \t\u00a0*_#>|•·–—-…"
_SENTENCE_END: Final = re.compile(r"[.!;,]['\"”’)\]]*$")
_TURN: Final = re.compile(r"^(?:Q|A|Question|Answer|[A-Z][A-Za-z. ]{1,30}):\s")
_DATED_LINES: Final = 6
_LONGEST_DATE_LINE: Final = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """What the parts of one article's text are.

    Attributes:
        furniture: Lines that make no statement, bare headings included.
        headlines: Title, standfirst and headings.
        title: The title as it stands in the text, "" if there is none.
        byline: The first byline, such as "Harbour Gazette Updated on 2031-05-04".
        published: Day of publication as the text gives it.
    """

    furniture: tuple[Span, ...]
    headlines: tuple[Span, ...]
    title: str = ""
    byline: str = ""
    published: dt.date | None = None


@lru_cache(maxsize=4_096)
def row_of(line: str) -> FurnitureRow | None:
    """The codebook row that makes a line furniture; None for a line of the article."""
    bare = line.strip(_EDGE_PUNCTUATION).replace("’", "'")
    if not bare or len(bare) > _LONGEST_LINE:
        return None
    low = bare.casefold()
    if row := _whole_lines().get(low.rstrip(" :.…»>")):
        return row
    found = (row for row in _of(Match.PREFIX) if low.startswith(row.words))
    matched = (row for row, pattern in _patterns() if pattern.fullmatch(bare) and _fits(row, bare))
    return next(found, None) or next(matched, None)


def layout(text: str, *, headings: Sequence[Span] = ()) -> Layout:
    """Tell the article itself from its headings and from the furniture around it.

    Args:
        text: One article as saved, page furniture included.
        headings: Blocks that are marked as headings in the original; others may be found.
    """
    blocks = paragraphs(text)
    rows = [row_of(block.of(text)) for block in blocks]
    dates_alone = {b for b in blocks[:_DATED_LINES] if _whole_date(b.of(text), alone=True)}
    furniture = _furniture(text, blocks, rows) | dates_alone
    body = [block for block in blocks if block not in furniture]
    titles, bare = _headlines(text, body, frozenset(headings))
    bylines = [
        b.of(text) for b, row in zip(blocks, rows, strict=True) if row and row.kind == "byline"
    ]
    return Layout(
        furniture=tuple(sorted({*furniture, *bare})),
        headlines=tuple(sorted({*titles, *bare})),
        title=" ".join(titles[0].of(text).split()) if titles else "",
        byline=" ".join(bylines[0].split()) if bylines else "",
        published=_published(text, blocks, bylines),
    )


@cache
def _of(match: Match) -> tuple[FurnitureRow, ...]:
    return tuple(row for row in load_table("furniture", FurnitureRow) if row.match is match)


@cache
def _whole_lines() -> Mapping[str, FurnitureRow]:
    return {row.words: row for row in _of(Match.WHOLE)}


@cache
def _patterns() -> tuple[tuple[FurnitureRow, re.Pattern[str]], ...]:
    return tuple((row, re.compile(row.words, re.IGNORECASE)) for row in _of(Match.PATTERN))


def _fits(row: FurnitureRow, line: str) -> bool:
    """A byline is no sentence: "The list published on 4 May 2031 is wrong." is prose."""
    return row.kind != "byline" or not line.endswith((".", "!", "?"))


def _furniture(text: str, blocks: Sequence[Span], rows: Sequence[FurnitureRow | None]) -> set[Span]:
    """Lines with a row of their own, and the bare links listed after "Related pages"."""
    found: set[Span] = set()
    in_list = False
    for block, row in zip(blocks, rows, strict=True):
        if row is not None:
            in_list = in_list or (row.kind == "related" and row.position is Position.END)
            found.add(block)
        elif in_list and not is_prose(block.of(text)):
            found.add(block)
        else:
            in_list = False
    return found


def is_heading(line: str, *, longest: int = _LONGEST_HEADING) -> bool:
    """Whether a line by itself looks like a heading: short, and no finished sentence."""
    bare = " ".join(line.split())
    if not bare or len(bare) > longest or "\n\n" in line:
        return False
    if is_unfinished(bare) or _TURN.match(bare) or not any(c.isalpha() for c in bare):
        return False
    if bare.endswith((":", "?")):
        return bare.endswith("?") and not re.search(r"[.!?]\s", bare)
    return not _SENTENCE_END.search(bare)


def _headlines(
    text: str, body: Sequence[Span], marked: frozenset[Span]
) -> tuple[list[Span], list[Span]]:
    """Titles (with a standfirst), and bare headings further down."""
    looks = [b in marked or is_heading(b.of(text), longest=_LONGEST_TITLE) for b in body]
    if looks and sum(looks) >= _FEED_SHARE * len(looks):
        return [block for block, look in zip(body, looks, strict=True) if look], []
    titles = list(_leading(body, looks))
    rest = body[len(titles) :]
    headings = [
        block
        for block, after in pairwise(rest)
        if block in marked
        or (is_heading(block.of(text)) and (is_prose(after.of(text)) or is_heading(after.of(text))))
    ]
    return titles, headings


def _leading(body: Sequence[Span], looks: Sequence[bool]) -> Iterator[Span]:
    for block, look in zip(body[:2], looks[:2], strict=True):
        if not look:
            return
        yield block


def _published(text: str, blocks: Sequence[Span], bylines: Sequence[str]) -> dt.date | None:
    """A whole date in a byline, or alone on one of the first lines."""
    for line in bylines:
        if day := _whole_date(line):
            return day
    for block in blocks[:_DATED_LINES]:
        line = block.of(text).strip()
        if day := _whole_date(line, alone=True):
            return day
    return _dateline(text, blocks)


_AROUND_DATE: Final = re.compile(
    r"(?:[\W\d_]|day|date|on|at|am|pm|utc|gmt|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)*",
    re.IGNORECASE,
)
_DATELINE: Final = re.compile(
    r"[A-Z][A-Z .'’-]{2,40}(?:\([^)\n]{2,40}\))?,? (?P<date>[^—–\n]{4,40}?)(?:\([^)\n]{2,30}\))? ?(?:—|–|--|-) "
)


def _whole_date(line: str, *, alone: bool = False) -> dt.date | None:
    if alone and len(line) > _LONGEST_DATE_LINE:
        return None
    for span, meant in dates.find(line[:_LONGEST_LINE], None):
        if meant.basis != "explicit" or meant.start != meant.end:
            continue
        around = line[: span.start] + line[span.end :]
        if not alone or _AROUND_DATE.fullmatch(around[:_LONGEST_LINE]):
            return meant.start
    return None


def _dateline(text: str, blocks: Sequence[Span]) -> dt.date | None:
    for block in blocks[:_DATED_LINES]:
        if match := _DATELINE.match(block.of(text)[:_LONGEST_LINE].lstrip()):
            return _whole_date(match["date"])
    return None
