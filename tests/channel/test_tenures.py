"""Keys come and go; what each said in its time counts, and nothing beyond."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.channel.crisis import CHANNEL, notice, ring
from tests.channel.scene import HOUR, LOG_KEY, START, Scene

from detente.channel.cosignatures import cosignatures
from detente.channel.notes import Note
from detente.channel.party import Author, KeyRing, with_proofs
from detente.channel.record import Record
from detente.channel.requests import give_receipt
from detente.channel.verify import Copy, Verdict, verify_copy
from detente.model.errors import Refusal

FRESH = KeyRing.from_secret("BRV", b"\x05" * 32 + b"\x06" * 32 + b"\x07" * 32)
DORN = KeyRing.from_secret("DRN", b"\x15" * 32 + b"\x16" * 32 + b"\x17" * 32)


def act(fresh: KeyRing) -> dict:
    return with_proofs(fresh.row(), [fresh])


def approved(scene: Scene, by: str, kind: str, body: dict, *others: str):
    asked = scene.say(by, kind, body)
    for party in others:
        scene.say(party, "approve", about=asked.digest)
    return asked


def rotated(scene: Scene, *others: str) -> None:
    approved(scene, "BRV", "rotate", act(FRESH), *(others or ("CTL",)))
    scene.authors["BRV"] = Author.new(FRESH, CHANNEL)


def cosigned(scene: Scene, with_: KeyRing, time: int) -> str:
    note = scene.note()
    return str(Note(note.text, (*note.lines, *with_.cosign(note.text, time=time))))


def verdict(scene: Scene, *notes: str) -> Verdict:
    leaves = [entry.leaf for entry in scene.ledger.entries]
    return verify_copy(CHANNEL, [LOG_KEY], Copy(leaves, [str(scene.note()), *notes]))


def sizes(found: Verdict) -> set[tuple[str, int]]:
    assert found.findings == ()
    return {(one.witness, one.size) for one in found.cosigned}


def test_a_retired_witness_key_counts_up_to_the_entry_that_retired_it() -> None:
    scene = Scene()
    before = cosigned(scene, ring("BRV"), START)
    rotated(scene)
    size = scene.ledger.size
    late = cosigned(scene, ring("BRV"), START + HOUR)
    fresh = cosigned(scene, FRESH, START + HOUR)
    both = {"BRV/witness", "BRV/witness-pq"}
    assert sizes(verdict(scene, before)) == {(name, 1) for name in both}
    assert sizes(verdict(scene, late)) == set(), "the tree holds what retired the key"
    assert sizes(verdict(scene, fresh)) == {(name, size) for name in both}


def test_the_last_tree_before_the_rotation_still_takes_the_old_key() -> None:
    scene = Scene()
    asked = scene.say("BRV", "rotate", act(FRESH))
    last = cosigned(scene, ring("BRV"), START)
    scene.say("CTL", "approve", about=asked.digest)
    assert {size for _, size in sizes(verdict(scene, last))} == {2}


def test_a_new_key_says_nothing_about_what_was_before_it() -> None:
    scene = Scene()
    early = cosigned(scene, DORN, START)
    approved(scene, "ALD", "enrol", act(DORN), "BRV")
    assert sizes(verdict(scene, early)) == set()


def test_an_expelled_party_bears_out_what_it_saw_while_it_was_one() -> None:
    scene = Scene()
    seen = cosigned(scene, ring("CTL"), START)
    approved(scene, "ALD", "expel", {"party": "CTL", "reason": "left the talks"}, "BRV")
    after = cosigned(scene, ring("CTL"), START + HOUR)
    found = verdict(scene, seen, after)
    assert {size for _, size in sizes(found)} == {1}
    record = Record(scene.ledger, found.cosigned)
    assert record.when(scene.ledger.entries[0]).before == START


@pytest.mark.parametrize("hours", [-99, 99], ids=["early", "late"])
def test_a_channel_that_grows_moves_no_time_of_the_past(hours: int) -> None:
    scene = Scene()
    scene.watch(START)
    told = scene.say("ALD", "hotline-test", {"text": "one"})
    scene.watch(START + HOUR, "ALD", "BRV")
    entry = scene.ledger.entries[scene.ledger.places[told.digest]]
    before = replace(scene.record, agreeing=None).when(entry)
    assert (before.after, before.before) == (START, START + HOUR)
    for number, name in enumerate(("DRN", "EST")):
        secret = b"".join(bytes([40 + 3 * number + i]) * 32 for i in range(3))
        fresh = KeyRing.from_secret(name, secret)
        approved(scene, "ALD", "enrol", act(fresh), *("BRV", "CTL")[: number + 1])
        note = scene.note()
        lines = fresh.cosign(note.text, time=START + hours * HOUR)
        scene.cosigned += cosignatures(Note(note.text, (*note.lines, *lines)), fresh.witnesses)
    assert len(scene.ledger.roster.parties) == 5
    assert replace(scene.record, agreeing=None).when(entry) == before


def test_the_old_chain_still_stands_and_a_new_one_begins() -> None:
    scene = Scene()
    old = scene.add(notice(scene.authors["BRV"]))
    kept = scene.authors["BRV"]
    rotated(scene)
    scene.add(notice(scene.authors["BRV"], 2))
    assert verdict(scene).findings == ()
    assert verdict(scene).ledger.message(old.digest) == old
    with pytest.raises(Refusal, match="does not sign"):
        scene.ledger.append(notice(kept, 3))


@pytest.mark.parametrize(("handed_in", "counts"), [("before", True), ("after", False)])
def test_a_receipt_of_an_old_key_counts_if_it_was_in_the_log_in_time(handed_in, counts) -> None:
    scene = Scene()
    told = scene.say("ALD", "hotline-test", {"text": "one"}, to=["BRV"])
    text = give_receipt("BRV", ring("BRV").signer, CHANNEL, told.digest, time=START + HOUR)
    if handed_in == "before":
        scene.say("ALD", "receipt", {"receipt": text}, about=told.digest)
    rotated(scene)
    if handed_in == "after":
        scene.say("ALD", "receipt", {"receipt": text}, about=told.digest)
    entry = scene.ledger.entries[scene.ledger.places[told.digest]]
    assert scene.record.claimed(entry) == (START + HOUR if counts else None)


@pytest.mark.parametrize("index", [1, 2], ids=["witness", "post-quantum"])
def test_one_key_is_one_partys(index: int) -> None:
    scene = Scene()
    theirs = ring("ALD")
    borrowed = [DORN.signer.seed, DORN.witness.seed, DORN.post_quantum.seed]
    borrowed[index] = (theirs.signer, theirs.witness, theirs.post_quantum)[index].seed
    fresh = KeyRing.from_secret("DRN", b"".join(borrowed))
    with pytest.raises(Refusal, match="stands twice or belongs"):
        scene.say("BRV", "enrol", act(fresh))


def test_nobody_takes_the_witness_name_of_another_even_one_that_left() -> None:
    scene = Scene()
    approved(scene, "ALD", "expel", {"party": "CTL", "reason": "left"}, "BRV")
    row = {**DORN.row(), "witnesses": [
        str(replace(DORN.witnesses[0], name="CTL/witness")), str(DORN.witnesses[1])]}  # fmt: skip
    with pytest.raises(Refusal, match="'CTL/witness' is that of 'CTL'"):
        scene.say("ALD", "enrol", with_proofs(row, [DORN]))


def test_two_witness_keys_of_one_name_and_id_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An id has four bytes: who tries long enough has two keys, and nobody could read what they sign."""
    monkeypatch.setattr("detente.channel.notes.key_id", lambda *_: 7)
    scene = Scene()
    twin = replace(FRESH.witnesses[0], name="DRN/witness")
    row = {**DORN.row(), "witnesses": [str(DORN.witnesses[0]), str(twin)]}
    with pytest.raises(Refusal, match="two keys of 'DRN/witness' have the id 00000007"):
        scene.say("ALD", "enrol", with_proofs(row, [DORN]))


def test_a_key_that_was_retired_does_not_come_back() -> None:
    scene = Scene()
    rotated(scene)
    row = {**act(DORN), "party": "BRV", "witnesses": list(map(str, ring("BRV").witnesses))}
    row.pop("proofs")
    with pytest.raises(Refusal, match="does not come back"):
        scene.say("ALD", "rotate", with_proofs(row, [DORN]))


def test_an_act_that_another_overtook_lapses() -> None:
    scene = Scene()
    scene.say("ALD", "rotate", {**act(FRESH)})
    other = KeyRing.from_secret("EST", DORN.signer.seed + b"\x21" * 32 + b"\x22" * 32)
    scene.say("ALD", "enrol", act(DORN))
    waiting = scene.say("BRV", "enrol", act(other))
    assert len(scene.ledger.roster.pending) == 3
    approved(scene, "ALD", "expel", {"party": "BRV", "reason": "left"}, "CTL")
    roster = scene.ledger.roster
    assert {w.message.kind for w in roster.pending.values()} == {"enrol"}, "no keys for who left"
    first = next(d for d, w in roster.pending.items() if w.message.body["party"] == "DRN")
    scene.say("CTL", "approve", about=first)
    assert set(scene.ledger.roster.parties) == {"ALD", "CTL", "DRN"}
    assert scene.ledger.roster.pending == {}, "its key is another party's now"
    with pytest.raises(Refusal, match="nothing of that digest"):
        scene.say("CTL", "approve", about=waiting.digest)
