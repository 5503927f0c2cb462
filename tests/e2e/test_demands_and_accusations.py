"""Who is asked and what is asked stand apart; an accusation stays one side's, however often told."""

from __future__ import annotations

import pytest
from tests.e2e.newsroom import reading, told

from detente.model.incidents import FacetStatus

ASKED = [
    (
        "Belmar's foreign ministry invited Avaria and Corvia to send observers.",
        ("send observers", {"Avaria", "Corvia"}),
    ),
    (
        "Belmar's foreign ministry demanded that Avaria cancel its exercise.",
        ("cancel its exercise", {"Avaria"}),
    ),
    (
        "Rolf Anders, a Belmaran lawmaker, called on the government to recall its ambassador.",
        ("recall its ambassador", {"government of Belmar"}),
    ),
    ("Avarian lawmakers called for an independent inquiry.", ("an independent inquiry", set())),
    (
        "Corvia's foreign ministry urged both sides to show restraint.",
        ("both sides to show restraint", set()),
    ),
]


@pytest.mark.parametrize(("text", "expected"), ASKED)
def test_who_is_asked_and_what(text, expected):
    state = "Belmar's navy met Avaria's off Corvia. "
    (demand,) = reading(f"Bel Herald, 2031-05-03 :: {state}{text}").demands
    assert (demand.what, {actor.name for actor in demand.of_whom}) == expected


def test_who_owes_one_thing_does_not_owe_the_other():
    found = reading(
        "Ava Post, 2031-05-03 :: Belmar must withdraw its fleet, Avarian foreign minister Tomas "
        "Reed said. He added that Avaria would also seek full compensation for the harbour and a "
        "security guarantee from Corvia.",
    )
    whom = {demand.issue: {actor.id for actor in demand.of_whom} for demand in found.demands}
    assert whom["guarantees"] == {"COR"}
    assert "COR" not in whom["restitution"]


def test_a_demand_told_shorter_is_the_same_demand():
    found = reading(
        "Ava Post, 2031-05-03 :: Avaria demands that Belmar cancel its exercise\n\nAvaria's foreign "
        "ministry demanded on Friday that Belmar cancel its naval exercise near the strait.",
    )
    assert [demand.what for demand in found.demands] == [
        "cancel its naval exercise near the strait"
    ]


def test_an_accusation_in_two_outlets_is_one_sides_claim():
    found = reading(
        "Ava Post, 2031-05-03 :: Avaria's foreign ministry accused Belmar of piracy.",
        "Corvian Courier, 2031-05-04 :: Avaria has accused Belmar of piracy.",
    )
    (accusation,) = told(found, "ACCUSE")
    assert {facet.status for facet in accusation.facets[:3]} == {FacetStatus.CLAIMED}
    assert accusation.occurrence.independent == 1
    assert len(accusation.occurrence.claims) == 2


def test_a_condemnation_is_no_accusation_of_another_deed():
    found = reading(
        "Bel Herald, 2031-05-03 :: Belmar's foreign ministry condemned Avaria's aggression.",
        "Bel Herald, 2031-05-05 :: Belmar's foreign ministry accused Avaria of staging an attack.",
    )
    assert len(told(found, "ACCUSE")) == 2
