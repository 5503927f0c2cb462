"""Codebook rows of actors -> the spellings they may have in a text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from detente.codebook.loader import load_table
from detente.codebook.offices import HolderRow, OfficeRow
from detente.codebook.organisations import (
    ArmedGroupRow,
    CollectiveRow,
    OrganisationKind,
    OrganisationRow,
    OrganRow,
)
from detente.codebook.outlets import OutletRow
from detente.codebook.states import CityRow, DemonymRow, PlaceRow, StateRow
from detente.model.actors import Actor, ActorKind
from detente.reading.names import Category, Name

_Spelling = tuple[str, Name]
_NO_SLUG: Final = re.compile(r"[^a-z0-9]+")
_TOWN_POPULATION: Final = 100_000


def slug(name: str) -> str:
    """A name in lower case with hyphens, as ids carry it."""
    return _NO_SLUG.sub("-", name.casefold()).strip("-")


def states() -> tuple[StateRow, ...]:
    """All state rows."""
    return load_table("states", StateRow)


def spellings() -> Iterator[_Spelling]:
    """Every spelling of every actor of the codebook with its meaning."""
    yield from _states()
    yield from _demonyms()
    yield from _places()
    yield from _organisations()
    yield from _organs()
    yield from _groups()
    yield from _collectives()
    yield from _outlets()
    yield from _offices()
    yield from _holders()
    yield from _towns()


def state_actor(row: StateRow) -> Actor:
    """The actor a state row names."""
    return Actor(row.code, row.name, ActorKind.STATE, row.code, "", row.code, official=True)


def _by_code() -> dict[str, Actor]:
    return {row.code: state_actor(row) for row in states()}


def _states() -> Iterator[_Spelling]:
    for row in states():
        for form in (row.name, *row.aliases):
            yield form, Name(state_actor(row), Category.STATE, ambiguous=form in row.ambiguous)


def _demonyms() -> Iterator[_Spelling]:
    actors = _by_code()
    for row in load_table("demonyms", DemonymRow):
        singular = dict.fromkeys((*row.adjectives, *row.singulars))
        for form in singular:
            yield form, Name(actors[row.code], Category.DEMONYM)
        for form in row.plurals:
            if form not in singular:
                yield form, Name(actors[row.code], Category.DEMONYM, plural=True)


def _places() -> Iterator[_Spelling]:
    actors = _by_code()
    for row in load_table("places", PlaceRow):
        actor = actors[row.code] if row.metonym else place_actor(row.name, row.code)
        for form in (row.name, *row.aliases):
            yield (
                form,
                Name(actor, Category.PLACE, ambiguous=form in row.ambiguous, metonym=row.metonym),
            )


def _towns() -> Iterator[_Spelling]:
    taken = {form for row in load_table("places", PlaceRow) for form in (row.name, *row.aliases)}
    taken |= {form for row in states() for form in (row.name, *row.aliases)}
    for row in load_table("cities", CityRow):
        if row.population >= _TOWN_POPULATION and not row.personal:
            for forms in row.towns():
                yield from town(forms, row.code, taken=taken)


def town(forms: Sequence[str], code: str, *, taken: Collection[str] = ()) -> Iterator[_Spelling]:
    """The spellings of a town that no other place has taken, the usual one first."""
    name = Name(place_actor(forms[0], code), Category.PLACE, ambiguous=True)
    yield from ((form, name) for form in forms if form not in taken)


def place_actor(name: str, code: str) -> Actor:
    """The actor a place stands for that is no metonym: its people, of the state it lies in."""
    return Actor(f"place:{slug(name)}", name, ActorKind.UNKNOWN, code, "", code)


def _organisations() -> Iterator[_Spelling]:
    for row in load_table("organisations", OrganisationRow):
        actor = _organisation(row)
        yield from _dated(
            (row.name, *row.aliases), actor, Category.ORGANISATION, row.start, row.end
        )


def _organisation(row: OrganisationRow) -> Actor:
    alliance = row.kind is OrganisationKind.ALLIANCE
    return Actor(
        id=row.id,
        name=row.name,
        kind=ActorKind.ALLIANCE if alliance else ActorKind.ORGANISATION,
        country=row.country,
        sector="" if row.id == row.country else row.sector,
        principal=row.id,
        official=alliance,
    )


def _organs() -> Iterator[_Spelling]:
    for row in load_table("organs", OrganRow):
        actor = Actor(
            row.id, row.name, ActorKind.OFFICE, row.country, row.sector, row.country, row.official
        )
        yield from _dated(
            (row.name, *row.aliases), actor, Category.ORGANISATION, row.start, row.end
        )


def _groups() -> Iterator[_Spelling]:
    for row in load_table("armed_groups", ArmedGroupRow):
        actor = Actor(row.id, row.name, ActorKind.ARMED_GROUP, row.country, row.sector, row.id)
        yield from _dated((row.name, *row.aliases), actor, Category.GROUP, row.start, row.end)


def _collectives() -> Iterator[_Spelling]:
    for row in load_table("collectives", CollectiveRow):
        actor = Actor(row.id, row.name, ActorKind.COLLECTIVE, "", "", row.id)
        yield from _dated((row.name, *row.aliases), actor, Category.COLLECTIVE, None, None)


def _outlets() -> Iterator[_Spelling]:
    for row in load_table("outlets", OutletRow):
        actor = Actor(
            f"outlet:{row.id}", row.name, ActorKind.OUTLET, row.country, "JRN", row.controlled_by
        )
        yield from _dated((row.name, *row.aliases), actor, Category.OUTLET, None, None)


def _offices() -> Iterator[_Spelling]:
    owners = _owners()
    for row in load_table("offices", OfficeRow):
        actor = Actor(
            row.id, row.name, ActorKind.OFFICE, row.country, row.sector, row.country, official=True
        )
        for form in (row.name, *row.aliases):
            yield form, Name(_seated(actor, owners), Category.OFFICE, role=row.role)


def _holders() -> Iterator[_Spelling]:
    owners = _owners()
    for row in load_table("office_holders", HolderRow):
        owner = owners.get(row.country)
        actor = office_actor(row.country, row.role, row.sector, owner=owner)
        actor = _seated(actor, owners)
        for form in (row.person, *row.aliases):
            yield form, _holder(row, actor, short=False)
        surname = row.surname or row.person.split()[-1]
        if surname != "-" and surname not in (row.person, *row.aliases):
            yield surname, _holder(row, actor, short=True)


def _owners() -> dict[str, Actor]:
    owned = (name.actor for names in (_organisations(), _organs()) for _, name in names)
    return {actor.id: actor for actor in owned} | _by_code()


def _seated(office: Actor, owners: Mapping[str, Actor]) -> Actor:
    """An office with the group code of the body it belongs to: one of the OSCE's is an IGO's."""
    owner = owners.get(office.principal)
    return replace(office, country=owner.country) if owner else office


def _holder(row: HolderRow, actor: Actor, *, short: bool) -> Name:
    return Name(
        actor,
        Category.PERSON,
        start=row.start,
        end=row.end,
        ambiguous=short and row.common,
        short=short,
        role=row.role,
        holder=row.person,
    )


def office_actor(country: str, role: str, sector: str, *, owner: Actor | None) -> Actor:
    """The office that a role in a state or organisation makes."""
    of = f" of {owner.name}" if owner else ""
    return Actor(
        f"{country}-{slug(role).upper()}",
        f"{role}{of}",
        ActorKind.OFFICE,
        country,
        sector,
        country,
        official=True,
    )


def _dated(
    forms: Iterable[str],
    actor: Actor,
    category: Category,
    start: dt.date | None,
    end: dt.date | None,
) -> Iterator[_Spelling]:
    for form in forms:
        plural = category in (Category.GROUP, Category.COLLECTIVE) and form.endswith("s")
        yield form, Name(actor, category, plural=plural, start=start, end=end)
