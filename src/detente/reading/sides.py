"""On which side of an event the actors named around its predicate stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.codebook.event_nouns import EventNounRow
from detente.codebook.verbs import VerbRow
from detente.model.events import Mark, Participant
from detente.reading.drafts import Draft, Participants
from detente.reading.frames import Frame
from detente.reading.scene import Scene
from detente.reading.verb_phrase import case_of
from detente.reading.voices import Place, authors, people


def recipients_of(place: Place, frame: Frame, row: VerbRow) -> Participants:
    """Recipients at the first place of the row where a known actor stands."""
    fallback: Participants = ()
    for where in row.recipient:
        found = people(place, tuple(_at(place.scene, frame, where)))
        if any(p.actor for p in found):
            return found
        fallback = fallback or found
    return people(place, tuple(nearby(place.scene, frame, row.recipient))) or fallback


def nearby(scene: Scene, frame: Frame, places: tuple[str, ...]) -> Iterator[int]:
    """The next known actor after the verb behind a wanted preposition, wherever it was attached."""
    _, last = scene.parsed.sentences[scene.token(frame.head).sentence]
    for at in range(frame.head + 1, last):
        if at in scene.frames and _ends_reach(scene.frames[at]):
            return
        if at in scene.mentions and case_of(scene.parsed, scene.token(at)) in places:
            yield at
            return


def _ends_reach(frame: Frame) -> bool:
    return frame.pos == "verb" and not frame.link.startswith("acl")


def _at(scene: Scene, frame: Frame, where: str) -> Iterator[int]:
    """Heads at one named place of a clause: its object, or after a preposition in or below it."""
    if where == "object":
        yield from frame.heads("patient")
    elif where == "object2":
        yield from frame.heads("recipient")
    else:
        yield from frame.heads("oblique", where)
        for at in frame.heads("patient"):
            yield from _below(scene, at, where)


def _below(scene: Scene, index: int, preposition: str) -> Iterator[int]:
    for child in scene.parsed.children(index, "nmod"):
        if child.dep == "nmod:poss":
            if preposition == "of":
                yield child.index
            continue
        cases = scene.parsed.children(child.index, "case")
        if any(case.lemma.lower() == preposition for case in cases):
            yield child.index


def noun_draft(place: Place, frame: Frame, row: EventNounRow) -> Draft:
    """The event an event noun names, with both sides, before modality."""
    actors = authors(place, tuple(_noun_agents(place.scene, frame, row)))
    own = {p.actor.id if p.actor else p.text for p in actors}
    recipients = tuple(
        p
        for p in people(place, tuple(_noun_recipients(frame, row)))
        if (p.actor.id if p.actor else p.text) not in own
    )
    if not any(p.actor for p in (*actors, *recipients)):
        recipients = people(place, tuple(_noun_surroundings(place.scene, frame, row))) or recipients
    return both_sides(
        Draft(
            type=row.type,
            mode=row.mode,
            contexts=row.contexts,
            mark=Mark.ASSERTED,
            actors=actors,
            recipients=recipients,
            head=frame.head,
            clause=frame.head,
            rule=row.name,
            reciprocal=row.reciprocal,
            negated=frame.negated,
            speech_act=row.type in ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
        )
    )


def _noun_agents(scene: Scene, frame: Frame, row: EventNounRow) -> Iterator[int]:
    yield from frame.heads("possessor")
    for at in frame.heads("modifier"):
        if at in scene.mentions:
            yield at
    known = frame.heads("possessor") or any(at in scene.mentions for at in frame.heads("modifier"))
    for preposition in row.agent:
        if preposition == "of" and (known or frame.heads("oblique", "by")):
            continue
        yield from frame.heads("oblique", preposition)


def _noun_surroundings(scene: Scene, frame: Frame, row: EventNounRow) -> Iterator[int]:
    """Known actors after a noun and before the next predicate, wherever they were attached."""
    _, last = scene.parsed.sentences[scene.token(frame.head).sentence]
    wanted = {*row.recipient, "in", "including", "include", "like", "near"}
    reached = False
    for at in range(frame.head + 1, last):
        if at in scene.frames and scene.frames[at].pos != "adj":
            return
        if at in scene.mentions:
            joined = reached and scene.token(at).dep == "conj"
            reached = case_of(scene.parsed, scene.token(at)) in wanted or joined
            if reached:
                yield at


def _noun_recipients(frame: Frame, row: EventNounRow) -> Iterator[int]:
    for preposition in row.recipient:
        if (
            preposition == "of"
            and "of" in row.agent
            and not (frame.heads("possessor") or frame.heads("oblique", "by"))
        ):
            continue
        yield from frame.heads("oblique", preposition)


def both_sides(draft: Draft) -> Draft:
    """Both sides of a reciprocal event stand on both sides, each side's own first."""
    if not (draft.reciprocal or _is_joint(draft)) or len(sides_of(draft)) < 2:
        return draft
    both = sides_of(draft)
    first = draft.actors or both[:1]
    others = tuple(p for p in both if key_of(p) not in {key_of(f) for f in first})
    if not others:
        return replace(draft, actors=both, recipients=(*both[1:], both[0]), reciprocal=True)
    return replace(draft, actors=(*first, *others), recipients=(*others, *first))


def _is_joint(draft: Draft) -> bool:
    """Whether several sides agree or lay down arms and name no other: they do so together."""
    if any(p.actor for p in draft.recipients):
        return False
    together = draft.operator == "agree" or draft.mode == "ceasefire"
    together = together or any(carried.reciprocal for carried in draft.inner)
    return together and len({p.actor.country for p in draft.actors if p.actor}) > 1


def sides_of(draft: Draft) -> Participants:
    """Everybody on either side, each once."""
    found: dict[str, Participant] = {}
    for participant in (*draft.actors, *draft.recipients):
        found.setdefault(key_of(participant), participant)
    return tuple(found.values())


def key_of(participant: Participant) -> str:
    """What tells one participant from another."""
    return participant.actor.id if participant.actor else participant.text.lower()
