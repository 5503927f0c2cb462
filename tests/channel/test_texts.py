"""Agreed texts in versions, and two proposals for one text at once."""

from __future__ import annotations

from tests.channel.scene import HOUR, START
from tests.channel.talks import CLOSE, Talks

from detente.channel.texts import amendments, texts

NOW = START + 90 * HOUR


def agree(scene: Talks, by: str, text: str, hour: int, **more):
    """A proposal that everybody consents to by an hour."""
    proposal = scene.propose(by, text, "consensus", **more)
    consent(scene, proposal, hour)
    return proposal


def consent(scene: Talks, proposal, hour: int) -> None:
    for party in scene.names:
        if party != proposal.message.sender:
            scene.say(party, "consent", about=proposal.digest)
    scene.watch(START + hour * HOUR)


def read(scene: Talks):
    return texts(scene.talk(NOW))


def test_adopted_texts_are_numbered_in_their_room() -> None:
    scene = Talks()
    agree(scene, "ALD", "Article 1", 1)
    agree(scene, "BRV", "On fishing", 2, room="fishing")
    agree(scene, "CTL", "Article 2", 3)
    found = [(v.room, v.text_number, v.number, v.text) for v in read(scene)]
    assert found == [("fishing", 1, 1, "On fishing"), ("main", 1, 1, "Article 1"),
                     ("main", 2, 1, "Article 2")]  # fmt: skip
    assert [v.room for v in texts(scene.talk(NOW), "fishing")] == ["fishing"]


def test_a_text_that_was_not_adopted_is_no_text() -> None:
    scene = Talks()
    scene.propose("ALD")
    scene.watch(START)
    assert read(scene) == ()


def test_an_adopted_change_makes_a_new_version_with_what_changed() -> None:
    scene = Talks()
    first = agree(scene, "ALD", "one\ntwo", 1, title="Treaty")
    agree(scene, "BRV", "one\nthree", 2, changes=first.digest)
    one, two = read(scene)
    assert (two.text_number, two.number, two.changes, two.title) == (1, 2, (1,), "Treaty")
    assert two.diff[2:] == ("@@ -1,2 +1,2 @@", " one", "-two", "+three")
    assert (one.diff, two.conflict) == ((), "")


def test_two_that_change_one_version_stand_side_by_side_until_one_changes_both() -> None:
    scene = Talks()
    first = agree(scene, "ALD", "one", 1)
    left = scene.propose("ALD", "left", "consensus", changes=first.digest)
    right = scene.propose("BRV", "right", "consensus", changes=first.digest)
    consent(scene, left, 2)
    consent(scene, right, 3)
    versions = read(scene)
    assert [v.text for v in versions] == ["one", "left", "right"]
    assert [v.conflict for v in versions[:2]] == ["", ""]
    assert versions[2].conflict == "it does not change version 2, which stands beside it"
    agree(scene, "CTL", "both", 4, changes=[left.digest, right.digest])
    last = read(scene)[-1]
    assert (last.number, last.changes, last.conflict) == (4, (2, 3), "")


def test_a_second_text_of_one_title_must_say_which_version_it_changes() -> None:
    scene = Talks()
    agree(scene, "ALD", "one", 1, title="Treaty")
    agree(scene, "BRV", "two", 2, title="Treaty")
    assert [v.conflict for v in read(scene)] == ["", "it does not say which version it changes"]


def test_a_change_of_what_was_never_adopted_is_told() -> None:
    scene = Talks()
    other = scene.propose("ALD", "open")
    agree(scene, "BRV", "two", 2, changes=other.digest)
    (version,) = read(scene)
    assert version.conflict.startswith(f"it says it changes {other.digest[:16]}")


def test_an_amendment_to_an_amendment_is_taken_up_by_a_proposal_of_its_own() -> None:
    scene = Talks()
    first = scene.propose("ALD", "one")
    amended = scene.say("BRV", "amendment", {"text": "two"}, about=first.digest)
    again = scene.say("CTL", "amendment", {"text": "three"}, about=amended.digest)
    scene.watch(START)
    tree = [(depth, party, text) for depth, _, party, text in
            amendments(scene.record, first.digest)]  # fmt: skip
    assert tree == [(1, "BRV", "two"), (2, "CTL", "three")]
    assert scene.stands(first, CLOSE + HOUR).broken_by == (amended.digest,)
    agree(scene, "ALD", "three", 2, takes=again.digest)
    (version,) = read(scene)
    assert (version.takes, version.takes_from) == (again.digest, "CTL")


def test_statements_and_reservations_stand_beside_the_version_they_concern() -> None:
    scene = Talks()
    first = agree(scene, "ALD", "one", 1)
    scene.say("BRV", "statement", {"text": "we read it so"}, about=first.digest)
    scene.say("CTL", "reservation", {"text": "not Article 3"}, about=first.digest)
    agree(scene, "ALD", "two", 2, changes=first.digest)
    one, two = read(scene)
    assert [(r.party, r.sort) for r in one.remarks] == [
        ("BRV", "interpretative statement"), ("CTL", "reservation")]  # fmt: skip
    assert two.remarks == ()
