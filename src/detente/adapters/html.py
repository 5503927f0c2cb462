"""Web pages and Markdown: their articles without the page around them."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Final

from lxml import etree
from lxml import html as lxml_html

from detente.adapters.pages import LONGEST_REPORT, Page
from detente.model.errors import UnreadableReport
from detente.model.spans import Span

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_HEADINGS: Final = frozenset({"head", "h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS: Final = _HEADINGS | frozenset(
    (
        *("p", "item", "li", "quote", "blockquote", "list", "ul", "ol", "dl", "dt", "dd"),
        *("table", "row", "tr", "cell", "td", "th", "code", "pre", "div", "section", "article"),
        *("body", "main", "header", "footer", "figure", "figcaption", "lb", "br", "hr"),
    )
)
_SKIPPED: Final = frozenset({"script", "style", "noscript", "template", "svg", "iframe"})
_SCRIPT_TAG: Final = re.compile(r"</?(?:script|style)\b[^<>]{0,500}>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_SHORTEST_ARTICLE: Final = 300
_LONGEST_SOURCE: Final = 16_000_000
_LONGEST_SHOWN: Final = 1_000_000
_MARKS: Final = "[]*_`<"
_MARK_SHARE: Final = 0.1
_DEEPEST: Final = 200
_DATE_PARAMETERS: Final = {
    # Fixed bounds: the defaults depend on the clock.
    "min_date": "1900-01-01",
    "max_date": "2999-12-31",
    "extensive_search": False,
    "original_date": True,
}


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    heading: str = ""


def pages(text: str, *, place: str) -> Iterator[Page]:
    """The articles of a web page.

    Args:
        text: The page's source.
        place: File it was read from.

    Raises:
        UnreadableReport: If the page holds no words.
    """
    _check_size(len(text), _LONGEST_SOURCE, place)
    tree = _parsed(text, place)
    shown = sum(len(block.text) for block in _blocks(tree))
    _check_size(shown, _LONGEST_SHOWN, place)
    if not shown:
        yield _page([_Block(line) for line in _bare_lines(text)], place=place)
        return
    declared = (tree.get("lang") or "").strip()
    parts = _article_elements(tree)
    if len(parts) < 2:
        yield _extracted(tree, place=place, language=declared)
        return
    head = next(tree.iter("head"), None)
    whole = [
        _extracted(_alone(part, head), place=f"{place}, article {n}", language=declared)
        for n, part in enumerate(parts, 1)
    ]
    for page, part in zip(whole, parts, strict=True):
        yield replace(
            page, published=_own_date(part) or page.published, title=_own_title(part) or page.title
        )


def from_markdown(text: str, *, place: str) -> Page:
    """A Markdown file, with ``key: value`` lines between two ``---`` as its metadata."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  (a tenth of a second)

    _check_size(len(text), LONGEST_REPORT, place)
    fields, body = _front_matter(text)
    if sum(body.count(mark) for mark in _MARKS) > _MARK_SHARE * len(body):
        return Page(body, place)  # not Markdown, and slow to find out
    rendered = MarkdownIt("commonmark").enable("table").render(body)
    tree = _parsed(f"<html><body>{rendered}</body></html>", place)
    page = _page(list(_blocks(tree)), place=place)
    return replace(
        page,
        title=fields.get("title", ""),
        outlet=fields.get("outlet", fields.get("source", "")),
        published=as_day(fields.get("published", fields.get("date", ""))),
        language=fields.get("language", fields.get("lang", "")),
        url=fields.get("url", fields.get("link", "")),
    )


def as_day(value: str) -> dt.date | None:
    """A day from an ISO 8601 date or time, or from YYYYMMDD; None if it is neither."""
    try:
        return dt.datetime.fromisoformat(value.strip()).date()
    except ValueError:
        return None


def _check_size(size: int, largest: int, place: str) -> None:
    if size > largest:
        reason = f"it is too long for one page ({size:,} characters)"
        raise UnreadableReport(place, reason, f"split it at {LONGEST_REPORT:,} or fewer")


def _parsed(text: str, place: str) -> Any:
    try:
        tree = lxml_html.document_fromstring(
            text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableReport(place, "it is no web page with words in it") from error
    return tree


def _extracted(tree: Any, *, place: str, language: str) -> Page:
    """The main text by trafilatura; the plain text of the page where it finds none."""
    found = None if _depth(tree) > _DEEPEST else _main_text(tree)
    blocks = list(_blocks(found.body)) if found is not None and found.body is not None else []
    if sum(len(block.text) for block in blocks) < 40:
        blocks = list(_blocks(tree))
    page = _page(blocks, place=place)
    if found is None:
        return replace(page, language=language)
    return replace(
        page,
        title=found.title or "",
        outlet=found.sitename or "",
        published=as_day(found.date or ""),
        language=language,
        url=found.url or "",
    )


def _main_text(tree: Any) -> Any:
    from trafilatura import bare_extraction  # noqa: PLC0415  (takes a second to load)

    return bare_extraction(
        tree,
        include_comments=False,
        include_formatting=True,
        with_metadata=True,
        date_extraction_params=dict(_DATE_PARAMETERS),
    )


def _blocks(tree: Any) -> Iterator[_Block]:
    """Runs of text between block elements, without scripts and styles."""
    buffer: list[str] = []
    heading = ""
    for text, tag, opens in _steps(tree):
        if tag in _BLOCKS:
            if block := _closed(buffer, heading):
                yield block
            buffer = []
            heading = tag if opens and tag in _HEADINGS else ""
        buffer.append(text)
    if block := _closed(buffer, heading):
        yield block


def _steps(tree: Any) -> Iterator[tuple[str, str, bool]]:
    """Text, tag and whether the tag opens, without recursion: pages nest deeper than the stack."""
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "end":
            yield element.tail or "", tag, False
        elif tag in _SKIPPED or _is_page_head(element):
            walker.skip_subtree()
        else:
            # trafilatura calls every heading "head" and keeps its level in "rend".
            name = element.get("rend", tag) if tag == "head" else tag
            yield (element.text or "") if tag else "", name, True


def _is_page_head(element: Any) -> bool:
    parent = element.getparent()
    return element.tag == "head" and parent is not None and parent.tag == "html"


def _closed(buffer: Iterable[str], heading: str) -> _Block | None:
    text = " ".join("".join(buffer).split())
    return _Block(text, heading) if text else None


def _page(blocks: list[_Block], *, place: str) -> Page:
    """One text of all blocks, a blank line between them, with the places of headings."""
    at, headings, firsts, parts = 0, [], [], []
    for block in blocks:
        span = Span(at, at + len(block.text))
        parts.append(block.text)
        at = span.end + 2
        if block.heading:
            headings.append(span)
        if block.heading == "h1":
            firsts.append(span.start)
    starts = (0, *firsts[1:]) if len(firsts) > 1 and firsts[0] == 0 else ()
    return Page("\n\n".join(parts), place, headings=tuple(headings), starts=starts)


def _bare_lines(source: str) -> Iterator[str]:
    """The words between the tags, for pages that nest too deeply to be parsed."""
    parts = _SCRIPT_TAG.split(source)
    opened = ["", *_SCRIPT_TAG.findall(source)]
    for tag, part in zip(opened, parts, strict=True):
        if tag.startswith("</") or not tag:
            yield from (" ".join(line.split()) for line in _TAG.split(part) if line.strip())


def _article_elements(tree: Any) -> list[Any]:
    """Outermost ``<article>`` elements with as many words as a story has; teasers have not."""
    found = tree.xpath("//article[not(ancestor::article)]")
    return [
        one
        for one in found
        if len(" ".join(one.itertext()).strip()) >= _SHORTEST_ARTICLE and one.xpath(".//p")
    ]


def _alone(article: Any, head: Any) -> Any:
    page = etree.Element("html")
    if head is not None:
        page.append(_copied(head))
    etree.SubElement(page, "body").append(_copied(article))
    return page


def _copied(element: Any) -> Any:
    copy = deepcopy(element)
    copy.tail = None
    return copy


def _own_date(article: Any) -> dt.date | None:
    for moment in article.xpath(".//time/@datetime"):
        if day := as_day(str(moment)):
            return day
    return None


def _own_title(article: Any) -> str:
    for heading in article.xpath(".//h1|.//h2"):
        return " ".join(" ".join(heading.itertext()).split())
    return ""


def _depth(tree: Any) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    match = re.match(r"---[ \t]*\n(.{0,4000}?)\n---[ \t]*(?:\n|$)", text, re.DOTALL)
    if match is None:
        return {}, text
    lines = (line.partition(":") for line in match.group(1).splitlines() if ":" in line)
    return {key.strip().casefold(): value.strip().strip("\"'") for key, _, value in lines}, text[
        match.end() :
    ]
