"""No single clock decides: times need most parties, receipts need others than the sender."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.channel.scene import HOUR, START, Scene
from tests.channel.test_deadlines import REPLY, REQUEST, asked, proposed

from detente.channel.deadlines import duties
from detente.channel.silence import SilenceState, silence
from detente.model.channel import DutyState

LATER = START + 99 * HOUR


def state(scene: Scene, agreeing: int | None = None) -> DutyState:
    (duty,) = duties(replace(scene.record, agreeing=agreeing), now=LATER)
    return duty.state


def late_reply():
    """A reply that stands in the log an hour after its deadline, by all witnesses."""
    scene = Scene()
    request = asked(scene)
    scene.watch(START + 49 * HOUR)
    reply = scene.say("BRV", "unusual-reply", REPLY, about=request.digest)
    scene.watch(START + 50 * HOUR)
    return scene, reply


def test_most_of_three_are_two() -> None:
    scene, _ = late_reply()
    told = [duties(replace(scene.record, agreeing=n), now=LATER) for n in (None, 2)]
    assert told[0] == told[1]


@pytest.mark.parametrize("liar", ["ALD", "BRV", "CTL"])
@pytest.mark.parametrize("lie", [START - 500 * HOUR, START + HOUR, START + 500 * HOUR])
def test_one_false_clock_never_makes_a_late_reply_met(liar, lie) -> None:
    scene, _ = late_reply()
    scene.watch(max(1, lie), liar)
    assert state(scene) is DutyState.LATE


@pytest.mark.parametrize("liar", ["ALD", "CTL"])
@pytest.mark.parametrize("lie", [START - 500 * HOUR, START + 500 * HOUR])
def test_one_false_clock_never_makes_a_reply_in_time_late(liar, lie) -> None:
    scene = Scene()
    others = {"ALD", "BRV", "CTL"} - {liar}
    request = asked(scene)
    scene.say("BRV", "unusual-reply", REPLY, about=request.digest)
    scene.watch(lie, liar)
    scene.watch(START + 40 * HOUR, *others)
    assert state(scene) is DutyState.MET


def test_one_receipt_makes_a_late_reply_disputed_and_two_make_it_met() -> None:
    scene, reply = late_reply()
    assert state(scene) is DutyState.LATE
    scene.receipt("BRV", reply, START + HOUR)
    assert state(scene) is DutyState.LATE, "nobody bears witness for himself"
    scene.receipt("CTL", reply, START + HOUR)
    assert state(scene) is DutyState.DISPUTED
    scene.receipt("ALD", reply, START + HOUR)
    assert state(scene) is DutyState.MET


def test_the_receipt_of_the_one_who_waits_is_enough() -> None:
    scene, reply = late_reply()
    scene.receipt("ALD", reply, START + HOUR)
    assert state(scene) is DutyState.MET


def test_a_receipt_from_before_the_log_its_message_had_seen_is_false() -> None:
    scene = Scene()
    request = asked(scene)
    scene.watch(START + 49 * HOUR)
    tree, author = scene.ledger.tree, scene.authors["BRV"]
    author.saw(tree.size, tree.root())
    scene.say("CTL", "hotline-test", {"text": "between"})
    scene.watch(START + 49 * HOUR + 1)
    author.saw(scene.ledger.size, scene.ledger.tree.root())
    reply = scene.say("BRV", "unusual-reply", REPLY, about=request.digest)
    scene.watch(START + 50 * HOUR)
    for party in ("ALD", "CTL"):
        scene.receipt(party, reply, START + HOUR)
    assert [d.state for d in duties(scene.record, now=LATER) if d.party == "BRV"] == [
        DutyState.LATE
    ]


def test_a_receipt_on_the_log_counts_for_everybody() -> None:
    scene, reply = late_reply()
    scene.receipt("ALD", reply, START + HOUR)
    text = scene.receipts.pop()[1]
    scene.say("CTL", "receipt", {"receipt": text}, about=reply.digest)
    assert state(scene) is DutyState.MET


def test_a_receipt_for_another_message_on_the_log_counts_for_nothing() -> None:
    scene, reply = late_reply()
    scene.receipt("ALD", scene.ledger.entries[1].signed, START + HOUR)
    text = scene.receipts.pop()[1]
    scene.say("CTL", "receipt", {"receipt": text}, about=reply.digest)
    assert state(scene) is DutyState.LATE


def test_a_message_of_ones_own_that_names_the_request_shows_that_one_was_reached() -> None:
    scene = Scene()
    scene.watch(START - HOUR)
    scene.say("ALD", "unusual-activity", REQUEST, to=["BRV"])
    scene.watch(START, "ALD", "CTL")
    assert state(scene) is DutyState.UNDELIVERABLE
    scene.authors["BRV"].saw(scene.ledger.size, scene.ledger.tree.root())
    scene.say("BRV", "hotline-test", {"text": "here"})
    scene.watch(START + HOUR, "ALD", "CTL")
    assert state(scene) is DutyState.OVERDUE


def test_an_objection_with_one_receipt_from_before_expiry_breaks_silence() -> None:
    scene = Scene()
    text = proposed(scene)
    scene.watch(START)
    expiry = START + 24 * HOUR
    scene.watch(expiry + HOUR)
    objection = scene.say("BRV", "objection", {"text": "no"}, about=text.digest)
    scene.watch(expiry + 2 * HOUR)
    record = replace(scene.record, agreeing=2)
    assert silence(record, text.digest, now=LATER).state is SilenceState.ADOPTED
    scene.receipt("CTL", objection, expiry - HOUR)
    record = replace(scene.record, agreeing=2)
    assert silence(record, text.digest, now=LATER).state is SilenceState.BROKEN
