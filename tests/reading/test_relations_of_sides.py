"""Who stands with whom, and what a camp has riding on a happening."""

from __future__ import annotations

import datetime as dt

from tests.reading.builders import (
    AVAR_GUARD,
    AVARIA,
    BELMAR,
    CORVIA,
    SOURCES,
    TIES,
    WEST,
    World,
    person,
)

from detente.model.actors import Actor, ActorKind
from detente.model.events import EventType, Mark
from detente.model.incidents import Stake
from detente.model.reports import Source
from detente.model.statements import Speaker, SpeakerRole
from detente.reading.relations_of_sides import Tie, camp_of, observe, stake


def test_an_organ_and_a_person_stand_with_their_state_and_a_collective_with_itself():
    assert camp_of(AVAR_GUARD) == "AVA"
    assert camp_of(person(AVARIA, "Otto Brand")) == "AVA"
    assert camp_of(WEST) == "WEST"
    assert camp_of(None) == ""


def test_allies_are_members_of_one_alliance_on_that_day():
    ties = (*TIES, Tie("PACT", "COR", dt.date(2031, 1, 1), dt.date(2031, 2, 1)))
    sides = observe((), (), (), ties=ties)

    assert sides.allied("BEL", "DOR")
    assert sides.allied("BEL", "PACT")
    assert sides.allied("BEL", "COR", dt.date(2031, 1, 15))
    assert not sides.allied("BEL", "COR", dt.date(2031, 3, 1))
    assert not sides.allied("BEL", "AVA")


def test_an_attack_makes_two_sides_hostile_and_a_third_partys_accusation_does_not():
    for speaker, mark, hostile in (
        (CORVIA, Mark.ASSERTED, True),
        (BELMAR, Mark.ACCUSED, True),
        (CORVIA, Mark.ACCUSED, False),
        (CORVIA, Mark.DENIED, False),
    ):
        world = World()
        said = world.says(world.report(), speaker)
        world.event(said, EventType.ASSAULT, AVARIA, BELMAR, mark=mark)

        assert world.sides.hostile("BEL", "AVA") is hostile, (speaker, mark)


def test_stake_is_measured_from_the_author():
    world = World()
    world.event(world.prints(world.report()), EventType.ASSAULT, AVARIA, BELMAR)
    held = {
        camp: stake(camp, ("AVA",), ("BEL",), sides=world.sides)
        for camp in ("AVA", "BEL", "DOR", "COR", "")
    }

    assert held == {
        "AVA": Stake.OWN_SIDE,
        "BEL": Stake.ADVERSARY,
        "DOR": Stake.ADVERSARY,
        "COR": Stake.NEUTRAL,
        "": Stake.UNKNOWN,
    }


def test_an_ally_of_both_parties_and_an_enemy_of_the_one_hit_are_no_neutrals():
    both = observe(
        (), (), (), ties=(Tie("P", "AVA"), Tie("P", "COR"), Tie("Q", "BEL"), Tie("Q", "COR"))
    )
    assert stake("COR", ("AVA",), ("BEL",), sides=both) is Stake.UNKNOWN

    world = World()
    world.event(world.prints(world.report()), EventType.ASSAULT, CORVIA, BELMAR)
    assert stake("COR", ("AVA",), ("BEL",), sides=world.sides) is Stake.UNKNOWN


def test_control_of_an_outlet_has_dates():
    source = Source(
        "x", "Echo", controlled_by="AVA", controlled_from=dt.date(2030, 1, 1),
        controlled_to=dt.date(2030, 12, 31),
    )  # fmt: skip
    sides = observe((), (), (), sources=(source,))
    echo = Speaker("Echo", SpeakerRole.OUTLET)

    assert sides.controller(echo, dt.date(2030, 6, 1)) == "AVA"
    assert sides.controller(echo, dt.date(2031, 6, 1)) == ""


def test_a_directed_outlets_own_voice_stands_with_who_directs_it():
    world = World()
    voice = world.prints(world.report("avar-voice"))

    assert observe(world.reports, (), (), sources=SOURCES).camp(voice) == "AVA"


def test_an_outlet_nobody_directs_stands_with_the_country_it_is_made_in():
    gazette = Actor("gazette", "Gazette", ActorKind.OUTLET, "COR", "JRN", "gazette")

    assert camp_of(gazette) == "COR"
