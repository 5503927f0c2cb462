"""Whatever a party writes into a dialogue, the others still read the rest of it."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channel.scene import HOUR, START
from tests.channel.talks import CLOSE, ROTATION, Talks

from detente.channel.contacts import balance, contacts
from detente.channel.grievances import grievances
from detente.channel.rooms import agenda, items, sessions
from detente.channel.terms import terms
from detente.channel.texts import amendments, texts
from detente.cli.channel_dialogue import decision_line
from detente.cli.channel_room import _lines
from detente.codebook.channel_kinds import message_kinds
from detente.model.errors import Refusal
from detente.model.serialise import to_plain

KINDS = ("agenda", "room-rules", "chair", "session", "session-close", "item", "item-reached",
         "proposal", "amendment", "objection", "extension", "consent", "vote", "withdrawal",
         "statement", "reservation", "time-request", "time-grant", "grievance", "resolution",
         "acceptance", "contact", "contact-state", "hosting", "question", "answer")  # fmt: skip
ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=8)
    | st.sampled_from(["main", "vote", "consensus", "yes", "2/3", "1e999999999", "majority", "ALD",
                       "2031-05-01T12:00:00+00:00", "0001-01-01T00:00:00+14:00", "planned",
                       "9999-12-31T23:59:59-14:00", "2031-09-01", "\x1b[2J\u202e"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner,
                                                                max_size=2),
    max_leaves=4,
)  # fmt: skip
EXTRA = st.dictionaries(
    st.sampled_from(["way", "threshold", "quorum", "of", "title", "changes", "takes", "chair",
                     "rules"]), ODD, max_size=4,
)  # fmt: skip
SAID = st.lists(st.tuples(st.sampled_from(KINDS), st.lists(ODD, min_size=4, max_size=4), EXTRA,
                          st.integers(0, 2), st.integers(0, 30)), max_size=20)  # fmt: skip


@given(SAID)
def test_the_dialogue_is_read_whatever_is_said(said) -> None:
    scene = Talks(rooms={"main": {"sessions": True, "chair": ROTATION}}, host="ALD")
    for kind, values, extra, who, pick in said:
        row = message_kinds()[kind]
        body = dict(zip(row.fields, values, strict=False)) | (extra if kind == "proposal" else {})
        found = [e.signed for e in scene.ledger.entries if e.signed.message.kind in row.answers]
        about = found[pick % len(found)].digest if found else ""
        with contextlib.suppress(Refusal):
            scene.say(scene.names[who], kind, body, about=about, to=["BRV"])
    scene.watch(START)
    scene.watch(CLOSE + HOUR)
    talk = scene.talk(CLOSE + 2 * HOUR)
    for room, seat in talk.seats.items():
        agenda(talk.record, room, seat), sessions(talk.record, room, seat)
        items(talk.record, room, seat)
        for plain, words in _lines(talk, room):
            json.dumps(plain)
            assert "\x1b" not in words
    for one in talk.decisions:
        decision_line(one)
        json.dumps(to_plain(one))
        amendments(talk.record, one.proposal)
    found = contacts(talk.record)
    shown = [*texts(talk), *terms(talk), *grievances(talk.record, now=talk.now), *found,
             *balance(talk.record, found)]  # fmt: skip
    json.dumps(to_plain(shown))


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_that_no_clock_shows_is_told_as_unread(moment) -> None:
    scene = Talks()
    proposal = scene.propose("ALD", expiry=moment)
    assert "outside the years" in scene.talk(START).unread[proposal.digest]


def test_a_threshold_too_large_to_compute_is_told_as_unread() -> None:
    scene = Talks()
    proposal = scene.propose("ALD", way="vote", threshold="1e999999999", quorum="1/2")
    assert "write 'majority'" in scene.talk(START).unread[proposal.digest]


def test_a_chair_that_closes_early_leaves_what_was_not_reached_in_sight() -> None:
    scene = Talks(rooms={"main": {"sessions": True, "chair": ROTATION}})
    scene.say("ALD", "chair", {"room": "main", "party": "ALD"})
    item = scene.say("BRV", "item", {"room": "main", "text": "boats"})
    scene.watch(START)
    opened = scene.say("ALD", "session", {"room": "main"})
    scene.say("ALD", "session-close", about=opened.digest)
    scene.say("ALD", "item-reached", about=item.digest)
    late = scene.propose("BRV", "boats")
    scene.watch(START + HOUR)
    scene.watch(CLOSE + HOUR)
    talk = scene.talk(CLOSE + HOUR)
    (row,) = [row for row in terms(talk) if row.party == "BRV"]
    assert (row.items_raised, row.items_reached, row.not_adopted) == (1, 0, 1)
    assert scene.stands(late, CLOSE + HOUR).state == "out of order"


def test_a_chair_that_closes_at_once_left_nobody_the_time_to_object_there() -> None:
    scene = Talks(rooms={"main": {"sessions": True, "chair": ROTATION}})
    scene.say("ALD", "chair", {"room": "main", "party": "ALD"})
    scene.watch(START)
    opened = scene.say("ALD", "session", {"room": "main"})
    hasty = scene.propose("ALD", "hasty")
    scene.watch(START + HOUR, "BRV")
    scene.say("ALD", "session-close", about=opened.digest)
    scene.watch(START + 2 * HOUR)
    found = scene.stands(hasty, START + 3 * HOUR)
    assert (found.session.value, found.absent) == (
        "in a session, without objection there",
        ("CTL",),
    )
    assert "not shown to have had it there: CTL" in decision_line(found)


@given(st.lists(st.sampled_from(["yes", "no", "abstain", ""]), min_size=3, max_size=3),
       st.sampled_from(["yes", "no"]), st.integers(0, 2), st.integers(0, 2))  # fmt: skip
def test_one_receipt_turns_no_vote_into_its_opposite(votes, late, voter, giver) -> None:
    from dataclasses import replace

    from detente.channel.decisions import decide, seat_of

    scene = Talks()
    proposal = scene.propose("ALD", way="vote", threshold="majority", quorum="1/3")
    for party, choice in zip(scene.names, votes, strict=True):
        if choice:
            scene.vote(party, proposal, choice)
    scene.watch(START + HOUR)
    scene.watch(CLOSE + HOUR)
    held = scene.vote(scene.names[voter], proposal, late)
    scene.watch(CLOSE + 2 * HOUR)

    def state() -> str:
        record = replace(scene.record, agreeing=2)
        return decide(record, proposal.digest, now=CLOSE + 3 * HOUR,
                      seat=seat_of(record, "main")).state  # fmt: skip

    before = state()
    scene.receipt(scene.names[giver], held, CLOSE - HOUR)
    assert state() in (before, "disputed")
