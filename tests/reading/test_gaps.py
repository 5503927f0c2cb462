"""What the reports leave open stands as a question."""

from __future__ import annotations

from tests.reading.builders import (
    AVAR_GUARD,
    AVARIA,
    BELMAR,
    BELMAR_ARMY,
    World,
    count,
    on,
    person,
    place,
)

from detente.ladder import positions
from detente.model.events import EventType, Mark
from detente.model.statements import Mandate
from detente.reading.demands import demands
from detente.reading.gaps import gaps


def test_a_single_partys_claim_leaves_questions():
    world = World()
    said = world.says(world.report(), AVAR_GUARD)
    world.event(
        said,
        EventType.ASSAULT,
        AVAR_GUARD,
        BELMAR,
        where=place("Sandport", "BEL"),
        numbers=(count("targets", 100, "at least"),),
    )

    found = {gap.kind: gap for gap in gaps(world.statements, world.incidents)}

    assert set(found) == {"corroboration", "effect", "date"}
    assert found["corroboration"].question == (
        "Does any source independent of Avar Guard confirm the attack on Belmar in Sandport?"
    )
    assert all(gap.question.endswith("?") and gap.about == ("i1",) for gap in found.values())


def test_contested_authorship_is_asked_with_both_names():
    world = World()
    for speaker, by in ((BELMAR_ARMY, AVARIA), (AVAR_GUARD, BELMAR)):
        said = world.says(world.report(), speaker)
        world.event(said, EventType.ASSAULT, by, None, date=on(3), where=place("Sandport", "BEL"))

    authors = [g.question for g in gaps((), world.incidents) if g.kind == "author"]

    assert authors == ["Who carried out the attack in Sandport: Avaria or Belmar?"]


def test_silent_sides_the_war_threshold_and_unauthorised_demands_are_asked_about():
    text = "Belmar must withdraw."
    world = World()
    adviser = person(AVARIA, "Otto Brand", "ELI")
    said = world.says(world.report(text=text), adviser, words=text, mandate=Mandate.SEMI_OFFICIAL)
    world.event(said, EventType.ASSAULT, AVAR_GUARD, BELMAR)
    dyads = positions(world.incidents, world.events, as_of=None, statements=world.statements)

    found = gaps(
        world.statements,
        world.incidents,
        demands=demands(world.reports, world.statements, world.events),
        dyads=dyads,
    )

    assert {"missing camp", "war threshold", "mandate"} <= {gap.kind for gap in found}
    assert "What does Belmar say? No statement of its own was read." in {
        gap.question for gap in found
    }


def test_words_alone_leave_no_question_of_day_or_place():
    world = World()
    said = world.says(world.report(), BELMAR_ARMY)
    world.event(said, EventType.ACCUSE, BELMAR_ARMY, AVARIA, speech=True, mark=Mark.ASSERTED)

    assert gaps((), world.incidents) == ()


def test_a_speaker_whose_claim_to_speak_is_disputed_is_asked_about():
    world = World()
    report = world.report()
    rival = world.says(report, BELMAR_ARMY)
    world.says(report, AVAR_GUARD, contested_by=(rival.id,))

    (gap,) = gaps(world.statements, ())

    assert gap.kind == "mandate"
    assert gap.question == "In whose name does Avar Guard speak? It is disputed by Belmar army."
