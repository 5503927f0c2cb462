"""Which of the events of a short text one would report, and in which order.

For a happening that is the carried event; for a threat, demand, accusation, refusal, agreement
the speech act and not what it carries. Comments, claims and denials of responsibility, bare
appeals, hopes and considerations are left out (CAMEO 01 and 02).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detente.codebook.verbs import verbs_by_lemma
from detente.model.events import Event, EventType, Mark, Participant
from detente.model.spans import Span
from detente.reading.frames import Frame
from detente.reading.scene import Scene
from detente.reading.senses import senses

_APPEALS = frozenset({"appeal", "call", "plea", "petition"})
_MAIN_LINKS = ("root", "ccomp", "parataxis", "conj")
_COMMENT_ROLES = frozenset({"appeal", "deny", "claim", "consider", "think"})


def reported(events: Iterable[Event], comments: Sequence[Span] = ()) -> tuple[Event, ...]:
    """The events to report, most newsworthy first, each happening once.

    Args:
        events: Events of one text.
        comments: Stretches in which nothing is told (:func:`comment_spans`).
    """
    told = [
        event
        for event in events
        if _is_told(event) and not any(c.covers(event.predicate_span) for c in comments)
    ]
    found: dict[tuple[object, ...], Event] = {}
    for event in sorted(told, key=_weight):
        found.setdefault(_happening(event), event)
    return tuple(found.values())


def comment_spans(scene: Scene) -> Iterator[Span]:
    """Clauses that comment, claim, deny, consider or hope, with all that hangs on them."""
    for frame in scene.frames.values():
        if frame.pos == "noun" or frame.link.split(":")[0] not in _MAIN_LINKS:
            continue
        if _comments(scene, frame):
            yield Span(*scene.parsed.span_of(frame.head))


def _comments(scene: Scene, frame: Frame) -> bool:
    best = next((row for _, row in senses(scene, frame)), None)
    if best is None:
        return False
    if best.role in _COMMENT_ROLES - {"appeal"}:
        return True
    refused = best.role == "refuse" or best.type == "REJECT"
    return refused and any("accusation" in scene.classes(at) for at in frame.heads("patient"))


def _is_told(event: Event) -> bool:
    if event.mark is not Mark.ASSERTED or event.within:
        return False
    if event.negated and not event.speech_act:
        return False
    comment = is_comment(event.type, event.mode, event.trail.rule, event.predicate)
    return not comment and not is_in_passing(event.trail.rule, event.actors, event.recipients)


def is_in_passing(
    rule: str, actors: Sequence[Participant], recipients: Sequence[Participant]
) -> bool:
    """Whether an event noun is named in passing: it tells a happening only with both sides."""
    sides = any(p.actor for p in actors) and any(p.actor for p in recipients)
    return _is_noun(rule) and not sides


def is_comment(kind: EventType, mode: str, rule: str, predicate: str) -> bool:
    """Whether an event is a comment, an appeal or a claim of responsibility, by its rule.

    Args:
        kind: Its type.
        mode: Its mode.
        rule: The codebook row that made it, as its trail names it.
        predicate: The lemma it is told with.
    """
    if mode == "denial" or rule.endswith(("+appeal", "+claim")):
        return True
    return kind is EventType.REQUEST and (predicate in _APPEALS or _is_bare_appeal(rule, predicate))


def _is_bare_appeal(rule: str, predicate: str) -> bool:
    lemma, _, particle = predicate.partition(" ")
    roles = {r.role for r in verbs_by_lemma().get(lemma, ()) if r.particle == particle}
    by_verb = rule.startswith("verbs:") and "+" not in rule
    return by_verb and "demand" not in roles and bool(roles & _COMMENT_ROLES)


def _weight(event: Event) -> tuple[bool, bool]:
    """Clauses before nouns, known actors before unknown ones; outer clauses come first already."""
    known = any(p.actor for p in (*event.actors, *event.recipients))
    return _is_noun(event.trail.rule), not known


def _is_noun(rule: str) -> bool:
    return rule.startswith("event_nouns:") and "+" not in rule


def _happening(event: Event) -> tuple[object, ...]:
    sides = {p.actor.id for p in (*event.actors, *event.recipients) if p.actor}
    return event.type, tuple(sorted(sides))
