"""A side that goes on telling of its own attack."""

from __future__ import annotations

from detente.model.actors import Actor, ActorKind
from detente.model.events import Event, EventType, Magnitude, Mark, Participant
from detente.model.spans import Span, Trail
from detente.model.statements import Speaker, SpeakerRole, Statement, StatementKind
from detente.reading.own_accounts import with_authors

GUARD = Actor("AVA-GUARD", "Avar Guard", ActorKind.OFFICE, "AVA", "MIL", "AVA", official=True)
ARMY = Actor("BEL-ARMY", "Belmar army", ActorKind.OFFICE, "BEL", "MIL", "BEL", official=True)
TRAIL = Trail("r1", Span(0, 1), "verbs:hit")
MISSILES = Magnitude("weapons", "Falcon", Span(0, 1), name="Falcon")


def said_by(actor, ident):
    speaker = Speaker(actor.name, SpeakerRole.SPEAKER, actor)
    return Statement(ident, "r1", (speaker,), (), StatementKind.INDIRECT, (), "say", TRAIL)


def attack(ident, statement, *, by=None, weapons=()):
    actors = (Participant(by.name, Span(0, 1), by),) if by else ()
    return Event(
        ident, statement, EventType.ASSAULT, Mark.ASSERTED, actors, (), TRAIL, "hit", Span(0, 1),
        magnitudes=weapons,
    )  # fmt: skip


def authors(events, statements):
    return [[p.actor.id for p in e.actors if p.actor] for e in with_authors(events, statements)]


def test_the_weapons_are_the_speakers_once_it_said_so():
    events = [attack("e1", "s1", by=GUARD), attack("e2", "s2", weapons=(MISSILES,))]
    told = authors(events, [said_by(GUARD, "s1"), said_by(GUARD, "s2")])
    assert told == [["AVA-GUARD"], ["AVA-GUARD"]]


def test_weapons_in_somebody_elses_account_keep_their_author_open():
    events = [attack("e1", "s1", by=GUARD), attack("e2", "s2", weapons=(MISSILES,))]
    assert authors(events, [said_by(GUARD, "s1"), said_by(ARMY, "s2")])[1] == []


def test_an_attack_without_weapons_keeps_its_author_open():
    events = [attack("e1", "s1", by=GUARD), attack("e2", "s1")]
    assert authors(events, [said_by(GUARD, "s1")])[1] == []
