"""The labels of learned event typing: fifteen roots, and "no event" for whole sentences."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from detente.model.events import EventType

YIELD: Final = "YIELD"
"""CONCEDE and RETREAT in one: the labelled material does not tell words from deeds here."""

NO_EVENT: Final = "NONE"
"""A sentence that tells of no event: comment, explanation, optimism, bare appeals."""

_MERGED: Final = frozenset({EventType.CONCEDE, EventType.RETREAT})

ROOTS: Final = tuple(sorted({kind.value for kind in EventType if kind not in _MERGED} | {YIELD}))
"""The fifteen labels, in alphabetical order."""

SENTENCE_LABELS: Final = (*ROOTS, NO_EVENT)

QUAD: Final = MappingProxyType(
    {**{kind.value: kind.quad for kind in EventType if kind not in _MERGED}, YIELD: 2}
)
"""Root -> quad class. YIELD is 2: so is every labelled relation of that root."""


def root_of(kind: EventType) -> str:
    """The root that stands for an event type among :data:`ROOTS`."""
    return YIELD if kind in _MERGED else kind.value


def kinds_of(root: str) -> tuple[EventType, ...]:
    """The event types a root stands for: two for YIELD, none for "no event"."""
    if root == YIELD:
        return (EventType.CONCEDE, EventType.RETREAT)
    return (EventType(root),) if root in QUAD else ()
