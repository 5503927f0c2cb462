"""Issues, words of demand, kinds of opening, and the questions reports leave open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detente.codebook.loader import Verified, load_table
from detente.model.events import Mark


@dataclass(frozen=True, slots=True)
class Issue:
    """Something parties bargain over, and the words that name it."""

    issue: str
    pattern: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class DemandWords:
    """Words of demand.

    Attributes:
        part: "cue" (asks for what follows), "condition" (makes it a condition), "goal"
            (names, in the group ``goal``, what it is a condition of) or "advice"
            (recommends it).
        pattern: Regular expression, case ignored.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    part: str
    pattern: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class OpeningKind:
    """Which events are openings; the first row that fits decides.

    Attributes:
        type: PLOVER event type, "*" for any.
        mark: How the statement carries it.
        mode: PLOVER mode; "" fits any.
        kind: "offer", "concession", "agreement to talk" or "recommendation".
        source: Where the row comes from.
        verified: How the row is backed.
    """

    type: str
    mark: Mark
    mode: str
    kind: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class GapQuestion:
    """One question, with names in braces for what is filled in."""

    kind: str
    case: str
    question: str
    source: str
    verified: Verified


@cache
def issue_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Issues and the words that name them, in the order in which they are tried."""
    rows = load_table("issues", Issue)
    return tuple((row.issue, re.compile(row.pattern, re.IGNORECASE)) for row in rows)


@cache
def demand_patterns(part: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of one part: "cue", "condition", "goal" or "advice"."""
    rows = load_table("demand_words", DemandWords)
    return tuple(re.compile(row.pattern, re.IGNORECASE) for row in rows if row.part == part)


def opening_kinds() -> tuple[OpeningKind, ...]:
    """All rows in the order in which they are tried."""
    return load_table("openings", OpeningKind)


@cache
def gap_question(kind: str, case: str) -> str:
    """The question for a kind of gap and a case of it.

    Raises:
        KeyError: If the table has no such question.
    """
    rows: dict[tuple[str, str], str] = {
        (row.kind, row.case): row.question for row in load_table("gap_questions", GapQuestion)
    }
    return rows[(kind, case)]
