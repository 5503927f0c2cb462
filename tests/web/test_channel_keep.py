"""A mirror over HTTP: what C2SP tlog-mirror asks, shown on the wire."""

from __future__ import annotations

import asyncio
import gzip
import random
from hashlib import sha256

import httpx
import pytest
from tests.channel.crisis import HOST, ring

from detente.adapters.channel_keep import SqliteKeep
from detente.app.channel_keep import Keeper
from detente.channel.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from detente.channel.cosignatures import cosigners, verify_subtree_cosignature
from detente.channel.keys import SignatureType, Signer
from detente.channel.merkle import leaf_hash
from detente.channel.mirroring import UploadHeader, parse_info, spans, write_package
from detente.channel.notes import VerifierKey, parse_line, parse_note
from detente.channel.policy import draft_policy, parse_policy
from detente.channel.quorum import quorum_of
from detente.channel.tiles import read_bundle
from detente.channel.tree import Tree
from detente.channel.witness import write_request, write_subtree_request
from detente.model.errors import StoreError
from detente.web.channel_keep import keep_app

LOG = "log.example/one"
KEY = VerifierKey(LOG, SignatureType.NOTE, HOST.public)
LEAVES = [b"entry %d" % i for i in range(700)]
TREE = Tree(map(leaf_hash, LEAVES))
PLACE = sha256(LOG.encode()).hexdigest()
NOW = 1_930_000_000
MIRROR = ring("CTL").mirror


def note(size: int, tree: Tree = TREE) -> str:
    return str(sign_checkpoint(Checkpoint(LOG, size, tree.root(size)), HOST))


def upload(
    start: int, end: int, *, ticket: bytes = b"", count: int | None = None, leaves=LEAVES, tree=TREE
) -> bytes:
    packages = [write_package(tree, leaves, span, end) for span in spans(start, end)[:count]]
    header = bytes(UploadHeader(LOG, start, end, ticket))
    return header + b"".join(map(bytes, packages))


class Wire:
    """A mirror whose process can end at any time; its file stays."""

    def __init__(self, path) -> None:
        self.path = path
        self.start()

    def start(self) -> None:
        self.store = SqliteKeep(self.path)
        self.keeper = Keeper(MIRROR, {LOG: [KEY]}, self.store)
        self.app = keep_app(self.keeper, clock=lambda: NOW)

    def again(self) -> None:
        self.store.close()
        self.start()

    def __call__(self, path: str, body=None, **headers: str) -> httpx.Response:
        return asyncio.run(self._ask(path, body, headers))

    async def _ask(self, path, body, headers):
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://mirror") as client:
            if body is None:
                return await client.get(path)
            return await client.post(path, content=body, headers=headers)

    def pend(self, old: int, size: int, tree: Tree = TREE) -> httpx.Response:
        body = write_request(old, tree.consistency_proof(old, size), note(size, tree))
        return self("/add-checkpoint", body)

    def add(self, *args, **extra) -> httpx.Response:
        return self("/add-entries", upload(*args, **extra))

    def held(self) -> int:
        answer = self(f"/{PLACE}/checkpoint")
        if answer.status_code == 404:
            return 0
        return open_checkpoint(answer.text, [KEY]).checkpoint.size


@pytest.fixture
def wire(tmp_path):
    wire = Wire(tmp_path / "keep.db")
    yield wire
    wire.store.close()


def info(answer: httpx.Response):
    assert answer.headers["content-type"] == "text/x.tlog.mirror-info"
    return parse_info(answer.text)


def test_a_log_is_pending_then_uploaded_then_held(wire) -> None:
    pending = wire.pend(0, 700)
    assert (pending.status_code, pending.text) == (200, ""), "the mirror does not sign yet"
    assert wire.held() == 0
    done = wire.add(0, 700)
    assert done.status_code == 200
    lines = [parse_line(line) for line in done.text.split("\n") if line]
    assert [line.name for line in lines] == ["CTL/mirror", "CTL/mirror-pq"]
    served = wire(f"/{PLACE}/checkpoint")
    assert served.headers["content-type"] == "text/plain; charset=utf-8"
    assert cosigners(parse_note(served.text), MIRROR.keys) == set(MIRROR.keys)
    assert open_checkpoint(served.text, [KEY]).checkpoint == Checkpoint(LOG, 700, TREE.root())


def test_the_copy_is_served_as_tiles(wire) -> None:
    wire.pend(0, 700)
    wire.add(0, 700)
    bundles = ["000", "001", "002.p/188"]
    found = [e for b in bundles for e in read_bundle(wire(f"/{PLACE}/tile/entries/{b}").content)]
    assert found == LEAVES
    assert wire(f"/{PLACE}/tile/1/000.p/2").content == TREE.nodes(8, 0, 2)
    assert wire(f"/{PLACE}/tile/entries/003").status_code == 404
    assert wire(f"/{'0' * 64}/tile/entries/000").status_code == 404
    assert wire(f"/{'0' * 64}/checkpoint").status_code == 404


def test_keys_of_the_mirror_are_not_those_of_the_witness() -> None:
    party = ring("CTL")
    names = {key.name for key in (*party.witnesses, *MIRROR.keys)}
    assert len(names) == 4
    assert not {k.public for k in party.witnesses} & {k.public for k in MIRROR.keys}


def test_a_prefix_is_accepted_and_the_rest_follows(wire) -> None:
    wire.pend(0, 700)
    first = wire.add(0, 700, count=1)
    assert first.status_code == 202
    assert "gzip" in first.headers["accept-encoding"]
    assert (info(first).size, info(first).next) == (700, 256)
    assert wire.held() == 0
    assert wire.add(info(first).next, 700).status_code == 200


@pytest.mark.parametrize("seed", range(5))
def test_an_upload_cut_off_anywhere_goes_on_where_it_was(wire, seed: int) -> None:
    chance, start = random.Random(seed), 0
    wire.pend(0, 700)
    for _ in range(200):
        raw = upload(start, 700)
        cut = chance.randrange(len(raw) + 1) if chance.random() < 0.8 else len(raw)
        answer = wire("/add-entries", raw[:cut])
        if chance.random() < 0.5:
            wire.again()
        if answer.status_code == 200:
            break
        if answer.status_code == 202:
            assert start < info(answer).next
            start = info(answer).next
        else:
            assert answer.status_code == 400
            assert wire.held() == 0
    assert wire.held() == 700
    assert list(wire.store.leaves(LOG)) == LEAVES


def test_a_mirror_killed_between_package_and_checkpoint_has_lost_nothing(wire) -> None:
    wire.pend(0, 700)
    wire.add(0, 700, count=2)
    wire.again()
    asked = wire.add(513, 700)
    assert (asked.status_code, info(asked).next) == (409, 512)
    assert wire.held() == 0
    assert wire.add(512, 700).status_code == 200
    assert wire.held() == 700


def test_what_cannot_be_written_is_not_signed(wire, monkeypatch) -> None:
    wire.pend(0, 700)

    def full(*_args) -> None:
        raise StoreError("disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(wire.store, "append", full)
        assert wire.add(0, 700).status_code == 507
    assert wire.held() == 0
    assert wire.add(0, 700).status_code == 200


@pytest.mark.parametrize("cut", [1.0, 0.5], ids=["whole", "cut off"])
def test_packed_bodies_are_read(wire, cut: float) -> None:
    chance = random.Random(7)
    leaves = [chance.randbytes(200) for _ in range(700)]
    tree = Tree(map(leaf_hash, leaves))
    wire.pend(0, 700, tree)
    raw = gzip.compress(upload(0, 700, leaves=leaves, tree=tree))
    headers = {"Content-Encoding": "gzip"}
    answer = wire("/add-entries", raw[: int(len(raw) * cut)], **headers)
    assert answer.status_code == (200 if cut == 1 else 202)
    assert wire("/add-entries", raw, **{"Content-Encoding": "br"}).status_code == 415


def test_statuses_before_anything_is_read(wire) -> None:
    unknown = bytes(UploadHeader("else.example", 0, 5))
    assert wire("/add-entries", unknown).status_code == 404
    assert wire.add(0, 5).status_code == 422, "no checkpoint has come"
    wire.pend(0, 300)
    other = wire.add(0, 5)
    assert (other.status_code, info(other).size) == (409, 300)
    ahead = wire.add(256, 300)
    assert (ahead.status_code, info(ahead).next) == (409, 0)
    assert wire("/add-entries", bytes(UploadHeader(LOG, 301, 300))).status_code == 400
    assert wire("/add-entries", b"\0").status_code == 400
    assert wire("/add-entries", upload(0, 300)[:200]).status_code == 400, "no package is whole"
    wire.add(0, 300)
    wire.pend(300, 700)
    wire.add(300, 700)
    back = wire.add(0, 300)
    assert (back.status_code, info(back).size) == (409, 700), "the mirror does not go back"
    assert wire.held() == 700


def test_an_upload_of_nothing_brings_the_checkpoint_up(wire) -> None:
    wire.pend(0, 300)
    wire.add(0, 300)
    assert wire.add(300, 300).status_code == 200


def test_a_known_tree_is_taken_though_the_log_went_on(wire) -> None:
    wire.pend(0, 300)
    wire.pend(300, 700)
    assert wire.add(0, 300).status_code == 200
    assert wire.held() == 300
    assert wire.add(300, 700).status_code == 200


def test_a_ticket_finds_an_old_tree_and_a_forged_one_finds_none(wire) -> None:
    wire.pend(0, 10)
    ticket = info(wire.add(20, 20)).ticket
    for size in range(11, 40):
        wire.pend(size - 1, size)
    lost = wire.add(0, 10)
    assert (lost.status_code, info(lost).size) == (409, 39)
    bent = ticket[:40] + bytes([ticket[40] ^ 1]) + ticket[41:]
    assert wire.add(0, 10, ticket=bent).status_code == 409
    assert wire.add(0, 10, ticket=ticket).status_code == 200


FORKED = [*LEAVES[:400], b"another entry", *LEAVES[401:]]
FORK = Tree(map(leaf_hash, FORKED))


def test_a_fork_is_refused_as_checkpoint_and_as_entries(wire) -> None:
    wire.pend(0, 300)
    wire.add(0, 300)
    wire.pend(300, 500)
    assert wire.pend(500, 700, FORK).status_code == 422
    wire.pend(500, 700)
    assert wire.add(300, 700, leaves=FORKED, tree=FORK).status_code == 422
    assert wire.held() == 300
    assert wire.add(300, 700).status_code == 200


def test_a_package_too_many_hashes_or_changed_is_not_kept(wire) -> None:
    wire.pend(0, 700)
    raw = bytearray(upload(0, 700, count=1))
    raw[len(bytes(UploadHeader(LOG, 0, 700))) + 3] ^= 1
    assert wire("/add-entries", bytes(raw)).status_code == 422
    head = bytes(UploadHeader(LOG, 0, 700))
    bare = bytes(write_package(TREE, LEAVES, (0, 256), 700))
    count = len(write_package(TREE, LEAVES, (0, 256), 700).proof)
    many = bare[: -1 - 32 * count] + bytes([64]) + bytes(64 * 32)
    assert wire("/add-entries", head + many).status_code == 400
    assert list(wire.store.leaves(LOG)) == []


def test_add_checkpoint_answers_as_a_witness_does(wire) -> None:
    wire.pend(0, 300)
    behind = wire.pend(200, 700)
    assert (behind.status_code, behind.text) == (409, "300\n")
    assert behind.headers["content-type"] == "text/x.tlog.size"
    stranger = str(sign_checkpoint(Checkpoint(LOG, 700, TREE.root()), Signer(b"\1" * 32)))
    proof = TREE.consistency_proof(300, 700)
    assert wire("/add-checkpoint", write_request(300, proof, stranger)).status_code == 403


def test_a_part_of_what_is_held_is_cosigned_by_the_keys_of_the_mirror_alone(wire) -> None:
    wire.pend(0, 700)
    wire.add(0, 700)
    held = wire(f"/{PLACE}/checkpoint").text
    root, proof = TREE.hash_of(512, 700), TREE.consistency_of(512, 700, 700)
    answer = wire("/sign-subtree", write_subtree_request((512, 700), root, proof, held))
    line = parse_line(answer.text.rstrip("\n"))
    verify_subtree_cosignature(line, MIRROR.keys[1], LOG, (512, 700), root)
    by_log = held.partition("\n— CTL/mirror")[0] + "\n"
    refused = wire("/sign-subtree", write_subtree_request((512, 700), root, proof, by_log))
    assert refused.status_code == 403


def test_mirrors_count_in_a_policy_as_witnesses_do(wire) -> None:
    wire.pend(0, 700)
    wire.add(0, 700)
    parties = {party: ring(party).witnesses for party in ("ALD", "BRV")}
    text = draft_policy(
        KEY, parties, quorum="1", urls={"BRV": "http://b"}, mirrors=[(MIRROR.keys[1], "http://m")]
    )
    policy = parse_policy(text)
    assert policy.urls[str(parties["BRV"][0])] == "http://b"
    signed = open_checkpoint(wire(f"/{PLACE}/checkpoint").text, [KEY])
    found = quorum_of(policy, KEY, signed)
    assert (found.enough, found.seen) == (False, ("CTL/mirror-pq",))
    assert "BRV/witness" in found.missing
    lines = "".join(map(str, ring("BRV").cosign(signed.note.text, time=NOW)))
    assert quorum_of(policy, KEY, open_checkpoint(str(signed.note) + lines, [KEY])).enough
