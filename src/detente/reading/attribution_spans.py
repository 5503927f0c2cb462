"""From words to spans: contiguous stretches, trimmed of the punctuation around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from detente.model.spans import Span
from detente.reading.quotes import Quote
from detente.reading.syntax import Parsed, Token

_LONGEST_PHRASE: Final = 60
"""How many words on either side of its head a phrase can reach; keeps the work linear."""
_LEFT: Final = frozenset(",;:.!?-–—)]}’ \t\n\xa0")
_RIGHT: Final = frozenset(",;:-–—([{‘ \t\n\xa0")


def spans_of(parsed: Parsed, words: Iterable[int]) -> tuple[Span, ...]:
    """Stretches that cover these words; punctuation between two of them does not cut."""
    runs: list[list[int]] = []
    for at in sorted(set(words)):
        if runs and _touch(parsed, runs[-1][-1], at):
            runs[-1].append(at)
        else:
            runs.append([at])
    spans = (Span(parsed.tokens[run[0]].start, parsed.tokens[run[-1]].end) for run in runs)
    trimmed = (trim(parsed.text, span) for span in spans)
    return tuple(span for span in trimmed if span is not None)


def _touch(parsed: Parsed, before: int, after: int) -> bool:
    between = parsed.tokens[before + 1 : after]
    return all(token.pos == "PUNCT" for token in between) and len(between) <= 2


def trim(text: str, span: Span) -> Span | None:
    """The span without punctuation and white space at its edges; None if nothing is left.

    A full stop stays when it stands inside quotation marks.
    """
    start, end = span.start, span.end
    while start < end and text[start] in _LEFT:
        start += 1
    while start < end and text[end - 1] in _RIGHT:
        end -= 1
    if end - start > 1 and text[end - 1] in ".?!" and text[start] not in '"“‘«':
        end -= 1 if not text[start:end].endswith("...") else 0
    return Span(start, end) if start < end else None


def merged(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Overlapping spans, and spans with only white space between them, made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def without(spans: Iterable[Span], holes: Sequence[Span], text: str) -> tuple[Span, ...]:
    """The spans less the holes, trimmed."""
    left = list(spans)
    for hole in holes:
        left = [piece for span in left for piece in _less(span, hole)]
    trimmed = (trim(text, span) for span in left)
    return tuple(span for span in trimmed if span is not None)


def _less(span: Span, hole: Span) -> tuple[Span, ...]:
    if not span.overlaps(hole):
        return (span,)
    parts = (Span(span.start, max(span.start, hole.start)), Span(min(hole.end, span.end), span.end))
    return tuple(part for part in parts if part.start < part.end)


def with_whole_quotes(
    spans: Sequence[Span], quotes: Sequence[Quote], text: str
) -> tuple[Span, ...]:
    """The spans, each quotation they touch taken in whole, with the paragraphs that go on."""
    grown = list(spans)
    going_on = False
    for quote in quotes:
        touched = any(span.overlaps(quote.inner) for span in spans)
        if touched or (going_on and quote.continues):
            grown.append(quote.span)
            going_on = not quote.closed
        else:
            going_on = False
    return merged(grown, text)


def subject(parsed: Parsed, verb: Token) -> Token | None:
    """The word at the head of a verb's subject, also one it shares with another verb."""
    own = parsed.children(verb.index, "nsubj")
    if own:
        return _named(parsed, own[0], verb)
    if verb.tag == "VBN" and verb.dep == "advcl" and not parsed.children(verb.index, "aux"):
        return None
    if verb.dep in {"conj", "advcl", "xcomp", "parataxis"} and verb.head != verb.index:
        return subject(parsed, parsed.head(verb.index))
    if verb.dep.startswith("acl"):
        return parsed.head(verb.index)
    return None


def _named(parsed: Parsed, found: Token, verb: Token) -> Token:
    """The noun a relative pronoun stands for."""
    relative = found.lemma in {"who", "which", "that"} and verb.dep == "acl:relcl"
    return parsed.head(verb.index) if relative else found


def phrase(parsed: Parsed, head: Token, *, less: Iterable[int] = ()) -> tuple[Span, ...]:
    """The noun phrase at ``head`` with its appositions, less some words and case marks."""
    dropped = set(less)
    for child in parsed.children(head.index):
        if child.dep in {"case", "punct", "cc", "mark"} and child.index < head.index:
            dropped.add(child.index)
    near = range(head.index - _LONGEST_PHRASE, head.index + _LONGEST_PHRASE + 1)
    words = [at for at in parsed.subtree(head.index, near) if at not in dropped]
    while words and parsed.tokens[words[0]].pos == "PUNCT":
        words.pop(0)
    spans = spans_of(parsed, words)
    around = [span for span in spans if span.start <= head.start < span.end]
    return tuple(around) or spans[:1]
