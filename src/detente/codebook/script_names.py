"""Rows of the tables of names in other scripts: Arabic, Persian, Russian, Ukrainian, Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.codebook.loader import Verified


class ScriptCategory(StrEnum):
    """What the forms of a row stand for, and so in which table their target stands."""

    STATE = "state"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    PLACE = "place"
    ORGANISATION = "organisation"
    ORGAN = "organ"
    OFFICE = "office"
    ROLE = "role"
    PERSON = "person"
    SURNAME = "surname"
    OUTLET = "outlet"
    PREFIX = "prefix"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class ScriptNameRow:
    """The forms one actor, place, person or role has in one language of another script.

    Attributes:
        category: What the forms stand for.
        target: Alpha-3 of a state or demonym; actor id of an organisation, organ, armed group,
            collective or outlet; English name of a place, a capital or a person; id of a role;
            ``XYZ/role`` for an office. Of a prefix: how an article after it is written.
        language: ISO 639-1 code.
        forms: Every written form, case forms included, the usual one first.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    category: ScriptCategory
    target: str
    language: str
    forms: tuple[str, ...]
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class LetterRow:
    """Letters that are read as another one when names are compared.

    Attributes:
        script: Script they belong to.
        read_as: What they are compared as, "" if they are passed over.
        written: The letters, one code point each.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    script: str
    read_as: str
    written: tuple[str, ...]
    source: str
    verified: Verified
