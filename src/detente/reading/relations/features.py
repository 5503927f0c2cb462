"""The n-grams a linear scorer sees: words, words between the spans, parts of words.

A marked span becomes one word whatever stands in it, a name elsewhere becomes its class: so no
actor's name is ever a feature.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from detente.model.spans import Span
from detente.reading.relations.pairs import SOURCE, TARGET, Pair, Piece, pieces

BUCKETS: Final = 1 << 16
"""Features share this many places; two that meet in one place are told apart by neither."""

_SHOWN: Final = {SOURCE: "[source]", TARGET: "[target]"}
_WORD: Final = re.compile(r"\w+")
_WINDOW: Final = 5
_PARTS: Final = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Feature:
    """One n-gram.

    Attributes:
        block: Which view of the text it comes from; each block has length one.
        key: The n-gram itself.
    """

    block: str
    key: str

    @property
    def bucket(self) -> int:
        """Its place among the weights: a checksum, the same on every machine."""
        return _bucket(self.block, self.key)


@lru_cache(maxsize=1 << 16)
def _bucket(block: str, key: str) -> int:
    return zlib.crc32(f"{block}:{key}".encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class Seen:
    """One word as the scorer sees it, and where it stands."""

    word: str
    span: Span


def words(pair: Pair) -> tuple[Seen, ...]:
    """The words of a text: a span or a name as one bracketed word, all else in lower case."""
    return tuple(seen for piece in pieces(pair) for seen in _words(piece))


def _words(piece: Piece) -> Iterator[Seen]:
    whole = Span(piece.start, piece.start + len(piece.text))
    if piece.role:
        if piece.opens:
            yield Seen(_SHOWN[piece.role], whole)
    elif piece.name is not None:
        if piece.name.start == piece.start:
            yield Seen(f"[{piece.name.kind}]", whole)
    else:
        for found in _WORD.finditer(piece.text):
            yield Seen(found[0].lower(), Span(found.start(), found.end()).shifted(piece.start))


def features(seen: Sequence[Seen]) -> Mapping[Feature, int]:
    """Every n-gram of a text with how often it stands there."""
    shown = [one.word for one in seen]
    between, way = _between(shown)
    counts: Counter[Feature] = Counter()
    for block, keys in (
        ("words", _ngrams(shown)),
        ("between", (f"{way}{key}" for key in _ngrams(between))),
        ("between parts", _parts(between)),
        ("parts", _parts(shown)),
        ("beside", _beside(shown)),
    ):
        counts.update(Feature(block, key) for key in keys)
    return counts


def _ngrams(shown: Sequence[str]) -> Iterator[str]:
    yield from shown
    for first, second in pairwise(shown):
        yield f"{first} {second}"


def _parts(shown: Sequence[str]) -> Iterator[str]:
    for word in shown:
        if word.startswith("["):
            continue
        edged = f"_{word}_"
        for size in _PARTS:
            for start in range(max(1, len(edged) - size + 1)):
                yield edged[start : start + size]


def _between(shown: Sequence[str]) -> tuple[Sequence[str], str]:
    source, target = _place(shown, SOURCE), _place(shown, TARGET)
    if source is None or target is None:
        return ["[alone]"], ""
    return ["[edge]", *shown[min(source, target) + 1 : max(source, target)], "[edge]"], (
        "after " if source < target else "before "
    )


def _beside(shown: Sequence[str]) -> Iterator[str]:
    source, target = _place(shown, SOURCE), _place(shown, TARGET)
    if source is not None:
        yield from (f"source, then {word}" for word in shown[source + 1 : source + 1 + _WINDOW])
        yield from (f"{word}, then source" for word in shown[max(0, source - 3) : source])
    if target is not None:
        yield from (f"{word}, then target" for word in shown[max(0, target - _WINDOW) : target])
        yield from (f"target, then {word}" for word in shown[target + 1 : target + 4])


def _place(shown: Sequence[str], role: str) -> int | None:
    word = _SHOWN[role]
    return shown.index(word) if word in shown else None
