"""Calling something a name: "calls it an exercise", "what it called an act of aggression"."""

from __future__ import annotations

from typing import Final

from detente.reading.frames import Frame
from detente.reading.scene import Scene

_NAMING: Final = frozenset({"call", "label", "term", "dub", "brand", "name"})
_NAMED: Final = 2
"""What is named and its name: two objects."""


def is_naming(scene: Scene, frame: Frame) -> bool:
    """Whether a clause gives something a name; it tells of nothing that happened."""
    if frame.lemma not in _NAMING or frame.particle:
        return False
    objects = [at for at in frame.heads("patient") if scene.token(at).dep != "conj"]
    return len(objects) >= _NAMED or naming_of(scene, frame) is not None


def naming_of(scene: Scene, frame: Frame) -> int | None:
    """The "what" that a naming clause hangs on, None if there is none."""
    if frame.lemma not in _NAMING or frame.governor is None:
        return None
    above = scene.token(frame.governor)
    around = (above.index, *(t.index for t in scene.parsed.children(frame.head, "obj", "nsubj")))
    return next((at for at in around if scene.token(at).lemma.lower() == "what"), None)


def named_there(scene: Scene, index: int) -> tuple[int, ...]:
    """Tokens of the name given to a "what", in text order; empty when it is not named."""
    for frame in scene.frames.values():
        if naming_of(scene, frame) == index:
            heads = frame.heads("patient")
            return tuple(sorted({at for head in heads for at in scene.parsed.subtree(head)}))
    return ()
