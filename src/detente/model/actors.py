"""Actors, and how a text mentions them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.model.spans import Span


class ActorKind(StrEnum):
    """What sort of actor this is. A bloc is not its members; a collective has none."""

    STATE = "state"
    ALLIANCE = "alliance"
    ORGANISATION = "organisation"
    COLLECTIVE = "collective"
    ARMED_GROUP = "armed group"
    OFFICE = "office"
    PERSON = "person"
    SECTOR = "sector"
    OUTLET = "outlet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who can act, speak or be acted upon.

    Attributes:
        id: ``IRN`` for a state (ISO 3166 alpha-3), ``NATO`` for an organisation,
            ``IRN-IRGC`` for a part of a state's apparatus, ``IRN.MIL`` for a state with a
            sector and no named office, ``person:mohsen-rezaee`` for a person without office.
        name: Name in the neutral form.
        kind: What sort of actor this is.
        country: PLOVER group code: alpha-3 of the state it belongs to, an organisation's
            code (``NATO``, ``UNO``, ``EUR``, ``IGO``), or "".
        sector: PLOVER sector code (``GOV``, ``MIL``, ``LEG``, ...), or "".
        principal: Actor id of the state or organisation it belongs to; its own id for a
            state, an organisation or a collective; "" if unknown.
        official: Whether it is an official organ of that principal (the MID coding rules
            count official forces only).
    """

    id: str
    name: str
    kind: ActorKind
    country: str = ""
    sector: str = ""
    principal: str = ""
    official: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text names, describes or points to an actor.

    Attributes:
        span: The words.
        text: The words themselves.
        actor: Whom they mean; None when it cannot be told.
        role: Function named in the text, such as "foreign minister" or "spokesman"; "" if none.
        holder: Personal name of an office holder as written; "" if none.
        former: Whether the text says the office is no longer held.
        rule: How it was resolved: ``gazetteer``, ``custom``, ``office``, ``description``,
            ``acronym``, ``alias``, ``definite``, ``pronoun``, ``possessive``.
    """

    span: Span
    text: str
    actor: Actor | None
    role: str = ""
    holder: str = ""
    former: bool = False
    rule: str = "gazetteer"
