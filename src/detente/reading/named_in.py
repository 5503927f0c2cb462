"""Whom a stretch of a report names, as far as bargaining concerns them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from detente.model.actors import Actor, ActorKind, Mention
from detente.model.spans import Span
from detente.reading.issue_phrases import Phrase
from detente.reading.relations_of_sides import camp_of

NO_MENTIONS: Final[Mapping[str, Sequence[Mention]]] = MappingProxyType({})
"""For a batch whose mentions are not at hand."""
_NO_PARTY: Final = frozenset({ActorKind.OUTLET, ActorKind.PERSON, ActorKind.UNKNOWN})


def others_named(
    sentence: Span, phrase: Phrase, known: Sequence[Mention], own: str
) -> tuple[Actor, ...]:
    """Whom a demand or offer addresses: others named in its phrase, else in its sentence.

    Args:
        sentence: The sentence, as a stretch of the report.
        phrase: The words of the demand, found in that sentence.
        known: Mentions of the report.
        own: Camp of the speaker.

    Returns:
        Actors of other camps; none when the sentence names several and the phrase nobody.
    """
    start = sentence.start + phrase.at
    end = start + max(phrase.end - phrase.at, 0)
    inside = parties_named(Span(start, end), known, own)
    if inside:
        return inside
    around = parties_named(sentence, known, own)
    return around if len({camp_of(actor) for actor in around}) == 1 else ()


def parties_named(stretch: Span, known: Sequence[Mention], own: str = "") -> tuple[Actor, ...]:
    """States, blocs, collectives and their organs a stretch names, a speaker's own camp left out."""
    found = (
        mention.actor
        for mention in known
        if mention.actor
        and stretch.covers(mention.span)
        and mention.actor.kind not in _NO_PARTY
        and camp_of(mention.actor) not in ("", own)
    )
    return tuple({actor.id: actor for actor in found}.values())
