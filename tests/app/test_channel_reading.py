"""Entries of a channel as events whose speaker is certain."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channel.crisis import NAMES
from tests.channel.scene import HOUR, START, Scene

from detente.app import pipeline
from detente.app.channel_reading import read_channel
from detente.channel.verify import Verdict
from detente.codebook.channel_events import ChannelEvent, channel_event
from detente.codebook.channel_kinds import message_kinds
from detente.codebook.loader import load_table
from detente.model.events import EventType, Mark
from detente.model.incidents import FacetStatus
from detente.model.ladder import Rung
from detente.model.statements import Mandate
from detente.reading import lexicon

NOTICE = {"activity": "Exercise North", "start": "2031-06-20", "end": "2031-06-29",
          "area": "north", "troops": 9500}  # fmt: skip
ASKED = {"concern": "columns", "activity": "movement", "area": "gap"}
NO_EVENT = {
    "charter", "enrol", "rotate", "approve", "acknowledgement", "receipt", "hotline-test",
    "hotline-escalation", "inspection-report", "agenda", "extension", "statement",
    "declaration-key", "escrow", "share-opened", "draw", "seed-commitment", "seed-reveal", "group",
    "room-rules", "chair", "session", "session-close", "item", "item-reached", "withdrawal",
    "reservation", "hosting", "evaluation-report",
}  # fmt: skip
"""Kinds that keep the channel running, or whose content no rule can code."""


def reading(scene: Scene, as_of: dt.date | None = None):
    verdict = Verdict((), scene.ledger, tuple(scene.cosigned))
    known = lexicon.load(None)
    found = read_channel(verdict, known, as_of=as_of)
    return pipeline.assemble([], known, as_of=as_of, channel=found)


def test_a_notice_is_cooperation_and_announces_an_activity() -> None:
    scene = Scene()
    scene.watch(START)
    scene.say("ALD", "notice", NOTICE, to=["BRV"])
    scene.watch(START + HOUR)
    told = reading(scene)
    act, activity = told.events
    assert (act.type, act.mark, act.actors[0].actor.id) == (
        EventType.COOPERATE, Mark.ASSERTED, "ALD",
    )  # fmt: skip
    assert [p.actor.id for p in act.recipients] == ["BRV"]
    assert (activity.type, activity.mark) == (EventType.MOBILIZE, Mark.ANNOUNCED)
    assert activity.date.start == dt.date(2031, 6, 20)
    assert told.statements[0].mandate is Mandate.AUTHORISED
    assert act.trail.rule == "channel:notice"
    assert act.trail.span.of(told.reports[0].text).startswith("Notification of a military activity")


def test_what_others_cosigned_is_corroborated_and_what_nobody_saw_is_claimed_and_undated() -> None:
    scene = Scene()
    scene.watch(START)
    scene.say("ALD", "notice", NOTICE, to=["BRV"])
    (alone,) = reading(scene).incidents
    assert (alone.occurrence.status, alone.date.known) == (FacetStatus.CLAIMED, False)
    scene.watch(START + HOUR, "ALD", "BRV")
    (seen,) = reading(scene).incidents
    assert (seen.occurrence.status, seen.author.status) == (FacetStatus.CORROBORATED,) * 2
    assert seen.date.latest == dt.date(2031, 5, 1)


def test_no_word_on_the_channel_moves_a_rung() -> None:
    scene = Scene()
    scene.watch(START)
    scene.say("ALD", "notice", NOTICE, to=["BRV"])
    asked = scene.say(
        "BRV", "inspection-request", {"area": "n", "entry": "x", "team": 4}, to=["ALD"]
    )
    scene.say("ALD", "inspection-reply", {"accepted": False}, to=["BRV"], about=asked.digest)
    scene.say("BRV", "unusual-activity", ASKED, to=["ALD"])
    scene.watch(START + HOUR)
    for dyad in reading(scene).dyads:
        for window in dyad.windows:
            assert window.claimed.rung is Rung.NONE


def test_a_refusal_stands_on_the_second_gauge() -> None:
    scene = Scene()
    scene.watch(START)
    asked = scene.say(
        "BRV", "inspection-request", {"area": "n", "entry": "x", "team": 4}, to=["ALD"]
    )
    refused = {"accepted": False}
    scene.say("ALD", "inspection-reply", refused, to=["BRV"], about=asked.digest)
    scene.watch(START + HOUR)
    told = reading(scene)
    (pair,) = [d for d in told.dyads if (d.a, d.b) == ("ALD", "BRV")]
    diplomatic = next(p for p in pair.pressure if p.kind == "diplomatic")
    assert diplomatic.level == "words"
    refusal = next(e for e in told.events if e.type is EventType.REJECT)
    assert refusal.trail.rule == "channel:inspection-reply"


def test_an_unanswered_question_is_held_against_the_party_as_words_only() -> None:
    scene = Scene()
    scene.watch(START)
    scene.say("ALD", "unusual-activity", ASKED, to=["BRV"])
    scene.watch(START + HOUR)
    assert [e.type for e in reading(scene).events if e.type is EventType.REJECT] == []
    scene.watch(START + 60 * HOUR)
    (left,) = [e for e in reading(scene).events if e.type is EventType.REJECT]
    assert (left.mark, left.actors[0].actor.id) == (Mark.ACCUSED, "BRV")
    assert "2031-05-03T01:00:00Z" in left.trail.span.of(
        next(r.text for r in reading(scene).reports if r.id == left.trail.report)
    )


def test_an_answer_that_came_late_says_so_beside_the_answer() -> None:
    scene = Scene()
    scene.watch(START)
    asked = scene.say("ALD", "unusual-activity", ASKED, to=["BRV"])
    scene.watch(START + HOUR)
    scene.watch(START + 55 * HOUR)
    reply = dict.fromkeys(("objectives", "location", "completion", "designation", "subordination",
                           "formations", "equipment"), "x")  # fmt: skip
    scene.say("BRV", "unusual-reply", reply, to=["ALD"], about=asked.digest)
    scene.watch(START + 56 * HOUR)
    by_brv = {e.predicate: e for e in reading(scene).events if e.actors[0].actor.id == "BRV"}
    assert by_brv["explain"].type is EventType.COOPERATE
    assert by_brv["explain"].mark is Mark.ASSERTED
    assert by_brv["miss a deadline"].type is EventType.REJECT
    assert by_brv["miss a deadline"].mark is Mark.ACCUSED


def test_an_adopted_proposal_is_agreement_of_each_with_all_others() -> None:
    scene = Scene()
    scene.watch(START)
    text = {"room": "main", "text": "Article 1", "expiry": "2031-05-02T00:00:00+00:00"}
    scene.say("CTL", "proposal", text)
    scene.watch(START + HOUR)
    assert not [e for e in reading(scene).events if e.type is EventType.AGREE]
    scene.watch(START + 30 * HOUR)
    agreed = [i for i in reading(scene).incidents if i.type is EventType.AGREE]
    assert sorted(i.authors[0].id for i in agreed) == sorted(NAMES)
    assert {i.occurrence.status for i in agreed} == {FacetStatus.CORROBORATED}


def test_sealed_messages_stay_on_the_channel() -> None:
    scene = Scene()
    body = {"text": "between us", "priority": "flash"}
    scene.say("ALD", "hotline", body, to=["BRV"], audience=["BRV"], salt="5" * 32)
    scene.watch(START + HOUR)
    told = reading(scene)
    assert (told.events, told.reports) == ((), ())


def test_what_comes_after_the_day_asked_is_not_looked_at() -> None:
    scene = Scene()
    scene.watch(START)
    scene.say("ALD", "question", {"text": "why?"}, to=["BRV"])
    scene.watch(START + HOUR)
    scene.say("ALD", "question", {"text": "and now?"}, to=["BRV"])
    scene.watch(START + 100 * HOUR)
    assert len(reading(scene, dt.date(2031, 5, 1)).events) == 1
    assert len(reading(scene).events) == 2


def test_every_kind_is_an_event_or_said_to_be_none() -> None:
    coded = {row.kind for row in load_table("channel_events", ChannelEvent)}
    plain = {kind for kind in coded if ":" not in kind}
    assert plain | NO_EVENT == set(message_kinds())
    assert plain & NO_EVENT == set()


@pytest.mark.parametrize(("accepted", "type_"), [(True, "AGREE"), (False, "REJECT"), ("yes", None)])
def test_a_condition_picks_the_row(accepted, type_) -> None:
    row = channel_event("inspection-reply", {"accepted": accepted})
    assert (row and row.type.value) == type_


@settings(max_examples=6)
@given(st.permutations(sorted(NAMES)))
def test_whoever_does_it_the_picture_is_the_same(names) -> None:
    a, b, _ = names
    scene = Scene()
    scene.watch(START)
    scene.say(a, "notice", NOTICE, to=[b])
    asked = scene.say(b, "inspection-request", {"area": "n", "entry": "x", "team": 4}, to=[a])
    scene.say(a, "inspection-reply", {"accepted": False}, to=[b], about=asked.digest)
    scene.watch(START + HOUR)
    role = dict(zip(names, "abc", strict=True))
    told = [
        (i.type.value, role[i.authors[0].id], [role[x.id] for x in i.recipients],
         i.occurrence.status.value)
        for i in reading(scene).incidents
    ]  # fmt: skip
    assert told == [
        ("COOPERATE", "a", ["b"], "corroborated"), ("REQUEST", "b", ["a"], "corroborated"),
        ("REJECT", "a", ["b"], "corroborated"),
    ]  # fmt: skip
