"""What is asked and offered, by whom, of whom, and with which mandate."""

from __future__ import annotations

from tests.reading.builders import (
    AVAR_MINISTRY,
    AVARIA,
    BELMAR,
    BELMAR_MINISTRY,
    CORVIA_MINISTRY,
    World,
    on,
    person,
)

from detente.model.actors import Mention
from detente.model.events import EventType, Mark
from detente.model.spans import Span
from detente.model.statements import Mandate
from detente.reading.demands import demands, openings

ADVISER = person(AVARIA, "Otto Brand", "ELI")


def ask(world):
    return demands(world.reports, world.statements, world.events)


def offered(world):
    return openings(world.reports, world.statements, world.events)


def test_a_demand_names_speaker_mandate_and_of_whom():
    text = "Belmar must withdraw its ships from the strait."
    world = World()
    report = world.report(text=text)
    said = world.says(report, AVAR_MINISTRY, words=text, said_on=on(3))
    demand = world.event(said, EventType.REQUEST, AVAR_MINISTRY, BELMAR, speech=True, words=text)
    world.event(said, EventType.RETREAT, BELMAR, mark=Mark.DEMANDED, within=demand.id, words=text)

    (found,) = ask(world)

    assert found.speaker == AVAR_MINISTRY
    assert found.mandate is Mandate.AUTHORISED
    assert found.of_whom == (BELMAR,)
    assert found.what == "withdraw its ships from the strait"
    assert found.issue == "withdrawal"
    assert found.first_said == found.last_said == on(3).start


def test_an_advisers_preconditions_are_three_demands_and_not_the_states_position():
    text = (
        "Preconditions include compensation and security guarantees. "
        "For the fighting between the two to end, Belmar must pull out of the bay. "
        "Avaria would also seek full compensation for the harbour and lasting security "
        "guarantees from Belmar."
    )
    world = World()
    report = world.report(text=text)
    for sentence in text.split(". "):
        world.says(report, ADVISER, words=sentence, mandate=Mandate.SEMI_OFFICIAL)

    found = {demand.issue: demand for demand in ask(world)}

    assert set(found) == {"restitution", "guarantees", "withdrawal"}
    assert {demand.mandate for demand in found.values()} == {Mandate.SEMI_OFFICIAL}
    assert found["restitution"].what == "full compensation for the harbour"
    assert found["withdrawal"].what == "pull out of the bay"
    assert found["withdrawal"].precondition_for == "the fighting between the two to end"
    assert found["restitution"].precondition_for == "an agreement"


def test_a_description_and_a_name_of_one_adviser_are_one_voice():
    text = "Belmar must pull out of the bay. Belmar must leave the area."
    world = World()
    report = world.report(text=text)
    one, two = text.split(". ")
    adviser = person(AVARIA, "x")
    unnamed = type(adviser)("AVA.ELI", "adviser", adviser.kind.SECTOR, "AVA", "ELI", "AVA")
    world.says(report, unnamed, name="an adviser", words=one, mandate=Mandate.SEMI_OFFICIAL)
    world.says(report, ADVISER, words=two, mandate=Mandate.SEMI_OFFICIAL)

    (found,) = ask(world)

    assert found.speaker == ADVISER
    assert len(found.statements) == 2


def test_an_outlets_own_voice_demands_nothing():
    text = "Both sides must reduce their forces."
    world = World()
    world.prints(world.report(text=text), words=text)

    assert ask(world) == ()


def test_one_partys_demand_by_two_offices_is_one_demand():
    text = "Belmar must withdraw."
    world = World()
    for day in (3, 5):
        report = world.report(text=text)
        world.says(report, AVAR_MINISTRY, words=text, said_on=on(day))

    (found,) = ask(world)

    assert (found.first_said, found.last_said) == (on(3).start, on(5).start)


def test_an_offer_is_an_opening_and_a_refusal_answers_it():
    text = "Avaria offered talks. Belmar rejected the talks."
    world = World()
    report = world.report(text=text)
    first, second = "Avaria offered talks", "Belmar rejected the talks"
    offer = world.says(report, AVAR_MINISTRY, words=first)
    world.event(offer, EventType.CONSULT, AVARIA, BELMAR, mark=Mark.OFFERED, words=first)
    no = world.says(report, BELMAR_MINISTRY, words=second)
    refusal = world.event(no, EventType.REJECT, BELMAR, AVARIA, speech=True, words=second)

    (opening,) = offered(world)

    assert opening.kind == "offer"
    assert opening.to_whom == (BELMAR,)
    assert opening.answers == (refusal.id,)


def test_a_bystanders_refusal_of_something_else_answers_nothing():
    text = "Avaria offered talks. Corvia rejected the sanctions."
    world = World()
    report = world.report(text=text)
    offer = world.says(report, AVAR_MINISTRY, words="Avaria offered talks")
    world.event(
        offer, EventType.CONSULT, AVARIA, BELMAR, mark=Mark.OFFERED, words="Avaria offered talks"
    )
    no = world.says(report, CORVIA_MINISTRY, words="Corvia rejected the sanctions")
    world.event(no, EventType.REJECT, CORVIA_MINISTRY, AVARIA, speech=True)

    (opening,) = offered(world)

    assert opening.answers == ()


def test_advice_in_an_outlets_voice_is_a_recommendation_and_no_offer():
    text = "Avaria and Belmar should strengthen communication."
    world = World()
    said = world.prints(world.report("corvia-news", text=text), words=text)
    world.event(said, EventType.COOPERATE, (AVARIA, BELMAR), mark=Mark.RECOMMENDED, words=text)

    (opening,) = offered(world)

    assert opening.kind == "recommendation"
    assert opening.speaker_name == "Corvia News"
    assert opening.mandate is Mandate.UNKNOWN


def test_advice_that_makes_no_event_is_a_recommendation_by_issue():
    text = (
        "Avaria and Belmar should set up a hotline. Both ought to begin talks. "
        "They should not limit the number of observers."
    )
    world = World()
    report = world.report("corvia-news", text=text)
    world.prints(report, words=text)
    names = [mention(report, "Avaria", AVARIA), mention(report, "Belmar", BELMAR)]

    found = openings(world.reports, world.statements, world.events, mentions={report.id: names})

    assert [(o.kind, o.to_whom) for o in found] == [
        ("recommendation", (AVARIA, BELMAR)),
        ("recommendation", ()),
    ]


def test_of_whom_is_read_from_the_names_in_the_words():
    text = "Avaria demands compensation from Belmar and security guarantees."
    world = World()
    report = world.report(text=text)
    world.says(report, AVAR_MINISTRY, words=text)
    names = [mention(report, "Avaria", AVARIA), mention(report, "Belmar", BELMAR)]

    found = demands(world.reports, world.statements, world.events, mentions={report.id: names})

    assert [(d.issue, d.what, d.of_whom) for d in found] == [
        ("restitution", "compensation from Belmar", (BELMAR,)),
        ("guarantees", "security guarantees", (BELMAR,)),
    ]


def mention(report, words, actor):
    start = report.text.index(words)
    return Mention(Span(start, start + len(words)), words, actor)


def test_what_is_foreseen_is_no_opening():
    world = World()
    said = world.prints(world.report())
    world.event(said, EventType.CONCEDE, AVARIA, BELMAR, mark=Mark.PREDICTED)

    assert offered(world) == ()
