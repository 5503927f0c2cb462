"""The hotline: waits are intervals, a call goes higher while it is not answered, tests count too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channel.crisis import NAMES
from tests.channel.scene import START, Scene

from detente.app.channel_party import draft_charter
from detente.channel.deadlines import duties
from detente.channel.hotline import answer_times, hotline, next_level, priority_of
from detente.codebook.channel_hotline import levels, priorities
from detente.model.errors import InputError

MINUTE = 60


def called(priority: str = "flash", to=("BRV",), kind: str = "hotline", by: str = "ALD") -> tuple:
    """A call that witnesses had not seen at START and had seen a minute later."""
    scene = Scene()
    scene.watch(START)
    call = scene.say(by, kind, {"text": "x", "priority": priority}, to=to)
    scene.watch(START + MINUTE)
    return scene, call


def test_the_wait_is_the_interval_that_witnesses_allow() -> None:
    scene, call = called()
    scene.watch(START + 5 * MINUTE)
    scene.say("BRV", "acknowledgement", about=call.digest)
    scene.watch(START + 6 * MINUTE)
    (one,) = hotline(scene.record)
    (wait,) = one.answered
    assert (wait.party, wait.least, wait.most) == ("BRV", 4 * MINUTE, 6 * MINUTE)
    assert (one.waiting, one.escalate_at) == ((), None)


def test_nobody_has_watched_so_nobody_can_tell() -> None:
    scene = Scene()
    call = scene.say("ALD", "hotline", {"text": "x", "priority": "flash"}, to=["BRV"])
    scene.say("BRV", "acknowledgement", about=call.digest)
    (one,) = hotline(scene.record)
    assert [(w.least, w.most) for w in one.answered] == [(None, None)]
    assert answer_times([one])[0].most is None


@pytest.mark.parametrize("priority", sorted(priorities()))
def test_a_call_goes_higher_by_its_priority(priority) -> None:
    scene, _ = called(priority)
    (one,) = hotline(scene.record)
    assert one.waiting == ("BRV",)
    wait = priorities()[priority].escalate_minutes * MINUTE
    assert one.escalate_at == START + MINUTE + wait


def test_more_urgent_calls_go_higher_sooner() -> None:
    rows = sorted(priorities().values(), key=lambda row: row.rank)
    minutes = [row.escalate_minutes for row in rows]
    assert minutes == sorted(minutes, reverse=True)
    assert priority_of("unheard of").priority == "routine"


def test_an_answer_at_a_higher_level_answers_the_call() -> None:
    scene, call = called()
    body = {"level": 2, "reason": "not acknowledged in time"}
    higher = scene.say("ALD", "hotline-escalation", body, to=["BRV"], about=call.digest)
    scene.watch(START + 20 * MINUTE)
    (one,) = hotline(scene.record)
    assert (one.level, one.waiting) == (2, ("BRV",))
    assert one.escalate_at == START + 30 * MINUTE
    scene.say("BRV", "acknowledgement", about=higher.digest)
    scene.watch(START + 25 * MINUTE)
    (one,) = hotline(scene.record)
    assert one.waiting == ()
    assert one.answered[0].most == 25 * MINUTE


def test_nobody_takes_the_call_of_another_higher() -> None:
    scene, call = called()
    scene.say(
        "CTL", "hotline-escalation", {"level": 4, "reason": "x"}, to=["BRV"], about=call.digest
    )
    (one,) = hotline(scene.record)
    assert one.level == 1


@pytest.mark.parametrize("level", [0, 99, "2", True, None])
def test_a_level_that_does_not_exist_is_no_escalation(level) -> None:
    scene, call = called()
    body = {"level": level, "reason": "x"}
    scene.say("ALD", "hotline-escalation", body, to=["BRV"], about=call.digest)
    assert hotline(scene.record)[0].level == 1


def test_above_the_highest_level_there_is_nobody() -> None:
    scene, call = called()
    top = max(levels())
    body = {"level": top, "reason": "x"}
    scene.say("ALD", "hotline-escalation", body, to=["BRV"], about=call.digest)
    scene.watch(START + 20 * MINUTE)
    (one,) = hotline(scene.record)
    assert (one.level, one.escalate_at) == (top, None)
    with pytest.raises(InputError, match="highest"):
        next_level(one)


def test_only_those_who_were_called_answer_and_each_once() -> None:
    scene, call = called(to=("BRV", "CTL"))
    scene.say("ALD", "acknowledgement", about=call.digest)
    scene.say("CTL", "acknowledgement", about=call.digest)
    scene.say("CTL", "acknowledgement", about=call.digest)
    (one,) = hotline(scene.record)
    assert [w.party for w in one.answered] == ["CTL"]
    assert one.waiting == ("BRV",)


def test_the_median_is_over_all_calls_tests_included() -> None:
    scene = Scene()
    now = START
    for minutes, kind in ((1, "hotline"), (9, "hotline-test"), (3, "hotline")):
        scene.watch(now)
        call = scene.say("ALD", kind, {"text": "x", "priority": "flash"}, to=["BRV"])
        scene.watch(now + 1)
        scene.watch(now + 1 + minutes * MINUTE)
        scene.say("BRV", "acknowledgement", about=call.digest)
        scene.watch(now + 2 + minutes * MINUTE)
        now += 3600
    everybody, breva = answer_times(hotline(scene.record))
    assert (everybody.calls, everybody.answered) == (3, 3)
    assert (everybody.least, everybody.most) == (3 * MINUTE, 3 * MINUTE + 2)
    assert (breva.party, breva.least) == ("BRV", 3 * MINUTE)


@given(st.permutations(sorted(NAMES)), st.integers(0, 3))
def test_whoever_calls_whom_has_the_same_result(names, minutes) -> None:
    caller, asked, watcher = names
    scene, call = called(to=(asked,), by=caller)
    scene.say(watcher, "question", {"text": "y"})
    scene.watch(START + MINUTE * (2 + minutes))
    scene.say(asked, "acknowledgement", about=call.digest)
    scene.watch(START + MINUTE * (3 + minutes))
    (one,) = hotline(scene.record)
    (wait,) = one.answered
    assert (wait.least, wait.most) == (MINUTE * (1 + minutes), MINUTE * (3 + minutes))


@pytest.mark.parametrize(
    ("hours", "due"), [({}, 1), ({"hotline-ack": 2}, 2), ({"hotline-ack": "2"}, 1),
                       ({"hotline-ack": 0}, 1), ({"hotline-ack": True}, 1)],
)  # fmt: skip
def test_the_charter_sets_the_hours_of_the_channels_own_rules(hours, due) -> None:
    scene = Scene([{"instrument": "CHANNEL", "hours": hours}])
    scene.say("ALD", "hotline", {"text": "x", "priority": "flash"}, to=["BRV"])
    scene.watch(START)
    (duty,) = duties(scene.record, now=START)
    assert duty.due == START + due * 3600


def test_the_charter_does_not_change_the_hours_of_a_treaty() -> None:
    scene = Scene([{"instrument": "VD2011", "hours": {"vd-unusual-reply": 1}}])
    asked = {"concern": "columns", "activity": "movement", "area": "gap"}
    scene.say("ALD", "unusual-activity", asked, to=["BRV"])
    scene.watch(START)
    (duty,) = [d for d in duties(scene.record, now=START) if d.rule == "vd-unusual-reply"]
    assert duty.due == START + 48 * 3600


def test_a_charter_is_drafted_with_hours_of_own_rules_only() -> None:
    act = draft_charter([{}, {}], title="x", quorum="all", hours={"hotline-ack": 2})
    assert act["instruments"] == [{"instrument": "CHANNEL", "hours": {"hotline-ack": 2}}]
    with pytest.raises(InputError, match="no deadline of the channel's own"):
        draft_charter([{}], title="x", quorum="all", hours={"vd-unusual-reply": 1})
