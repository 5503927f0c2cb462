"""Which issue words of demand or offer concern, and the shortest words that say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.codebook.bargaining import demand_patterns, issue_patterns
from detente.model.spans import Span

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])|\n+")
_BREAK = re.compile(r"[,;:—–]\s+|\s+and\s+|\s+as well as\s+|\n")
_EDGES = " \t\n.,;:!?\"'“”‘’()[]"
_CITED = re.compile(r",?\s+according to\b", re.IGNORECASE)
_ARTICLES = re.compile(r"^(?:that|to|also|be|the fact that)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One issue named in some words.

    Attributes:
        issue: The codebook issue, "" when none fits.
        words: The shortest stretch that says it, as written.
        at: Where its clause begins in the words it was found in.
        end: Where its clause ends there.
    """

    issue: str
    words: str
    at: int = 0
    end: int = 0


def phrases(text: str) -> tuple[Phrase, ...]:
    """Issues named in some words, in the order in which they stand, each once.

    Words that name several issues ("restitution and security guarantees") are cut between them.
    """
    found = sorted(_hits(text))
    first: dict[str, Phrase] = {}
    starts = [start for start, _, _ in found]
    for start, end, issue in found:
        if issue not in first:
            left = max((at for at in starts if at < start), default=0)
            right = min((at for at in starts if at > start), default=len(text))
            begin, stop = _clause(text, start, end, left, right)
            first[issue] = Phrase(issue, wording(text[begin:stop]), begin, stop)
    return tuple(first.values())


def wording(text: str) -> str:
    """Words of demand without what introduces them: "must leave the coast" gives the rest."""
    return _trim(_after_cue(text))


def sentences(text: str, within: Span) -> Iterator[Span]:
    """The sentences of a stretch of a text, as stretches of that text."""
    start = within.start
    for gap in (*_SENTENCE_END.finditer(text, within.start, within.end), None):
        end = gap.start() if gap else within.end
        if text[start:end].strip():
            yield Span(start, end)
        start = gap.end() if gap else end


def advised(text: str) -> bool:
    """Whether words recommend something."""
    return any(pattern.search(text) for pattern in demand_patterns("advice"))


def cued(text: str) -> bool:
    """Whether words ask for something."""
    return any(pattern.search(text) for pattern in demand_patterns("cue"))


def conditional(text: str) -> bool:
    """Whether words make something a condition of something else."""
    return any(pattern.search(text) for pattern in demand_patterns("condition"))


def goal(text: str) -> str:
    """What words make something a condition of, "" when they do not say."""
    for pattern in demand_patterns("goal"):
        if match := pattern.search(text):
            return match.group("goal").strip(_EDGES)
    return ""


def _hits(text: str) -> Iterator[tuple[int, int, str]]:
    taken: list[tuple[int, int]] = []
    for issue, pattern in issue_patterns():
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < b and a < end for a, b in taken):
                taken.append((start, end))
                yield start, end, issue


def _clause(text: str, start: int, end: int, left: int, right: int) -> tuple[int, int]:
    """The stretch around one hit, up to the breaks that part it from its neighbours."""
    breaks = [m for m in _BREAK.finditer(text) if m.end() <= start or m.start() >= end]
    begin = max((m.end() for m in breaks if left < m.end() <= start), default=0)
    stop = min((m.start() for m in breaks if end <= m.start() < right), default=len(text))
    return begin, stop


def _after_cue(text: str) -> str:
    ends = [
        match.end()
        for pattern in demand_patterns("cue")
        for match in pattern.finditer(text)
        if phrases_follow(text[match.end() :])
    ]
    return text[max(ends) :] if ends else text


def phrases_follow(text: str) -> bool:
    """Whether words name an issue at all."""
    return any(pattern.search(text) for _, pattern in issue_patterns())


def _trim(text: str) -> str:
    bare = _CITED.split(text, maxsplit=1)[0].strip(_EDGES)
    while (shorter := _ARTICLES.sub("", bare)) != bare:
        bare = shorter
    return bare
