"""Clauses in which a known actor does something that no codebook row names.

Grammar says who acts and on whom; what it is called is left to a trained scorer
(:mod:`detente.reading.joint_typing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from detente.model.events import Mark
from detente.reading.drafts import Draft, Participants
from detente.reading.frames import Frame
from detente.reading.scene import Scene
from detente.reading.senses import senses
from detente.reading.sides import key_of
from detente.reading.voices import Place, authors, people

RULE: Final = "scorer:"
"""How the rule of an event begins whose type a scorer gave alone."""

_LINKS: Final = frozenset({"root", "conj", "ccomp", "parataxis"})
_TENSES: Final = frozenset({"past", "perfect", "present"})
_NOBODY: Final = frozenset({"nobody", "no one", "none", "nothing"})
_WORDS_ALONE: Final = frozenset({"say", "claim", "deny", "think", "consider", "appeal", "admit"})


def untold(stage: Scene, number: int, *, running: bool = False) -> Iterator[Draft]:
    """Draft the deeds without a name in one sentence, outer clauses first; their type is empty.

    Args:
        stage: The text.
        number: Which sentence.
        running: Whether it stands in a report. There the present tells what is generally so, no
            news as in a headline, and only what happens between two known sides is worth naming.
    """
    for frame in stage.outermost_first(number):
        if _tells_a_deed(stage, frame) and not (running and frame.tense == "present"):
            draft = _draft(Place(stage, ()), frame)
            if _has_sides(draft, both=running):
                yield draft


def _has_sides(draft: Draft, *, both: bool) -> bool:
    """Whether a known actor acts or is acted upon, and nobody is said to have done nothing."""
    if any(p.text.lower() in _NOBODY for p in draft.actors):
        return False
    known = [any(p.actor for p in side) for side in (draft.actors, draft.recipients)]
    return all(known) if both else any(known)


def _tells_a_deed(stage: Scene, frame: Frame) -> bool:
    """Whether a clause states that something was or is done: no noun, wish, denial or comment."""
    if (
        frame.pos != "verb"
        or frame.lemma == "be"
        or frame.link not in _LINKS
        or frame.tense not in _TENSES
    ):
        return False
    if frame.negated or frame.modals or frame.marker == "if":
        return False
    best = next((row for _, row in senses(stage, frame)), None)
    return best is None or best.role not in _WORDS_ALONE


def _draft(place: Place, frame: Frame) -> Draft:
    actors = authors(place, frame.heads("agent"))
    own = {key_of(p) for p in actors}
    return Draft(
        type="",
        mode="",
        contexts=(),
        mark=Mark.ASSERTED,
        actors=actors,
        recipients=tuple(p for p in _concerned(place, frame) if key_of(p) not in own),
        head=frame.head,
        clause=frame.head,
        rule=f"{RULE}{frame.lemma}",
    )


def _concerned(place: Place, frame: Frame) -> Participants:
    """Whoever the clause names beside its author: known actors first, else its object."""
    fallback: Participants = ()
    for role in ("recipient", "patient", "oblique"):
        found = people(place, frame.heads(role))
        if any(p.actor for p in found):
            return found
        fallback = fallback or (found if role != "oblique" else ())
    return people(place, tuple(_within_object(place.scene, frame))) or fallback


def _within_object(scene: Scene, frame: Frame) -> Iterator[int]:
    for head in frame.heads("patient"):
        for child in scene.parsed.children(head, "nmod"):
            if child.index in scene.mentions:
                yield child.index
