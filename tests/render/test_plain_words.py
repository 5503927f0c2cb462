"""Sides and numbers in words, each said once."""

from __future__ import annotations

import pytest
from tests.e2e.newsroom import reading

from detente.codebook.sectors import in_words
from detente.model.actors import Actor, ActorKind
from detente.model.statements import Speaker, SpeakerRole
from detente.render.happenings import magnitude_words
from detente.render.voices import speaker_name

MINISTRY = Actor(
    "BEL-FM", "foreign ministry of Belmaria", ActorKind.OFFICE, "BEL", "GOV", "BEL", official=True
)


def test_a_sector_of_a_state_is_named_in_words():
    found = reading("Ava Post, 2031-05-03 :: A Belmaran frigate shelled Port Ava on Friday.")
    (shelling,) = found.incidents
    assert [actor.name for actor in shelling.authors] == ["armed forces of Belmar"]
    assert in_words("XYZ", "Belmar") == "Belmar (XYZ)"


@pytest.mark.parametrize(
    ("written", "function", "shown"),
    [
        ("the Belmarian foreign ministry", "Belmarian ministry", "Foreign ministry of Belmaria"),
        ("Belmarian foreign ministry", "", "Foreign ministry of Belmaria"),
        ("It", "foreign ministry", "Foreign ministry of Belmaria"),
        (
            "Sem Holt",
            "foreign minister",
            "Sem Holt (foreign minister, foreign ministry of Belmaria)",
        ),
    ],
)
def test_a_speaker_is_named_once(written, function, shown):
    name = speaker_name(Speaker(written, SpeakerRole.SPEAKER, MINISTRY, function=function))
    assert name.casefold() == shown.casefold()


def test_a_number_is_given_once_and_in_full():
    found = reading(
        "Ava Post, 2031-05-03 :: Four workers killed in Port Ava\n\nBelmar's navy shelled the "
        "port of Port Ava on Friday, killing four workers, Avaria's interior ministry said. Belmar "
        "carried out the attack on Port Ava with six Kestrel-3 drones, the ministry said.",
    )
    numbers = [magnitude_words(item) for one in found.incidents for item in one.magnitudes]
    assert sorted(map(str.lower, numbers)) == ["four workers killed", "six kestrel-3 drones"]


def test_who_collides_is_no_effect_of_the_collision():
    found = reading(
        "Corvian Courier, 2031-05-03 :: Two vessels of Belmar and Avaria collided on Friday.",
    )
    assert all(not one.magnitudes and not one.effect.claims for one in found.incidents)
