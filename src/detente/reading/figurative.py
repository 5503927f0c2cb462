"""Violence that is none: sport, weather, illness, accidents and markets.

"Belmar beat Avaria 2-0" and "the storm hit the coast" use the words of assault. The classes of
nouns that give them away stand in the codebook.
"""

from __future__ import annotations

import re

from detente.reading.drafts import Draft
from detente.reading.frames import Frame
from detente.reading.scene import Scene

_SCORE = re.compile(r"\d{1,3}[-–]\d{1,3}$")
_MEANS = frozenset(
    {
        "weapon",
        "aircraft",
        "vessel",
        "troops",
        "attack",
        "clash",
        "bomb",
        "fire",
        "gunfire",
        "stone",
    }
)


def is_figurative(scene: Scene, draft: Draft, frame: Frame) -> bool:
    """Whether the words of an assault tell of a game, nature, illness, accident or market."""
    if draft.type != "ASSAULT" or frame.pos == "noun":
        return False
    heads = (*frame.heads("agent"), *frame.heads("oblique"))
    if any("natural" in scene.classes(at) and not _is_somebodys(scene, at) for at in heads):
        return True
    return _is_by_a_thing(scene, draft, frame) or _is_sport(scene, draft)


def _is_somebodys(scene: Scene, index: int) -> bool:
    """Whether a noun is told to be somebody's: a Ruritanian market is a place."""
    return any(child.index in scene.mentions for child in scene.parsed.children(index))


def _is_by_a_thing(scene: Scene, draft: Draft, frame: Frame) -> bool:
    """Whether only things that are no means of attack are named as authors."""
    if not draft.actors or any(p.actor or p.rule != "thing" for p in draft.actors):
        return False
    return not any(scene.classes(at) & _MEANS for at in frame.heads("agent"))


def _is_sport(scene: Scene, draft: Draft) -> bool:
    sentence = scene.parsed.sentence(scene.token(draft.head).sentence)
    return any(
        _SCORE.match(token.text) is not None or "sport" in scene.classes(token.index)
        for token in sentence
        if token.mask is None
    )
