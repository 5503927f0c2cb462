"""Attributions by rules: a cue of the codebook, its subject, its complement.

The parse tells subject and complement; where it fails, the order of words does
(:mod:`detente.reading.attribution_surface`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from detente.codebook.cues import CueRow, cues
from detente.model.spans import Span
from detente.reading.attribution_complements import (
    complements,
    content_words,
    is_time,
    listener,
    timeless,
)
from detente.reading.attribution_quotes import near_quotes, within
from detente.reading.attribution_sources import source_of
from detente.reading.attribution_spans import phrase, spans_of, with_whole_quotes, without
from detente.reading.page import Page
from detente.reading.quotes import LONGEST
from detente.reading.syntax import Parsed, Token
from detente.reading.triples import Attribution

_CUE_PARTS: Final = frozenset({"aux", "aux:pass", "advmod", "compound:prt"})
_NOT: Final = frozenset({"not", "n't", "never"})
_IF: Final = frozenset({"if", "unless", "until", "before", "whether"})
_WISHING: Final = frozenset({"demand", "propose"})
_NAME_ONLY: Final = 9
"""So few words behind "what X calls" are a name for something, not something said."""
_NEAR: Final = 40
"""How many words may lie between the speaker and the cue."""


def verb_attributions(page: Page) -> Iterator[Attribution]:
    """Attributions whose cue is a verb: "X said that ...", "accusing X of ...", "..., X told Y"."""
    for token in page.parsed.tokens:
        acts = token.pos in {"VERB", "AUX"} or token.dep in {"ccomp", "parataxis"}
        if acts and not attributive(page.parsed, token):
            row = cue_row(page.parsed, token)
            found = _from_verb(page, token, row) if row is not None else None
            if found is not None:
                yield found


def attributive(parsed: Parsed, token: Token) -> bool:
    """Whether the word only describes a noun: "the announced area"."""
    before = parsed.tokens[max(0, token.index - 1)]
    after = parsed.tokens[min(len(parsed.tokens) - 1, token.index + 1)]
    return token.dep == "amod" or (before.pos == "DET" and after.pos == "NOUN")


def cue_row(parsed: Parsed, verb: Token) -> CueRow | None:
    """The codebook row of a verb, together with its particle or preposition if it has one."""
    known = cues("verb")
    for child in parsed.children(verb.index):
        if child.dep in {"compound:prt", "case", "advmod"} and child.index == verb.index + 1:
            row = known.get(f"{verb.lemma} {child.lemma}")
            if row is not None:
                return row
        for case in parsed.children(child.index, "case"):
            row = known.get(f"{verb.lemma} {case.lemma}") if child.index > verb.index else None
            if row is not None and case.index <= verb.index + 3 and not is_time(child):
                return row
    return known.get(verb.lemma)


def _from_verb(page: Page, verb: Token, row: CueRow) -> Attribution | None:
    parsed, text = page.parsed, page.parsed.text
    who, who_words = source_of(page, verb, row)
    parts = complements(page, verb, row)
    told_to = listener(parsed, verb, row, parts)
    held = page.quote_at(verb.start)
    around = page.quotes_near(page.around(verb.start), reach=LONGEST)
    quotes = [quote for quote in around if quote is not held]
    near = near_quotes(page, verb, who, quotes) if "quote" in row.frames else ()
    words, clause = content_words(
        page, verb, row, [p for p in parts if p not in told_to], who_words
    )
    if not words and not near:
        return None
    cue = _cue_spans(parsed, verb, words)
    said = spans_of(parsed, timeless(page, verb, words))
    content = within(with_whole_quotes((*said, *near), quotes, text), held)
    content = without(content, (*cue, *who, *_inserted_cue(page, verb, who_words)), text)
    if not content or not (who or near or clause):
        return None
    heard = tuple(span for one in told_to for span in phrase(parsed, one))
    told = row.communicates and _reports(page, verb, words)
    return Attribution(who, cue, content, row.cue, row.sense, told, heard, f"cues:{row.cue}")


def _reports(page: Page, verb: Token, content: set[int]) -> bool:
    """Whether the clause reports that something was said, not that it should be or was not."""
    tokens = page.parsed.tokens
    first, _ = page.words(verb)
    before = tokens[max(first, verb.index - 4) : verb.index]
    own = [token for token in before if token.head == verb.index or token.index == verb.index - 1]
    if verb.tag == "VB" or any(t.tag in {"MD", "TO"} or t.lemma in _NOT for t in own):
        return False
    if (verb.index == first and verb.tag != "VBG") or _is_wished(page.parsed, verb):
        return False
    if any(mark.lemma in _IF for mark in page.parsed.children(verb.index, "mark")):
        return False
    quoted = page.quote_at(verb.start) is not None
    naming = any(token.lemma == "what" for token in before) or (verb.lemma == "call" and quoted)
    return not (naming and len(content) <= _NAME_ONLY)


def _is_wished(parsed: Parsed, verb: Token) -> bool:
    """Whether the bare form stands in what somebody demands: "that X return it and agree"."""
    if verb.text.lower() != verb.lemma:
        return False
    clause = verb
    while clause.dep == "conj" and clause.head != clause.index:
        clause = parsed.head(clause.index)
    above = parsed.head(clause.index)
    row = cues("verb").get(above.lemma)
    return clause.dep == "ccomp" and row is not None and row.sense in _WISHING


def _inserted_cue(page: Page, verb: Token, who: range) -> tuple[Span, ...]:
    """The stretch from the speaker to the cue, which is no content even where unparsed."""
    if not who or abs(who.start - verb.index) > _NEAR:
        return ()
    first, last = min(who.start, verb.index), max(who.stop - 1, verb.index)
    tokens = page.parsed.tokens
    return (Span(tokens[first].start, tokens[last].end),)


def _cue_spans(parsed: Parsed, verb: Token, content: set[int]) -> tuple[Span, ...]:
    """The verb with its auxiliaries, particle and adverbs beside it, and "in a statement"."""
    words = {verb.index}
    near = [c for c in parsed.children(verb.index) if c.dep in _CUE_PARTS]
    for child in sorted(near, key=lambda one: -one.index):
        if child.index < verb.index and child.index + 1 in words:
            words.add(child.index)
    for child in sorted(near, key=lambda one: one.index):
        if child.index > verb.index and child.index - 1 in words and child.dep != "advmod":
            words.add(child.index)
    words |= _medium(parsed, verb, max(words) + 1)
    return spans_of(parsed, words - content)


def _medium(parsed: Parsed, verb: Token, after: int) -> set[int]:
    for child in parsed.children(verb.index, "obl"):
        words = parsed.subtree(child.index)
        if words[0] == after and child.lemma in cues("noun"):
            return set(words)
    return set()
