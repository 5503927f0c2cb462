"""Who is a member of what, and since when."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from detente.codebook.loader import load_table
from detente.codebook.organisations import MembershipRow, OrganisationRow
from detente.codebook.states import StateRow
from detente.reading import lexicon


@pytest.mark.parametrize(
    ("organisation", "state", "day", "is_member"),
    [
        ("NATO", "FIN", dt.date(2023, 4, 3), False),
        ("NATO", "FIN", dt.date(2023, 4, 4), True),
        ("EUR", "GBR", dt.date(2020, 1, 31), True),
        ("EUR", "GBR", dt.date(2020, 2, 1), False),
        ("WARSAWPACT", "POL", dt.date(1992, 1, 1), False),
    ],
)
def test_memberships_are_dated(
    organisation: str, state: str, day: dt.date, *, is_member: bool
) -> None:
    assert (state in lexicon.load().members(organisation, day)) is is_member


def test_every_membership_names_a_known_state_and_organisation() -> None:
    states = {row.code for row in load_table("states", StateRow)}
    organisations = {row.id for row in load_table("organisations", OrganisationRow)}
    for row in load_table("memberships", MembershipRow):
        assert row.state in states
        assert row.organisation in organisations


def test_no_state_is_a_member_twice_at_one_time() -> None:
    stays: dict[tuple[str, str], list[MembershipRow]] = {}
    for row in load_table("memberships", MembershipRow):
        stays.setdefault((row.organisation, row.state), []).append(row)
    for rows in stays.values():
        ordered = sorted(rows, key=lambda row: row.start or dt.date.min)
        for earlier, later in pairwise(ordered):
            assert earlier.end is not None
            assert later.start is not None
            assert earlier.end < later.start


def test_a_collective_has_no_members() -> None:
    assert lexicon.load().members("west") == ()
