"""Deadlines: pure functions of the log, with every state shown once."""

from __future__ import annotations

import pytest
from tests.channel.scene import HOUR, START, Scene, iso

from detente.channel.deadlines import duties
from detente.channel.silence import SilenceState, silence
from detente.codebook.channel_rules import channel_rules, instruments_in_force
from detente.codebook.loader import Verified
from detente.model.channel import DutyState
from detente.model.errors import InputError

REPLY = {"objectives": "o", "location": "l", "completion": "c", "designation": "d",
         "subordination": "s", "formations": 2, "equipment": "e"}  # fmt: skip
REQUEST = {"concern": "columns at night", "activity": "movement", "area": "the gap"}


def asked(scene: Scene, at: int = START):
    scene.watch(at - HOUR)
    request = scene.say("ALD", "unusual-activity", REQUEST, to=["BRV"])
    scene.watch(at)
    return request


def states(scene: Scene, now: int) -> list[tuple[str, str, DutyState]]:
    return [(d.rule, d.party, d.state) for d in duties(scene.record, now=now)]


def only(scene: Scene, now: int):
    (duty,) = duties(scene.record, now=now)
    return duty


def test_a_reply_in_time_meets_the_duty() -> None:
    scene = Scene()
    request = asked(scene)
    assert only(scene, START + HOUR).state is DutyState.OPEN
    scene.say("BRV", "unusual-reply", REPLY, about=request.digest)
    scene.watch(START + 40 * HOUR)
    duty = only(scene, START + 99 * HOUR)
    assert (duty.state, duty.due) == (DutyState.MET, START + 48 * HOUR)


def test_no_reply_is_overdue_with_nobody_running() -> None:
    scene = Scene()
    asked(scene)
    assert states(scene, START + 48 * HOUR) == [("vd-unusual-reply", "BRV", DutyState.OPEN)]
    assert states(scene, START + 48 * HOUR + 1) == [("vd-unusual-reply", "BRV", DutyState.OVERDUE)]


def test_a_reply_without_the_required_content_is_no_reply() -> None:
    scene = Scene()
    request = asked(scene)
    scene.say("BRV", "unusual-reply", {**REPLY, "location": ""}, about=request.digest)
    scene.watch(START + HOUR)
    assert only(scene, START + 50 * HOUR).state is DutyState.OVERDUE


def test_a_late_reply_is_late() -> None:
    scene = Scene()
    request = asked(scene)
    scene.watch(START + 49 * HOUR)
    scene.say("BRV", "unusual-reply", REPLY, about=request.digest)
    scene.watch(START + 50 * HOUR)
    assert only(scene, START + 99 * HOUR).state is DutyState.LATE


def test_what_witnesses_cannot_tell_is_disputed() -> None:
    scene = Scene()
    request = asked(scene)
    scene.say("BRV", "unusual-reply", REPLY, about=request.digest)
    scene.watch(START + 50 * HOUR)
    assert only(scene, START + 99 * HOUR).state is DutyState.DISPUTED


def test_a_reply_the_host_holds_back_counts_from_the_receipt_of_another_party() -> None:
    scene = Scene()
    request = asked(scene)
    scene.watch(START + 49 * HOUR)
    reply = scene.say("BRV", "unusual-reply", REPLY, about=request.digest)
    scene.watch(START + 60 * HOUR)
    assert only(scene, START + 99 * HOUR).state is DutyState.LATE
    scene.receipt("BRV", reply, START + 1)
    assert only(scene, START + 99 * HOUR).state is DutyState.LATE, "one's own receipt is no receipt"
    scene.receipt("CTL", reply, START + 47 * HOUR)
    assert only(scene, START + 99 * HOUR).state is DutyState.MET


def test_a_party_that_was_not_reached_owes_nothing_yet() -> None:
    scene = Scene()
    scene.say("ALD", "unusual-activity", REQUEST, to=["BRV"])
    scene.watch(START, "ALD", "CTL")
    assert only(scene, START + 60 * HOUR).state is DutyState.UNDELIVERABLE


def test_no_witness_no_clock() -> None:
    scene = Scene()
    scene.say("ALD", "unusual-activity", REQUEST, to=["BRV"])
    duty = only(scene, START + 999 * HOUR)
    assert (duty.state, duty.due) == (DutyState.OPEN, None)


def test_one_false_clock_moves_nothing_where_two_must_agree() -> None:
    from dataclasses import replace

    scene = Scene()
    request = asked(scene)
    scene.watch(START + 49 * HOUR, "ALD", "CTL")
    scene.say("BRV", "unusual-reply", REPLY, about=request.digest)
    scene.watch(START + 10 * HOUR, "BRV")
    scene.watch(START + 50 * HOUR, "ALD", "CTL")
    now = START + 99 * HOUR
    assert [d.state for d in duties(scene.record, now=now)] == [DutyState.MET]
    careful = replace(scene.record, agreeing=2)
    assert [d.state for d in duties(careful, now=now)] == [DutyState.LATE]


@pytest.mark.parametrize(
    ("body", "rules"),
    [({"troops": 9000}, {"vd-notice-troops"}), ({"troops": 8999}, set()),
     ({"tanks": 250}, {"vd-notice-equipment"}), ({"troops": "many"}, set())],
)  # fmt: skip
def test_thresholds_are_those_of_the_table(body, rules) -> None:
    scene = Scene()
    full = {"activity": "a", "start": iso(START + 50 * 24 * HOUR), "end": "", "area": "n", **body}
    scene.say("ALD", "notice", full)
    scene.watch(START)
    assert {d.rule for d in duties(scene.record, now=START)} == rules


def test_a_recalled_rule_reminds_and_never_accuses() -> None:
    scene = Scene()
    scene.watch(START - HOUR)
    body = {"activity": "a", "start": iso(START + HOUR), "end": "", "area": "n"}
    scene.say("ALD", "notice", {**body, "troops": 9000, "tanks": 300})
    scene.watch(START)
    found = {d.rule: d.state for d in duties(scene.record, now=START + HOUR)}
    assert found["vd-notice-troops"] is DutyState.LATE
    assert found["vd-notice-equipment"] is DutyState.REMINDER
    recalled = {r.rule for r in channel_rules() if r.verified is Verified.RECALLED}
    for duty in duties(scene.record, now=START + 999 * HOUR):
        assert duty.rule not in recalled or duty.state not in (DutyState.LATE, DutyState.OVERDUE)


@pytest.mark.parametrize(
    ("instruments", "owed"),
    [
        ([], False),
        ([{"instrument": "VD2011"}], True),
        ([{"instrument": "VD2011", "between": ["ALD", "CTL"]}], False),
        ([{"instrument": "VD2011", "to": "2031-01-01"}], False),
        ([{"instrument": "VD2011", "from": "2032-01-01"}], False),
    ],
)
def test_a_duty_exists_only_between_those_for_whom_it_is_in_force(instruments, owed) -> None:
    scene = Scene(instruments)
    asked(scene)
    assert bool(duties(scene.record, now=START + 99 * HOUR)) is owed


def test_a_disputed_instrument_shows_who_disputes_it() -> None:
    scene = Scene([{"instrument": "VD2011", "disputed_by": ["BRV"]}])
    asked(scene)
    assert only(scene, START + 99 * HOUR).disputed_by == ("BRV",)


def test_every_rule_names_an_instrument_of_the_table() -> None:
    assert {r.instrument for r in channel_rules()} <= {r.instrument for r in instruments_in_force()}


@pytest.mark.parametrize(("one", "other"), [("ALD", "BRV"), ("BRV", "ALD")])
def test_the_same_conduct_has_the_same_result_whoever_it_is(one, other) -> None:
    scene = Scene()
    scene.say(one, "unusual-activity", REQUEST, to=[other])
    scene.watch(START)
    duty = only(scene, START + 99 * HOUR)
    assert (duty.party, duty.state) == (other, DutyState.OVERDUE)


EXPIRY = START + 24 * HOUR


def proposed(scene: Scene):
    body = {"room": "main", "text": "Article 1", "expiry": iso(EXPIRY)}
    return scene.say("ALD", "proposal", body)


def test_silence_of_all_who_were_reached_adopts() -> None:
    scene = Scene()
    text = proposed(scene)
    scene.watch(START)
    assert silence(scene.record, text.digest, now=EXPIRY).state is SilenceState.OPEN
    assert silence(scene.record, text.digest, now=EXPIRY + 1).waiting_for == ("BRV", "CTL")
    scene.watch(EXPIRY + HOUR, "BRV")
    assert silence(scene.record, text.digest, now=EXPIRY + 2 * HOUR).waiting_for == ("CTL",)
    scene.watch(EXPIRY + HOUR, "CTL")
    found = silence(scene.record, text.digest, now=EXPIRY + 2 * HOUR)
    assert found.state is SilenceState.ADOPTED


def test_a_party_told_after_expiry_was_not_silent() -> None:
    scene = Scene()
    text = proposed(scene)
    scene.watch(START, "ALD", "BRV")
    scene.watch(EXPIRY + HOUR)
    found = silence(scene.record, text.digest, now=EXPIRY + 2 * HOUR)
    assert (found.state, found.waiting_for) == (SilenceState.WAITING, ("CTL",))


@pytest.mark.parametrize("kind", ["objection", "amendment"])
def test_one_objection_or_amendment_breaks_silence(kind) -> None:
    scene = Scene()
    text = proposed(scene)
    scene.watch(START)
    said = scene.say("CTL", kind, {"text": "not so"}, about=text.digest)
    scene.watch(EXPIRY - 1)
    scene.watch(EXPIRY + HOUR)
    found = silence(scene.record, text.digest, now=EXPIRY + 2 * HOUR)
    assert (found.state, found.broken_by) == (SilenceState.BROKEN, (said.digest,))


def test_an_objection_delayed_by_the_host_still_breaks_silence() -> None:
    scene = Scene()
    text = proposed(scene)
    scene.watch(START)
    scene.watch(EXPIRY + 1, "ALD", "BRV")
    said = scene.say("CTL", "objection", {"text": "no"}, about=text.digest)
    scene.watch(EXPIRY + HOUR)
    now = EXPIRY + 2 * HOUR
    assert silence(scene.record, text.digest, now=now).too_late == (said.digest,)
    scene.receipt("BRV", said, EXPIRY - 1)
    assert silence(scene.record, text.digest, now=now).state is SilenceState.BROKEN


def test_the_chair_may_extend_before_expiry_and_nobody_else() -> None:
    scene = Scene()
    text = proposed(scene)
    later = {"expiry": iso(EXPIRY + 24 * HOUR)}
    scene.say("BRV", "extension", later, about=text.digest)
    scene.watch(START)
    assert silence(scene.record, text.digest, now=START).expiry == EXPIRY
    scene.say("ALD", "extension", later, about=text.digest)
    scene.watch(START + HOUR)
    assert silence(scene.record, text.digest, now=START).expiry == EXPIRY + 24 * HOUR


def test_an_expiry_must_be_exact() -> None:
    scene = Scene()
    text = scene.say("ALD", "proposal", {"room": "", "text": "", "expiry": "tomorrow"})
    with pytest.raises(InputError, match="no exact time"):
        silence(scene.record, text.digest, now=START)
