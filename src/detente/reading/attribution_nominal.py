"""Attributions without a verb of saying: "according to X", "X's claim that ...", "reportedly"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from detente.codebook.cues import CueRow, cues
from detente.model.spans import Span
from detente.reading.attribution_spans import phrase, spans_of, with_whole_quotes, without
from detente.reading.page import Page
from detente.reading.quotes import LONGEST
from detente.reading.syntax import Parsed, Token
from detente.reading.triples import Attribution


def according_attributions(page: Page) -> Iterator[Attribution]:
    """Of "According to X, ..." and "..., according to X"."""
    row = cues("preposition")["according to"]
    tokens = page.parsed.tokens
    for token, after in itertools.pairwise(tokens):
        if token.text.lower() == "according" and after.text.lower() == "to":
            found = _according(page, token.index, row)
            if found is not None:
                yield found


def _according(page: Page, cue: int, row: CueRow) -> Attribution | None:
    """By the order of words: the source runs to a comma, the content is the rest beside it."""
    parsed = page.parsed
    first, last = page.words(parsed.tokens[cue])
    end = _source_end(page, cue + 2, last)
    opens = cue <= first + 1
    rest = range(end, last) if opens else [*range(first, cue), *range(end, last)]
    marks, source = spans_of(parsed, [cue, cue + 1]), spans_of(parsed, range(cue + 2, end))
    near = page.quotes_near(page.around(parsed.tokens[cue].start), reach=LONGEST)
    content = with_whole_quotes(spans_of(parsed, rest), near, parsed.text)
    content = without(content, (*source, *marks), parsed.text)
    if not content or not source:
        return None
    return Attribution(
        source[:1], marks, content, row.cue, row.sense, row.communicates, rule=f"cues:{row.cue}"
    )


def _source_end(page: Page, start: int, last: int) -> int:
    """The comma that ends the source; a title between two commas belongs to it."""
    tokens = page.parsed.tokens
    commas = [at for at in range(start, last) if tokens[at].text in {",", ";", ":", "--", "—"}]
    if not commas:
        return last
    title = range(commas[0] + 1, commas[1]) if len(commas) > 1 else range(0)
    if title and _is_title([tokens[at] for at in title]):
        return commas[1]
    return commas[0]


def _is_title(words: list[Token]) -> bool:
    opens = words[0].text.lower() in {"a", "an", "who", "which"}
    return opens and not any(word.tag in {"VBD", "VBZ", "VBP", "MD"} for word in words[1:])


def noun_attributions(page: Page) -> Iterator[Attribution]:
    """Of "X's claim that ...", "the accusation that ...", "calls by X for ..."."""
    known, parsed = cues("noun"), page.parsed
    for token in parsed.tokens:
        row = known.get(token.lemma) if token.pos == "NOUN" else None
        if row is None:
            continue
        parts = [child for child in parsed.children(token.index) if _is_content(parsed, child, row)]
        words = {at for part in parts for at in parsed.subtree(part.index)}
        near = page.quotes_near(page.around(token.start), reach=LONGEST)
        content = with_whole_quotes(spans_of(parsed, words), near, parsed.text)
        if content:
            yield _from_noun(parsed, token, row, content)


def _is_content(parsed: Parsed, child: Token, row: CueRow) -> bool:
    if child.dep in {"acl", "ccomp"} and child.index > child.head:
        marks = {mark.lemma for mark in parsed.children(child.index, "mark")}
        return "that" in marks or ("inf" in row.frames and "to" in marks)
    if child.dep == "nmod":
        marks = {mark.lemma for mark in parsed.children(child.index, "case")}
        return bool(marks & row.prepositions)
    return False


def _from_noun(parsed: Parsed, noun: Token, row: CueRow, content: tuple[Span, ...]) -> Attribution:
    owners = parsed.children(noun.index, "nmod:poss") or tuple(
        child
        for child in parsed.children(noun.index, "nmod")
        if any(case.lemma in {"by", "from"} for case in parsed.children(child.index, "case"))
    )
    marks = [c.index for o in owners[:1] for c in parsed.children(o.index, "case")]
    source = phrase(parsed, owners[0], less=marks) if owners else ()
    cue = spans_of(parsed, [noun.index])
    rule = f"cues:{row.cue} (noun)"
    return Attribution(source, cue, content, row.cue, row.sense, row.communicates, rule=rule)


def adverb_attributions(page: Page) -> Iterator[Attribution]:
    """Of "Reportedly", "allegedly": someone says so, the text does not tell who."""
    known, parsed = cues("adverb"), page.parsed
    for token in parsed.tokens:
        row = known.get(token.lemma) if token.pos == "ADV" else None
        if row is not None:
            words = [at for at in parsed.subtree(token.head) if at != token.index]
            content, cue = spans_of(parsed, words), spans_of(parsed, [token.index])
            if content:
                rule = f"cues:{row.cue}"
                yield Attribution((), cue, content, row.cue, row.sense, row.communicates, rule=rule)
