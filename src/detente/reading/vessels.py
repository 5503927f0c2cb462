"""Whose a named ship is, when another report of the batch says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from detente.model.actors import Actor, Mention
from detente.model.events import Event, Participant

_RULE = "vessel"


def ships(mentions: Iterable[Mention]) -> Mapping[str, Actor]:
    """Ships by name; a name that two sides have is left out."""
    found: dict[str, set[Actor]] = {}
    for mention in mentions:
        if mention.rule == _RULE and mention.actor is not None:
            found.setdefault(mention.text, set()).add(mention.actor)
    return MappingProxyType({name: next(iter(a)) for name, a in found.items() if len(a) == 1})


def with_ships(events: Iterable[Event], known: Mapping[str, Actor]) -> tuple[Event, ...]:
    """The events, with the owner of each ship that is only named."""
    return tuple(
        replace(
            event,
            actors=tuple(_owned(event.actors, known)),
            recipients=tuple(_owned(event.recipients, known)),
        )
        for event in events
    )


def _owned(side: Sequence[Participant], known: Mapping[str, Actor]) -> Iterator[Participant]:
    for each in side:
        name = each.text.split()[-1] if each.text.split() else ""
        if each.actor is None and name in known:
            yield replace(each, actor=known[name], rule=_RULE)
        else:
            yield each
