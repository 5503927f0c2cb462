"""Whose acts count for which side: principals, states, blocs, and the names they go by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from detente.codebook.loader import load_table
from detente.model.actors import Actor, ActorKind
from detente.model.events import Event, Participant

_CODE_LENGTH = 3
_PLACEABLE = frozenset(
    {
        ActorKind.STATE,
        ActorKind.ALLIANCE,
        ActorKind.ORGANISATION,
        ActorKind.COLLECTIVE,
        ActorKind.ARMED_GROUP,
    }
)
_BLOCS = frozenset({ActorKind.ALLIANCE, ActorKind.ORGANISATION})


@dataclass(frozen=True, slots=True)
class StateName:
    """A state's code and name, as far as naming a side needs it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Parties:
    """The sides of a batch.

    Attributes:
        kinds: What sort of actor each side is, by actor id.
        names: Neutral names, by actor id.
        members: Members of blocs on the day of the ladder, by the bloc's actor id.
    """

    kinds: Mapping[str, ActorKind] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    members: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def name(self, side: str) -> str:
        """The side's name, its id when none is known."""
        return self.names.get(side) or _state_names().get(side, side)

    def is_state(self, side: str) -> bool:
        """Whether a side is a state; a code of three letters is one unless it is known not to be."""
        kind = self.kinds.get(side)
        if kind is not None:
            return kind is ActorKind.STATE
        return len(side) == _CODE_LENGTH and side.isalpha() and side.isupper()

    def is_bloc(self, side: str) -> bool:
        """Whether a side is an alliance or organisation of states."""
        return self.kinds.get(side) in _BLOCS or side in self.members

    def is_collective(self, side: str) -> bool:
        """Whether a side is a collective without members."""
        return self.kinds.get(side) is ActorKind.COLLECTIVE

    def members_of(self, side: str) -> tuple[str, ...]:
        """The bloc's members, none for anybody else."""
        return self.members.get(side, ())


def parties_of(events: Iterable[Event], members: Mapping[str, tuple[str, ...]]) -> Parties:
    """What the events of a batch and the memberships on record tell about the sides."""
    known = {a.id: a for event in events for a in _everybody(event) if a.kind in _PLACEABLE}
    return Parties(
        MappingProxyType({key: actor.kind for key, actor in known.items()}),
        MappingProxyType({key: actor.name for key, actor in known.items()}),
        MappingProxyType(dict(members)),
    )


def principal_of(actor: Actor) -> str:
    """The side an actor's acts count for, "" when it stands for nobody."""
    if actor.kind is ActorKind.OUTLET:
        return ""
    return actor.principal or (actor.id if actor.kind in _PLACEABLE else actor.country)


def principals(participants: Iterable[Participant]) -> tuple[str, ...]:
    """The sides of some participants, each once, in order."""
    known = (principal_of(each.actor) for each in participants if each.actor)
    return tuple(dict.fromkeys(side for side in known if side))


def targets(event: Event) -> tuple[str, ...]:
    """The sides an event is directed at; the state in which it happens when none is named.

    Recipients of the author's own side do not count: whose martyr is avenged is not who is hit.
    """
    own = principals(event.actors)
    named = tuple(side for side in principals(event.recipients) if side not in own or len(own) > 1)
    if named or event.speech_act or event.place is None or not event.place.country:
        return named
    return (event.place.country,)


def pairs(event: Event) -> tuple[tuple[str, str], ...]:
    """Author and target of an event, side by side, each pair of two different sides."""
    return tuple(
        (author, target)
        for author in principals(event.actors)
        for target in targets(event)
        if author != target
    )


def _everybody(event: Event) -> Iterator[Actor]:
    for participant in (*event.actors, *event.recipients, *event.via):
        if participant.actor:
            yield participant.actor


@cache
def _state_names() -> dict[str, str]:
    return {row.code: row.name for row in load_table("states", StateName)}
