"""What a happening is called in the tool's own voice, and which happenings can be the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detente.codebook.loader import Verified, load_table
from detente.model.events import Event, EventType


@dataclass(frozen=True, slots=True)
class Happening:
    """One type and mode of event.

    Attributes:
        type: PLOVER event type.
        mode: PLOVER mode; "" is the row for every mode without one of its own.
        family: Events of one family can be reports of the same happening.
        noun: Neutral noun.
        plural: Its plural.
        author_word: Preposition before who did it.
        recipient_word: Preposition before to whom.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    type: EventType
    mode: str
    family: str
    noun: str
    plural: str
    author_word: str
    recipient_word: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class HappeningWords:
    """Words that tell a happening from others of its PLOVER type and mode.

    Attributes:
        type: PLOVER event type.
        pattern: Regular expression over the predicate and what it is done to.
        called: The mode under which the table of happenings has it.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    type: EventType
    pattern: str
    called: str
    source: str
    verified: Verified


@cache
def _by_mode() -> dict[tuple[EventType, str], Happening]:
    return {(row.type, row.mode): row for row in load_table("happenings", Happening)}


def happening(kind: EventType, mode: str = "") -> Happening:
    """The row for a type and mode, or for the type where the mode has none of its own."""
    rows = _by_mode()
    return rows.get((kind, mode)) or rows[(kind, "")]


def happening_of(event: Event) -> Happening:
    """The row for an event: by its words where they tell it apart, else by type and mode."""
    words = " ".join((event.predicate, *(each.text for each in event.recipients))).lower()
    for row in load_table("happening_words", HappeningWords):
        if row.type is event.type and re.search(row.pattern, words):
            return happening(event.type, row.called)
    return happening(event.type, event.mode)
