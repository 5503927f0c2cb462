"""Which quotations a cue marks, and what a quotation that holds a cue means for its content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from detente.model.spans import Span
from detente.reading.page import Page
from detente.reading.quotes import Quote
from detente.reading.syntax import Token

_BEFORE_QUOTE: Final = frozenset({"", "that", "the", "a", "an", "his", "her", "its", "their"})
_NEAR: Final = 40
"""How many code points may lie between a cue and the quotation it marks."""
_FAR: Final = 200
"""How many code points may lie between the speaker and the cue."""


def within(content: tuple[Span, ...], held: Quote | None) -> tuple[Span, ...]:
    """What is said inside a quotation ends where the quotation does."""
    if held is None:
        return content
    around = held.inner
    cut = (
        Span(max(span.start, around.start), min(span.end, around.end))
        for span in content
        if span.overlaps(around)
    )
    return tuple(span for span in cut if span.start < span.end)


def near_quotes(
    page: Page, verb: Token, who: Sequence[Span], quotes: Sequence[Quote]
) -> tuple[Span, ...]:
    """Quotations right before or after the cue and its subject, in the same line."""
    near = [
        span
        for span in who
        if abs(span.start - verb.start) < _FAR and not _between(page, span, verb)
    ]
    edges = Span(
        min([verb.start, *(span.start for span in near)]),
        max([verb.end, *(span.end for span in near)]),
    )
    later = [q for q in quotes if verb.tag != "VBG" or q.span.start > verb.start]
    return tuple(q.span for q in later if _beside(page.parsed.text, edges, q.span))


def _between(page: Page, span: Span, verb: Token) -> bool:
    """Whether a quotation lies between the speaker and the cue."""
    here = Span(verb.start, verb.end)
    if span.overlaps(here):
        return False
    gap = Span(min(span.end, verb.end), max(span.start, verb.start))
    return any(gap.covers(quote.span) for quote in page.quotes_near(gap))


def _beside(text: str, cue: Span, quote: Span) -> bool:
    apart = max(cue.start, quote.start) - min(cue.end, quote.end)
    if quote.overlaps(cue) or apart > _NEAR:
        return False
    gap = text[quote.end : cue.start] if quote.end <= cue.start else text[cue.end : quote.start]
    if "\n" in gap:
        return False
    if quote.end <= cue.start:
        return gap.strip() in {"", ",", "—", "–", "--"}
    return gap.strip().lower() in _BEFORE_QUOTE or gap.strip()[-1:] in {",", ":"}
