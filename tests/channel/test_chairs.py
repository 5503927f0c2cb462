"""Nobody makes himself chair: the rule of the room or an adopted proposal does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channel.scene import HOUR, START, iso
from tests.channel.talks import CLOSE, DAY, ROTATION, Talks

from detente.channel.chairs import Rules, chair_at, read_rules
from detente.channel.decisions import seat_of
from detente.channel.rooms import Held, items, sessions
from detente.model.errors import InputError

ROOMS = {"rooms": {"main": {"sessions": True, "chair": ROTATION}}}


def chaired(*parties: str) -> Talks:
    """A room whose first turn has been taken."""
    scene = Talks(*parties, **ROOMS)
    scene.say(scene.names[1], "chair", {"room": "main", "party": scene.names[0]})
    scene.watch(START)
    return scene


def chair(scene: Talks) -> str:
    return chair_at(scene.record, seat_of(scene.record, "main").turns, scene.ledger.size)


def why(scene: Talks, signed) -> str:
    return seat_of(scene.record, "main").void[signed.digest]


def test_the_chair_passes_in_the_order_in_which_parties_joined() -> None:
    scene = chaired()
    assert chair(scene) == "ALD"
    for days, party in ((30, "BRV"), (60, "CTL"), (90, "ALD")):
        scene.say("CTL", "chair", {"room": "main", "party": party})
        scene.watch(START + days * DAY)
        assert chair(scene) == party


def test_nobody_takes_the_turn_of_another_or_his_own_before_it_begins() -> None:
    scene = chaired()
    early = scene.say("BRV", "chair", {"room": "main", "party": "BRV"})
    scene.watch(START + DAY)
    other = scene.say("CTL", "chair", {"room": "main", "party": "CTL"})
    scene.watch(START + 30 * DAY)
    assert chair(scene) == "ALD"
    assert why(scene, early) == "the next turn has not begun"
    assert why(scene, other) == "the turn is that of 'BRV'"


def test_in_a_room_without_rules_there_is_no_chair_to_take() -> None:
    scene = Talks()
    act = scene.say("ALD", "chair", {"room": "main", "party": "ALD"})
    scene.watch(START)
    assert chair(scene) == ""
    assert "no rule" in why(scene, act)


def test_an_act_that_no_witness_has_seen_makes_no_chair() -> None:
    scene = Talks(**ROOMS)
    act = scene.say("ALD", "chair", {"room": "main", "party": "ALD"})
    assert chair(scene) == ""
    assert "no witness" in why(scene, act)


def test_a_turn_that_nobody_logged_is_passed_over() -> None:
    scene = chaired()
    scene.say("ALD", "chair", {"room": "main", "party": "CTL"})
    scene.watch(START + 60 * DAY)
    assert chair(scene) == "CTL"


def test_who_left_is_not_chair_and_the_next_party_follows() -> None:
    scene = chaired("ALD", "BRV", "CTL", "DUN")
    scene.expel("BRV", "ALD", "CTL")
    scene.say("ALD", "chair", {"room": "main", "party": "CTL"})
    scene.watch(START + 30 * DAY)
    assert chair(scene) == "CTL"
    scene.expel("CTL", "ALD", "DUN")
    assert chair(scene) == ""
    scene.say("ALD", "chair", {"room": "main", "party": "DUN"})
    scene.watch(START + 60 * DAY)
    assert chair(scene) == "DUN"


def test_who_joins_takes_a_turn_after_the_others() -> None:
    scene = chaired()
    scene.enrol("ABC")
    for days, party in ((30, "BRV"), (60, "CTL"), (90, "ABC"), (120, "ALD")):
        scene.say("ABC", "chair", {"room": "main", "party": party})
        scene.watch(START + days * DAY)
        assert chair(scene) == party


def decided(scene: Talks, **what):
    """An adopted proposal about the room."""
    proposal = scene.propose("ALD", "about this room", "consensus", **what)
    for party in ("BRV", "CTL"):
        scene.say(party, "consent", about=proposal.digest)
    return proposal


def test_an_adopted_proposal_gives_the_chair_once() -> None:
    scene = Talks()
    first = decided(scene, chair="CTL")
    scene.watch(START)
    scene.say("CTL", "chair", {"room": "main", "party": "CTL"}, about=first.digest)
    scene.watch(START + HOUR)
    assert chair(scene) == "CTL"
    second = decided(scene, chair="BRV")
    scene.watch(START + 2 * HOUR)
    scene.say("BRV", "chair", {"room": "main", "party": "BRV"}, about=second.digest)
    again = scene.say("CTL", "chair", {"room": "main", "party": "CTL"}, about=first.digest)
    scene.watch(START + 3 * HOUR)
    assert chair(scene) == "BRV"
    assert why(scene, again) == "the proposal it stands on has served already"


@pytest.mark.parametrize("what", [{"chair": "BRV"}, {}, {"chair": "CTL", "room": "other"}])
def test_a_proposal_about_something_else_gives_no_chair(what) -> None:
    scene = Talks()
    proposal = decided(scene, **what)
    scene.watch(START)
    scene.say("CTL", "chair", {"room": "main", "party": "CTL"}, about=proposal.digest)
    scene.watch(START + HOUR)
    assert chair(scene) == ""


def test_a_proposal_still_open_gives_no_chair() -> None:
    scene = Talks()
    proposal = scene.propose("CTL", "me", chair="CTL")
    act = scene.say("CTL", "chair", {"room": "main", "party": "CTL"}, about=proposal.digest)
    scene.watch(START)
    scene.watch(CLOSE + HOUR)
    assert scene.stands(proposal, CLOSE + HOUR).state == "adopted"
    assert chair(scene) == ""
    assert why(scene, act) == "the proposal it stands on was not adopted then"
    scene.say("ALD", "chair", {"room": "main", "party": "CTL"}, about=proposal.digest)
    scene.watch(CLOSE + 2 * HOUR)
    assert chair(scene) == "CTL"


def test_rules_come_by_an_adopted_proposal_and_do_not_reach_back() -> None:
    scene = Talks()
    before = scene.propose("BRV", "before the rules")
    rules = decided(scene, rules={"sessions": True, "chair": ROTATION})
    scene.watch(START)
    scene.say("CTL", "room-rules", {"room": "main"}, about=rules.digest)
    scene.say("CTL", "chair", {"room": "main", "party": "ALD"})
    after = scene.propose("BRV", "after the rules")
    scene.watch(START + HOUR)
    scene.watch(CLOSE + HOUR)
    assert chair(scene) == "ALD"
    assert scene.stands(before, CLOSE + HOUR).state == "adopted"
    assert scene.stands(after, CLOSE + HOUR).state == "out of order"


@pytest.mark.parametrize(
    "plain",
    [[], {"sessions": "yes"}, {"chair": {"days": 30}}, {"chair": {"from": iso(START), "days": 0}},
     {"chair": {"from": "2031-05-01", "days": 30}}, {"quorum": 1}, {"chair": "ALD"}],
)  # fmt: skip
def test_rules_that_say_nothing_clear_are_refused(plain) -> None:
    with pytest.raises(InputError):
        read_rules(plain)


@given(st.integers(0, 4000), st.integers(1, 400))
def test_every_moment_after_the_start_lies_in_one_turn(hours, days) -> None:
    rules = Rules(start=START, days=days)
    turn = rules.turn(START + hours * HOUR)
    assert turn is not None
    assert START + turn * days * DAY <= START + hours * HOUR < START + (turn + 1) * days * DAY
    assert rules.turn(START - 1) is None


def test_only_the_chair_opens_and_closes_a_session() -> None:
    scene = chaired()
    scene.say("BRV", "session", {"room": "main"})
    assert sessions(scene.record, "main", seat_of(scene.record, "main")) == ()
    opened = scene.say("ALD", "session", {"room": "main"})
    scene.say("ALD", "session", {"room": "main"})
    scene.say("BRV", "session-close", about=opened.digest)
    (one,) = sessions(scene.record, "main", seat_of(scene.record, "main"))
    assert one.closed is None
    scene.say("ALD", "session-close", about=opened.digest)
    (one,) = sessions(scene.record, "main", seat_of(scene.record, "main"))
    assert one.closed is not None


def test_silence_in_a_room_with_sessions_needs_one_without_objection_there() -> None:
    scene = chaired()
    outside = scene.propose("BRV", "outside")
    opened = scene.say("ALD", "session", {"room": "main"})
    inside = scene.propose("BRV", "inside")
    objected = scene.propose("BRV", "objected")
    scene.say("CTL", "objection", {"text": "no"}, about=objected.digest)
    scene.say("ALD", "session-close", about=opened.digest)
    scene.watch(START + HOUR)
    scene.watch(CLOSE + HOUR)
    now = CLOSE + 2 * HOUR
    found = [scene.stands(one, now) for one in (outside, inside, objected)]
    assert [one.state for one in found] == ["out of order", "adopted", "broken"]
    assert [one.session for one in found] == [Held.OUTSIDE, Held.HELD, Held.OBJECTED]


def test_a_session_closed_while_a_proposal_was_under_way_is_disputed_and_not_against_it() -> None:
    scene = chaired()
    opened = scene.say("ALD", "session", {"room": "main"})
    scene.watch(START + HOUR)
    scene.watch(START + 3 * HOUR)
    scene.say("ALD", "session-close", about=opened.digest)
    late = scene.propose("BRV", "held back")
    scene.watch(START + 4 * HOUR)
    scene.watch(CLOSE + HOUR)
    assert scene.stands(late, CLOSE + HOUR).state == "out of order"
    scene.receipt("CTL", late, START + 2 * HOUR)
    found = scene.stands(late, CLOSE + HOUR)
    assert (found.state, found.session) == ("adopted", Held.DISPUTED)


def test_the_chair_extends_and_the_proposer_does_not() -> None:
    scene = chaired()
    scene.say("ALD", "session", {"room": "main"})
    proposal = scene.propose("BRV")
    later = {"expiry": iso(CLOSE + DAY)}
    scene.say("BRV", "extension", later, about=proposal.digest)
    scene.watch(START + HOUR)
    assert scene.stands(proposal, START + HOUR).expiry == CLOSE
    scene.say("ALD", "extension", later, about=proposal.digest)
    scene.watch(START + 2 * HOUR)
    assert scene.stands(proposal, START + 2 * HOUR).expiry == CLOSE + DAY


def test_an_extension_after_expiry_extends_nothing() -> None:
    scene = chaired()
    scene.say("ALD", "session", {"room": "main"})
    proposal = scene.propose("BRV")
    scene.watch(START + HOUR)
    scene.watch(CLOSE + 1)
    scene.say("ALD", "extension", {"expiry": iso(CLOSE + DAY)}, about=proposal.digest)
    scene.say("ALD", "extension", {"expiry": "tomorrow"}, about=proposal.digest)
    scene.watch(CLOSE + 2)
    found = scene.stands(proposal, CLOSE + HOUR)
    assert (found.expiry, found.state) == (CLOSE, "adopted")


def test_items_are_raised_by_any_party_and_reached_by_the_chair_in_a_session() -> None:
    scene = chaired()
    scene.watch(START)
    first = scene.say("CTL", "item", {"room": "main", "text": "mines"})
    scene.say("CTL", "item", {"room": "main", "text": "fishing"})
    scene.watch(START + HOUR)
    scene.say("ALD", "item-reached", about=first.digest)
    scene.say("ALD", "session", {"room": "main"})
    scene.say("BRV", "item-reached", about=first.digest)
    found = items(scene.record, "main", seat_of(scene.record, "main"))
    assert [one.reached for one in found] == [None, None]
    scene.say("ALD", "item-reached", about=first.digest)
    scene.watch(START + 3 * HOUR)
    one, two = items(scene.record, "main", seat_of(scene.record, "main"))
    assert (one.reached_by, one.wait, two.wait) == ("ALD", 2 * HOUR, None)


def test_without_a_chair_another_party_reaches_an_item_and_not_the_one_that_raised_it() -> None:
    scene = Talks()
    item = scene.say("ALD", "item", {"room": "main", "text": "mines"})
    scene.say("ALD", "item-reached", about=item.digest)
    scene.watch(START)
    (one,) = items(scene.record, "main", seat_of(scene.record, "main"))
    assert one.reached_by == ""
    scene.say("BRV", "item-reached", about=item.digest)
    (one,) = items(scene.record, "main", seat_of(scene.record, "main"))
    assert one.reached_by == "BRV"


def test_whoever_asks_for_the_talk_knows_the_chair_and_the_rules() -> None:
    from detente.app.channel_party import talk
    from detente.channel.verify import Verdict

    scene = chaired()
    scene.propose("BRV", "outside")
    scene.say("ALD", "session", {"room": "main"})
    inside = scene.propose("BRV", "inside")
    scene.propose("BRV", "for all to consent", way="consensus")
    later = {"expiry": iso(CLOSE + DAY)}
    scene.say("ALD", "extension", later, about=inside.digest)
    scene.watch(START + HOUR)
    verdict = Verdict((), scene.ledger, tuple(scene.cosigned))
    told = talk(verdict, now=START + 2 * HOUR).decisions
    (found,) = [one for one in told if one.way.value == "silence" and one.state != "out of order"]
    assert (found.proposal, found.expiry) == (inside.digest, CLOSE + DAY)
