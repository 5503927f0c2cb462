"""Forces made ready against nobody named are tied to the one adversary the report names."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.reading.builders import (
    AVAR_MINISTRY,
    AVARIA,
    BELMAR,
    BELMAR_MINISTRY,
    CORVIA,
    DORNIA,
    World,
    on,
)

from detente.ladder import positions
from detente.model.events import EventType
from detente.model.ladder import Rung
from detente.reading.gaps import gaps

AS_OF = dt.date(2031, 3, 20)
ALERT = "Avaria put its batteries on alert."
EXERCISE = "Avaria began a naval exercise."


def pairs_of(world: World) -> dict[tuple[str, str], Rung]:
    """Highest claimed rung of each pair over thirty days."""
    placed = positions(
        world.incidents,
        world.events,
        as_of=AS_OF,
        statements=world.statements,
        reports=world.reports,
    )
    return {(dyad.a, dyad.b): dyad.windows[0].claimed.rung for dyad in placed}


def batch(words: str, *, threatened=(BELMAR,), beside=(BELMAR,)) -> World:
    """Avaria makes forces ready in a report that names others; it has threatened some."""
    world = World()
    text = f"{words} Others were named."
    report = world.report(published=dt.date(2031, 3, 18), text=text)
    said = world.says(report, AVAR_MINISTRY, words=words)
    world.event(said, EventType.MOBILIZE, AVARIA, mode="troops", date=on(17), words=words)
    for other in beside:
        world.event(said, EventType.SUPPORT, other, CORVIA, speech=True)
    threat = world.says(world.report(), AVAR_MINISTRY)
    for other in threatened:
        world.event(threat, EventType.THREATEN, AVARIA, other, speech=True, mode="restrict")
    return world


def test_an_alert_is_directed_at_the_one_adversary_named():
    assert pairs_of(batch(ALERT))["AVA", "BEL"] is Rung.DISPLAY


def test_its_reason_says_how_it_was_tied():
    world = batch(ALERT)
    placed = positions(world.incidents, world.events, as_of=AS_OF, reports=world.reports)
    (dyad,) = [d for d in placed if (d.a, d.b) == ("AVA", "BEL")]
    assert "the one adversary its report names" in dyad.windows[0].claimed.reason


@pytest.mark.parametrize(
    ("words", "threatened", "beside"),
    [
        (ALERT, (BELMAR, DORNIA), (BELMAR, DORNIA)),
        (ALERT, (), (BELMAR,)),
        (ALERT, (BELMAR,), (DORNIA,)),
        (EXERCISE, (BELMAR,), (BELMAR,)),
    ],
)
def test_else_it_is_tied_to_nobody(words, threatened, beside):
    found = pairs_of(batch(words, threatened=threatened, beside=beside))
    assert Rung.DISPLAY not in found.values()


def test_against_whom_is_asked_where_no_target_is_named():
    world = batch(ALERT, threatened=(BELMAR, DORNIA), beside=(BELMAR, DORNIA))
    asked = [gap.question for gap in gaps(world.statements, world.incidents, (), (), ())]
    assert "Against whom is the movement of troops by Avaria directed?" in asked


def test_an_adversary_that_only_accuses_is_none():
    world = batch(ALERT, threatened=())
    words = world.says(world.report(), BELMAR_MINISTRY)
    world.event(words, EventType.ACCUSE, BELMAR, AVARIA, speech=True)
    assert Rung.DISPLAY not in pairs_of(world).values()
