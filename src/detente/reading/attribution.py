"""Attributions: source, cue and content of every place where a text reports what others say.

Two readers look for them: rules over the parse (:mod:`detente.reading.attribution_rules`),
which also see an attribution inside another, and a trained tagger, where it is shipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from detente.model.spans import Span
from detente.reading.attribution_nominal import (
    according_attributions,
    adverb_attributions,
    noun_attributions,
)
from detente.reading.attribution_rules import verb_attributions
from detente.reading.attribution_spans import merged
from detente.reading.attribution_tagged import joined, sourced, tagged_attributions
from detente.reading.gazetteer import find, masks
from detente.reading.lexicon import Lexicon, load
from detente.reading.nearby import Nearby
from detente.reading.page import Page
from detente.reading.quotes import Quote
from detente.reading.syntax import Parsed, parse
from detente.reading.transcripts import transcript_attributions
from detente.reading.triples import Attribution

__all__ = ["Attribution", "attributions", "attributions_of_text"]

_REACH: Final = 400
"""How far behind its attribution, in code points, a quotation may go on without a cue."""


def attributions_of_text(text: str) -> tuple[Attribution, ...]:
    """Attributions of a text as given, as an annotator would mark them: none inside another.

    Nothing is split off or removed as furniture; attitudes and wishes count like words said.

    Raises:
        ModelFileError: If a shipped model is missing or damaged.
    """
    known = _names()
    page = Page(parse(text, masks(find(text, known), known)))
    return tuple(sourced(tagged_attributions(page), _once(verb_attributions(page))))


@cache
def _names() -> Lexicon:
    return load()


def attributions(parsed: Parsed) -> tuple[Attribution, ...]:
    """All attributions of a parsed text, in the order they begin; some inside others.

    Raises:
        ModelFileError: If the shipped tagger is missing or damaged.
    """
    page = Page(parsed)
    every = joined(_ruled(page), tagged_attributions(page), parsed.text)
    ordered = sorted(every, key=lambda one: (one.start, one.lemma))
    return tuple(_going_on(page, ordered))


def _ruled(page: Page) -> list[Attribution]:
    return _once(
        [
            *verb_attributions(page),
            *according_attributions(page),
            *noun_attributions(page),
            *adverb_attributions(page),
            *transcript_attributions(page),
        ]
    )


def _once(found: Iterable[Attribution]) -> list[Attribution]:
    """One attribution per cue: the first reader that found it wins."""
    kept: list[Attribution] = []
    taken: set[int] = set()
    for one in found:
        points = {at for span in one.cue for at in range(span.start, span.end)}
        if not points & taken:
            kept.append(one)
            taken |= points
    return kept


def _going_on(page: Page, found: Sequence[Attribution]) -> list[Attribution]:
    """Give quotations that fill whole sentences and have no cue to the speaker before them."""
    result = list(found)
    held = Nearby((span, span) for one in found for span in one.content)
    places = Nearby((_extent(one), at) for at, one in enumerate(found))
    reached: dict[int, int] = {}
    for quote in page.quotes:
        covered = any(span.covers(quote.inner) for span in held.over(quote.inner))
        if covered or not _fills_sentence(page, quote):
            continue
        near = [*places.around(quote.span, reach=_REACH), *list(reached)[-1:]]
        before = [at for at in near if _may_go_on(page.parsed, result[at], quote)]
        if before:
            last = max(before, key=lambda at: max(span.end for span in result[at].content))
            content = merged((*result[last].content, quote.span), page.parsed.text)
            result[last] = replace(result[last], content=content)
            reached = {last: quote.span.end}
    return result


def _extent(one: Attribution) -> Span:
    parts = (*one.source, *one.cue, *one.content)
    return Span(one.start, max(span.end for span in parts))


def _fills_sentence(page: Page, quote: Quote) -> bool:
    opens = page.around(quote.span.start).start == quote.span.start
    return opens and " " in quote.inner.of(page.parsed.text)


def _may_go_on(parsed: Parsed, one: Attribution, quote: Quote) -> bool:
    if not one.communicates or not one.source:
        return False
    end = max(span.end for span in (*one.content, *one.cue, *one.source))
    quoted = any(mark in span.of(parsed.text) for span in one.content for mark in '"“”')
    return quoted and 0 <= quote.span.start - end <= _REACH
