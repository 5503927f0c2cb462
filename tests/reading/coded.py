"""Sentences coded in one call, for tests of the event coder."""

from __future__ import annotations

from detente.model.actors import Actor, ActorKind, Mention
from detente.model.events import Event, Participant
from detente.model.reports import Report
from detente.model.spans import Span
from detente.reading import coding
from detente.reading.syntax import Masked, Parsed, parse, parse_many

WORLD = {
    "Belmar": ("BEL", "state"),
    "Avaria": ("AVA", "state"),
    "Corvia": ("COR", "state"),
    "Dorne": ("DOR", "state"),
}


def mentions_of(text: str, world: dict[str, tuple[str, str]] = WORLD) -> list[Mention]:
    """Every name of an invented world in a text."""
    found = []
    for name, (code, _) in world.items():
        at = text.find(name)
        while at >= 0:
            actor = Actor(code, name, ActorKind.STATE, code, "", code, official=True)
            found.append(Mention(Span(at, at + len(name)), name, actor))
            at = text.find(name, at + 1)
    return sorted(found, key=lambda mention: mention.span)


def parsed_with(text: str, mentions: list[Mention]) -> Parsed:
    return parse(text, [Masked(m.span.start, m.span.end, "state") for m in mentions])


def code(text: str, world: dict[str, tuple[str, str]] = WORLD) -> tuple[Event, ...]:
    mentions = mentions_of(text, world)
    return coding.code(Report("r1", text), parsed_with(text, mentions), mentions)


def code_all(texts: list[str]) -> list[tuple[Event, ...]]:
    """Many texts at once, which is quicker."""
    named = [mentions_of(text) for text in texts]
    masks = [[Masked(m.span.start, m.span.end, "state") for m in found] for found in named]
    parsed = parse_many(list(zip(texts, masks, strict=True)))
    return [
        coding.code(Report("r1", text), one, found)
        for text, one, found in zip(texts, parsed, named, strict=True)
    ]


def ids(side: tuple[Participant, ...]) -> list[str]:
    return [p.actor.id for p in side if p.actor]


def short(event: Event) -> tuple[str, str, list[str], list[str]]:
    return event.type.value, event.mark.value, ids(event.actors), ids(event.recipients)
