"""Events: who does what to whom, said by whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.model.actors import Actor
from detente.model.dates import OPEN, DateRange
from detente.model.spans import Span, Trail


class EventType(StrEnum):
    """The sixteen PLOVER event types (PLOVER codebook 2021, CC BY-SA 4.0)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"

    @property
    def quad(self) -> int:
        """Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
        return _QUAD[self]


_QUAD = {
    **dict.fromkeys((EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.CONCEDE), 1),
    **dict.fromkeys((EventType.COOPERATE, EventType.AID, EventType.RETREAT), 2),
    **dict.fromkeys((EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN), 3),
    **dict.fromkeys(
        (
            EventType.PROTEST,
            EventType.SANCTION,
            EventType.MOBILIZE,
            EventType.COERCE,
            EventType.ASSAULT,
        ),
        4,
    ),
}


class Mark(StrEnum):
    """In which way a statement carries an event.

    Only ``ASSERTED`` events about what happened count towards rungs, arrows and totals.
    """

    ASSERTED = "asserted"
    DENIED = "denied"
    ACCUSED = "accused"
    THREATENED = "threatened"
    DEMANDED = "demanded"
    OFFERED = "offered"
    ANNOUNCED = "announced"
    RECOMMENDED = "recommended"
    CONDITIONAL = "conditional"
    PREDICTED = "predicted"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in one role of one event.

    Attributes:
        text: The words as written.
        span: Where they stand; None when taken from the context.
        actor: Resolved actor; None when it cannot be told.
        rule: How it was resolved (see :class:`detente.model.actors.Mention`).
    """

    text: str
    span: Span | None
    actor: Actor | None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place an event names.

    Attributes:
        text: The words as written by this speaker.
        span: Where they stand.
        name: The neutral name.
        country: Alpha-3 of the state it lies in, "" if unknown.
        contested: Whether the words or the status are contested; the words then stand in
            quotation marks only.
        resolved_by: Why these words mean this place here (they depend on who speaks).
    """

    text: str
    span: Span
    name: str
    country: str = ""
    contested: bool = False
    resolved_by: str = "gazetteer"


@dataclass(frozen=True, slots=True)
class Magnitude:
    """How much or which: targets, casualties, troops, weapons by name, number of the wave.

    Attributes:
        kind: "targets", "killed", "wounded", "casualties", "troops", "weapons", "wave",
            "vehicles", "money", "count".
        text: The words as written.
        span: Where they stand.
        value: The number, None when only a name is given.
        bound: "exactly", "at least", "at most" or "about".
        name: Name of the weapon or thing counted, "" if none.
    """

    kind: str
    text: str
    span: Span
    value: float | None = None
    bound: str = "exactly"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Who does what to whom, when and where, and the statement that carries it.

    A speech act (``speech_act`` true) is what saying the statement does: REQUEST, THREATEN,
    ACCUSE, REJECT, AGREE, CONCEDE, ... It may have a carried event in it, which then names it
    in ``within``.

    Attributes:
        id: Stable identifier within the reading.
        statement: Id of the statement that carries it.
        type: PLOVER event type.
        mark: In which way the statement carries it.
        actors: Who does it.
        recipients: To whom.
        trail: Report, offsets of the predicate's clause, and the rule.
        predicate: Lemma (and particle) of the word that made the event.
        predicate_span: The word itself.
        mode: PLOVER mode, "" if none.
        contexts: PLOVER contexts, sorted.
        date: When it happened, or is to happen.
        place: Where.
        magnitudes: Counts and names.
        speech_act: Whether saying it is doing it.
        within: Id of the speech act that carries it, "" if none.
        negated: Whether the clause is negated.
        via: Actors named as instrument or proxy ("through its proxies"), if any.
        typed_by: Name of the scorer that gave the type, "" where a codebook rule did.
    """

    id: str
    statement: str
    type: EventType
    mark: Mark
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    trail: Trail
    predicate: str
    predicate_span: Span
    mode: str = ""
    contexts: tuple[str, ...] = ()
    date: DateRange = OPEN
    place: Place | None = None
    magnitudes: tuple[Magnitude, ...] = ()
    speech_act: bool = False
    within: str = ""
    negated: bool = False
    via: tuple[Participant, ...] = ()
    typed_by: str = ""
