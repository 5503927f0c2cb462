"""From spans of sources, cues and contents to attributions: which belongs to which."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from detente.reading.page import Page

_BACKWARD: Final = 6
"""What the end of a sentence between a content and a cue before it costs, in words."""
_FORWARD: Final = 25
"""The same for a cue in a later sentence."""
_CANDIDATES: Final = 4
"""How many cues or sources on either side are looked at."""
_LONGEST_BETWEEN: Final = 200
"""How many words of other sources and contents may lie between two that belong together."""
_FAR: Final = 60
"""Beyond this cost nothing belongs together."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of words with its role.

    Attributes:
        role: "source", "cue" or "content".
        first: Its first word.
        last: One past its last word.
    """

    role: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Linked:
    """One attribution as parts; a quotation that goes on may have lost its cue."""

    source: tuple[Part, ...]
    cue: tuple[Part, ...]
    content: tuple[Part, ...]


def link(page: Page, parts: Sequence[Part]) -> tuple[Linked, ...]:
    """Give every content to a cue, and every cue its source.

    A content goes to the cue that costs least to reach: words between the two count, those of
    sources do not, the end of a sentence counts as several. A cue without any source beside it
    takes none; contents without any cue in reach stay alone.
    """
    cues = [part for part in parts if part.role == "cue"]
    sources = [part for part in parts if part.role == "source"]
    contents = [part for part in parts if part.role == "content"]
    taken: dict[Part, list[Part]] = {cue: [] for cue in cues}
    alone: list[Part] = []
    for content in contents:
        best = _cheapest(page, content, cues, free=sources)
        if best is None:
            alone.append(content)
        else:
            taken[best].append(content)
    linked = [_linked(page, cue, taken[cue], sources, cues) for cue in cues]
    return (*linked, *(Linked((), (), (content,)) for content in alone))


def _linked(
    page: Page, cue: Part, contents: list[Part], sources: Sequence[Part], cues: Sequence[Part]
) -> Linked:
    free = sorted((*contents, *(o for o in _around(cue, cues) if o is not cue)), key=_first)
    source = _cheapest(page, cue, sources, free=free)
    if source is not None and _crossed(page, cue, source):
        source = None
    return Linked((source,) if source is not None else (), (cue,), tuple(contents))


def _cheapest(
    page: Page, part: Part, others: Sequence[Part], *, free: Sequence[Part]
) -> Part | None:
    costs = [(_cost(page, part, other, free), at) for at, other in _near(part, others)]
    cost, at = min(costs, default=(float(_FAR), -1))
    return others[at] if cost < _FAR else None


def _near(part: Part, others: Sequence[Part]) -> Iterator[tuple[int, Part]]:
    """The few on either side that may be meant, with their places; ``others`` are in order."""
    middle = bisect_left(others, part.first, key=lambda other: other.first)
    for at in range(max(0, middle - _CANDIDATES), min(len(others), middle + _CANDIDATES)):
        yield at, others[at]


def _cost(page: Page, part: Part, other: Part, free: Sequence[Part]) -> float:
    first, last = min(part.last, other.last), max(part.first, other.first)
    if last - first > _FAR + _LONGEST_BETWEEN:
        return _FAR
    words = last - first
    middle = bisect_left(free, first, key=lambda one: one.first)
    for one in free[middle:]:
        if one.first >= last:
            break
        words -= one.last - one.first if one.last <= last else 0
    crossing = _crossed(page, part, other)
    behind = other.first > part.first
    return max(0, words) + crossing * (_FORWARD if behind else _BACKWARD) + 0.5 * behind


def _around(part: Part, others: Sequence[Part]) -> list[Part]:
    return [other for _, other in _near(part, others)]


def _first(part: Part) -> int:
    return part.first


def _crossed(page: Page, part: Part, other: Part) -> bool:
    tokens = page.parsed.tokens
    return page.number(tokens[other.first]) != page.number(tokens[part.first])
