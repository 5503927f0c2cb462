"""A parsed text with its quotations and its sentences as the page shows them.

The parser may cut a sentence in two; attribution goes by what the page shows: a sentence ends
at the end of a line, or at a full stop before a capital that closes no abbreviation.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from detente.model.spans import Span
from detente.reading.datelines import dateline_ends
from detente.reading.nearby import Nearby
from detente.reading.quotes import Quote, find_quotes
from detente.reading.syntax import Parsed, Token

_END: Final = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])|\n+")
LONGEST_SENTENCE: Final = 1_000
"""What has no full stop for so many code points is cut at a space: work stays linear."""
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|St|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Brig|Prof|Rev|Hon|Jr|Sr|No"
    r"|vs|etc|Inc|Ltd|Corp|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Ariz|Calif|Fla|Pa)"
    r"|\b[A-Z](?:\.[A-Z])*)\.$"
)


@dataclass(frozen=True)
class Page:
    """A parsed text, its quotations, its sentences.

    Attributes:
        parsed: The text, parsed.
    """

    parsed: Parsed

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotations, in order."""
        return find_quotes(self.parsed.text)

    @cached_property
    def _quotes(self) -> Nearby[Quote]:
        return Nearby((quote.span, quote) for quote in self.quotes)

    def quotes_near(self, span: Span, *, reach: int = 0) -> tuple[Quote, ...]:
        """The quotations within ``reach`` code points of a span, in order."""
        return tuple(self._quotes.around(span, reach=reach))

    def quote_at(self, place: int) -> Quote | None:
        """The quotation that holds a code point, its marks included; None outside of any."""
        return next(self._quotes.over(Span(place, place + 1)), None)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, in order, without the white space between them."""
        return sentence_spans(self.parsed.text)

    @cached_property
    def datelines(self) -> frozenset[int]:
        """Where the sentences that are only the dateline of a wire report begin."""
        filed = (len(self.parsed.text[:end].rstrip()) for end in dateline_ends(self.parsed.text))
        return frozenset(self.around(end - 1).start for end in filed)

    @cached_property
    def _numbers(self) -> tuple[int, ...]:
        """Per word the number of its sentence."""
        numbers, at = [], 0
        for token in self.parsed.tokens:
            while at + 1 < len(self.sentences) and token.start >= self.sentences[at].end:
                at += 1
            numbers.append(at)
        return tuple(numbers)

    @cached_property
    def _edges(self) -> tuple[tuple[int, int], ...]:
        edges: list[tuple[int, int]] = []
        first = 0
        for number in range(len(self.sentences)):
            last = first
            while last < len(self._numbers) and self._numbers[last] == number:
                last += 1
            edges.append((first, last))
            first = last
        return tuple(edges)

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(sentence.end for sentence in self.sentences)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(token.start for token in self.parsed.tokens)

    def inside(self, span: Span) -> range:
        """The words that begin within a span."""
        return range(bisect_left(self._starts, span.start), bisect_left(self._starts, span.end))

    def number(self, token: Token) -> int:
        """The number of the sentence a word stands in."""
        return self._numbers[token.index]

    def number_at(self, place: int) -> int:
        """The number of the sentence that holds, or follows, a code point."""
        return bisect_right(self._ends, place)

    def around(self, place: int) -> Span:
        """The sentence that holds a code point; the point itself behind the last sentence."""
        number = self.number_at(place)
        return self.sentences[number] if number < len(self.sentences) else Span(place, place)

    def words(self, token: Token) -> tuple[int, int]:
        """The first word of a word's sentence, and one past its last."""
        return self._edges[self.number(token)]

    def words_of(self, number: int) -> tuple[Token, ...]:
        """The words of one sentence."""
        first, last = self._edges[number]
        return self.parsed.tokens[first:last]


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The sentences of a text as the page shows them."""
    spans: list[Span] = []
    start = 0
    leads = list(dateline_ends(text))
    for match in _END.finditer(text):
        while leads and leads[0] <= match.start():
            _keep(spans, text, start, leads[0])
            start = max(start, leads.pop(0))
        if "\n" not in match.group() and _ABBREVIATION.search(
            text, max(start, match.start() - 12), match.start()
        ):
            continue
        marks = len(match.group()) - len(match.group().lstrip('"”’)]'))
        _keep(spans, text, start, match.start() + marks)
        start = match.end()
    for lead in leads:
        _keep(spans, text, start, lead)
        start = max(start, lead)
    _keep(spans, text, start, len(text))
    return tuple(spans)


def _keep(spans: list[Span], text: str, start: int, end: int) -> None:
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE) + 1
        cut = cut or start + LONGEST_SENTENCE
        _keep(spans, text, start, cut)
        start = cut
    piece = text[start:end]
    if piece.strip():
        left = len(piece) - len(piece.lstrip())
        spans.append(Span(start + left, start + len(piece.rstrip())))
