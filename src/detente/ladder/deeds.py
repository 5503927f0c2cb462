"""What two sides did to each other: incidents as MID actions, dated, claimed or corroborated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from detente.ladder.actions import Judged, judge
from detente.ladder.parties import Parties, pairs, principal_of, principals
from detente.model.actors import ActorKind
from detente.model.events import Event
from detente.model.incidents import FacetStatus, Incident
from detente.model.statements import Mandate

_SETTLED: Final = frozenset({FacetStatus.CORROBORATED, FacetStatus.ADMITTED})
NOBODY: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})
"""No move without a target is tied to anybody."""
_UNMARKED_NUMBERS: Final = frozenset({"exactly", "at least", "about"})


@dataclass(frozen=True, slots=True)
class Deed:
    """One incident between two sides.

    Attributes:
        incident: The incident.
        author: Actor id of the side that did it.
        target: Actor id of the side it was done to.
        judged: The highest MID action its events stand for between the two, and why.
        corroborated: Whether occurrence and author are corroborated or admitted.
        proxy: Whether the author acts through a third.
        events: The events between these two sides.
    """

    incident: Incident
    author: str
    target: str
    judged: Judged
    corroborated: bool
    proxy: bool
    events: tuple[Event, ...]

    @property
    def day(self) -> dt.date | None:
        """The last day it can have happened, None when undated."""
        return self.incident.date.latest

    @property
    def killed(self) -> float:
        """Battle deaths corroborated: the least number given, 0 unless that is settled."""
        if not self.corroborated or self.incident.effect.status not in _SETTLED:
            return 0
        numbers = [
            m.value
            for m in self.incident.magnitudes
            if m.kind == "killed" and m.value is not None and m.bound in _UNMARKED_NUMBERS
        ]
        return min(numbers, default=0)


def deeds(
    incidents: Iterable[Incident],
    events: Mapping[str, Event],
    *,
    parties: Parties,
    mandates: Mapping[str, Mandate],
    adversaries: Mapping[str, tuple[str, ...]] = NOBODY,
) -> tuple[Deed, ...]:
    """Every incident once for each pair of author and target in it.

    Args:
        incidents: Incidents of the batch.
        events: Its events by id.
        parties: What is known of the sides.
        mandates: In whose name each statement was made, by statement id.
        adversaries: Whom a move without a target may be directed at, by event id
            (:mod:`detente.ladder.untargeted`).
    """
    return tuple(
        deed
        for incident in incidents
        for deed in _of_incident(
            incident, _members(incident, events), parties, mandates, adversaries
        )
    )


def _members(incident: Incident, events: Mapping[str, Event]) -> list[Event]:
    return [events[name] for name in incident.events if name in events]


def _of_incident(
    incident: Incident,
    members: Sequence[Event],
    parties: Parties,
    mandates: Mapping[str, Mandate],
    adversaries: Mapping[str, tuple[str, ...]],
) -> Iterator[Deed]:
    found: dict[tuple[str, str], list[Event]] = {}
    for event in members:
        for pair in pairs(event) or _tied(event, adversaries):
            found.setdefault(pair, []).append(event)
    settled = _settled_authors(incident, members)
    for (author, target), between in found.items():
        judged = [
            _directed(
                judge(event, author, target, parties=parties, mandate=_mandate(event, mandates)),
                parties.name(target) if _tied(event, adversaries) else "",
            )
            for event in between
        ]
        yield Deed(
            incident=incident,
            author=author,
            target=target,
            judged=max(judged, key=lambda j: (j.action, j.without_filters)),
            corroborated=author in settled,
            proxy=any(_through_third(event, author) for event in between),
            events=tuple(between),
        )


def _tied(event: Event, adversaries: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """Author and the one adversary of a move that names no target."""
    against = adversaries.get(event.id, ())
    return ((principals(event.actors)[0], against[0]),) if len(against) == 1 else ()


def _directed(judged: Judged, adversary: str) -> Judged:
    if not adversary:
        return judged
    why = f"{judged.reason}; it names no target, {adversary} is the one adversary its report names"
    return replace(judged, reason=why)


def _mandate(event: Event, mandates: Mapping[str, Mandate]) -> Mandate:
    # only the speaker's own threat hangs on his mandate; a threat told of by others does not
    return mandates.get(event.statement, Mandate.UNKNOWN) if event.speech_act else Mandate.UNKNOWN


def _settled_authors(incident: Incident, members: Iterable[Event]) -> frozenset[str]:
    """Sides whose authorship is corroborated or admitted."""
    if incident.occurrence.status not in _SETTLED or incident.author.status not in _SETTLED:
        return frozenset()
    leading = {c.event for c in incident.author.claims if c.value == incident.author.value}
    return frozenset(
        side for event in members if event.id in leading for side in principals(event.actors)
    )


def _through_third(event: Event, author: str) -> bool:
    return bool(event.via) or any(
        each.actor.kind is ActorKind.ARMED_GROUP and each.actor.id != principal_of(each.actor)
        for each in event.actors
        if each.actor and principal_of(each.actor) == author
    )
