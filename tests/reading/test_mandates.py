"""In whose name somebody may speak."""

from __future__ import annotations

import pytest

from detente.model.actors import Actor, ActorKind
from detente.model.statements import Mandate
from detente.reading.mandates import mandate_of


@pytest.mark.parametrize(
    ("function", "mandate"),
    [
        ("foreign minister", Mandate.AUTHORISED),
        ("spokeswoman for the defence ministry", Mandate.AUTHORISED),
        ("spokesman for the Central Headquarters", Mandate.AUTHORISED),
        ("secretary general of the alliance", Mandate.AUTHORISED),
        ("adviser to the president", Mandate.SEMI_OFFICIAL),
        ("member of the advisory board of the supreme leader", Mandate.SEMI_OFFICIAL),
        ("chairman of the parliamentary committee on foreign affairs", Mandate.SEMI_OFFICIAL),
        ("member of parliament", Mandate.SEMI_OFFICIAL),
        ("research fellow at an institute of the Academy of Sciences", Mandate.EXPERT),
        ("former foreign minister", Mandate.PERSONAL),
        ("a retired general", Mandate.PERSONAL),
        ("", Mandate.UNKNOWN),
    ],
)
def test_words_of_the_office(function, mandate):
    assert mandate_of([function], None) is mandate


def test_a_present_office_outweighs_a_past_one():
    described = ["a retired general and former commander", "member of the advisory council"]
    assert mandate_of(described, None) is Mandate.SEMI_OFFICIAL


def test_without_words_the_kind_of_actor_decides():
    state = Actor("AAA", "Aland", ActorKind.STATE, "AAA", principal="AAA", official=True)
    outlet = Actor("outlet:x", "The Herald", ActorKind.OUTLET)
    lawmaker = Actor("AAA.LEG", "lawmakers", ActorKind.SECTOR, "AAA", "LEG", "AAA")
    assert mandate_of([], state) is Mandate.AUTHORISED
    assert mandate_of([], outlet) is Mandate.UNKNOWN
    assert mandate_of([], lawmaker) is Mandate.SEMI_OFFICIAL


def test_an_office_no_longer_held_gives_no_mandate():
    office = Actor("AAA-PM", "prime minister", ActorKind.OFFICE, "AAA", "GOV", "AAA")
    assert mandate_of([], office, former=True) is Mandate.PERSONAL
