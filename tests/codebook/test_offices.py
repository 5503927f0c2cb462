"""Who held which office when."""

from __future__ import annotations

from detente.codebook.loader import load_table
from detente.codebook.offices import HolderRow, OfficeRow, RoleRow
from detente.codebook.organisations import OrganisationRow, OrganRow
from detente.codebook.states import StateRow
from detente.reading.gazetteer import HIGH_OFFICES

_ROLES = {row.id for row in load_table("roles", RoleRow)} | HIGH_OFFICES
_OWNERS = (
    {row.code for row in load_table("states", StateRow)}
    | {row.id for row in load_table("organisations", OrganisationRow)}
    | {row.id for row in load_table("organs", OrganRow)}
)


def test_every_holder_has_a_known_role_and_principal() -> None:
    for row in load_table("office_holders", HolderRow):
        assert row.role in _ROLES, row.person
        assert row.country in _OWNERS, row.person


def test_every_office_has_a_known_role_and_principal() -> None:
    for row in load_table("offices", OfficeRow):
        assert row.role in _ROLES, row.id
        assert row.country in _OWNERS, row.id


def test_a_term_begins_before_it_ends() -> None:
    for row in load_table("office_holders", HolderRow):
        if row.start and row.end:
            assert row.start <= row.end, row.person


def test_nobody_holds_one_office_twice_from_the_same_day() -> None:
    terms = [
        (r.person, r.country, r.role, r.start) for r in load_table("office_holders", HolderRow)
    ]
    assert len(terms) == len(set(terms))


def test_aliases_differ_from_the_name() -> None:
    for row in load_table("office_holders", HolderRow):
        assert row.person not in row.aliases
        assert len(set(row.aliases)) == len(row.aliases), row.person


def test_an_office_stands_once() -> None:
    ids = [row.id for row in load_table("offices", OfficeRow)]
    assert len(ids) == len(set(ids))
