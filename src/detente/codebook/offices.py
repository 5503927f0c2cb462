"""Rows of the tables of roles, sectors, offices and who holds them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from detente.codebook.loader import Verified


class RoleKind(StrEnum):
    """What a role noun points at."""

    PERSON = "person"
    PERSONS = "persons"
    BODY = "body"
    TITLE = "title"
    MODIFIER = "modifier"


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role noun: what somebody is who has no name in the gazetteer.

    Attributes:
        id: Name of the role in the neutral form, such as "foreign minister".
        forms: Word forms of the singular, lower case.
        plurals: Word forms of the plural, lower case.
        kind: One person, several persons, a body, a title that goes with a name, or an
            adjective that tells the sector of the noun after it.
        sector: PLOVER sector code.
        second: Second sector code, "" if none.
        official: Whether it is part of a state's official apparatus.
        weak: Whether any other role in the same phrase wins over it ("spokesman", "leader").
        source: Where the row comes from.
        verified: How the row is backed.
    """

    id: str
    forms: tuple[str, ...]
    plurals: tuple[str, ...]
    kind: RoleKind
    sector: str
    second: str
    official: bool
    weak: bool
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class SectorRow:
    """A PLOVER sector.

    Attributes:
        code: Three letters.
        name: What it means, in our words.
        official: Whether its members act for the state.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    code: str
    name: str
    official: bool
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office with a name of its own.

    Attributes:
        id: Actor id, such as ``NATO-SECRETARY-GENERAL``.
        name: Neutral name.
        aliases: Other names.
        country: Actor id of the principal.
        sector: PLOVER sector code.
        role: Role id, such as "secretary general".
        source: Where the row comes from.
        verified: How the row is backed.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    country: str
    sector: str
    role: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class HolderRow:
    """Who held which office when. A person may stand on several rows.

    Attributes:
        person: Full name.
        aliases: Other spellings that stand for the person by themselves; a surname alone is
            derived, not listed.
        country: Actor id of the principal.
        role: Role id, such as "president" or "foreign minister".
        sector: PLOVER sector code while in office.
        start: First day in office, None if unknown.
        end: Last day in office, None if still in office at the last check.
        source: Where the row comes from.
        verified: How the row is backed.
        surname: What stands for the person after the full name; "" if the last word of the
            name does, "-" if nothing does because the surname is also a word.
        common: Whether so many bear the surname that it means this person only in a text
            that gives the full name too.
    """

    person: str
    aliases: tuple[str, ...]
    country: str
    role: str
    sector: str
    start: dt.date | None
    end: dt.date | None
    source: str
    verified: Verified
    surname: str = ""
    common: bool = False
