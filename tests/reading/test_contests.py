"""Who is denied the right to speak for others, in one report or in several."""

from __future__ import annotations

from tests.reading.builders import AVARIA, CORVIA_MINISTRY, PACT, World, person

from detente.reading.contests import contested_across

CHIEF = person(PACT, "Vera Solt", official=True)


def said_for(world: World, report, speaks_for: str = ""):
    return world.says(report, CHIEF, speaks_for=speaks_for)


def test_a_denied_mandate_reaches_statements_in_other_reports() -> None:
    world = World()
    here, there = world.report("avar-voice"), world.report("corvia-news")
    claim = said_for(world, here, "PACT")
    denial = world.says(there, CORVIA_MINISTRY)
    found = contested_across(world.statements, [{}, {CHIEF.id: (denial.id,)}])
    assert [s.contested_by for s in found if s.id == claim.id] == [(denial.id,)]


def test_who_cannot_speak_for_others_may_speak_for_himself() -> None:
    world = World()
    here, there = world.report("avar-voice"), world.report("corvia-news")
    said_for(world, here)
    denial = world.says(there, CORVIA_MINISTRY)
    found = contested_across(world.statements, [{CHIEF.id: (denial.id,)}])
    assert all(not statement.contested_by for statement in found)


def test_no_doubts_change_nothing() -> None:
    world = World()
    said_for(world, world.report("avar-voice"), AVARIA.id)
    assert contested_across(world.statements, [{}]) == tuple(world.statements)
