"""Names and roles in other scripts: a form means what its target means in the English tables.

So days in office, sectors and groups are kept in one place, and a new office holder needs no
second row of dates. Arabic words are also found with "and", "in", "to" or the article written
onto them; the mention is then the whole written word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Final

from detente.codebook.loader import load_table
from detente.codebook.offices import RoleRow
from detente.codebook.script_names import ScriptCategory, ScriptNameRow
from detente.codebook.states import PlaceRow
from detente.reading.known_actors import office_actor
from detente.reading.names import Category, Name

_Spelling = tuple[str, Name]
_Key = tuple[str, str]
_PLACES: Final = (ScriptCategory.CAPITAL, ScriptCategory.PLACE)
_PERSONS: Final = (ScriptCategory.PERSON, ScriptCategory.SURNAME)
_WITH_ARTICLE: Final = (ScriptCategory.DEMONYM, ScriptCategory.ROLE)
_SECTOR: Final = "GOV"


def rows(*categories: ScriptCategory) -> tuple[ScriptNameRow, ...]:
    """The rows of these categories; all rows without any."""
    table = load_table("script_names", ScriptNameRow)
    return tuple(row for row in table if row.category in categories) if categories else table


def spellings(known: Iterable[_Spelling]) -> Iterator[_Spelling]:
    """Every form in another script, with the meanings its target has among known names.

    Args:
        known: Names of the other tables; a row whose target is not among them is passed over,
            since a person without a dated office has no actor to stand for.
    """
    meanings = _meanings(known)
    for row in rows():
        for name in _names(row, meanings):
            yield from ((form, name) for form in written(row))


def role_spellings() -> Iterator[tuple[str, RoleRow]]:
    """Every form of every role in another script."""
    roles = {row.id: row for row in load_table("roles", RoleRow)}
    for row in rows(ScriptCategory.ROLE):
        yield from ((form, roles[row.target]) for form in written(row))


@cache
def places() -> Mapping[str, PlaceRow]:
    """Place rows by their forms in other scripts."""
    by_name = {row.name: row for row in load_table("places", PlaceRow)}
    named = rows(*_PLACES)
    return MappingProxyType({form: by_name[row.target] for row in named for form in row.forms})


def written(row: ScriptNameRow) -> Iterator[str]:
    """The forms of a row as they are written in a text, with attached prefixes."""
    for form in row.forms:
        yield form
        for prefix, before_article, article in _prefixes(row.language):
            bare = form.removeprefix(article)
            if bare != form:
                yield prefix + before_article + bare
                continue
            yield prefix + form
            if row.category in _WITH_ARTICLE and " " not in form:
                yield prefix + before_article + form
    if row.category in _WITH_ARTICLE:
        yield from _with_article(row)


def _with_article(row: ScriptNameRow) -> Iterator[str]:
    for article in _articles(row.language):
        for form in row.forms:
            if " " not in form and not form.startswith(article):
                yield article + form


@cache
def _articles(language: str) -> tuple[str, ...]:
    return tuple(
        form
        for row in rows(ScriptCategory.ARTICLE)
        if row.language == language
        for form in row.forms
    )


@cache
def _prefixes(language: str) -> tuple[tuple[str, str, str], ...]:
    """Prefixes of a language, how an article is written after each, and the article."""
    return tuple(
        (form, row.target, article)
        for article in _articles(language)
        for row in rows(ScriptCategory.PREFIX)
        if row.language == language
        for form in row.forms
    )


def _meanings(known: Iterable[_Spelling]) -> Mapping[_Key, tuple[Name, ...]]:
    wanted = {_key(row) for row in rows()}
    found: dict[_Key, dict[Name, None]] = {}
    for spelling, name in known:
        key = _key_of(spelling, name)
        if key in wanted and not name.short:
            found.setdefault(key, {})[_plain(name)] = None
    return {key: tuple(names) for key, names in found.items()}


def _plain(name: Name) -> Name:
    """A meaning without what was said of its English spelling."""
    return replace(name, plural=False, ambiguous=False)


def _key_of(spelling: str, name: Name) -> _Key:
    if name.category is Category.PLACE:
        return "place", spelling
    if name.holder:
        return "person", name.holder
    if name.category in (Category.STATE, Category.DEMONYM):
        return name.category.value, name.actor.id
    return "actor", name.actor.id


def _key(row: ScriptNameRow) -> _Key:
    if row.category in _PLACES:
        return "place", row.target
    if row.category in _PERSONS:
        return "person", row.target
    if row.category in (ScriptCategory.STATE, ScriptCategory.DEMONYM):
        return row.category.value, row.target
    if row.category is ScriptCategory.OFFICE:
        return "state", row.target.partition("/")[0]
    return "actor", row.target


def _names(row: ScriptNameRow, meanings: Mapping[_Key, tuple[Name, ...]]) -> tuple[Name, ...]:
    names = meanings.get(_key(row), ())
    if row.category is ScriptCategory.SURNAME:
        return tuple(replace(name, short=True) for name in names)
    if row.category is ScriptCategory.OFFICE:
        return tuple(_office(row, name) for name in names)
    return names


def _office(row: ScriptNameRow, state: Name) -> Name:
    country, _, role = row.target.partition("/")
    actor = office_actor(country, role, _SECTOR, owner=state.actor)
    return Name(actor, Category.OFFICE, role=role)
