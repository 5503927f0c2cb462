"""Nouns that name events, and classes of nouns that tell the senses of verbs apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class EventNounRow:
    """One noun that names an event.

    Attributes:
        lemma: Dictionary form; a modifier is joined by a hyphen ("missile-test").
        family: Group of nouns with one behaviour ("attack", "talks", "agreement").
        type: PLOVER type of the event.
        mode: PLOVER mode, "" if none.
        contexts: PLOVER contexts.
        agent: Prepositions after which its actors stand.
        recipient: Prepositions after which its recipients stand.
        reciprocal: Whether actor and recipient do the same to each other.
        background: Whether it names a state of affairs, which alone tells no happening.
        source: On what the row rests.
        verified: How the row is backed.
    """

    lemma: str
    family: str
    type: str
    mode: str
    contexts: tuple[str, ...]
    agent: tuple[str, ...]
    recipient: tuple[str, ...]
    reciprocal: bool
    background: bool
    source: str
    verified: Verified

    @property
    def name(self) -> str:
        """Name of the rule as a trail gives it, such as ``event_nouns:attack``."""
        return f"event_nouns:{self.lemma}"


@dataclass(frozen=True, slots=True)
class NounClassRow:
    """The classes one noun belongs to, as verb rows name them."""

    lemma: str
    classes: tuple[str, ...]
    source: str
    verified: Verified


@cache
def event_nouns() -> Mapping[str, EventNounRow]:
    """Event nouns by lemma."""
    rows = load_table("event_nouns", EventNounRow)
    return MappingProxyType({row.lemma: row for row in rows})


@cache
def noun_classes() -> Mapping[str, frozenset[str]]:
    """Classes of each noun; an event noun also belongs to its family."""
    found = {r.lemma: set(r.classes) for r in load_table("noun_classes", NounClassRow)}
    for lemma, row in event_nouns().items():
        found.setdefault(lemma, set()).add(row.family)
    return MappingProxyType({lemma: frozenset(classes) for lemma, classes in found.items()})
