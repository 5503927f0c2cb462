"""A passed deadline becomes a signed entry, and the log bears it out or not."""

from __future__ import annotations

from tests.channel.scene import HOUR, START, Scene

from detente.channel.deadlines import duties
from detente.channel.observations import (
    KIND,
    Bearing,
    observation_body,
    observations,
    unobserved,
)

ASKED = {"concern": "columns", "activity": "movement", "area": "gap"}
REPLY = dict.fromkeys(
    ("objectives", "location", "completion", "designation", "subordination", "formations",
     "equipment"), "x",
)  # fmt: skip
LATER = START + 60 * HOUR


def asked() -> tuple:
    scene = Scene()
    request = scene.say("ALD", "unusual-activity", ASKED, to=["BRV"])
    scene.watch(START + HOUR)
    return scene, request


def seen(scene, now: int):
    return observations(scene.record, duties(scene.record, now=now))


def test_whoever_sees_a_passed_deadline_says_so_once() -> None:
    scene, request = asked()
    assert unobserved(scene.ledger, duties(scene.record, now=START + 2 * HOUR)) == ()
    (duty,) = unobserved(scene.ledger, duties(scene.record, now=LATER))
    scene.say("CTL", KIND, observation_body(duty), about=request.digest)
    assert unobserved(scene.ledger, duties(scene.record, now=LATER)) == ()
    (one,) = seen(scene, LATER)
    assert (one.by, one.party, one.bearing) == ("CTL", "BRV", Bearing.BORNE_OUT)


def test_saying_so_makes_nothing_overdue() -> None:
    scene, request = asked()
    scene.say("BRV", "unusual-reply", REPLY, about=request.digest)
    scene.watch(START + 2 * HOUR)
    due = START + 49 * HOUR
    body = {"rule": "vd-unusual-reply", "party": "BRV", "due": due}
    scene.say("CTL", KIND, body, about=request.digest)
    (one,) = seen(scene, LATER)
    assert one.bearing is Bearing.CONTRADICTED
    states = {d.state.value for d in duties(scene.record, now=LATER)}
    assert states == {"met"}


def test_another_date_or_rule_than_the_log_has_is_contradicted() -> None:
    scene, request = asked()
    for rule, due in (("vd-unusual-reply", START), ("no-such-rule", START + 49 * HOUR)):
        body = {"rule": rule, "party": "BRV", "due": due}
        scene.say("CTL", KIND, body, about=request.digest)
    assert [one.bearing for one in seen(scene, LATER)] == [Bearing.CONTRADICTED] * 2


def test_before_the_deadline_nothing_is_decided() -> None:
    scene, request = asked()
    body = {"rule": "vd-unusual-reply", "party": "BRV", "due": START + 49 * HOUR}
    scene.say("CTL", KIND, body, about=request.digest)
    (one,) = seen(scene, START + 2 * HOUR)
    assert one.bearing is Bearing.UNDECIDED
