"""Text -> the words shown to the parser, each with its place in the original text.

Every recognised mention becomes one word, a placeholder; lines are cut apart, and lines beyond
:data:`BLOCK` code points are cut at a space, so that work and memory stay linear in the input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from detente.reading.datelines import dateline_end
from detente.reading.surface import PLACEHOLDERS, placeholder, plain_quotes, plain_word

BLOCK: Final = 5_000
"""The longest stretch parsed at once, in code points; a mention is never cut."""

_LINE_END: Final = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")

Tokenize = Callable[[str], Sequence[tuple[int, str]]]
"""A tokenizer: text -> (offset, word) for every word that is not white space."""


@dataclass(frozen=True, slots=True)
class Masked:
    """One recognised mention in the text, to be shown to the parser as a placeholder.

    Attributes:
        start: First code point.
        end: One past the last code point.
        kind: ``state``, ``demonym``, ``organisation``, ``person``, ``place`` or ``group``.
        plural: Whether it names several ("Iranians" against "Iranian").
    """

    start: int
    end: int
    kind: str
    plural: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a mask needs 0 <= start < end, not {self.start}..{self.end}")
        if self.kind not in PLACEHOLDERS:
            known = ", ".join(PLACEHOLDERS)
            raise ValueError(f"a mask's kind is one of {known}, not {self.kind!r}")


@dataclass(frozen=True, slots=True)
class Word:
    """One word for the parser: what it sees, and where that stands in the text."""

    shown: str
    start: int
    end: int
    mask: int | None


def checked(text: str, masked: Sequence[Masked]) -> tuple[tuple[int, Masked], ...]:
    """Return the masks in text order, each with its number in the given sequence.

    Raises:
        ValueError: if two masks overlap, or one ends beyond the text.
    """
    ordered = tuple(sorted(enumerate(masked), key=lambda pair: pair[1].start))
    for (_, one), (_, other) in pairwise(ordered):
        if other.start < one.end:
            raise ValueError(f"masks overlap: {one.start}..{one.end}, {other.start}..{other.end}")
    if ordered and max(mask.end for mask in masked) > len(text):
        raise ValueError(f"a mask ends beyond the text, which has {len(text)} code points")
    return ordered


def blocks(text: str, masked: Sequence[Masked]) -> Iterator[tuple[int, int]]:
    """Yield the stretches to parse one by one: lines, and parts of lines that are too long.

    A dateline is parsed apart from the sentence behind it.
    """
    inner = frozenset(at for mask in masked for at in range(mask.start + 1, mask.end))
    start = 0
    for end in (*(m.end() for m in _LINE_END.finditer(text)), len(text)):
        if end not in inner:
            lead = dateline_end(text, start, end)
            lead = start if lead in inner else lead
            yield from _parts(text, start, lead, inner)
            yield from _parts(text, lead, end, inner)
            start = end


def _parts(text: str, start: int, end: int, inner: frozenset[int]) -> Iterator[tuple[int, int]]:
    while end - start > BLOCK:
        cut = text.rfind(" ", start + BLOCK // 2, start + BLOCK) + 1 or start + BLOCK
        while cut in inner:
            cut += 1
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end


def words(
    text: str, start: int, end: int, masked: Sequence[tuple[int, Masked]], tokenize: Tokenize
) -> list[Word]:
    """Return the words of one block; ``masked`` are the numbered masks inside it, in order."""
    pieces = list(_pieces(text, start, end, masked))
    shown = "".join(piece.shown for piece in pieces)
    return list(_placed(pieces, tokenize(shown)))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the shown text that is either original text or one placeholder."""

    shown: str
    first: int
    start: int
    end: int
    mask: int | None

    @property
    def last(self) -> int:
        return self.first + len(self.shown)


def _pieces(
    text: str, start: int, end: int, masked: Sequence[tuple[int, Masked]]
) -> Iterator[_Piece]:
    first = 0
    for number, mask in masked:
        if mask.start > start:
            yield _Piece(plain_quotes(text[start : mask.start]), first, start, mask.start, None)
            first += mask.start - start
        shown = placeholder(mask.kind, plural=mask.plural)
        yield _Piece(shown, first, mask.start, mask.end, number)
        first, start = first + len(shown), mask.end
    if start < end:
        yield _Piece(plain_quotes(text[start:end]), first, start, end, None)


def _placed(pieces: Sequence[_Piece], tokens: Sequence[tuple[int, str]]) -> Iterator[Word]:
    """Yield the tokens with their original offsets, cut where a placeholder begins or ends."""
    at = 0
    for offset, token in tokens:
        begin, stop = offset, offset + len(token)
        while begin < stop:
            while pieces[at].last <= begin:
                at += 1
            piece = pieces[at]
            until = min(stop, piece.last)
            if piece.mask is None:
                from_, to = piece.start + begin - piece.first, piece.start + until - piece.first
                yield Word(plain_word(token[begin - offset : until - offset]), from_, to, None)
            elif begin == piece.first:
                yield Word(piece.shown, piece.start, piece.end, piece.mask)
            begin = until
