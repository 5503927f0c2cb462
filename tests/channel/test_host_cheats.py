"""The host cheats. Each test first shows the attack working where messages are merely stored.

``Plain`` is what an ordinary message board does: it keeps rows and shows them to whoever asks.
Its readers cannot tell a cheat; then the same cheat meets one honest party that checks offline.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.channel.crisis import CHANNEL, HOST, notice, ring
from tests.channel.scene import HOUR, LOG_KEY, START, Scene, iso

from detente.channel.canonical import canonical
from detente.channel.checkpoints import Checkpoint, sign_checkpoint
from detente.channel.deadlines import duties
from detente.channel.keys import Signer
from detente.channel.merkle import leaf_hash
from detente.channel.messages import read_message, sign_message
from detente.channel.proofs import LogProof
from detente.channel.silence import SilenceState, silence
from detente.channel.tree import Tree
from detente.channel.verify import Copy, verify_copy
from detente.channel.witness import decide, parse_request, write_request
from detente.model.channel import DutyState, Fault
from detente.model.errors import Refusal


class Plain:
    """An unprotected log: rows of who said what, as the host pleases."""

    def __init__(self, rows) -> None:
        self.rows = [(m.sender, m.kind, m.made, m.body.get("activity", "")) for m in rows]

    def read(self):
        return list(self.rows)


class Honest:
    """A scene in which ALD, BRV and CTL each gave two notices, and what a party holds of it."""

    def __init__(self) -> None:
        scene = self.scene = Scene()
        self.messages = []
        for number in (1, 2):
            for party in ("ALD", "BRV", "CTL"):
                root = scene.ledger.tree.root()
                scene.authors[party].saw(scene.ledger.size, root)
                self.messages.append(scene.add(notice(scene.authors[party], number)))
        self.leaves = [e.leaf for e in scene.ledger.entries]
        self.note = str(scene.note())
        self.plain = Plain([m.message for m in self.messages])

    def receipt(self, index: int):
        """The proof the host gave for an entry when it stood last."""
        size = index + 1
        tree = self.scene.ledger.tree
        note = str(sign_checkpoint(Checkpoint(CHANNEL, size, tree.root(size)), HOST))
        signed = self.scene.ledger.entries[index].signed
        return signed, LogProof(index, tree.inclusion_proof(index, size), note)


@pytest.fixture
def honest() -> Honest:
    return Honest()


def signed_over(leaves) -> str:
    """The cheating host signs whatever it now shows."""
    tree = Tree(map(leaf_hash, leaves))
    return str(sign_checkpoint(Checkpoint(CHANNEL, tree.size, tree.root()), HOST))


def faults(leaves, notes, **extra) -> set[Fault]:
    verdict = verify_copy(CHANNEL, [LOG_KEY], Copy(leaves, notes, **extra))
    return {finding.fault for finding in verdict.findings}


def test_the_honest_log_has_no_finding(honest) -> None:
    assert faults(honest.leaves, [honest.note], receipts=[honest.receipt(3)]) == set()


def test_fork(honest) -> None:
    other = Plain([m.message for m in honest.messages])
    other.rows[5] = ("CTL", "notice", "", "something else")
    assert len(other.read()) == len(honest.plain.read()), "two readers, two stories, no trace"

    forked = list(honest.leaves)
    forked[-1] = notice(honest.scene.authors["CTL"], 9).raw
    assert Fault.FORK in faults(honest.leaves, [honest.note, signed_over(forked)])


def test_a_fork_shows_in_the_first_message_that_crosses_it(honest) -> None:
    author = honest.scene.authors["BRV"]
    author.saw(honest.scene.ledger.size, b"\x13" * 32)
    crossing = notice(author, 3).raw
    leaves = [*honest.leaves, crossing]
    assert Fault.ORDER in faults(leaves, [signed_over(leaves)])


def test_withhold(honest) -> None:
    del honest.plain.rows[2]
    assert len(honest.plain.read()) == 5, "nobody misses what was never shown"

    assert Fault.DROP in faults(honest.leaves[:-2], [honest.note])


def test_rewind(honest) -> None:
    del honest.plain.rows[4:]
    assert len(honest.plain.read()) == 4, "yesterday's board looks complete"

    known = (7, honest.scene.ledger.tree.root())
    shorter = honest.leaves[:5]
    assert faults(shorter, [signed_over(shorter)], known=known) == {Fault.REWIND}


def test_reorder(honest) -> None:
    rows = honest.plain.rows
    rows[0], rows[3] = rows[3], rows[0]
    assert [r[0] for r in honest.plain.read()] == ["ALD", "BRV", "CTL", "ALD", "BRV", "CTL"]
    assert honest.plain.read()[0][3] == "exercise 2", "the second came first, and nothing shows it"

    mixed = list(honest.leaves)
    mixed[1], mixed[4] = mixed[4], mixed[1]
    assert Fault.ORDER in faults(mixed, [signed_over(mixed)])


def test_back_date(honest) -> None:
    honest.plain.rows.insert(0, ("BRV", "notice", "2031-01-01", "announced long ago"))
    assert honest.plain.read()[0][2] == "2031-01-01", "a date is whatever the host writes"

    author = honest.scene.authors["BRV"]
    author.saw(7, honest.scene.ledger.tree.root())
    late = notice(author, 3, made="2031-01-01T00:00:00Z").raw
    slipped = [*honest.leaves[:2], late, *honest.leaves[2:]]
    found = faults(slipped, [signed_over(slipped)], known=(7, honest.scene.ledger.tree.root()))
    assert {Fault.ORDER, Fault.REWIND} & found
    assert Fault.ORDER in faults(slipped, [signed_over(slipped)]), "even a newcomer sees it"


@pytest.mark.parametrize("dropped", [1, 2, 3, 6])
def test_drop(honest, dropped) -> None:
    honest.plain.rows.pop(dropped - 1)
    assert len(honest.plain.read()) == 5

    leaves = [leaf for i, leaf in enumerate(honest.leaves) if i != dropped]
    new = signed_over(leaves)
    assert faults(leaves, [new], known=(7, honest.scene.ledger.tree.root()))
    assert faults(leaves, [new], receipts=[honest.receipt(dropped)])
    if dropped != 6:
        assert Fault.ORDER in faults(leaves, [new]), "later messages stand on the dropped one"


def test_edit(honest) -> None:
    honest.plain.rows[0] = ("ALD", "notice", "", "exercise 99")
    assert honest.plain.read()[0][3] == "exercise 99", "the words are the host's now"

    plain = json.loads(honest.leaves[1])
    plain["body"]["troops"] = 12_999
    edited = [honest.leaves[0], canonical(plain), *honest.leaves[2:]]
    assert Fault.FORGE in faults(edited, [honest.note])
    assert Fault.FORGE in faults(edited, [signed_over(edited)])


def test_edit_of_the_stored_bytes_only(honest) -> None:
    swapped = list(honest.leaves)
    swapped[-1] = notice(honest.scene.authors["CTL"], 3).raw
    again = replace(
        read_message(honest.leaves[-1]).message, body={**read_message(swapped[-1]).message.body}
    )
    swapped[-1] = sign_message(again, ring("CTL").signer).raw
    assert faults(swapped, [honest.note]) == {Fault.EDIT}, "even with the sender's help"


def test_forge(honest) -> None:
    honest.plain.rows.append(("BRV", "hotline", "", "we surrender"))
    assert honest.plain.read()[-1][0] == "BRV", "a name is whatever the host writes"

    message = replace(notice(honest.scene.authors["BRV"], 3).message, key=HOST.public.hex())
    forged = [*honest.leaves, sign_message(message, HOST).raw]
    assert Fault.ORDER in faults(forged, [signed_over(forged)])
    stolen = Signer(b"\x42" * 32)
    checkpoint = Checkpoint(CHANNEL, 7, honest.scene.ledger.tree.root())
    fake = str(sign_checkpoint(checkpoint, stolen))
    assert faults(honest.leaves, [fake]) >= {Fault.FORGE}


def test_entries_nobody_signed_for(honest) -> None:
    extra = [*honest.leaves, notice(honest.scene.authors["ALD"], 3).raw]
    assert faults(extra, [honest.note]) == {Fault.FORGE}


def test_a_false_proof_is_seen_at_once(honest) -> None:
    signed, proof = honest.receipt(3)
    elsewhere = replace(proof, index=2)
    assert Fault.FORGE in faults(honest.leaves, [honest.note], receipts=[(signed, elsewhere)])


def test_a_witness_does_not_cosign_a_fork_or_a_rewind(honest) -> None:
    tree = honest.scene.ledger.tree
    last = (7, tree.root())
    other = Tree(map(leaf_hash, [*honest.leaves[:-1], b"other", b"more"]))
    note = str(sign_checkpoint(Checkpoint(CHANNEL, 8, other.root()), HOST))
    request = parse_request(write_request(7, other.consistency_proof(7), note))
    with pytest.raises(Refusal) as fork:
        decide(request, [LOG_KEY], last)
    assert fork.value.status == 422
    back = str(sign_checkpoint(Checkpoint(CHANNEL, 5, tree.root(5)), HOST))
    with pytest.raises(Refusal) as rewind:
        decide(parse_request(write_request(5, (), back)), [LOG_KEY], last)
    assert rewind.value.status == 409


class Board:
    """An unprotected board on which times are the host's: a row has the time it was shown."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, str, str]] = []

    def show(self, time: int, sender: str, kind: str) -> None:
        self.rows.append((time, sender, kind))

    def in_time(self, kind: str, due: int) -> bool:
        return any(row[2] == kind and row[0] <= due for row in self.rows)


def test_delay_an_objection_past_expiry() -> None:
    expiry = START + 24 * HOUR
    board = Board()
    board.show(expiry + HOUR, "CTL", "objection")  # handed in a day earlier, shown now
    assert not board.in_time("objection", expiry), "the text is adopted, and the board agrees"

    scene = Scene()
    text = scene.say("ALD", "proposal", {"room": "main", "text": "x", "expiry": iso(expiry)})
    scene.watch(START)
    scene.watch(expiry + 1, "ALD", "BRV")
    no = scene.say("CTL", "objection", {"text": "no"}, about=text.digest)
    scene.receipt("BRV", no, expiry - HOUR)
    scene.watch(expiry + HOUR)
    found = silence(scene.record, text.digest, now=expiry + 2 * HOUR)
    assert (found.state, found.broken_by) == (SilenceState.BROKEN, (no.digest,))


def test_delay_an_objection_while_its_party_is_silent() -> None:
    expiry = START + 24 * HOUR
    scene = Scene()
    text = scene.say("ALD", "proposal", {"room": "main", "text": "x", "expiry": iso(expiry)})
    scene.watch(START)
    scene.watch(expiry + HOUR, "ALD", "BRV")
    found = silence(scene.record, text.digest, now=expiry + 2 * HOUR)
    assert (found.state, found.waiting_for) == (SilenceState.WAITING, ("CTL",)), (
        "CTL, whose objection was not taken, cosigns no log without it, and nothing is adopted"
    )


def test_hold_back_a_reply_beyond_48_hours() -> None:
    due = START + 48 * HOUR
    board = Board()
    board.show(due + HOUR, "BRV", "reply")  # handed in after a day, shown now
    assert not board.in_time("reply", due), "Breva is late, and the board agrees"

    scene = Scene()
    asked = {"concern": "columns", "activity": "movement", "area": "gap"}
    request = scene.say("ALD", "unusual-activity", asked, to=["BRV"])
    scene.watch(START)
    scene.watch(due + 1)
    reply = dict.fromkeys(("objectives", "location", "completion", "designation", "subordination",
                           "formations", "equipment"), "x")  # fmt: skip
    answer = scene.say("BRV", "unusual-reply", reply, about=request.digest)
    scene.watch(due + 2 * HOUR)
    (late,) = [d for d in duties(scene.record, now=due + 3 * HOUR) if d.party == "BRV"]
    assert late.state is DutyState.LATE, "without anybody's receipt the delay would stand"
    scene.receipt("CTL", answer, START + 24 * HOUR)
    (met,) = [d for d in duties(scene.record, now=due + 3 * HOUR) if d.party == "BRV"]
    assert met.state is DutyState.MET


def test_a_host_and_one_party_back_date_together_and_most_clocks_say_otherwise() -> None:
    due = START + 48 * HOUR
    board = Board()
    board.show(due - HOUR, "BRV", "reply")  # written after the deadline, dated before it
    assert board.in_time("reply", due), "a date is whatever the host writes"

    scene = Scene()
    asked = {"concern": "columns", "activity": "movement", "area": "gap"}
    request = scene.say("ALD", "unusual-activity", asked, to=["BRV"])
    scene.watch(START)
    scene.watch(due + 1, "ALD", "CTL")
    reply = dict.fromkeys(("objectives", "location", "completion", "designation", "subordination",
                           "formations", "equipment"), "x")  # fmt: skip
    scene.say("BRV", "unusual-reply", reply, about=request.digest)
    scene.watch(due - HOUR, "BRV")
    scene.watch(due + 2 * HOUR, "ALD", "CTL")
    record = replace(scene.record, agreeing=2)
    (duty,) = [d for d in duties(record, now=due + 3 * HOUR) if d.party == "BRV"]
    assert duty.state is DutyState.LATE


def test_a_host_that_shows_two_parties_two_logs_is_caught_once_they_compare(honest) -> None:
    other = [*honest.leaves[:-1], notice(honest.scene.authors["CTL"], 9).raw]
    assert faults(honest.leaves, [honest.note]) == set(), "each alone finds nothing wrong"
    theirs = signed_over(other)
    assert Fault.FORK in faults(honest.leaves, [honest.note, theirs]), "the note of the other"


def test_a_host_that_hands_out_other_sealed_words_is_caught_by_the_one_who_reads_them() -> None:
    scene = Scene()
    said = scene.say("ALD", "hotline", {"text": "we regret", "priority": "flash"}, to=["BRV"],
                     audience=["BRV"], salt="5" * 32)  # fmt: skip
    leaves = [e.leaf for e in scene.ledger.entries]
    swapped = scene.authors["ALD"].draft(
        "hotline", {"text": "we warn", "priority": "flash"}, to=["BRV"], audience=["BRV"],
        salt="6" * 32,
    )  # fmt: skip
    note = str(scene.note())
    assert faults(leaves, [note], sealed={said.digest: said.raw}) == set()
    assert faults(leaves, [note], sealed={said.digest: swapped.raw}), "not what the log holds"
