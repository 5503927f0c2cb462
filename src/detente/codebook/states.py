"""Rows of the tables of states, their demonyms, and the places that stand for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from detente.codebook.loader import Verified


class Status(StrEnum):
    """How a state stands in the state system; it changes nothing in the coding."""

    STATE = "state"
    DISPUTED = "disputed"
    TERRITORY = "territory"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state or territory.

    Attributes:
        code: ISO 3166-1 alpha-3 (``XKX`` for Kosovo, as is usual).
        name: Neutral short name in English.
        aliases: Other names, official ones included.
        status: How it stands in the state system.
        dependent_of: Alpha-3 of the state a territory belongs to, "" for states.
        cow: Correlates of War country code, None where that list has none.
        gw: Gleditsch-Ward country code, None where that list has none.
        start: First day of existence, where it lies after 1990.
        end: Last day of existence.
        ambiguous: Forms that are also common names of persons or other places.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    status: Status
    dependent_of: str
    cow: int | None
    gw: int | None
    start: dt.date | None
    end: dt.date | None
    ambiguous: tuple[str, ...]
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class DemonymRow:
    """The words for what and who belongs to a state.

    Attributes:
        code: Alpha-3 of the state.
        adjectives: As in "the Ruritanian army".
        singulars: One person.
        plurals: Several persons, or the state itself.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    code: str
    adjectives: tuple[str, ...]
    singulars: tuple[str, ...]
    plurals: tuple[str, ...]
    source: str
    verified: Verified


class PlaceKind(StrEnum):
    """What sort of place it is."""

    CAPITAL = "capital"
    CITY = "city"
    REGION = "region"
    SITE = "site"
    WATER = "water"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place, and the state it lies in.

    Attributes:
        name: Neutral name.
        aliases: Other spellings and names.
        code: Alpha-3 of the state it lies in, "" where that is several, none or disputed.
        kind: Capital, city, region, site or water.
        metonym: Whether the name is used for the government ("Strelsau denied it").
        contested: Whether name or status is contested.
        ambiguous: Forms that are also common names of persons or other places.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    name: str
    aliases: tuple[str, ...]
    code: str
    kind: PlaceKind
    metonym: bool
    contested: bool
    ambiguous: tuple[str, ...]
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class CityRow:
    """Towns of one state in one class of size, capitals included.

    Attributes:
        code: Alpha-3 of the state that GeoNames places them in.
        population: Lower bound of their inhabitants.
        personal: Whether their names are names of persons as well.
        names: One town each; its spellings are joined by ``=``, the usual one first.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    code: str
    population: int
    personal: bool
    names: tuple[str, ...]
    source: str
    verified: Verified

    def towns(self) -> Iterator[tuple[str, ...]]:
        """The spellings of each town, the usual one first."""
        for name in self.names:
            yield tuple(name.split("="))
