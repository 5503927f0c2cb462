"""What verbs and adjectives mean for events: one row per sense.

A sense holds where its particle, object and preposition stand in the text. ``role`` says what
the sense does: ``act`` makes an event of ``type``; every other role is an operator that works on
the event in its content (``demand``, ``refuse``, ``threaten``, ...) by :mod:`operators`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from detente.codebook.loader import Verified, load_table

ACT = "act"
"""The role of a sense that makes an event by itself."""


@dataclass(frozen=True, slots=True)
class VerbRow:
    """One sense of a verb or adjective.

    Attributes:
        lemma: Dictionary form, lower case.
        particle: Second word of a phrasal verb, "" if none.
        pos: "verb" or "adj".
        object_class: Classes the object's head must have (any of them); empty = no demand.
        preposition: Prepositions of which one must stand with it; empty = no demand.
        role: ``act`` or the name of an operator.
        content: Where an operator's content stands: "clause", "object" or prepositions.
        type: PLOVER type of an act, "" for operators.
        mode: PLOVER mode, "" if none.
        contexts: PLOVER contexts.
        recipient: Where recipients stand, best first: "object", "object2" or prepositions.
        reciprocal: Whether actor and recipient do the same to each other.
        subject: Class the subject must have, "" = no demand; any actor will do, except after
            "=", which demands the class itself.
        source: On what the row rests.
        verified: How the row is backed.
    """

    lemma: str
    particle: str
    pos: str
    object_class: tuple[str, ...]
    preposition: tuple[str, ...]
    role: str
    content: tuple[str, ...]
    type: str
    mode: str
    contexts: tuple[str, ...]
    recipient: tuple[str, ...]
    reciprocal: bool
    subject: str
    source: str
    verified: Verified

    @property
    def name(self) -> str:
        """Name of the rule as a trail gives it, such as ``verbs:shoot down``."""
        return f"verbs:{self.lemma}{' ' + self.particle if self.particle else ''}"


def verbs() -> tuple[VerbRow, ...]:
    """All senses in the order of the table."""
    return load_table("verbs", VerbRow)


@cache
def verbs_by_lemma() -> Mapping[str, tuple[VerbRow, ...]]:
    """The senses of each lemma, in the order of the table."""
    found: defaultdict[str, list[VerbRow]] = defaultdict(list)
    for row in verbs():
        found[row.lemma].append(row)
    return MappingProxyType({lemma: tuple(rows) for lemma, rows in found.items()})
