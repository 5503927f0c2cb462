"""Whom "the enemy" means: the one other side of which the report speaks, seen from the speaker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from detente.codebook.adversaries import adversary_words
from detente.model.actors import Actor, ActorKind
from detente.model.events import Participant
from detente.reading.scene import Scene, is_place

_OWNING = frozenset({"the", "our", "their", "its", "his", "her"})


def as_adversary(scene: Scene, word: Participant, speaker: Iterable[Participant]) -> Participant:
    """The participant, with the adversary as actor where the words mean one and only one fits.

    Args:
        scene: The text.
        word: A participant nobody could resolve.
        speaker: Who speaks the clause.
    """
    nouns = [part for part in word.text.lower().split() if part not in _OWNING]
    if word.actor is not None or len(nouns) != 1 or nouns[0] not in adversary_words():
        return word
    own = {p.actor.principal for p in speaker if p.actor and p.actor.principal}
    others = _sides(scene, own) if own else {}
    if len(others) != 1:
        return word
    return replace(word, actor=next(iter(others.values())), rule="adversary")


def _sides(scene: Scene, own: set[str]) -> dict[str, Actor]:
    """The sides named in a text other than the speaker's, each by its state where that is named."""
    found: dict[str, Actor] = {}
    for mention in scene.mentions.values():
        actor = mention.actor
        if actor is None or is_place(actor) or actor.kind is ActorKind.OUTLET:
            continue
        side = actor.principal or actor.id
        if side not in own and (side not in found or actor.id == side):
            found[side] = actor
    return found
