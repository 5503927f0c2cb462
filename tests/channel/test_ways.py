"""Silence, consensus and votes, and what a host or a party may try against each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channel.scene import HOUR, START, iso
from tests.channel.talks import CLOSE, DAY, Talks

from detente.channel.decisions import decide, seat_of
from detente.channel.proposed import Way
from detente.channel.votes import CHOICES, check_rule
from detente.model.errors import InputError

AFTER = CLOSE + HOUR
RULE = {"way": "vote", "threshold": "majority", "quorum": "2/3"}


def consensus(*parties: str):
    scene = Talks(*parties)
    proposal = scene.propose(scene.names[0], way="consensus")
    scene.watch(START)
    return scene, proposal


def poll(*parties: str, **rule):
    scene = Talks(*parties)
    proposal = scene.propose(scene.names[0], **{**RULE, **rule})
    scene.watch(START)
    return scene, proposal


# --- consensus ---------------------------------------------------------------------------------


def test_consensus_needs_the_word_of_every_other_party() -> None:
    scene, proposal = consensus()
    scene.say("BRV", "consent", about=proposal.digest)
    scene.watch(START + HOUR)
    found = scene.stands(proposal, START + HOUR)
    assert (found.state, found.waiting_for) == ("open", ("CTL",))
    scene.say("CTL", "consent", about=proposal.digest)
    assert scene.stands(proposal, START + HOUR).state == "open", "no witness has seen it yet"
    scene.watch(START + 2 * HOUR)
    found = scene.stands(proposal, START + 2 * HOUR)
    assert (found.state, found.complete) == ("adopted", START + 2 * HOUR)


def test_one_objection_blocks_until_it_is_taken_back() -> None:
    scene, proposal = consensus()
    scene.say("BRV", "consent", about=proposal.digest)
    objection = scene.say("CTL", "objection", {"text": "no"}, about=proposal.digest)
    scene.watch(START + HOUR)
    found = scene.stands(proposal, START + HOUR)
    assert (found.state, found.broken_by) == ("blocked", (objection.digest,))
    scene.say("BRV", "withdrawal", about=objection.digest)
    assert scene.stands(proposal, START + HOUR).state == "blocked", "it is not Breva's to take back"
    scene.say("CTL", "withdrawal", about=objection.digest)
    scene.watch(START + 2 * HOUR)
    assert scene.stands(proposal, START + 2 * HOUR).waiting_for == ("CTL",)
    scene.say("CTL", "consent", about=proposal.digest)
    scene.watch(START + 3 * HOUR)
    assert scene.stands(proposal, START + 3 * HOUR).state == "adopted"


def test_a_consent_can_be_turned_into_an_objection_until_all_have_consented() -> None:
    scene, proposal = consensus()
    scene.say("BRV", "consent", about=proposal.digest)
    scene.say("BRV", "objection", {"text": "not any more"}, about=proposal.digest)
    scene.watch(START + HOUR)
    assert scene.stands(proposal, START + HOUR).state == "blocked"


def test_an_objection_after_all_have_consented_comes_too_late() -> None:
    scene, proposal = consensus()
    for party in ("BRV", "CTL"):
        scene.say(party, "consent", about=proposal.digest)
    scene.watch(START + HOUR)
    scene.watch(START + 2 * HOUR)
    objection = scene.say("BRV", "objection", {"text": "no"}, about=proposal.digest)
    scene.watch(START + 3 * HOUR)
    found = scene.stands(proposal, START + 3 * HOUR)
    assert (found.state, found.too_late) == ("adopted", (objection.digest,))


def test_a_consent_after_the_end_counts_for_nothing_and_one_receipt_makes_it_disputed() -> None:
    scene, proposal = consensus()
    scene.say("BRV", "consent", about=proposal.digest)
    scene.watch(AFTER)
    late = scene.say("CTL", "consent", about=proposal.digest)
    scene.watch(AFTER + HOUR)
    found = scene.stands(proposal, AFTER + HOUR)
    assert (found.state, found.too_late) == ("lapsed", (late.digest,))
    scene.receipt("ALD", late, CLOSE - HOUR)
    record = replace(scene.record, agreeing=2)
    found = decide(record, proposal.digest, now=AFTER + HOUR, seat=seat_of(record, "main"))
    assert found.state == "disputed", "its proposer wants the consent and proves nothing alone"


def test_who_joined_later_is_not_asked_and_who_left_is_not_waited_for() -> None:
    scene, proposal = consensus("ALD", "BRV", "CTL", "DUN")
    scene.enrol("ABC")
    scene.say("BRV", "consent", about=proposal.digest)
    scene.say("CTL", "consent", about=proposal.digest)
    scene.watch(START + HOUR)
    assert scene.stands(proposal, START + HOUR).waiting_for == ("DUN",)
    scene.expel("DUN", "ALD", "BRV", "CTL")
    scene.watch(START + 2 * HOUR)
    assert scene.stands(proposal, START + 2 * HOUR).state == "adopted"


def test_an_objection_of_a_stranger_to_the_proposal_does_not_block_consensus() -> None:
    scene, proposal = consensus()
    scene.enrol("ABC")
    scene.say("ABC", "objection", {"text": "no"}, about=proposal.digest)
    for party in ("BRV", "CTL"):
        scene.say(party, "consent", about=proposal.digest)
    scene.watch(START + HOUR)
    assert scene.stands(proposal, START + HOUR).state == "adopted"


# --- votes -------------------------------------------------------------------------------------


def test_a_vote_counts_after_its_close_and_not_before() -> None:
    scene, proposal = poll()
    for party, choice in (("ALD", "yes"), ("BRV", "yes"), ("CTL", "no")):
        scene.vote(party, proposal, choice)
    scene.watch(START + HOUR)
    found = scene.stands(proposal, CLOSE)
    assert (found.state, found.tally) == ("open", None)
    scene.watch(AFTER)
    found = scene.stands(proposal, AFTER)
    assert found.tally is not None
    assert (found.state, found.tally.yes, found.tally.no) == ("adopted", 2, 1)
    assert (found.complete, found.tally.unheard) == (CLOSE, ())


@pytest.mark.parametrize(
    ("rule", "votes", "state", "reason"),
    [
        ({}, "yn-", "rejected", "the threshold was not met"),
        ({}, "yya", "adopted", ""),
        ({}, "y--", "rejected", "the quorum was not met"),
        ({"quorum": "1/3"}, "y--", "adopted", ""),
        ({"quorum": "1/3", "of": "entitled"}, "y--", "rejected", "the threshold was not met"),
        ({"threshold": "2/3"}, "yyn", "adopted", ""),
        ({"threshold": "all"}, "yyn", "rejected", "the threshold was not met"),
        ({"threshold": "all"}, "yya", "adopted", ""),
        ({"threshold": "2", "quorum": "1/3"}, "y--", "rejected", "the threshold was not met"),
        ({}, "aaa", "rejected", "the threshold was not met"),
        ({"threshold": "all", "of": "entitled"}, "yya", "rejected", "the threshold was not met"),
    ],
)
def test_threshold_and_quorum_as_written(rule, votes, state, reason) -> None:
    scene, proposal = poll(**rule)
    names = {"y": "yes", "n": "no", "a": "abstain"}
    for party, sign in zip(scene.names, votes, strict=True):
        if sign != "-":
            scene.vote(party, proposal, names[sign])
    scene.watch(START + HOUR)
    scene.watch(AFTER)
    found = scene.stands(proposal, AFTER)
    assert (found.state, found.reason) == (state, reason)


def test_the_last_vote_of_a_party_before_the_close_counts_once() -> None:
    scene, proposal = poll()
    for choice in ("yes", "yes", "no"):
        scene.vote("BRV", proposal, choice)
    scene.vote("ALD", proposal, "yes")
    scene.watch(START + HOUR)
    scene.watch(AFTER)
    scene.vote("BRV", proposal, "yes")
    scene.watch(AFTER + HOUR)
    tally = scene.stands(proposal, AFTER + HOUR).tally
    assert tally is not None
    assert (tally.yes, tally.no, tally.votes["BRV"]) == (1, 1, "no")
    assert list(tally.ignored.values()) == ["it came after the close"]


def test_a_vote_held_back_by_the_host_is_disputed_by_one_receipt_and_counts_by_most() -> None:
    scene, proposal = poll()
    scene.vote("ALD", proposal, "yes")
    scene.watch(START + HOUR)
    scene.watch(AFTER)
    held_back = scene.vote("CTL", proposal, "yes")
    scene.watch(AFTER + HOUR)

    def stands():
        record = replace(scene.record, agreeing=2)
        return decide(record, proposal.digest, now=AFTER + DAY, seat=seat_of(record, "main"))

    assert (stands().state, stands().reason) == ("rejected", "the quorum was not met")
    scene.receipt("ALD", held_back, CLOSE - HOUR)
    assert stands().state == "disputed"
    assert stands().tally.votes["CTL"] == "disputed"
    scene.receipt("BRV", held_back, CLOSE - HOUR)
    assert stands().state == "adopted"


def test_a_disputed_vote_that_decides_nothing_disputes_nothing() -> None:
    scene, proposal = poll()
    for party in ("ALD", "BRV"):
        scene.vote(party, proposal, "yes")
    scene.watch(START + HOUR)
    scene.vote("CTL", proposal, "no")
    scene.watch(AFTER)
    found = scene.stands(proposal, AFTER)
    assert (found.state, found.tally.votes["CTL"]) == ("adopted", "disputed")


def test_only_parties_of_the_time_that_still_are_vote() -> None:
    scene, proposal = poll("ALD", "BRV", "CTL", "DUN")
    scene.enrol("ABC")
    for party in ("ABC", "DUN"):
        scene.vote(party, proposal, "no")
    for party in ("ALD", "BRV"):
        scene.vote(party, proposal, "yes")
    scene.expel("DUN", "ALD", "BRV", "CTL")
    scene.watch(START + HOUR)
    scene.watch(AFTER)
    found = scene.stands(proposal, AFTER)
    assert found.tally.votes == {"ALD": "yes", "BRV": "yes", "CTL": ""}
    assert list(found.tally.ignored.values()) == ["its sender is not entitled"] * 2
    assert found.state == "adopted"


def test_who_is_expelled_after_the_close_has_voted() -> None:
    scene, proposal = poll("ALD", "BRV", "CTL", "DUN")
    for party, choice in (("ALD", "yes"), ("CTL", "no"), ("DUN", "no")):
        scene.vote(party, proposal, choice)
    scene.watch(START + HOUR)
    scene.watch(AFTER)
    scene.expel("DUN", "ALD", "BRV", "CTL")
    scene.watch(AFTER + HOUR)
    found = scene.stands(proposal, AFTER + HOUR)
    assert (found.state, found.tally.no) == ("rejected", 2)


def test_a_vote_is_not_extended() -> None:
    scene, proposal = poll()
    scene.say("ALD", "extension", {"expiry": iso(CLOSE + DAY)}, about=proposal.digest)
    scene.watch(START + HOUR)
    assert scene.stands(proposal, START + HOUR).expiry == CLOSE


def test_weights_only_by_the_charter() -> None:
    scene = Talks(weights={"ALD": 3})
    proposal = scene.propose("ALD", **RULE)
    for party, choice in (("ALD", "yes"), ("BRV", "no"), ("CTL", "no")):
        scene.vote(party, proposal, choice)
    scene.watch(START)
    scene.watch(AFTER)
    found = scene.stands(proposal, AFTER)
    assert (found.state, found.tally.yes, found.tally.weighted) == ("adopted", 3, True)
    scene, proposal = poll(weights={"ALD": 3})
    scene.vote("ALD", proposal, "yes")
    scene.watch(START + HOUR)
    scene.watch(AFTER)
    tally = scene.stands(proposal, AFTER).tally
    assert (tally.yes, tally.weighted) == (1, False)


@pytest.mark.parametrize(
    "rule", [{"threshold": ""}, {"quorum": ""}, {"threshold": "most"}, {"quorum": "3/2"},
             {"threshold": "0"}, {"of": "population"}],
)  # fmt: skip
def test_a_vote_writes_its_rule(rule) -> None:
    scene, proposal = poll(**rule)
    with pytest.raises(InputError):
        scene.stands(proposal, START)
    assert list(scene.talk(START).unread) == [proposal.digest]


def test_a_spoiled_vote_is_told_and_not_counted() -> None:
    scene, proposal = poll()
    scene.vote("BRV", proposal, "perhaps")
    scene.watch(START + HOUR)
    scene.watch(AFTER)
    found = scene.stands(proposal, AFTER)
    assert list(found.tally.ignored.values()) == ["it is neither yes, no nor abstain"]


@given(st.lists(st.sampled_from(["", *CHOICES]), min_size=4, max_size=4), st.permutations(range(4)))
def test_who_casts_which_vote_makes_no_difference_to_the_result(votes, order) -> None:
    def result(choices):
        scene = Talks("ALD", "BRV", "CTL", "DUN")
        proposal = scene.propose("ALD", **RULE)
        for party, choice in zip(scene.names, choices, strict=True):
            if choice:
                scene.vote(party, proposal, choice)
        scene.watch(START)
        scene.watch(AFTER)
        found = scene.stands(proposal, AFTER)
        return found.state, found.reason, found.tally.yes, found.tally.no, found.tally.abstain

    assert result(votes) == result([votes[i] for i in order])


@given(st.integers(1, 9), st.integers(0, 9))
def test_a_share_needs_no_more_than_all_and_says_something(top, more) -> None:
    check_rule(f"{top}/{top + more}", "cast", "1/2")


# --- any way -----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", list(Way))
def test_a_proposer_withdraws_before_the_end_and_nobody_else_does(way) -> None:
    scene = Talks()
    proposal = scene.propose("ALD", **{**RULE, "way": way.value})
    scene.say("BRV", "withdrawal", about=proposal.digest)
    scene.watch(START)
    assert scene.stands(proposal, START).state == "open"
    scene.say("ALD", "withdrawal", about=proposal.digest)
    scene.watch(START + HOUR)
    assert scene.stands(proposal, START + HOUR).state == "withdrawn"


def test_what_was_adopted_is_not_withdrawn() -> None:
    scene = Talks()
    proposal = scene.propose("ALD")
    scene.watch(START)
    scene.watch(AFTER)
    scene.say("ALD", "withdrawal", about=proposal.digest)
    scene.watch(AFTER + HOUR)
    assert scene.stands(proposal, AFTER + HOUR).state == "adopted"


def test_a_vote_is_not_withdrawn_once_another_party_has_voted() -> None:
    scene, proposal = poll()
    for party in ("BRV", "CTL"):
        scene.vote(party, proposal, "no")
    scene.say("ALD", "withdrawal", about=proposal.digest)
    scene.watch(START + HOUR)
    scene.watch(AFTER)
    assert scene.stands(proposal, AFTER).state == "rejected"


def test_all_are_told_at_once_and_who_was_not_is_named() -> None:
    scene = Talks()
    proposal = scene.propose("ALD")
    scene.watch(START)
    scene.say("CTL", "objection", {"text": "no"}, about=proposal.digest)
    scene.watch(START + HOUR, "ALD")
    assert scene.stands(proposal, START + HOUR).untold == ("BRV",)
    scene.watch(START + HOUR)
    assert scene.stands(proposal, START + HOUR).untold == ()


def test_who_was_expelled_is_not_waited_for_in_silence() -> None:
    scene = Talks("ALD", "BRV", "CTL", "DUN")
    proposal = scene.propose("ALD")
    scene.watch(START)
    scene.watch(AFTER, "ALD", "BRV", "CTL")
    assert scene.stands(proposal, AFTER).waiting_for == ("DUN",)
    scene.expel("DUN", "ALD", "BRV", "CTL")
    scene.watch(AFTER + HOUR)
    assert scene.stands(proposal, AFTER + HOUR).state == "adopted"


def test_a_proposal_that_names_no_way_we_know_is_told_as_unread() -> None:
    scene = Talks()
    proposal = scene.propose("ALD", way="acclamation")
    assert "no way to decide" in scene.talk(START).unread[proposal.digest]


def test_an_open_message_about_a_sealed_one_breaks_no_mirror() -> None:
    from detente.channel.ledger import replay
    from detente.channel.messages import leaf_of

    scene = Talks()
    scene.say("ALD", "question", {"text": "?"}, audience=["BRV"], salt="0" * 64)
    asked = scene.ledger.entries[-1].signed
    scene.say("BRV", "receipt", {"receipt": "kept elsewhere"}, about=asked.digest)
    read_by_ctl = [(leaf_of(e.signed), None) for e in scene.ledger.entries]
    assert replay(scene.ledger.channel, read_by_ctl).size == scene.ledger.size
