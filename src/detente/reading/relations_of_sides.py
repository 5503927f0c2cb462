"""Who stands with whom: alliances on a day, hostility seen in the batch, control of outlets.

A statement's camp is the side its last speaker stands with. Stake and independence hang on
it; reliability never does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType

from detente.model.actors import Actor, ActorKind
from detente.model.events import Event, EventType, Mark
from detente.model.incidents import Stake
from detente.model.reports import Report, Source
from detente.model.statements import Speaker, SpeakerRole, Statement

_STATE_CODE = 3
_OWN_CAMP = frozenset(
    {
        ActorKind.STATE,
        ActorKind.ALLIANCE,
        ActorKind.ORGANISATION,
        ActorKind.COLLECTIVE,
        ActorKind.ARMED_GROUP,
    }
)
_NO_CAMP = frozenset({"IGO", "IMG", "NGO", "NGM", "MNC", "UNK"})
_HOSTILE_ACTS = frozenset(
    {
        EventType.ASSAULT,
        EventType.COERCE,
        EventType.MOBILIZE,
        EventType.SANCTION,
        EventType.THREATEN,
    }
)
_CARRIERS = frozenset({SpeakerRole.OUTLET, SpeakerRole.AGENCY, SpeakerRole.DOCUMENT})


@dataclass(frozen=True, slots=True)
class Tie:
    """One member of an alliance that binds its members to stand together.

    Attributes:
        bloc: Actor id of the alliance.
        member: Actor id of the member.
        start: First day; None when always.
        end: Last day; None when it lasts.
    """

    bloc: str
    member: str
    start: dt.date | None = None
    end: dt.date | None = None

    def holds(self, on: dt.date | None) -> bool:
        """Whether it holds on a day; without a day, whether it has not ended."""
        if on is None:
            return self.end is None
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Sides:
    """Who stands with whom in one batch.

    Attributes:
        ties: Dated memberships of alliances, by member.
        hostile_pairs: Pairs of camps, the lesser id first, hostile to each other in the batch.
        sources: What is known of outlets, by source id, actor id and lower-cased name.
        published: Day of publication by report id.
        outlets: Source id of the publisher by report id.
    """

    ties: Mapping[str, tuple[Tie, ...]] = field(default_factory=lambda: MappingProxyType({}))
    hostile_pairs: frozenset[tuple[str, str]] = frozenset()
    sources: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    published: Mapping[str, dt.date | None] = field(default_factory=lambda: MappingProxyType({}))
    outlets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def allied(self, a: str, b: str, on: dt.date | None = None) -> bool:
        """Whether two camps stand together: the same, an alliance and its member, or allies."""
        if not a or not b:
            return False
        return bool(a == b or self._blocs(a, on) & self._blocs(b, on))

    def hostile(self, a: str, b: str) -> bool:
        """Whether one of the two acted against the other in the batch."""
        return (min(a, b), max(a, b)) in self.hostile_pairs

    def _blocs(self, camp: str, on: dt.date | None) -> set[str]:
        return {camp, *(tie.bloc for tie in self.ties.get(camp, ()) if tie.holds(on))}

    def controller(self, speaker: Speaker, on: dt.date | None = None) -> str:
        """Actor id of who owns or directs an outlet on a day, "" if nobody on record does."""
        actor = speaker.actor
        keys = (actor.id if actor else "", speaker.name.lower())
        source = next((self.sources[key] for key in keys if key in self.sources), None)
        if source and source.controlled_by and _controls(source, on):
            return source.controlled_by
        if actor and actor.kind is ActorKind.OUTLET and actor.principal != actor.id:
            return actor.principal
        return ""

    def camp(self, statement: Statement, *, link: int = -1) -> str:
        """The side one link of a statement's chain stands with, "" if unknown.

        Args:
            statement: The statement.
            link: Index into its chain; the last speaker when left out.
        """
        speaker = statement.chain[link]
        if statement.speaks_for and speaker is statement.chain[-1]:
            return statement.speaks_for
        if speaker.role in _CARRIERS:
            controller = self.controller(speaker, self.published.get(statement.report))
            return controller or camp_of(speaker.actor)
        return camp_of(speaker.actor)

    def carriers(self, statement: Statement, *, upto: int = -1) -> tuple[str, ...]:
        """Camps that direct the links before ``upto``, outermost first, unknown ones left out."""
        day = self.published.get(statement.report)
        camps = (self.controller(link, day) for link in statement.chain[:upto])
        return tuple(camp for camp in camps if camp)


def camp_of(actor: Actor | None) -> str:
    """The side an actor stands with: its principal, else its country, else itself."""
    if actor is None:
        return ""
    if actor.principal and not (actor.kind is ActorKind.OUTLET and actor.principal == actor.id):
        return actor.principal
    if len(actor.country) >= _STATE_CODE and actor.country not in _NO_CAMP:
        return actor.country
    return actor.id if actor.kind in _OWN_CAMP else ""


def stake(
    camp: str,
    authors: Iterable[str],
    recipients: Iterable[str],
    *,
    sides: Sides,
    on: dt.date | None = None,
) -> Stake:
    """What a camp has riding on a happening, measured from the side of its author.

    A camp allied with both parties, or hostile to the recipient only, is ``UNKNOWN``: it is
    no neutral and stands with nobody. So is a camp that is not known.
    """
    if not camp:
        return Stake.UNKNOWN
    by, to = tuple(authors), tuple(recipients)
    with_author = any(sides.allied(camp, other, on) for other in by)
    with_recipient = any(sides.allied(camp, other, on) for other in to)
    if with_author and with_recipient and camp not in by:
        return Stake.ADVERSARY if camp in to else Stake.UNKNOWN
    if with_author:
        return Stake.OWN_SIDE if camp in by else Stake.ALLY
    if with_recipient or any(sides.hostile(camp, other) for other in by):
        return Stake.ADVERSARY
    if any(sides.hostile(camp, other) for other in to):
        return Stake.UNKNOWN
    return Stake.NEUTRAL


def observe(
    reports: Sequence[Report],
    statements: Sequence[Statement],
    events: Sequence[Event],
    *,
    ties: Iterable[Tie] = (),
    sources: Iterable[Source] = (),
) -> Sides:
    """Read from a batch who stands with whom.

    Args:
        reports: The batch.
        statements: Who says what in it.
        events: Who does what to whom.
        ties: Dated memberships of alliances, from the codebook.
        sources: What is known of outlets, from the codebook.
    """
    by_id = {statement.id: statement for statement in statements}
    by_key = MappingProxyType(_by_key(sources))
    settled = Sides(
        ties=MappingProxyType(_by_member(ties)),
        sources=by_key,
        published=MappingProxyType({report.id: report.published for report in reports}),
        outlets=MappingProxyType({report.id: report.outlet for report in reports}),
    )
    hostile = frozenset(
        pair
        for event in events
        for pair in _hostilities(event, by_id.get(event.statement), settled)
    )
    return Sides(settled.ties, hostile, settled.sources, settled.published, settled.outlets)


def _hostilities(
    event: Event, statement: Statement | None, sides: Sides
) -> Iterator[tuple[str, str]]:
    if event.type not in _HOSTILE_ACTS or event.negated:
        return
    camp = sides.camp(statement) if statement else ""
    for author, recipient in product(_camps(event.actors), _camps(event.recipients)):
        if author == recipient or sides.allied(author, recipient, event.date.latest):
            continue
        # an accusation by a third party shows nothing about the two it speaks of
        if event.mark in (Mark.ASSERTED, Mark.THREATENED) or (
            event.mark is Mark.ACCUSED and camp in (author, recipient)
        ):
            yield min(author, recipient), max(author, recipient)


def _camps(participants: Iterable[object]) -> list[str]:
    camps = (camp_of(getattr(participant, "actor", None)) for participant in participants)
    return [camp for camp in camps if camp]


def _by_member(ties: Iterable[Tie]) -> dict[str, tuple[Tie, ...]]:
    members: dict[str, tuple[Tie, ...]] = {}
    for tie in ties:
        members[tie.member] = (*members.get(tie.member, ()), tie)
    return members


def _by_key(sources: Iterable[Source]) -> dict[str, Source]:
    keyed: dict[str, Source] = {}
    for source in sources:
        keyed.setdefault(source.id, source)
        keyed.setdefault(source.name.lower(), source)
    return keyed


def _controls(source: Source, on: dt.date | None) -> bool:
    if on is None:
        return source.controlled_to is None
    started = source.controlled_from is None or source.controlled_from <= on
    return started and (source.controlled_to is None or on <= source.controlled_to)
