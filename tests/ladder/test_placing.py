"""Where two sides stand, by what is corroborated and by what is claimed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.reading.builders import (
    AVAR_GUARD,
    AVAR_MINISTRY,
    AVARIA,
    BELMAR,
    BELMAR_ARMY,
    CORVIA_MINISTRY,
    DORNIA,
    PACT,
    RIDGE,
    WEST,
    World,
    count,
    on,
    person,
    place,
)

from detente.codebook import Verified
from detente.codebook.wars_on_record import WarOnRecord
from detente.ladder import positions
from detente.model.dates import OPEN
from detente.model.events import EventType, Mark
from detente.model.ladder import Arrow, Rung
from detente.model.statements import Mandate

AS_OF = dt.date(2031, 3, 20)
SANDPORT = place("Sandport", "BEL")


def test_one_sides_claim_is_claimed_and_not_corroborated():
    world = World()
    act(world, BELMAR_ARMY)

    (dyad,) = place_all(world)
    shortest = dyad.windows[0]

    assert (dyad.a, dyad.b) == ("AVA", "BEL")
    assert shortest.days == 30
    assert shortest.claimed.rung is Rung.USE_OF_FORCE
    assert shortest.claimed.action == 16
    assert shortest.corroborated.rung is Rung.NONE
    assert dyad.war_note == "war threshold not judged"


def test_both_sides_telling_of_it_corroborate_the_rung():
    world = World()
    act(world, BELMAR_ARMY)
    act(world, AVAR_GUARD)

    (dyad,) = place_all(world)

    assert dyad.windows[0].corroborated.rung is Rung.USE_OF_FORCE
    assert dyad.windows[0].corroborated.incidents == ("i1",)


def test_what_is_only_accused_denied_threatened_or_demanded_gives_no_rung():
    for mark in set(Mark) - {Mark.ASSERTED}:
        world = World()
        act(world, BELMAR_ARMY, mark=mark)

        assert all(p.windows[0].claimed.rung is Rung.NONE for p in place_all(world)), mark


def test_a_threat_is_rung_two_and_a_show_of_force_rung_three():
    world = World()
    act(world, BELMAR_ARMY, EventType.THREATEN, mode="violence", speech=True, predicate="warn")
    assert place_all(world)[0].windows[0].claimed.rung is Rung.THREAT

    act(world, BELMAR_ARMY, EventType.MOBILIZE, mode="troops", predicate="deploy")
    assert place_all(world)[0].windows[0].claimed.rung is Rung.DISPLAY


def test_a_scholars_threat_and_a_lawmakers_threat_are_no_threat_of_the_state():
    scholar = person(AVARIA, "Ossip Lind", "EDU")
    for speaker, mandate in ((scholar, Mandate.EXPERT), (AVAR_MINISTRY, Mandate.PERSONAL)):
        world = World()
        said = world.says(world.report(), speaker, mandate=mandate)
        world.event(
            said, EventType.THREATEN, speaker, BELMAR, mode="violence", speech=True, date=on(10)
        )

        (dyad,) = place_all(world)

        assert dyad.windows[0].claimed.rung is Rung.NONE
        assert "not counted" in dyad.windows[0].claimed.reason


def test_an_armed_group_is_no_state_and_says_so():
    world = World()
    act(world, BELMAR_ARMY, by=RIDGE)

    (dyad,) = place_all(world)

    assert dyad.windows[0].claimed.rung is Rung.NONE
    assert "not an official force of a state" in dyad.windows[0].claimed.reason


def test_a_collective_has_no_rung():
    world = World()
    act(world, BELMAR_ARMY, by=AVARIA, to=WEST, where=None)

    assert place_all(world)[0].windows[0].claimed.rung is Rung.NONE


def test_a_collective_accused_of_something_makes_no_dyad_and_has_no_voice_to_miss():
    world = World()
    act(world, BELMAR_ARMY, by=WEST, to=AVARIA, where=None, mark=Mark.ACCUSED)
    assert place_all(world) == ()

    act(world, BELMAR_ARMY, EventType.ACCUSE, by=WEST, to=AVARIA, where=None, speech=True)
    assert place_all(world)[0].missing_camps == ("AVA",)


def test_an_own_martyr_avenged_is_not_who_is_hit():
    world = World()
    act(world, AVAR_GUARD, by=AVAR_GUARD, to=person(AVARIA, "Fallen Officer"))

    assert [(p.a, p.b) for p in place_all(world)] == [("AVA", "BEL")]


def test_an_organisation_is_no_bloc_against_its_own_member():
    world = World()
    act(world, BELMAR_ARMY, by=AVARIA, to=DORNIA, where=None)
    act(world, BELMAR_ARMY, EventType.ACCUSE, by=AVARIA, to=PACT, where=None, speech=True)

    dyads = {(p.a, p.b): p for p in place_all(world, members={"PACT": ("AVA", "DOR")})}

    assert dyads["AVA", "PACT"].windows[0].claimed.rung is Rung.NONE


def test_an_attack_on_a_states_territory_is_directed_at_that_state():
    world = World()
    act(world, BELMAR_ARMY, to=None)

    (dyad,) = place_all(world)

    assert (dyad.a, dyad.b) == ("AVA", "BEL")
    assert dyad.windows[0].claimed.rung is Rung.USE_OF_FORCE


def test_a_joint_exercise_is_no_show_of_force():
    world = World()
    act(world, BELMAR_ARMY, EventType.MOBILIZE, by=(AVARIA, BELMAR), to=BELMAR)

    assert place_all(world)[0].windows[0].claimed.rung is Rung.NONE


def test_windows_are_trailing_and_undated_incidents_enter_none():
    world = World()
    act(world, BELMAR_ARMY, date=on(1, month=1))
    act(world, BELMAR_ARMY, EventType.MOBILIZE, mode="troops", date=OPEN, predicate="deploy")

    (dyad,) = place_all(world)

    assert [w.claimed.rung for w in dyad.windows] == [Rung.NONE, Rung.USE_OF_FORCE]
    assert dyad.undated is not None
    assert dyad.undated.claimed.rung is Rung.DISPLAY


def test_a_batch_without_any_date_gets_one_undated_window():
    world = World()
    act(world, BELMAR_ARMY, date=OPEN)

    (dyad,) = positions(world.incidents, world.events, as_of=None)

    assert [w.days for w in dyad.windows] == [0]
    assert dyad.undated is None
    assert dyad.windows[0].claimed.rung is Rung.USE_OF_FORCE
    assert dyad.arrow is Arrow.NO_NEW_INFORMATION


def test_war_needs_a_war_on_record_that_is_backed():
    world = World()
    act(world, BELMAR_ARMY)
    war = WarOnRecord(
        "Avar war", ("AVA",), ("BEL",), dt.date(2030, 1, 1), None, "own example", Verified.FILE
    )

    (dyad,) = place_all(world, wars=(war,))
    assert dyad.windows[0].corroborated.rung is Rung.WAR
    assert dyad.war_note == ""

    (dyad,) = place_all(world, wars=(replace(war, verified=Verified.RECALLED),))
    assert dyad.windows[0].claimed.rung is Rung.USE_OF_FORCE
    assert "from memory only" in dyad.war_note


def test_a_thousand_corroborated_deaths_are_war_and_claimed_ones_are_not():
    for speakers, rung in (
        ((BELMAR_ARMY, AVAR_GUARD), Rung.WAR),
        ((BELMAR_ARMY,), Rung.USE_OF_FORCE),
    ):
        world = World()
        for speaker in speakers:
            act(world, speaker, numbers=(count("killed", 1200, "at least"),))

        assert place_all(world)[0].windows[0].claimed.rung is rung


def test_a_bloc_shows_its_members_maximum_with_the_member_named():
    world = World()
    act(world, BELMAR_ARMY, by=AVARIA, to=DORNIA, where=None)
    act(world, BELMAR_ARMY, EventType.ACCUSE, by=AVARIA, to=PACT, where=None, speech=True)

    dyads = {(p.a, p.b): p for p in place_all(world, members={"PACT": ("BEL", "DOR")})}
    bloc = dyads["AVA", "PACT"]

    assert bloc.windows[0].claimed.rung is Rung.USE_OF_FORCE
    assert bloc.windows[0].claimed.member == "DOR"


def test_proxies_are_a_flag_of_their_own():
    world = World()
    act(world, BELMAR_ARMY, via=(RIDGE,))

    assert place_all(world)[0].proxies == ("i1",)


def test_pressure_stands_beside_the_ladder():
    world = World()
    act(world, BELMAR_ARMY, EventType.COERCE, mode="cyber", where=None, predicate="hack")
    act(world, BELMAR_ARMY, EventType.ACCUSE, where=None, speech=True, predicate="accuse")

    (dyad,) = place_all(world)
    gauge = {p.kind: p.level for p in dyad.pressure}

    assert dyad.windows[0].claimed.rung is Rung.NONE
    assert gauge == {
        "diplomatic": "words",
        "economic": "none",
        "cyber": "acts",
        "information": "none",
        "sabotage": "none",
    }


def test_the_arrow_follows_action_level_then_tempo():
    threat = (EventType.THREATEN, {"mode": "violence", "speech": True})
    attack = (EventType.ASSAULT, {})
    for before, now, arrow in (
        ([threat], [attack], Arrow.UP),
        ([attack], [threat], Arrow.DOWN),
        ([attack], [attack], Arrow.LEVEL),
        ([attack], [attack] * 3, Arrow.UP),
        ([attack] * 3, [attack], Arrow.DOWN),
        ([attack], [], Arrow.NO_NEW_INFORMATION),
        ([], [attack], Arrow.NO_NEW_INFORMATION),
    ):
        world = World()
        for month, acts in ((2, before), (3, now)):
            for day, (kind, more) in enumerate(acts):
                act(world, BELMAR_ARMY, kind, date=on(4 + 4 * day, month), **more)

        (dyad,) = place_all(world)

        assert dyad.arrow is arrow, (before, now)


def test_silence_in_a_covered_period_lets_the_first_act_be_a_rise():
    world = World()
    world.report(published=dt.date(2031, 2, 5))
    act(world, BELMAR_ARMY, date=on(10))

    assert place_all(world)[0].arrow is Arrow.UP


def test_a_side_of_which_nothing_was_read_is_named():
    world = World()
    act(world, BELMAR_ARMY)

    assert place_all(world)[0].missing_camps == ("AVA",)


@given(st.lists(st.sampled_from([AVAR_GUARD, BELMAR_ARMY, CORVIA_MINISTRY]), max_size=5))
def test_doubling_one_sides_outlets_changes_no_rung_and_no_arrow(speakers):
    once, twice = World(), World()
    for speaker in speakers:
        act(once, speaker)
        act(twice, speaker)
        if speaker is AVAR_GUARD:
            act(twice, speaker, outlet="avar-voice")
            act(twice, speaker, outlet="avar-herald")

    assert gist(place_all(once)) == gist(place_all(twice))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([EventType.ASSAULT, EventType.MOBILIZE, EventType.THREATEN]),
            st.booleans(),
            st.integers(1, 19),
        ),
        max_size=5,
    )
)
def test_swapping_the_two_sides_swaps_the_result(acts):
    one, other = World(), World()
    for kind, by_avaria, day in acts:
        pair = (AVARIA, BELMAR) if by_avaria else (BELMAR, AVARIA)
        for world, (by, to) in ((one, pair), (other, pair[::-1])):
            act(world, by, kind, by=by, to=to, where=None, date=on(day), mode="")

    assert gist(place_all(one)) == gist(place_all(other))


def act(
    world,
    speaker,
    kind=EventType.ASSAULT,
    *,
    outlet="",
    by=AVARIA,
    to=BELMAR,
    where=SANDPORT,
    date=on(10),  # noqa: B008
    **more,
):
    said = world.says(world.report(outlet), speaker)
    return world.event(said, kind, by, to, where=where, date=date, **more)


def place_all(world, **more):
    return positions(
        world.incidents,
        world.events,
        as_of=AS_OF,
        statements=world.statements,
        reports=world.reports,
        **more,
    )


def gist(placed):
    return [
        (
            p.a,
            p.b,
            [(w.days, w.claimed.rung, w.corroborated.rung, w.claimed.action) for w in p.windows],
            p.arrow,
        )
        for p in placed
    ]
