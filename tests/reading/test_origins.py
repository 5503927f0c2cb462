"""Statements that go back to one original count once."""

from __future__ import annotations

from tests.reading.builders import BELMAR_ARMY, World

from detente.reading.origins import origins

WIRE = "Missiles hit the harbour of Sandport on Monday and set two ships on fire."


def keys(world):
    found = origins(world.statements, {report.id: report for report in world.reports})
    return list(found.values())


def test_a_speakers_words_are_one_original_in_every_outlet():
    world = World()
    for outlet in ("avar-voice", "belmar-radio"):
        world.says(world.report(outlet), BELMAR_ARMY)

    assert len(set(keys(world))) == 1


def test_a_copied_sentence_goes_back_to_its_first_print():
    world = World()
    for outlet, text in (
        ("belmar-radio", WIRE),
        ("corvia-news", f"{WIRE[:-1]}, it is said."),
        ("avar-voice", "A fire broke out in the harbour of Sandport after an explosion."),
    ):
        world.prints(world.report(outlet, text=text), words=text)

    first, copy, other = keys(world)

    assert first == copy
    assert other != first
