"""A single text in rounds: what it says, what parties answer, what it is worth to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.model.settlement import BargainingTable


class Answer(StrEnum):
    """What a party says of one issue of the text."""

    ACCEPTS = "accepts"
    ASKS = "asks"
    REFUSES = "refuses"


@dataclass(frozen=True, slots=True)
class Comment:
    """What a party says of one issue of the text.

    Attributes:
        party: Key of the party.
        issue: Key of the issue.
        answer: What kind of comment it is.
        wants: The option it asks for; empty if it names none.
        words: Its own words.
    """

    party: str
    issue: str
    answer: Answer
    wants: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class TextRound:
    """One version of the text with the comments on it.

    Attributes:
        options: Issue key -> option, for every issue.
        comments: In the order in which they came.
    """

    options: Mapping[str, str]
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of the text that leaves nobody worse off.

    Attributes:
        changes: Issue key -> option.
        gains: What each party gains by it.
        answers: Comments it meets.
    """

    changes: Mapping[str, str]
    gains: Mapping[str, float]
    answers: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class SingleText:
    """The course of a single text.

    Attributes:
        table: The table.
        rounds: In order.
        worths: Per round, worth of the text by party.
        below: Per round, parties for which the text lies below the walk-away.
        ruled_out: Per round, whether a constraint or red line rules the text out.
        open_comments: Comments of the last round that the text does not meet.
        revisions: What could be changed next, best first.
        notes: What the reader must know.
    """

    table: BargainingTable
    rounds: tuple[TextRound, ...]
    worths: tuple[Mapping[str, float], ...]
    below: tuple[tuple[str, ...], ...]
    ruled_out: tuple[bool, ...]
    open_comments: tuple[Comment, ...]
    revisions: tuple[Revision, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Name the table and never its numbers, so that no log holds a confidence."""
        return f"<SingleText of {self.table!r}: {len(self.rounds)} rounds>"
