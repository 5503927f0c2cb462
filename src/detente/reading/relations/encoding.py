"""A pair as the encoder sees it: word pieces, markers around the spans, a class for each name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.model.spans import Span
from detente.reading.relations.pairs import SOURCE, TARGET, Pair, Piece, pieces
from detente.reading.surface import PLACEHOLDERS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST: Final = 192
"""Word pieces read at most; of a longer text those from just before the first marker on."""

START: Final = 101
END: Final = 102
MARKERS: Final = {(SOURCE, True): 2, (SOURCE, False): 3, (TARGET, True): 4, (TARGET, False): 5}
"""Role and whether the span begins or ends -> place in the vocabulary (unused by the base)."""

NAMES: Final = {
    (kind, plural): 10 + 2 * number + plural
    for number, kind in enumerate(PLACEHOLDERS)
    for plural in (False, True)
}
"""Class and number of a name -> place in the vocabulary (unused by the base)."""

_BEFORE: Final = 40
_NO_LETTER: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word piece.

    Attributes:
        id: Its place in the vocabulary.
        span: The letters it stands for; None for markers.
        inside: Whether it lies in a marked span or is a name.
    """

    id: int
    span: Span | None = None
    inside: bool = False


def encode(pair: Pair, tokenizer: Tokenizer) -> tuple[Token, ...]:
    """The word pieces of a pair, with the marks of beginning and end."""
    body = [token for piece in pieces(pair) for token in _tokens(piece, tokenizer)]
    room = LONGEST - 2
    if len(body) > room:
        first = next((n for n, t in enumerate(body) if t.id in MARKERS.values()), 0)
        body = body[max(0, first - _BEFORE) :][:room]
    return (Token(START), *body, Token(END))


def _tokens(piece: Piece, tokenizer: Tokenizer) -> Iterator[Token]:
    if piece.opens:
        yield Token(MARKERS[piece.role, True])
    if piece.name is None:
        yield from _words(piece, tokenizer)
    elif piece.start == piece.name.start or piece.opens:
        whole = Span(piece.start, piece.start + len(piece.text))
        yield Token(NAMES[piece.name.kind, piece.name.plural], whole, inside=True)
    if piece.closes:
        yield Token(MARKERS[piece.role, False])


def _words(piece: Piece, tokenizer: Tokenizer) -> Iterator[Token]:
    shown = _NO_LETTER.sub("\N{REPLACEMENT CHARACTER}", piece.text)
    coded = tokenizer.encode(shown, add_special_tokens=False)
    for number, (start, end) in zip(coded.ids, coded.offsets, strict=True):
        yield Token(number, Span(start, end).shifted(piece.start), inside=bool(piece.role))
