"""Whom "the enemy" means."""

from __future__ import annotations

from tests.e2e.newsroom import reading

TWO = "Bel Herald, 2031-05-03 :: Avaria's ships came close. {}"
THREE = "Bel Herald, 2031-05-03 :: Avaria's ships came close, Corvia said. {}"
THREAT = "“We will attack the enemy,” Belmaran foreign minister Mira Holt said."


def aimed_at(text: str) -> set[str]:
    threats = (event for event in reading(text).events if event.type.value == "THREATEN")
    return {p.actor.id for event in threats for p in event.recipients if p.actor}


def test_the_enemy_is_the_one_side_the_report_speaks_of() -> None:
    assert aimed_at(TWO.format(THREAT)) == {"AVA"}


def test_of_two_other_sides_neither_is_taken() -> None:
    assert aimed_at(THREE.format(THREAT)) == set()


def test_seen_from_the_other_side_it_is_the_other_one() -> None:
    theirs = "Ava Post, 2031-05-03 :: Belmar's ships came close. {}"
    said = "“We will attack the enemy,” Avarian foreign minister Tomas Reed said."
    assert aimed_at(theirs.format(said)) == {"BEL"}
