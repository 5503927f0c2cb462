"""Rows of the tables of organisations, organs of states, armed groups and collectives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from detente.codebook.loader import Verified


class OrganisationKind(StrEnum):
    """What sort of organisation it is."""

    ALLIANCE = "alliance"
    ORGANISATION = "organisation"
    PARTY = "party"
    COMPANY = "company"
    UNIVERSITY = "university"


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An alliance, an international organisation, a party, a company, a university.

    Attributes:
        id: Actor id.
        name: Neutral full name.
        aliases: Acronyms and other names.
        kind: What sort of organisation it is.
        country: PLOVER group code or alpha-3, "" if it belongs to none.
        sector: PLOVER sector code, "" if none fits.
        start: First day, None if unknown or long ago.
        end: Last day, None if it still exists.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: OrganisationKind
    country: str
    sector: str
    start: dt.date | None
    end: dt.date | None
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """One state's membership in one organisation.

    Attributes:
        organisation: Actor id of the organisation.
        state: Alpha-3 of the member.
        start: First day, None if it is a founding member or the day is unknown.
        end: Last day, None if it is still a member.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    organisation: str
    state: str
    start: dt.date | None
    end: dt.date | None
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class OrganRow:
    """A named part of a state's or an organisation's apparatus.

    Attributes:
        id: Actor id, such as ``XYZ-GUARD``.
        name: Neutral name.
        aliases: Other names and acronyms.
        country: Actor id of the principal.
        sector: PLOVER sector code.
        official: Whether it is an official organ of that principal.
        start: First day, None if unknown or long ago.
        end: Last day, None if it still exists.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    country: str
    sector: str
    official: bool
    start: dt.date | None
    end: dt.date | None
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class ArmedGroupRow:
    """An armed group that is no official organ. A name may stand on several dated rows.

    Attributes:
        id: Actor id.
        name: Neutral name.
        aliases: Other names and acronyms.
        country: Alpha-3 of the state it mostly operates in, "" if several.
        sector: PLOVER sector code: REB, PRM, UAF, CRM, PTY, or GOV where it rules.
        start: First day on which the row holds.
        end: Last day on which the row holds.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    country: str
    sector: str
    start: dt.date | None
    end: dt.date | None
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class CollectiveRow:
    """A collective without members. It is an actor of its own and never expanded.

    Attributes:
        id: Actor id.
        name: Neutral name.
        aliases: Other names.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    source: str
    verified: Verified
