"""Transcripts: "NAME: words" at the beginning of a line, and what follows up to the next name.

One such line may be a heading ("UPDATE: ..."); where at least two lines open so, and one name
comes back or two differ, the text is a record of who spoke.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from detente.model.spans import Span
from detente.reading.attribution_spans import trim
from detente.reading.page import Page
from detente.reading.triples import Attribution

_FEWEST: Final = 2
_TURN: Final = re.compile(
    r"^[ \t]*(?P<who>(?:[A-Z][A-Z.'’-]+|[A-Z]\.)(?: (?:[A-Z][A-Z.'’-]*|(?i:of|the|de|al)))*"
    r"(?:,? \([^)\n]{2,60}\)|, [^:\n]{2,60})?)[ \t]*:[ \t]+(?=\S)",
    re.MULTILINE,
)
_NO_SPEAKER: Final = frozenset(
    {"UPDATE", "BREAKING", "NOTE", "CORRECTION", "EXCLUSIVE", "ANALYSIS", "OPINION", "LIVE"}
    | {"WATCH", "READ", "SOURCE", "PHOTO", "VIDEO", "FACTBOX", "TIMELINE", "DATE", "SUBJECT"}
)


def transcript_attributions(page: Page) -> Iterator[Attribution]:
    """Every turn of a transcript, its speaker as source; none where the text is no transcript."""
    text = page.parsed.text
    turns = [turn for turn in _TURN.finditer(text) if turn["who"] not in _NO_SPEAKER]
    if len(turns) < _FEWEST:
        return
    for turn, after in pairwise([*turns, None]):
        if turn is None:
            return
        words = trim(text, Span(turn.end(), after.start() if after else _end(text, turn.end())))
        if words is not None:
            who = Span(*turn.span("who"))
            yield Attribution((who,), (), (words,), "", "say", True, rule="transcript")


def _end(text: str, start: int) -> int:
    """The last turn ends with its paragraph."""
    gap = re.compile(r"\n\s*\n").search(text, start)
    return gap.start() if gap else len(text)
