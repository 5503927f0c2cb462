"""The lexicon: every name of every actor, from the codebook and from the user's own table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from detente.codebook.loader import load_table
from detente.codebook.offices import RoleRow
from detente.codebook.organisations import MembershipRow
from detente.codebook.outlets import OutletRow
from detente.codebook.sectors import in_words
from detente.codebook.states import PlaceRow, StateRow
from detente.model.actors import Actor, ActorKind
from detente.reading import custom_actors, known_actors, script_names
from detente.reading.names import Name, NameIndex

__all__ = ["Lexicon", "load"]

_Spelling = tuple[str, Name]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All the reading needs to know about names.

    Attributes:
        names: Every spelling of every actor.
        roles: Every form of every role noun.
        actors: Actors by id.
        states: State rows by alpha-3.
        places: Place rows by every spelling.
        outlets: Outlet rows by source id.
        memberships: Rows of states in organisations.
        custom: Whether the user's own actors are in it.
    """

    names: NameIndex[Name]
    roles: NameIndex[RoleRow]
    actors: Mapping[str, Actor]
    states: Mapping[str, StateRow]
    places: Mapping[str, PlaceRow]
    outlets: Mapping[str, OutletRow]
    memberships: tuple[MembershipRow, ...]
    custom: bool = False

    def actor(self, ident: str) -> Actor | None:
        """The actor with this id, None if there is none."""
        return self.actors.get(ident)

    def place(self, name: str) -> PlaceRow | None:
        """The place with this name or spelling, None if none is known."""
        row = self.places.get(name)
        if row is None and self.places and not name.isascii():
            return script_names.places().get(name)
        return row

    def outlet_named(self, name: str) -> OutletRow | None:
        """The outlet with this name or alias, None if none is known."""
        wanted = name.casefold()
        for row in self.outlets.values():
            if wanted in {form.casefold() for form in (row.id, row.name, *row.aliases)}:
                return row
        return None

    def members(self, organisation: str, on: dt.date | None = None) -> tuple[str, ...]:
        """Alpha-3 codes of the members of an organisation on a day; today's if none is given."""
        return tuple(
            row.state
            for row in self.memberships
            if row.organisation == organisation and _member(row, on)
        )


def _member(row: MembershipRow, on: dt.date | None) -> bool:
    if on is None:
        return row.end is None
    return (row.start is None or row.start <= on) and (row.end is None or on <= row.end)


def code_of(actor: Actor | None) -> str:
    """PLOVER code of an actor: country and sector in one word, such as ``IRNMIL``."""
    return actor.country + actor.sector if actor else ""


@cache
def load(custom: Path | None = None, *, only: bool = False) -> Lexicon:
    """Read the lexicon; the second call with the same arguments costs nothing.

    Args:
        custom: The user's own ``actors.csv``; its names add to the built-in ones and win.
        only: Whether the user's names replace the built-in ones.

    Raises:
        TableError: With file, line and field, if the user's table cannot be used.
        CodebookError: If a shipped row is wrong.
    """
    own = tuple(custom_actors.spellings(custom)) if custom else ()
    built_in = () if only and custom else _built_in()
    taken = {spelling for spelling, _ in own}
    spellings = [*own, *(pair for pair in built_in if pair[0] not in taken)]
    return _lexicon(
        spellings, _other_scripts(built_in, taken), custom=bool(own), only=only and bool(custom)
    )


def _other_scripts(
    built_in: Iterable[_Spelling], taken: Collection[str]
) -> Callable[[], Iterator[_Spelling]]:
    """What reads the names in other scripts that the user's own table has not taken."""
    return lambda: (pair for pair in script_names.spellings(built_in) if pair[0] not in taken)


@cache
def _built_in() -> tuple[_Spelling, ...]:
    return tuple(known_actors.spellings())


def _lexicon(
    spellings: Iterable[_Spelling],
    other_scripts: Callable[[], Iterator[_Spelling]],
    *,
    custom: bool,
    only: bool,
) -> Lexicon:
    spellings = tuple(spellings)
    return Lexicon(
        names=NameIndex(spellings, other_scripts=other_scripts),
        roles=NameIndex(
            _role_spellings(), any_case=True, other_scripts=script_names.role_spellings
        ),
        actors=MappingProxyType(dict(_actors(spellings))),
        states=MappingProxyType({} if only else {r.code: r for r in known_actors.states()}),
        places=MappingProxyType({} if only else dict(_places())),
        outlets=MappingProxyType({row.id: row for row in load_table("outlets", OutletRow)}),
        memberships=() if only else load_table("memberships", MembershipRow),
        custom=custom,
    )


def _actors(spellings: Iterable[_Spelling]) -> Iterator[tuple[str, Actor]]:
    seen: set[str] = set()
    for _, name in spellings:
        if name.actor.id not in seen:
            seen.add(name.actor.id)
            yield name.actor.id, name.actor


def _places() -> Iterator[tuple[str, PlaceRow]]:
    for row in load_table("places", PlaceRow):
        for form in (row.name, *row.aliases):
            yield form, row


def _role_spellings() -> Iterator[tuple[str, RoleRow]]:
    for row in load_table("roles", RoleRow):
        for form in (*row.forms, *row.plurals):
            yield form, row


def unknown_actor(country: str, sector: str, *, lexicon: Lexicon, official: bool) -> Actor:
    """The actor that a state or organisation with a sector makes, such as ``IRN.MIL``."""
    owner = lexicon.actor(country)
    name = in_words(sector, owner.name if owner else country) if sector else country
    return Actor(
        id=f"{country}.{sector}" if country else sector,
        name=name if country else sector,
        kind=ActorKind.SECTOR,
        country=country,
        sector=sector,
        principal=country,
        official=official and bool(country),
    )
