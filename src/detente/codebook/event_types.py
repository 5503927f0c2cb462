"""What each PLOVER event type means, in our own words after the manual."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table
from detente.model.events import EventType


@dataclass(frozen=True, slots=True)
class EventTypeRow:
    """One event type as a person or a language model is told to code it.

    Attributes:
        type: PLOVER event type.
        quad: Quad class 1-4.
        definition: What it covers.
        includes: Cases that belong here although one might doubt it.
        excludes: Cases that belong elsewhere, with the type they belong to.
        example: An invented sentence.
        source: Manual the row follows.
        verified: How the row is backed.
    """

    type: EventType
    quad: int
    definition: str
    includes: str
    excludes: str
    example: str
    source: str
    verified: Verified


def event_types() -> tuple[EventTypeRow, ...]:
    """All sixteen rows in the order of the quad classes."""
    return load_table("event_types", EventTypeRow)
