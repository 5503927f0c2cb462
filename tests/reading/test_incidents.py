"""Events of several reports become one happening, told facet by facet."""

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
    BELMAR_MINISTRY,
    CORVIA,
    CORVIA_MINISTRY,
    DORNIA,
    ESTMARK,
    WEST,
    World,
    count,
    on,
    part,
    person,
    place,
)

from detente.model.events import EventType, Mark
from detente.model.incidents import FacetStatus, Stake
from detente.model.statements import Mandate
from detente.reading.incidents import merge
from detente.reading.relations_of_sides import observe

SANDPORT = place("Sandport", "BEL")
ATTACK = EventType.ASSAULT


def test_one_claim_said_twice_in_one_report_is_one_incident_with_one_source():
    world = World()
    report = world.report()
    voice = world.prints(report)
    world.event(voice, ATTACK, AVAR_GUARD, BELMAR, where=SANDPORT, numbers=(count("targets", 100),))
    said = world.says(report, AVAR_GUARD)
    world.event(said, ATTACK, AVAR_GUARD, numbers=(count("wave", 61),), predicate="hit")
    world.event(said, ATTACK, None, numbers=(count("weapons", 1, name="Kestrel-4"),))
    lands = place("Belmar", "BEL", text="the stolen lands")
    world.event(said, ATTACK, None, where=lands, predicate="hit", numbers=(count("targets", 100),))

    (incident,) = world.incidents

    assert incident.authors == (AVAR_GUARD,)
    assert incident.occurrence.status is FacetStatus.CLAIMED
    assert incident.author.status is FacetStatus.CLAIMED
    assert incident.effect.status is FacetStatus.CLAIMED
    assert incident.effect.value == "100 targets"
    assert incident.occurrence.independent == 1
    assert {claim.stake for claim in incident.occurrence.claims} == {Stake.OWN_SIDE}
    assert incident.place == SANDPORT
    assert [m.kind for m in incident.magnitudes] == ["targets", "wave", "weapons"]
    assert "stolen" not in incident.summary


def test_both_parties_telling_of_it_corroborate_it():
    world = World()
    attacked(world, AVAR_GUARD)
    attacked(world, BELMAR_ARMY)

    (incident,) = world.incidents

    assert incident.occurrence.status is FacetStatus.CORROBORATED
    assert incident.author.status is FacetStatus.CORROBORATED
    assert incident.occurrence.independent == 2


def test_an_ally_does_not_corroborate_its_side():
    world = World()
    attacked(world, BELMAR_ARMY)
    attacked(world, DORNIA)

    (incident,) = world.incidents

    assert incident.author.status is FacetStatus.CLAIMED
    assert incident.author.independent == 1


def test_a_neutral_state_corroborates_either_side():
    for party in (AVAR_GUARD, BELMAR_ARMY):
        world = World()
        attacked(world, party)
        attacked(world, CORVIA_MINISTRY)

        (incident,) = world.incidents

        assert incident.author.status is FacetStatus.CORROBORATED


def test_words_that_reach_us_through_the_other_side_do_not_corroborate_it():
    world = World()
    attacked(world, BELMAR_ARMY, outlet="avar-voice")
    attacked(world, AVAR_GUARD, outlet="avar-voice")

    (incident,) = world.incidents

    assert incident.occurrence.status is FacetStatus.CLAIMED


def test_ten_outlets_with_one_statement_are_one_source():
    world = World()
    for outlet in ("corvia-news", "", "belmar-radio") * 3:
        attacked(world, BELMAR_ARMY, outlet=outlet)

    (incident,) = world.incidents

    assert len(incident.occurrence.claims) == 9
    assert incident.occurrence.independent == 1


def test_an_accusation_that_is_denied_is_contested():
    world = World()
    attacked(world, BELMAR_MINISTRY, mark=Mark.ACCUSED)
    attacked(world, AVAR_MINISTRY, mark=Mark.DENIED)

    (incident,) = world.incidents

    assert incident.occurrence.status is FacetStatus.CLAIMED
    assert incident.author.status is FacetStatus.CONTESTED
    assert [claim.asserts for claim in incident.author.claims] == [True, False]


def test_a_denial_alone_names_no_author():
    world = World()
    attacked(world, AVAR_MINISTRY, mark=Mark.DENIED)

    (incident,) = world.incidents

    assert incident.author.status is FacetStatus.DENIED
    assert incident.occurrence.status is FacetStatus.UNKNOWN
    assert incident.authors == ()


def test_a_partys_denial_takes_nothing_from_independent_corroboration():
    world = World()
    attacked(world, BELMAR_ARMY)
    attacked(world, CORVIA_MINISTRY)
    attacked(world, AVAR_MINISTRY, mark=Mark.DENIED)

    (incident,) = world.incidents

    assert incident.author.status is FacetStatus.CORROBORATED
    assert not incident.author.claims[-1].asserts


def test_two_accounts_of_who_did_it_contest_the_author_and_not_the_act():
    world = World()
    attacked(world, BELMAR_ARMY, numbers=(count("wave", 3),))
    attacked(world, AVAR_MINISTRY, by=DORNIA, numbers=(count("wave", 3),))

    (incident,) = world.incidents

    assert incident.author.status is FacetStatus.CONTESTED
    assert incident.occurrence.status is FacetStatus.CORROBORATED
    assert set(incident.authors) == {AVARIA, DORNIA}


def test_an_act_called_staged_has_a_contested_author():
    text = "Belmar sent copied drones against the neighbours to frame Avaria."
    world = World()
    report = world.report(text=text)
    said = world.says(report, AVAR_GUARD, words=text)
    world.event(said, EventType.ACCUSE, AVAR_GUARD, BELMAR, speech=True, predicate="accuse")
    world.event(said, ATTACK, BELMAR, (CORVIA, ESTMARK), mark=Mark.ACCUSED, predicate="attack")
    world.event(said, EventType.ACCUSE, BELMAR, AVARIA, mark=Mark.PREDICTED, predicate="frame")

    attack = next(i for i in world.incidents if i.type is ATTACK)

    assert attack.author.status is FacetStatus.CONTESTED
    assert [claim.value for claim in attack.author.claims] == ["Belmar", "Avaria"]
    assert attack.author.claims[-1].speaker is None


def test_who_speaks_of_staging_accuses_of_the_attacks_he_names_no_author_for():
    text = "Belmar runs a false-flag operation. Suspicious attacks hit Corvia."
    world = World()
    report = world.report(text=text)
    first, second = text.split(". ")
    said = world.says(report, AVAR_GUARD, words=first)
    world.event(said, EventType.ACCUSE, AVAR_GUARD, BELMAR, speech=True, predicate="accuse")
    told = world.says(report, AVAR_GUARD, words=second)
    world.event(told, ATTACK, None, CORVIA, predicate="attack")

    attack = next(i for i in world.incidents if i.type is ATTACK)

    assert attack.authors == (BELMAR,)
    assert attack.author.status is FacetStatus.CONTESTED
    assert attack.occurrence.status is FacetStatus.CLAIMED


def test_a_weapon_named_as_subject_is_no_rival_author():
    world = World()
    report = world.report()
    said = world.says(report, AVAR_GUARD)
    world.event(said, ATTACK, AVAR_GUARD, BELMAR)
    missiles = world.event(said, ATTACK, AVAR_GUARD, BELMAR)
    world.events[-1] = replace(missiles, actors=(part(None, "the missiles"),))

    (incident,) = world.incidents

    assert incident.author.status is FacetStatus.CLAIMED


def test_an_advisers_demand_is_made_in_his_own_name():
    adviser = person(AVARIA, "Otto Brand", "ELI")
    world = World()
    said = world.says(world.report(), adviser, mandate=Mandate.SEMI_OFFICIAL)
    world.event(said, EventType.REQUEST, AVARIA, BELMAR, speech=True)

    (incident,) = world.incidents

    assert incident.authors == (adviser,)
    assert incident.summary.startswith("Demand by Otto Brand to Belmar")


def test_a_collective_gives_way_to_the_states_named():
    neighbours = replace(WEST, id="neighbours", name="neighbouring countries")
    world = World()
    said = world.says(world.report(), AVAR_GUARD)
    world.event(said, ATTACK, BELMAR, neighbours)
    world.event(said, ATTACK, BELMAR, (CORVIA, ESTMARK))

    (incident,) = world.incidents

    assert incident.recipients == (CORVIA, ESTMARK)


def test_refusing_to_strike_is_no_denial_of_a_strike():
    world = World()
    said = world.says(world.report(), AVAR_MINISTRY)
    refusal = world.event(said, EventType.REJECT, AVARIA, BELMAR, speech=True)
    world.event(said, ATTACK, AVARIA, BELMAR, mark=Mark.DENIED, within=refusal.id)

    assert [incident.type for incident in world.incidents] == [EventType.REJECT]


def test_an_outlets_own_did_not_is_no_happening():
    world = World()
    world.event(world.prints(world.report()), ATTACK, AVARIA, BELMAR, mark=Mark.DENIED)

    assert world.incidents == ()


def test_an_admission_is_against_own_interest_and_an_avowal_is_not():
    for cue, status in (("admit", FacetStatus.ADMITTED), ("say", FacetStatus.CLAIMED)):
        world = World()
        report = world.report()
        world.event(world.says(report, AVAR_GUARD, cue=cue), ATTACK, AVAR_GUARD, BELMAR)

        (incident,) = world.incidents

        assert incident.author.status is status


def test_numbers_that_cannot_both_hold_contest_the_effect():
    world = World()
    attacked(world, BELMAR_ARMY, numbers=(count("killed", 40, "at least"),))
    attacked(world, AVAR_GUARD, numbers=(count("killed", 3),))

    (incident,) = world.incidents

    assert incident.effect.status is FacetStatus.CONTESTED
    assert incident.occurrence.status is FacetStatus.CORROBORATED


def test_a_side_that_counts_again_does_not_contradict_itself():
    world = World()
    attacked(world, BELMAR_ARMY, numbers=(count("killed", 4),))
    attacked(world, BELMAR_ARMY, numbers=(count("killed", 7),))

    (incident,) = world.incidents

    assert incident.effect.status is FacetStatus.CLAIMED


def test_other_places_days_waves_and_parties_are_other_happenings():
    for change in (
        {"where": place("Highrock", "BEL")},
        {"date": on(9)},
        {"numbers": (count("wave", 62),)},
        {"to": CORVIA},
        {"by": ESTMARK},
    ):
        world = World()
        attacked(world, BELMAR_ARMY, numbers=(count("wave", 61),))
        attacked(world, BELMAR_ARMY, **({"numbers": (count("wave", 61),)} | change))
        if "by" in change:
            world.events[-1] = without_magnitudes(world.events[-1])

        assert len(world.incidents) == 2, change


def test_what_is_demanded_threatened_or_foreseen_has_not_happened():
    for mark in set(Mark) - {Mark.ASSERTED, Mark.ACCUSED, Mark.DENIED}:
        world = World()
        attacked(world, BELMAR_ARMY, mark=mark)

        assert world.incidents == ()


def test_saying_it_is_doing_it_and_the_carrier_vouches_for_it():
    world = World()
    report = world.report("belmar-radio")
    said = world.says(report, AVAR_MINISTRY)
    world.event(said, EventType.THREATEN, AVAR_MINISTRY, BELMAR, mode="violence", speech=True)

    (incident,) = world.incidents

    assert incident.occurrence.claims[0].camp == "BEL"
    assert incident.occurrence.claims[0].speaker_name == "Belmar Radio"


def test_undated_reports_months_apart_do_not_tell_of_one_happening():
    world = World()
    for month in (1, 6):
        report = world.report(published=dt.date(2031, month, 1))
        world.event(world.says(report, BELMAR_ARMY), ATTACK, AVARIA, BELMAR)

    assert len(world.incidents) == 2


@given(st.lists(st.sampled_from(["avar", "belmar", "corvia", "denial"]), max_size=6), st.data())
def test_doubling_one_sides_outlets_changes_no_status(tellings, data):
    doubled = data.draw(st.sampled_from(["avar", "belmar", "denial"]))
    once, twice = World(), World()
    for telling in tellings:
        for world in (once, twice):
            tell(world, telling)
        if telling == doubled:
            tell(twice, telling, outlet="avar-herald" if telling == "avar" else "belmar-radio")

    assert [statuses(i) for i in once.incidents] == [statuses(i) for i in twice.incidents]


@given(st.lists(st.sampled_from(["avar", "belmar", "corvia", "denial"]), max_size=5))
def test_reading_the_same_batch_twice_gives_the_same_incidents(tellings):
    world = World()
    for telling in tellings:
        tell(world, telling)

    assert world.incidents == world.incidents


def attacked(
    world,
    speaker,
    *,
    outlet="",
    mark=Mark.ASSERTED,
    by=AVARIA,
    to=BELMAR,
    where=SANDPORT,
    date=on(3),  # noqa: B008
    numbers=(),
):
    report = world.report(outlet)
    said = world.says(report, speaker)
    world.event(said, ATTACK, by, to, mark=mark, where=where, date=date, numbers=numbers)


def tell(world, telling, outlet=""):
    speaker = {"avar": AVAR_GUARD, "belmar": BELMAR_ARMY, "corvia": CORVIA_MINISTRY}
    mark = Mark.DENIED if telling == "denial" else Mark.ASSERTED
    attacked(world, speaker.get(telling, AVAR_MINISTRY), mark=mark, outlet=outlet)


def statuses(incident):
    return [(facet.status, facet.independent) for facet in incident.facets]


def without_magnitudes(event):
    return replace(event, magnitudes=(), recipients=(), place=None)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["AVA", "BEL", "COR"]),
            st.booleans(),
            st.sampled_from([Mark.ASSERTED, Mark.ACCUSED, Mark.DENIED]),
        ),
        max_size=6,
    )
)
def test_swapping_the_two_parties_swaps_the_incidents(tellings):
    speakers = {"AVA": AVAR_GUARD, "BEL": BELMAR_ARMY, "COR": CORVIA_MINISTRY}
    swapped = {"AVA": BELMAR_ARMY, "BEL": AVAR_GUARD, "COR": CORVIA_MINISTRY}
    one, other = World(), World()
    for speaker, by_avaria, mark in tellings:
        pair = (AVARIA, BELMAR) if by_avaria else (BELMAR, AVARIA)
        attacked(one, speakers[speaker], by=pair[0], to=pair[1], mark=mark, where=None)
        attacked(other, swapped[speaker], by=pair[1], to=pair[0], mark=mark, where=None)

    assert [statuses(i) for i in merged_apart(one)] == [statuses(i) for i in merged_apart(other)]


def merged_apart(world):
    """Without alliances, which bind one of the two parties only."""
    sides = observe(world.reports, world.statements, world.events)
    return merge(world.reports, world.statements, world.events, sides)
