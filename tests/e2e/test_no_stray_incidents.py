"""What is no happening makes no incident, and what is said of one stands with it."""

from __future__ import annotations

from tests.e2e.newsroom import reading, short, told

from detente.model.incidents import FacetStatus


def test_not_returning_fire_is_no_incident() -> None:
    found = reading(
        "Bel Herald, 2031-05-03 :: “Our ship was inside the announced area, and she did not "
        "return fire,” Belmaran foreign minister Mira Holt said.",
    )
    assert found.incidents == ()
    assert {len(one.chain) for one in found.statements} == {2}


def test_a_denial_of_what_others_tell_belongs_to_it() -> None:
    found = reading(
        "Ava Post, 2031-05-03 :: The Belmaran navy shelled Port Ava on Friday, Avarian foreign "
        "minister Tomas Reed said.",
        "Bel Herald, 2031-05-03 :: Belmar did not shell Port Ava on Friday, Belmaran foreign "
        "minister Mira Holt said.",
    )
    (shelling,) = told(found, "ASSAULT")
    assert shelling.author.status is FacetStatus.CONTESTED


def test_an_area_for_exercises_is_no_exercise() -> None:
    found = reading(
        "Corvian Courier, 2031-05-03 :: The log puts the ships four miles outside the exercise "
        "area that Belmar had announced.",
    )
    assert found.incidents == ()


def test_a_demand_to_agree_is_no_agreement() -> None:
    found = reading(
        "Ava Post, 2031-05-03 :: PORT AVA, 3 May 2031 (ANA) - Avaria's foreign ministry demanded "
        "on Friday that Belmar return the missing pilot and agree to a joint inquiry.",
    )
    assert [incident.type.value for incident in found.incidents] == ["REQUEST"]
    assert {actor.id for actor in found.incidents[0].recipients} == {"BEL"}
    assert ("AGREE", "demanded") in [short(event) for event in found.events]


def test_a_country_that_agrees_with_its_own_minister_agrees_with_nobody() -> None:
    found = reading(
        "Ava Post, 2031-05-03 :: Avaria's government agreed with Avarian foreign minister Tomas "
        "Reed to reopen the port.",
    )
    assert told(found, "AGREE") == []


def test_a_strike_said_to_be_staged_is_the_strike_it_is_about() -> None:
    found = reading(
        "Ava Post, 2031-05-03 :: Drones struck a fuel depot in Port Ava on Friday night, Avaria's "
        "interior ministry said. The ministry accused Belmar of the attack.",
        "Bel Herald, 2031-05-03 :: Belmar did not attack the fuel depot in Port Ava, Belmar's "
        "foreign ministry said. The ministry accused Avaria of building copies of its drones in "
        "order to attack its own depot and to blame Belmar.",
    )
    (strike,) = told(found, "ASSAULT")
    assert {claim.value for claim in strike.author.claims} == {"Belmar", "Avaria"}
    assert strike.author.status is FacetStatus.CONTESTED
    accusers = [{a.principal for a in one.authors} for one in told(found, "ACCUSE")]
    assert sorted(map(sorted, accusers)) == [["AVA"], ["BEL"]]


def test_a_minister_and_an_adviser_do_not_make_one_demand() -> None:
    found = reading(
        "Ava Post, 2031-05-03 :: Belmar must withdraw its fleet, according to a member of "
        "President Tomas Reed's advisory council.",
        "Ava Post, 2031-05-04 :: Avaria's foreign ministry demanded on Saturday that Belmar "
        "withdraw its fleet.",
    )
    assert len(told(found, "REQUEST")) == 2
