"""Who was hurt counts as effect of the deed; what a reporter saw vouches for that alone."""

from __future__ import annotations

import pytest
from tests.e2e.newsroom import reading, told

from detente.model.incidents import Access, FacetStatus
from detente.model.reading import Reading

MINISTRY = (
    "Ava Post, 2031-05-03 :: The Belmaran navy shelled the port of Port Ava on Friday, killing "
    "four workers, Avaria's interior ministry said."
)
COURIER = (
    "Corvian Courier, 2031-05-04 :: The Belmaran navy shelled the port of Port Ava on Friday, "
    "Avarian foreign minister Tomas Reed said.\n\n{}"
)


def effects(found: Reading) -> dict[str, str]:
    """What is claimed as effect of the one attack, with who says so."""
    (attack,) = told(found, "ASSAULT")
    return {claim.value: claim.speaker_name for claim in attack.effect.claims}


@pytest.mark.parametrize(
    ("words", "effect"),
    [
        ("Four workers died, doctors at the city hospital said.", "Four workers killed"),
        ("12 people were killed when the depot burned, doctors said.", "12 people killed"),
        ("The hospital treated nine others.", "nine others wounded"),
        ("Two sailors were injured and one is missing.", "one missing"),
        ("At least 20 people were hurt.", "At least 20 people wounded"),
    ],
)
def test_deaths_told_without_a_deed_are_an_effect_and_no_deed(words, effect):
    found = reading(COURIER.format(words))
    assert effect in effects(found)
    (attack,) = told(found, "ASSAULT")
    assert {actor.id for actor in attack.authors} <= {"BEL", "BEL-BELMARAN-NAVY"}


@pytest.mark.parametrize(
    "words",
    [
        "Four workers could have died, doctors said.",
        "The shells would have killed 20 people.",
        "Nobody was killed.",
        "Belmar will kill four workers.",
        "The earthquake of 1907 killed 200 people.",
    ],
)
def test_what_did_not_befall_them_is_no_effect(words):
    assert effects(reading(COURIER.format(words))) == {}


def test_doctors_whom_a_neutral_outlet_heard_corroborate_a_partys_number():
    doctors = COURIER.format("Four workers died, doctors at the city hospital told the Courier.")
    (attack,) = told(reading(MINISTRY, doctors), "ASSAULT")
    assert attack.effect.status is FacetStatus.CORROBORATED
    assert attack.effect.value == "four workers killed"


def test_doctors_whom_the_partys_own_outlet_heard_do_not():
    doctors = (
        "Ava Post, 2031-05-04 :: Belmar shelled the port of Port Ava on Friday, Reed said.\n\n"
    )
    own = doctors + "Four workers died, doctors at the city hospital told the Ava Post."
    (attack,) = told(reading(MINISTRY, own), "ASSAULT")
    assert attack.effect.status is FacetStatus.CLAIMED


def test_deaths_in_a_report_without_a_deed_belong_to_nothing():
    assert (
        reading("Corvian Courier, 2031-05-04 :: Four workers died, doctors said.").incidents == ()
    )


def access(words: str) -> Access:
    """How the outlet can know of the bridge that it tells of in its own voice."""
    found = reading(f"Corvian Courier, 2031-05-04 :: {words}")
    (attack,) = told(found, "ASSAULT")
    return attack.occurrence.claims[0].access


def test_debris_seen_elsewhere_in_a_report_vouches_for_nothing_else():
    shelled = "Belmar's navy destroyed the old bridge of Port Ava on Friday."
    assert access(f"{shelled}\n\nOur reporter saw pieces of a shell.") is Access.SECOND_HAND
    assert access(f"{shelled} Our reporter saw pieces of a shell.") is Access.SECOND_HAND


def test_what_the_reporter_saw_is_eyewitnessed():
    shelled = "Belmar's navy destroyed the old bridge of Port Ava on Friday."
    seen = f"{shelled} Our reporter saw the bridge fall into the river."
    assert access(seen) is Access.EYEWITNESS
