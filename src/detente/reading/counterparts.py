"""Whom an event concerns when its codebook row finds nobody where recipients usually stand.

"X rejected Y's proposal", "X walked out of talks with Y", "X threatened to close its ports to
ships from Y": the other side stands somewhere inside the object or the phrases of the clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from detente.model.actors import ActorKind, Mention
from detente.reading.drafts import Draft
from detente.reading.frames import Frame
from detente.reading.participants import participants
from detente.reading.scene import Scene
from detente.reading.sides import both_sides
from detente.reading.syntax import Token
from detente.reading.verb_phrase import case_of
from detente.reading.voices import Place

_DIRECTED: Final = frozenset(
    {
        "against",
        "with",
        "to",
        "toward",
        "towards",
        "for",
        "from",
        "of",
        "between",
        "into",
        "at",
        "on",
    }
)
_WHERE_IT_IS_DONE: Final = frozenset({"in", "inside", "outside", "near", "over", "along", "off"})
_LOCAL: Final = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "AID"})
_CARRIED_ON: Final = frozenset({"THREATEN", "REQUEST", "AGREE", "SANCTION"})
_MEETING: Final = frozenset({"with", "to", "between", "from"})
_ASIDES: Final = frozenset({"advcl", "parataxis", "conj", "appos", "acl:relcl", "nsubj", "cc"})
_NO_SIDE: Final = frozenset({ActorKind.OUTLET, ActorKind.COLLECTIVE})


def with_counterpart(place: Place, frame: Frame, draft: Draft) -> Draft:
    """The draft with the first other side its clause names, if it has no known recipient."""
    if place.depth or any(p.actor for p in draft.recipients):
        return draft
    own = {p.actor.country for p in draft.actors if p.actor}
    together = both_sides(draft)
    if not own or together.recipients != draft.recipients:
        return together
    for head in _candidates(place.scene, frame, draft.type):
        found = participants(place.scene, (head,))
        others = tuple(p for p in found if p.actor and p.actor.country not in own)
        if others:
            return both_sides(replace(draft, recipients=others))
    return draft


def _candidates(scene: Scene, frame: Frame, kind: str) -> Iterator[int]:
    """Tokens of other actors in the object, in directed phrases, then in completing clauses."""
    for at in frame.heads("patient"):
        yield from _inside(scene, at, frame)
    wanted = _MEETING if kind == "CONSULT" else _DIRECTED
    wanted |= _WHERE_IT_IS_DONE if kind in _LOCAL else frozenset()
    for argument in frame.arguments:
        if argument.role == "oblique" and argument.preposition in wanted:
            yield from _inside(scene, argument.head, frame)
    for clause in scene.content_clauses(frame.head):
        aim = kind == "PROTEST" and clause.tense == "infinitive"
        if clause.link in ("xcomp", "ccomp") or aim:
            yield from _inside(scene, clause.head, frame)
    above = scene.frames.get(-1 if frame.governor is None else frame.governor)
    if above is not None and frame.link == "conj" and kind in _CARRIED_ON:
        yield from above.heads("patient")


def _inside(scene: Scene, index: int, frame: Frame) -> Iterator[int]:
    """Mentions under a word in text order, asides left out."""
    found, waiting = [], [index]
    while waiting:
        at = waiting.pop()
        mention = scene.mentions.get(at)
        if mention is not None and _can_be_side(mention):
            found.append(at)
        below = scene.parsed.children(at)
        waiting.extend(c.index for c in below if _leads_on(scene, at, c) and c.index != frame.head)
    yield from sorted(found)


def _leads_on(scene: Scene, index: int, child: Token) -> bool:
    """Whether a phrase may name the other side: no aside, no place or time of a clause."""
    doing = child.dep == "acl" and child.tag == "VBG"
    if child.dep in _ASIDES or (doing and scene.parsed.children(child.index, "obj")):
        return False
    if child.dep.split(":")[0] != "obl" or scene.token(index).pos != "VERB":
        return True
    return child.dep == "obl:agent" or case_of(scene.parsed, child) in _DIRECTED


def _can_be_side(mention: Mention) -> bool:
    return mention.actor is not None and mention.actor.kind not in _NO_SIDE
