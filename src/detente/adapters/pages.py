"""A page as it came in, and the reports on it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from detente.adapters import language
from detente.codebook import load_table
from detente.codebook.outlets import OutletRow
from detente.model.errors import DetenteError, UnreadableReport
from detente.model.reports import Report, SetAside
from detente.model.spans import Span
from detente.ports.reports import Translate
from detente.reading.furniture import Layout, layout
from detente.reading.paragraphs import paragraphs
from detente.reading.segmentation import articles

LONGEST_REPORT: Final = 400_000
_ID_LENGTH: Final = 10
_LONGEST_WORDS: Final = 40
_LETTER_SHARE: Final = 0.4
_BYLINE_TAIL: Final = re.compile(
    r"[\s,|•·–—-]*\b(?:first published|last modified|updated|published|posted)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_FOREIGN_LENGTH: Final = 60


@dataclass(frozen=True, slots=True)
class Page:
    """One file, line or page, with what is known of it.

    Attributes:
        text: The words, furniture included.
        place: File (and line) it was read from.
        title: Declared headline, "" if none.
        outlet: Declared name of the outlet, "" if none.
        published: Declared day of publication.
        language: Declared language, "" if none.
        url: Link to the original, "" if none.
        headings: Blocks marked as headings.
        starts: Where its articles begin, if the page says so; empty to find out.
    """

    text: str
    place: str
    title: str = ""
    outlet: str = ""
    published: dt.date | None = None
    language: str = ""
    url: str = ""
    headings: tuple[Span, ...] = ()
    starts: tuple[int, ...] = ()


def reports(page: Page, *, translate: Translate | None = None) -> Iterator[Report | SetAside]:
    """Every article on the page as a report, or why it is not read.

    Args:
        page: The page.
        translate: Turns a report in another language into English; without it such a report
            is set aside.

    Raises:
        UnreadableReport: If the page as a whole cannot be read.
    """
    _check(page)
    spans = _articles(page)
    for part, span in enumerate(spans):
        yield _read(page, part=part, span=span, alone=len(spans) == 1, translate=translate)


def _check(page: Page) -> None:
    text = page.text
    if not text.strip():
        raise UnreadableReport(page.place, "it is empty")
    if len(text) > LONGEST_REPORT:
        reason = f"it is too long for one report ({len(text):,} characters)"
        raise UnreadableReport(page.place, reason, f"split it at {LONGEST_REPORT:,} or fewer")
    letters = sum(c.isalpha() for c in text)
    if letters < _LETTER_SHARE * len("".join(text.split())):
        raise UnreadableReport(page.place, "it holds hardly any words", "is it a table or code?")
    if letters > _LONGEST_WORDS * len(text.split()) and text.isascii():
        raise UnreadableReport(page.place, "it has no spaces between its words", "is it encoded?")


def _articles(page: Page) -> tuple[Span, ...]:
    if not page.starts:
        return articles(page.text)
    ends = (*page.starts[1:], len(page.text))
    pairs = zip(page.starts, ends, strict=True)
    return tuple(Span(start, start + len(page.text[start:end].rstrip())) for start, end in pairs)


def _read(
    page: Page, *, part: int, span: Span, alone: bool, translate: Translate | None
) -> Report | SetAside:
    # A page with one article keeps its text as it is, so that offsets are those of the file.
    text, offset = (page.text, 0) if alone else (span.of(page.text), span.start)
    place = page.place if alone else f"{page.place}, article {part + 1}"
    plan = layout(text, headings=_inside(page.headings, Span(offset, offset + len(text))))
    body = _body(text, plan)
    spoken = language.detect(body or text, declared=page.language)
    if not spoken.english and translate is not None:
        report = _report(page, part=part, text=text, offset=offset, plan=plan, foreign=())
        return _translated(replace(report, language=spoken.code), place, translate)
    if not spoken.english:
        return SetAside(
            place,
            f"it is in {spoken.name} ({spoken.code})",
            "only English is read; translate it first",
        )
    foreign = tuple(_foreign(text, plan))
    return _report(page, part=part, text=text, offset=offset, plan=plan, foreign=foreign)


def _translated(report: Report, place: str, translate: Translate) -> Report | SetAside:
    try:
        return translate(report)
    except DetenteError as error:
        return SetAside(place, f"it could not be translated ({error})", "is the engine running?")


def _report(
    page: Page, *, part: int, text: str, offset: int, plan: Layout, foreign: tuple[Span, ...]
) -> Report:
    first = part == 0
    published = page.published if first and page.published else plan.published
    basis = "metadata" if first and page.published else "text" if published else ""
    title = (page.title if first else "") or plan.title
    outlet = _known_outlet(page.outlet or _byline_outlet(plan.byline) or _host(page.url))
    key = "\x1f".join((text, title, outlet, str(published), page.url))
    return Report(
        id=hashlib.sha256(key.encode()).hexdigest()[:_ID_LENGTH],
        text=text,
        title=title,
        outlet=outlet,
        published=published,
        published_basis=basis,
        language=language.ENGLISH,
        url=page.url,
        path=page.place,
        part=part,
        offset=offset,
        furniture=tuple(sorted({*plan.furniture, *foreign})),
        headlines=plan.headlines,
    )


def _inside(spans: tuple[Span, ...], whole: Span) -> tuple[Span, ...]:
    return tuple(span.shifted(-whole.start) for span in spans if whole.covers(span))


def _body(text: str, plan: Layout) -> str:
    aside = frozenset(plan.furniture)
    return "\n".join(span.of(text) for span in paragraphs(text) if span not in aside)


def _foreign(text: str, plan: Layout) -> Iterator[Span]:
    """Paragraphs of an English report in another script: they are not coded."""
    aside = frozenset(plan.furniture)
    for span in paragraphs(text):
        part = span.of(text)
        letters = [c for c in part if c.isalpha()]
        other = sum(ord(c) > 0x24F for c in letters)
        if len(part) >= _FOREIGN_LENGTH and 2 * other > len(letters) and span not in aside:
            yield span


def _known_outlet(name: str) -> str:
    """The codebook's id of an outlet; the name as written where it has none."""
    return _outlet_ids().get(name.casefold(), name)


@cache
def _outlet_ids() -> Mapping[str, str]:
    rows = load_table("outlets", OutletRow)
    return {form.casefold(): row.id for row in rows for form in (*row.aliases, row.name, row.id)}


def _byline_outlet(byline: str) -> str:
    """The outlet in "Harbour Gazette Updated on 2031-05-04"; "" where a person is named."""
    name = _BYLINE_TAIL.sub("", byline).strip()
    person = name == byline or name.casefold().startswith(("by ", "from "))
    return "" if person else name


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
