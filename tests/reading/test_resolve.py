"""A word is resolved only where one antecedent fits."""

from __future__ import annotations

import pytest

from detente.reading import gazetteer, lexicon, resolve, syntax


def meant(text: str) -> dict[str, str]:
    """Actor ids by the words that mean them, the longest mention of each word."""
    known = lexicon.load()
    found = gazetteer.find(text, known)
    parsed = syntax.parse(text, gazetteer.masks(found, known))
    mentions = resolve.resolve(parsed, found, known)
    return {one.text: one.actor.id if one.actor else "" for one in reversed(mentions)}


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("The Iranian foreign minister spoke.", "Iranian foreign minister", "IRN-FOREIGN-MINISTER"),
        ("Iran said its army would answer.", "its army", "IRN.MIL"),
        ("Chad said it would not answer.", "it", "TCD"),
        ("NATO met on Monday. The alliance said nothing.", "alliance", "NATO"),
        ("Talks between Chad and Peru failed: the latter walked out.", "latter", "PER"),
        ("Talks between Chad and Peru failed: the former walked out.", "former", "TCD"),
        (
            "A spokesman for the Hungarian interior ministry denied it.",
            "spokesman for the Hungarian interior ministry",
            "HUN-INTERIOR-MINISTRY",
        ),
        (
            "Peru's foreign ministry spokeswoman Ana Quispe denied it. She left.",
            "She",
            "person:ana-quispe",
        ),
        (
            "Ana Quispe, a member of Peru's parliament, denied it. Quispe left.",
            "Quispe",
            "person:ana-quispe",
        ),
    ],
)
def test_who_is_meant(text: str, words: str, actor: str):
    assert meant(text)[words] == actor


def test_the_west_its_alliance_and_its_great_power_are_three_actors():
    found = meant("The West, NATO and the United States disagreed.")
    assert len({actor for actor in found.values() if actor}) == 3


def test_two_that_fit_are_none():
    assert "it" not in meant("Chad and Peru met because it was late.")


def test_an_adviser_does_not_hold_the_office_he_advises():
    found = meant("A member of the advisory board of Iran's supreme leader spoke.")
    whole = "member of the advisory board of Iran's supreme leader"
    assert found[whole] != "IRN-SUPREME-LEADER"


def test_a_sea_is_no_person():
    found = meant("It left the Persian Gulf, according to a member of Peru's parliament.")
    assert not any(actor.startswith("person:") for actor in found.values())
