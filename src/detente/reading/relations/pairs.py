"""Two spans of one text, between which an event is to be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from detente.model.spans import Span
from detente.reading.tokens import Masked

SOURCE: Final = "source"
TARGET: Final = "target"

_TAG: Final = re.compile(r"<(/?)([st])>")
_ROLE: Final = {"s": SOURCE, "t": TARGET}


@dataclass(frozen=True, slots=True)
class Pair:
    """A text with the spans of who acts and of whom it concerns.

    Attributes:
        text: The sentence, paragraph or headline.
        source: Where the one who acts stands; several when named again; may be empty.
        target: Where the one acted upon stands; likewise. Both empty: a sentence as a whole.
        names: Recognised actors and places; a scorer sees their class and number only.
    """

    text: str
    source: tuple[Span, ...] = ()
    target: tuple[Span, ...] = ()
    names: tuple[Masked, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether any span is marked."""
        return bool(self.source or self.target)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text of one nature.

    Attributes:
        text: The words as written.
        start: Where the run begins.
        role: ``source``, ``target`` or "" outside both.
        opens: Whether a marked span begins here.
        closes: Whether it ends here.
        name: The recognised name this run is; None for other words.
    """

    text: str
    start: int
    role: str = ""
    opens: bool = False
    closes: bool = False
    name: Masked | None = None


def from_marked(marked: str, names: tuple[Masked, ...] = ()) -> Pair:
    """Read a text whose spans stand in ``<s>...</s>`` and ``<t>...</t>``.

    Args:
        marked: The text with its tags; an unclosed tag runs to the end.
        names: Recognised names, with offsets into the text *without* tags.
    """
    parts: list[str] = []
    spans: dict[str, list[Span]] = {SOURCE: [], TARGET: []}
    opened: dict[str, int] = {}
    length = last = 0
    for tag in _TAG.finditer(marked):
        parts.append(marked[last : tag.start()])
        length += tag.start() - last
        last = tag.end()
        role = _ROLE[tag[2]]
        if not tag[1]:
            opened[role] = length
        elif role in opened:
            spans[role].append(Span(opened.pop(role), length))
    parts.append(marked[last:])
    text = "".join(parts)
    for role, start in opened.items():
        spans[role].append(Span(start, len(text)))
    return Pair(text, tuple(spans[SOURCE]), tuple(spans[TARGET]), names)


def located(text: str, source: str, target: str, names: tuple[Masked, ...] = ()) -> Pair:
    """Find the two strings in the text: first occurrences that do not overlap.

    A string that is not there leaves its role unmarked.
    """
    first = next(_occurrences(text, source), None)
    second = next(
        (s for s in _occurrences(text, target) if not (first and s.overlaps(first))), None
    )
    if second is None and target:
        second = next(_occurrences(text, target), None)
        first = next(
            (s for s in _occurrences(text, source) if second and not s.overlaps(second)), first
        )
        second = None if first and second and first.overlaps(second) else second
    return Pair(text, (first,) if first else (), (second,) if second else (), names)


def _occurrences(text: str, words: str) -> Iterator[Span]:
    if not words.strip():
        return
    for found in re.finditer(re.escape(words.strip()), text, flags=re.IGNORECASE):
        yield Span(found.start(), found.end())


def pieces(pair: Pair) -> tuple[Piece, ...]:
    """Cut the text where spans and names begin and end; nothing is lost, nothing doubled.

    A name that lies across the edge of a span is cut there; its first part stands for it.
    """
    edges = {0, len(pair.text)}
    for span in (*pair.source, *pair.target):
        edges |= {span.start, span.end}
    for name in pair.names:
        edges |= {name.start, name.end}
    cuts = sorted(edge for edge in edges if edge <= len(pair.text))
    return tuple(_piece(pair, start, end) for start, end in pairwise(cuts))


def _piece(pair: Pair, start: int, end: int) -> Piece:
    role, span = _role_at(pair, start, end)
    return Piece(
        text=pair.text[start:end],
        start=start,
        role=role,
        opens=span is not None and span.start == start,
        closes=span is not None and span.end == end,
        name=next((n for n in pair.names if n.start <= start and end <= n.end), None),
    )


def _role_at(pair: Pair, start: int, end: int) -> tuple[str, Span | None]:
    here = Span(start, end)
    for role, spans in ((SOURCE, pair.source), (TARGET, pair.target)):
        for span in spans:
            if span.covers(here):
                return role, span
    return "", None
