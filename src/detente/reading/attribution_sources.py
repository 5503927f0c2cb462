"""To whom a cue attributes its content."""

from __future__ import annotations

from detente.codebook.cues import CueRow
from detente.model.spans import Span
from detente.reading.attribution_spans import phrase, spans_of, subject
from detente.reading.attribution_surface import named_before
from detente.reading.page import Page
from detente.reading.syntax import Parsed, Token


def source_of(page: Page, verb: Token, row: CueRow) -> tuple[tuple[Span, ...], range]:
    """Spans of the source, and the words from its first to its last."""
    parsed = page.parsed
    if _passive(parsed, verb):
        agents = _agents(parsed, verb)
        return (phrase(parsed, agents[0]), range(0)) if agents else ((), range(0))
    if not parsed.children(verb.index, "nsubj") and row.communicates:
        found = named_before(page, verb)
        if found:
            return spans_of(parsed, found), found
    head = subject(parsed, verb)
    if head is None or head.index == verb.index or head.lemma == "there":
        return (), range(0)
    if parsed.children(verb.index, "expl"):
        return (), range(0)
    below = set(parsed.subtree(verb.index, range(*page.words(verb))))
    own = below if head.index not in below else set()
    spans = _repaired(page, verb, phrase(parsed, head, less=own))
    return spans, page.inside(spans[0]) if spans else range(0)


def _passive(parsed: Parsed, verb: Token) -> bool:
    bare = verb.tag == "VBN" and verb.dep in {"acl", "amod"}
    return bool(parsed.children(verb.index, "nsubj:pass")) or (bare and bool(_agents(parsed, verb)))


def _agents(parsed: Parsed, verb: Token) -> tuple[Token, ...]:
    return tuple(
        child
        for child in parsed.children(verb.index, "obl")
        if any(case.lemma == "by" for case in parsed.children(child.index, "case"))
    )


def _repaired(page: Page, verb: Token, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The name and titles before the cue, where the parse cut a part of them off."""
    whole = spans_of(page.parsed, named_before(page, verb))
    cut = len(whole) == 1 and bool(spans) and whole[0].covers(spans[0]) and whole[0] != spans[0]
    return whole if cut else spans
