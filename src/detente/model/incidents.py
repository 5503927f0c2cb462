"""Incidents: what several reports say of one happening, facet by facet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from detente.model.actors import Actor
from detente.model.dates import DateRange
from detente.model.events import EventType, Magnitude, Place


class FacetKind(StrEnum):
    """The four questions asked of every happening."""

    OCCURRENCE = "occurrence"
    AUTHOR = "author"
    TARGET = "target or place"
    EFFECT = "effect"


class FacetStatus(StrEnum):
    """What the machine may say of a facet. Only a person can assess it."""

    UNKNOWN = "unknown"
    CLAIMED = "claimed"
    CORROBORATED = "corroborated"
    CONTESTED = "contested"
    DENIED = "denied"
    ADMITTED = "admitted"


class Stake(StrEnum):
    """What a speaker has riding on a facet, from dated relations."""

    OWN_SIDE = "own side"
    ALLY = "ally"
    ADVERSARY = "adversary"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"


class Access(StrEnum):
    """How a speaker can know."""

    SENSOR = "sensor"
    EYEWITNESS = "eyewitness"
    PARTICIPANT = "participant"
    OFFICIAL = "official"
    SECOND_HAND = "second-hand"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one statement says about one facet.

    Attributes:
        statement: Id of the statement.
        event: Id of the event in it.
        speaker: The last link of its chain.
        speaker_name: As written.
        value: What is claimed, in words or as an actor id.
        asserts: False when the speaker denies it.
        stake: What the speaker has riding on it.
        camp: Actor id of the side the speaker stands with, "" when none or unknown.
        access: How the speaker can know.
        origin: Key of the common original; statements with one origin count once.
    """

    statement: str
    event: str
    speaker: Actor | None
    speaker_name: str
    value: str
    asserts: bool = True
    stake: Stake = Stake.UNKNOWN
    camp: str = ""
    access: Access = Access.UNKNOWN
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet of an incident, with its own speakers, status and credibility.

    Attributes:
        kind: Which question it answers.
        value: The value most claims agree on, in words; "" if none is claimed.
        status: What the machine may say.
        claims: Every claim, in the order of reports.
        independent: How many independent sources assert ``value``.
        credibility: Admiralty 1-6, ordinal; 6 is "not judged" and the default.
    """

    kind: FacetKind
    value: str
    status: FacetStatus
    claims: tuple[Claim, ...] = ()
    independent: int = 0
    credibility: int = 6


@dataclass(frozen=True, slots=True)
class Assessment:
    """A human act: who judged, when and why."""

    analyst: str
    date: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class Incident:
    """One happening as several statements give it.

    Attributes:
        id: Stable identifier within the reading.
        type: PLOVER type of the happening.
        mode: PLOVER mode, "" if none.
        contexts: PLOVER contexts, sorted.
        authors: Who is said to have done it, each by at least one claim.
        recipients: To whom.
        date: When.
        place: Where, if named.
        occurrence: Whether it happened.
        author: Who did it.
        target: Against what, or where.
        effect: With what result.
        magnitudes: Counts and names from all statements, duplicates once.
        events: Ids of the events merged into it, in order.
        summary: One neutral line in the tool's own voice.
        assessment: A person's judgement, if one was recorded.
    """

    id: str
    type: EventType
    mode: str
    contexts: tuple[str, ...]
    authors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    date: DateRange
    place: Place | None
    occurrence: Facet
    author: Facet
    target: Facet
    effect: Facet
    magnitudes: tuple[Magnitude, ...]
    events: tuple[str, ...]
    summary: str
    assessment: Assessment | None = None

    @property
    def facets(self) -> tuple[Facet, Facet, Facet, Facet]:
        """The four facets in their fixed order."""
        return (self.occurrence, self.author, self.target, self.effect)
