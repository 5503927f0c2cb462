"""The host: one signed notice through everything, and what it refuses."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest
from tests.channel.crisis import CHANNEL, HOST, authors, charter, notice, ring

from detente.adapters.channel_sqlite import SqliteStore
from detente.app.channel_host import Host
from detente.channel.canonical import canonical
from detente.channel.checkpoints import open_checkpoint
from detente.channel.cosignatures import cosign
from detente.channel.messages import read_message, sign_message
from detente.channel.party import Author, KeyRing, with_proofs
from detente.channel.proofs import parse_proof, verify_proof
from detente.channel.tiles import parse_tile, read_bundle
from detente.channel.verify import Copy, verify_copy
from detente.model.errors import NoteError, ProofError, Refusal, StoreError
from detente.ports.channel_store import Row


@pytest.fixture
def store(tmp_path):
    store = SqliteStore(tmp_path / "log.db")
    yield store
    store.close()


@pytest.fixture
def host(store) -> Host:
    return Host(CHANNEL, HOST, store)


@pytest.fixture
def parties() -> dict[str, Author]:
    return authors()


def post(host: Host, author: Author, signed):
    proof = host.submit(signed.raw)
    author.sent(signed)
    return proof


def opened(host: Host, parties) -> None:
    post(host, parties["ALD"], charter(parties["ALD"]))


def refused(host: Host, raw: bytes) -> int:
    before = host.checkpoint()
    with pytest.raises(Refusal) as caught:
        host.submit(raw)
    assert host.checkpoint() == before
    return caught.value.status


def test_a_notice_is_kept_proved_and_checked_without_the_host(host, store, parties) -> None:
    opened(host, parties)
    signed = notice(parties["BRV"])
    proof = parse_proof(str(post(host, parties["BRV"], signed)))
    assert proof.index == 1
    assert verify_proof(signed.raw, proof, [host.key]).checkpoint.size == 2
    leaves = read_bundle(host.tile(parse_tile("tile/entries/000.p/2")))
    copy = Copy(leaves, [host.checkpoint()], receipts=[(signed, proof)])
    verdict = verify_copy(CHANNEL, [host.key], copy)
    assert verdict.findings == ()
    assert verdict.ledger.message(signed.digest) == signed
    again = Host(CHANNEL, HOST, store)
    assert again.checkpoint() == host.checkpoint()
    assert str(again.proof(1)) == str(host.proof(1))


def test_the_same_message_twice_stands_once(host, parties) -> None:
    opened(host, parties)
    signed = notice(parties["BRV"])
    assert host.submit(signed.raw).index == host.submit(signed.raw).index == 1
    assert host.ledger.size == 2


def test_a_batch_is_one_write_and_one_bad_message_stops_no_other(host, parties) -> None:
    opened(host, parties)
    raws = []
    for number in range(5):
        signed = notice(parties["BRV"], number)
        parties["BRV"].sent(signed)
        raws.append(signed.raw)
    answers = host.submit_many([*raws[:2], b"{}", *raws[2:]])
    assert [getattr(a, "index", None) for a in answers] == [1, 2, None, 3, 4, 5]
    assert len(list(host._store.checkpoints())) == 2


def tampered(raw: bytes, **changes) -> bytes:
    return canonical({**json.loads(raw), **changes})


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"kind": "hotline"}, 403),
        ({"sender": "ALD"}, 403),
        ({"signature": base64.b64encode(bytes(64)).decode()}, 403),
        ({"signature": 7}, 403),
        ({"number": True}, 400),
        ({"number": -1}, 400),
        ({"body": []}, 400),
        ({"to": ["BRV", "ALD"]}, 400),
        ({"key": "00" * 32}, 403),
        ({"schema": "other/1"}, 400),
        ({"more": 1}, 400),
    ],
)
def test_a_changed_message_is_refused(host, parties, changes, status) -> None:
    opened(host, parties)
    assert refused(host, tampered(notice(parties["BRV"]).raw, **changes)) == status


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"channel": "else.example"}, 404),
        ({"sender": "CTL"}, 403),
        ({"number": 2}, 409),
        ({"previous": "ab" * 32}, 409),
        ({"seen_size": 99}, 409),
        ({"seen_size": 1}, 409),
        ({"kind": "gossip"}, 422),
        ({"body": {"activity": "x"}}, 422),
        ({"to": ("XXX",)}, 422),
        ({"about": "ab" * 32}, 422),
        ({"kind": "charter", "body": {"title": "", "quorum": "1", "parties": []}}, 409),
        ({"kind": "answer", "body": {"text": "?"}}, 422),
        ({"kind": "approve", "body": {}}, 422),
        ({"audience": ("XXX",), "salt": "s" * 32}, 422),
    ],
)
def test_a_well_signed_message_that_does_not_belong_is_refused(
    host, parties, changes, status
) -> None:
    opened(host, parties)
    message = replace(notice(parties["BRV"]).message, **changes)
    assert refused(host, sign_message(message, ring("BRV").signer).raw) == status


def test_strangers_and_the_expelled_are_refused(host, parties) -> None:
    opened(host, parties)
    stranger = Author.new(KeyRing.from_secret("XXX", bytes(96)), CHANNEL)
    assert refused(host, notice(stranger).raw) == 403
    expel = parties["ALD"].draft("expel", {"party": "CTL", "reason": "left the talks"})
    post(host, parties["ALD"], expel)
    post(host, parties["CTL"], notice(parties["CTL"]))
    post(host, parties["BRV"], parties["BRV"].draft("approve", {}, about=expel.digest))
    assert set(host.ledger.roster.parties) == {"ALD", "BRV"}
    assert refused(host, notice(parties["CTL"], 2).raw) == 403


def test_a_party_joins_and_changes_keys_only_by_quorum(host, parties) -> None:
    opened(host, parties)
    fresh = KeyRing.from_secret("DRN", b"\x05" * 32 + b"\x06" * 32 + b"\x07" * 32)
    act = with_proofs(fresh.row("Dorn"), [fresh])
    enrol = parties["ALD"].draft("enrol", act)
    post(host, parties["ALD"], enrol)
    new = Author.new(fresh, CHANNEL)
    assert refused(host, notice(new).raw) == 403
    post(host, parties["CTL"], parties["CTL"].draft("approve", {}, about=enrol.digest))
    assert post(host, new, notice(new)).index == 3
    stolen = {**act, "party": "EST"}
    assert refused(host, parties["BRV"].draft("enrol", stolen).raw) == 422


def test_a_sealed_message_shows_strangers_nothing_but_a_hash(host, parties) -> None:
    opened(host, parties)
    author = parties["ALD"]
    signed = author.draft("hotline", {"text": "call me", "priority": "flash"}, to=["BRV"],
                          audience=["BRV"], salt="0123456789abcdef" * 2)  # fmt: skip
    proof = post(host, author, signed)
    assert [s.digest for s in host.sealed_for("BRV")] == [signed.digest]
    assert host.sealed_for("CTL") == []
    leaves = read_bundle(host.tile(parse_tile("tile/entries/000.p/2")))
    assert set(json.loads(leaves[1])) == {"digest", "schema"}
    blind = verify_copy(CHANNEL, [host.key], Copy(leaves, [host.checkpoint()]))
    told = verify_copy(
        CHANNEL, [host.key],
        Copy(leaves, [host.checkpoint()], {signed.digest: signed.raw}, [(signed, proof)]),
    )  # fmt: skip
    assert blind.findings == told.findings == ()
    assert blind.ledger.message(signed.digest) is None
    probe = parties["CTL"].draft("acknowledgement", {}, about=signed.digest)
    unknown = parties["CTL"].draft("acknowledgement", {}, about="ab" * 32)
    assert [str(a) for a in host.submit_many([probe.raw])] == [
        str(a) for a in host.submit_many([unknown.raw])
    ]


def test_an_empty_group_is_nobody(host, parties) -> None:
    opened(host, parties)
    signed = notice(parties["ALD"], audience=[], salt="s" * 32)
    post(host, parties["ALD"], signed)
    assert host.sealed_for("BRV") == host.sealed_for("CTL") == []
    assert len(host.sealed_for("ALD")) == 1


def test_witnesses_cosign_and_only_theirs_is_kept(host, parties) -> None:
    opened(host, parties)
    text = open_checkpoint(host.checkpoint(), [host.key]).note.text
    mine = ring("BRV")
    lines = [cosign(text, key.name, signer, time=1_930_000_000)
             for key, signer in zip(mine.witnesses, (mine.witness, mine.post_quantum), strict=True)]  # fmt: skip
    assert host.cosign(lines, 1) == 2
    assert host.cosign(lines, 1) == 0
    verdict = verify_copy(CHANNEL, [host.key], Copy([host.ledger.entries[0].leaf], host.evidence()))
    assert {c.witness for c in verdict.cosigned} == {"BRV/witness", "BRV/witness-pq"}
    with pytest.raises(NoteError, match="no witness"):
        host.cosign([cosign(text, "stranger", HOST, time=1)], 1)
    with pytest.raises(ProofError):
        host.cosign(lines, 5)


def test_a_host_takes_cosignatures_of_the_mirrors_in_its_policy(store, parties) -> None:
    mirror = ring("CTL").mirror
    strict = Host(CHANNEL, HOST, store)
    opened(strict, parties)
    lines = mirror.cosign(open_checkpoint(strict.checkpoint(), [strict.key]).note.text, time=9)
    with pytest.raises(NoteError, match="no witness"):
        strict.cosign(lines, 1)
    assert Host(CHANNEL, HOST, store, mirror.keys).cosign(lines, 1) == 2


def test_an_act_about_no_name_is_refused(host, parties) -> None:
    opened(host, parties)
    for party in ([], {}, None, 7):
        body = {"party": party, "reason": "x"}
        assert refused(host, parties["ALD"].draft("expel", body).raw) == 422


def test_of_each_witness_the_earliest_and_the_latest_word_on_a_size_are_kept(host, parties) -> None:
    opened(host, parties)
    text = open_checkpoint(host.checkpoint(), [host.key]).note.text
    name, signer = ring("BRV").witnesses[0].name, ring("BRV").witness
    first, third, second = (
        cosign(text, name, signer, time=1_930_000_000 + n) for n in (0, 200, 100)
    )
    assert [host.cosign([line], 1) for line in (first, third, second)] == [1, 1, 0]
    leaves = [host.ledger.entries[0].leaf]
    verdict = verify_copy(CHANNEL, [host.key], Copy(leaves, host.evidence()))
    assert [c.time - 1_930_000_000 for c in verdict.cosigned] == [0, 200]


class Failing:
    """A store whose disk is full."""

    def __init__(self, store) -> None:
        self._store = store
        self.full = True

    def __getattr__(self, name):
        return getattr(self._store, name)

    def append(self, rows, *, size, checkpoint) -> None:
        if self.full:
            raise StoreError("database or disk is full")
        self._store.append(rows, size=size, checkpoint=checkpoint)


def test_what_cannot_be_kept_is_not_acknowledged_and_can_be_sent_again(
    host, store, parties
) -> None:
    opened(host, parties)
    failing = Failing(store)
    host = Host(CHANNEL, HOST, failing)
    signed = notice(parties["BRV"])
    with pytest.raises(StoreError, match="full"):
        host.submit(signed.raw)
    assert host.ledger.size == 1
    failing.full = False
    assert host.submit(signed.raw).index == 1


def test_a_read_only_file_refuses_clearly(tmp_path, parties) -> None:
    path = tmp_path / "log.db"
    store = SqliteStore(path)
    host = Host(CHANNEL, HOST, store)
    opened(host, parties)
    store._db.execute("PRAGMA query_only = 1")
    with pytest.raises(StoreError, match="cannot be written"):
        host.submit(notice(parties["BRV"]).raw)
    store.close()
    assert path.exists()


def test_a_store_that_was_edited_is_not_opened(tmp_path, parties) -> None:
    store = SqliteStore(tmp_path / "log.db")
    host = Host(CHANNEL, HOST, store)
    opened(host, parties)
    post(host, parties["BRV"], notice(parties["BRV"]))
    with pytest.raises(StoreError, match="never change"), store._transaction() as db:
        db.execute("UPDATE entry SET leaf = x'00'")
    store._db.execute("DROP TRIGGER no_removal")
    store._db.execute("DELETE FROM entry WHERE place = 1")
    with pytest.raises(StoreError, match="not those of its last checkpoint"):
        Host(CHANNEL, HOST, store)
    store.close()


def test_reading_a_message_gives_back_the_message(parties) -> None:
    signed = notice(parties["ALD"], to=["BRV", "CTL"])
    assert read_message(signed.raw) == signed
    assert Row(0, signed.raw, None).leaf == signed.raw
