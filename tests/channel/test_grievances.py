"""A grievance is over when the party that raised it says so."""

from __future__ import annotations

from tests.channel.scene import HOUR, START
from tests.channel.talks import Talks

from detente.channel.grievances import GrievanceState, grievances

NOW = START + 48 * HOUR


def raised(*parties: str):
    scene = Talks(*parties)
    one = scene.say("ALD", "grievance", {"text": "our boats were stopped"}, to=["BRV"])
    scene.watch(START)
    return scene, one


def only(scene: Talks):
    (one,) = grievances(scene.record, now=NOW)
    return one


def test_an_open_grievance_ages_by_the_witnesses() -> None:
    scene, _ = raised()
    one = only(scene)
    assert (one.state, one.age, one.open) == (GrievanceState.RAISED, 48 * HOUR, True)


def test_one_that_no_witness_has_seen_has_no_age() -> None:
    scene = Talks()
    scene.say("ALD", "grievance", {"text": "?"})
    assert only(scene).age is None


def test_the_timeline_from_raised_to_resolved() -> None:
    scene, one = raised()
    asked = scene.say("BRV", "question", {"text": "which boats?"}, about=one.digest)
    scene.say("ALD", "answer", {"text": "two of them"}, about=asked.digest)
    scene.say("BRV", "answer", {"text": "a mistake"}, about=one.digest)
    assert only(scene).state is GrievanceState.ANSWERED
    scene.say("ALD", "meeting-request", {"place": "here", "time": "soon"}, about=one.digest)
    scene.say("ALD", "resolution", {"text": "settled"}, about=one.digest)
    scene.watch(START + HOUR)
    found = only(scene)
    assert [(step.what, step.party) for step in found.steps] == [
        ("raised", "ALD"), ("question", "BRV"), ("answer", "ALD"), ("answer", "BRV"),
        ("meeting-request", "ALD"), ("resolved", "ALD")]  # fmt: skip
    assert (found.state, found.age, found.open) == (GrievanceState.RESOLVED, HOUR, False)


def test_the_accused_cannot_close_it_but_offers_a_resolution() -> None:
    scene, one = raised()
    offer = scene.say("BRV", "resolution", {"text": "it is settled"}, about=one.digest)
    scene.say("BRV", "acceptance", about=offer.digest)
    scene.say("BRV", "withdrawal", about=one.digest)
    scene.say("CTL", "acceptance", about=offer.digest)
    assert only(scene).state is GrievanceState.OFFERED
    scene.say("ALD", "acceptance", about=offer.digest)
    assert only(scene).state is GrievanceState.RESOLVED


def test_an_answer_of_somebody_else_is_no_answer_of_the_party_it_addresses() -> None:
    scene, one = raised()
    scene.say("CTL", "answer", {"text": "we saw it"}, about=one.digest)
    assert only(scene).state is GrievanceState.RAISED


def test_who_raised_it_takes_it_back() -> None:
    scene, one = raised()
    scene.say("ALD", "withdrawal", about=one.digest)
    assert only(scene).state is GrievanceState.WITHDRAWN


def test_a_long_thread_is_read_to_its_end() -> None:
    scene, one = raised()
    about = one.digest
    for number in range(1500):
        about = scene.say("BRV", "question", {"text": str(number)}, about=about).digest
    assert len(only(scene).steps) == 1501
