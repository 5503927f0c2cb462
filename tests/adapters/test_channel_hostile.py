"""A hostile host against a party's client: findings or an error by name, and nothing else."""

from __future__ import annotations

import contextlib
import gzip
import json
import tracemalloc
from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channel.crisis import CHANNEL, HOST, authors, charter, notice, ring

from detente.adapters import channel_client
from detente.adapters.channel_client import ChannelClient
from detente.adapters.channel_http import BoundedTransport
from detente.adapters.channel_mirror import PartyFolder, Trust
from detente.adapters.channel_sqlite import SqliteStore
from detente.app.channel_host import Host
from detente.channel.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from detente.channel.cosignatures import cosign
from detente.channel.keys import Signer
from detente.channel.messages import leaf_of
from detente.channel.notes import Note, parse_note
from detente.channel.tiles import parse_tile, read_bundle, write_bundle
from detente.model.errors import DetenteError, ProofError, Refusal, StoreError

NOW = 1_930_000_000


class Cheat:
    """A host that answers honestly but where it was told to lie."""

    def __init__(self) -> None:
        self.host = Host(CHANNEL, HOST, SqliteStore(":memory:"))
        self.authors = authors()
        self.lies: dict[str, httpx.Response] = {}
        self.post(charter(self.authors["ALD"]))
        for author in self.authors.values():
            self.post(notice(author))
        self.post(self.authors["ALD"].draft(
            "hotline", {"text": "x", "priority": "flash"}, audience=["BRV"], salt="s" * 32
        ))  # fmt: skip

    def post(self, signed) -> None:
        self.host.submit(signed.raw)
        self.authors[signed.message.sender].sent(signed)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path, host = request.url.path, self.host
        for start, lie in self.lies.items():
            if path.startswith(start):
                return lie(request) if callable(lie) else lie
        if path == "/checkpoint":
            return httpx.Response(200, text=host.checkpoint())
        if path == "/evidence":
            return httpx.Response(200, json=list(host.evidence()))
        if path == "/sealed":
            return httpx.Response(200, json=[s.raw.decode() for s in host.sealed_for("BRV")])
        if path.startswith("/tile/"):
            return httpx.Response(200, content=host.tile(parse_tile(path[1:])))
        if path == "/messages":
            (answer,) = host.submit_many([request.content])
            if isinstance(answer, Refusal):
                return httpx.Response(answer.status, json={"error": str(answer)})
            return httpx.Response(200, text=str(answer))
        if path.startswith("/cosignatures/"):
            return httpx.Response(200, json={"added": 0})
        return httpx.Response(404)


@pytest.fixture
def cheat():
    return Cheat()


@pytest.fixture
def client(cheat, tmp_path):
    folder = PartyFolder(tmp_path / "BRV")
    folder.set_trust(Trust(CHANNEL, "http://host", cheat.host.key))
    made = ChannelClient(
        folder, ring("BRV"), clock=lambda: NOW, transport=httpx.MockTransport(cheat)
    )
    yield made
    made.close()


def signed(size: int, root: bytes = bytes(32), **extra) -> str:
    return str(sign_checkpoint(Checkpoint(CHANNEL, size, root, **extra), HOST))


def caught(client) -> None:
    """The mirror ends in findings or a named error, and nothing of the lie is kept."""
    before = client.folder.known()
    with contextlib.suppress(DetenteError):
        assert client.mirror().findings
    assert client.folder.known() == before


def test_without_a_lie_all_is_well(cheat, client) -> None:
    assert client.mirror().findings == ()
    assert client.folder.known()[0] == cheat.host.ledger.size
    assert len(client.folder.sealed()) == 1


def stream(part: bytes, count: int):
    """A body that is made while it is read."""

    class Endless(httpx.SyncByteStream):
        def __iter__(self):
            for _ in range(count):
                yield part

    return httpx.Response(200, stream=Endless())


@pytest.mark.parametrize("path", ["/checkpoint", "/evidence", "/sealed", "/tile/entries"])
@pytest.mark.parametrize(
    "lie",
    [
        httpx.Response(200, content=b""), httpx.Response(200, content=b"\xff\x00" * 50),
        httpx.Response(200, json=None), httpx.Response(200, json={"a": 1}),
        httpx.Response(200, json=[1, None, []]), httpx.Response(200, json=["\x00", "— x y"]),
        httpx.Response(200, content=b'["\\ud800"]'), httpx.Response(200, content=b"[" * 100_000),
        httpx.Response(200, content=b"9" * 10_000), httpx.Response(204), httpx.Response(206),
        httpx.Response(302, headers={"Location": "http://else.example/"}),
        httpx.Response(200, content=b"x", headers={"Content-Encoding": "gzip"}),
        httpx.Response(200, content=gzip.compress(b"x" * 99)[:-9], headers={"Content-Encoding": "br"}),
        httpx.Response(500, json={"error": ["\x1b[2J" * 1000]}), httpx.Response(503),
        httpx.Response(400, content=b'{"error":' + b"[" * 100_000),
    ],
    ids=lambda lie: f"{lie.status_code}-{len(lie.content) if lie.is_closed else 'packed'}",
)  # fmt: skip
def test_answers_that_are_none(cheat, client, path, lie) -> None:
    cheat.lies[path] = httpx.Response(lie.status_code, headers=lie.headers, content=lie.content)
    said = ""
    try:
        client.mirror()
    except DetenteError as error:
        said = str(error)
    assert "\x1b" not in said


def test_an_unpacking_bomb_and_an_endless_body_stop_at_the_limit(cheat, client) -> None:
    bomb = gzip.compress(bytes(300 << 20), compresslevel=9)
    assert len(bomb) < 400_000
    tracemalloc.start()
    for lie in (
        lambda _: httpx.Response(
            200, stream=httpx.ByteStream(bomb), headers={"Content-Encoding": "gzip"}
        ),
        lambda _: stream(b"x" * 65_536, 1 << 40),
    ):
        for path in ("/checkpoint", "/evidence", "/tile/"):
            cheat.lies = {path: lie}
            with pytest.raises(StoreError, match="more than"):
                client.mirror()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200 << 20


def test_a_body_that_drips_is_ended(cheat, tmp_path) -> None:
    import time

    class Drip(httpx.SyncByteStream):
        def __iter__(self):
            while True:
                time.sleep(0.01)
                yield b"x"

    inner = httpx.MockTransport(lambda _: httpx.Response(200, stream=Drip()))
    with (
        httpx.Client(transport=BoundedTransport(inner, seconds=0.2)) as http,
        pytest.raises(httpx.ReadTimeout),
    ):
        http.get("http://host/")


def test_packed_answers_are_read_and_a_foreign_alphabet_is_not_used(cheat, client) -> None:
    packed = gzip.compress(cheat.host.checkpoint().encode())
    cheat.lies["/checkpoint"] = httpx.Response(
        200, stream=httpx.ByteStream(packed),
        headers={"Content-Encoding": "gzip", "Content-Type": "text/plain; charset=zlib"},
    )  # fmt: skip
    assert client.mirror().findings == ()


@pytest.mark.parametrize("size", [2**60, 2**63 - 1, 3_000_000])
def test_a_log_that_claims_to_be_immense_is_not_fetched(cheat, client, size) -> None:
    cheat.lies["/checkpoint"] = httpx.Response(200, text=signed(size))
    with pytest.raises(ProofError, match="fetched at once"):
        client.mirror()


def test_more_bytes_than_a_party_takes_at_once(cheat, client, monkeypatch) -> None:
    monkeypatch.setattr(channel_client, "MAX_BYTES", 1000)
    with pytest.raises(ProofError, match="bytes came"):
        client.mirror()


@given(data=st.data())
def test_bent_bundles_are_caught(tmp_path_factory, data) -> None:
    cheat = Cheat()
    folder = PartyFolder(tmp_path_factory.mktemp("bent"))
    folder.set_trust(Trust(CHANNEL, "http://host", cheat.host.key))
    client = ChannelClient(
        folder, ring("BRV"), clock=lambda: NOW, transport=httpx.MockTransport(cheat)
    )
    raw = bytearray(cheat.host.tile(parse_tile(f"tile/entries/000.p/{cheat.host.ledger.size}")))
    kind = data.draw(st.sampled_from(["flip", "cut", "more", "swap"]))
    if kind == "flip":
        place = data.draw(st.integers(0, len(raw) * 8 - 1))
        raw[place // 8] ^= 1 << place % 8
    elif kind == "cut":
        del raw[data.draw(st.integers(0, len(raw) - 1)) :]
    elif kind == "more":
        raw += data.draw(st.binary(min_size=1, max_size=9))
    else:
        entries = list(read_bundle(bytes(raw)))
        one = data.draw(st.integers(0, len(entries) - 2))
        entries[one : one + 2] = entries[one + 1], entries[one]
        raw = bytearray(write_bundle(entries))
    cheat.lies["/tile/entries"] = httpx.Response(200, content=bytes(raw))
    caught(client)
    client.close()


@given(data=st.data())
def test_bent_checkpoints_are_caught(tmp_path_factory, data) -> None:
    cheat = Cheat()
    folder = PartyFolder(tmp_path_factory.mktemp("bent"))
    folder.set_trust(Trust(CHANNEL, "http://host", cheat.host.key))
    client = ChannelClient(
        folder, ring("BRV"), clock=lambda: NOW, transport=httpx.MockTransport(cheat)
    )
    text = cheat.host.checkpoint()
    place = data.draw(st.integers(0, len(text) - 1))
    char = data.draw(st.characters(codec="utf-8").filter(lambda c: c != text[place]))
    bent = text[:place] + char + text[place + 1 :]
    cheat.lies["/checkpoint"] = httpx.Response(200, text=bent)
    caught(client)
    cheat.lies = {"/evidence": httpx.Response(200, json=[bent])}
    caught(client)
    client.close()


@pytest.mark.parametrize("size", [0, 1, 4, 6])
@pytest.mark.parametrize("root", [bytes(32), b"\x01" * 32])
def test_checkpoints_of_other_sizes_and_roots_are_caught(cheat, client, size, root) -> None:
    assert client.mirror().findings == ()
    cheat.lies["/checkpoint"] = httpx.Response(200, text=signed(size, root))
    caught(client)


def test_a_rewound_log_is_caught_though_it_is_signed(cheat, client) -> None:
    for number in range(300):
        cheat.post(notice(cheat.authors["CTL"], number))
    assert client.mirror().findings == ()
    tree = cheat.host.ledger.tree
    for size in (2, 256, 280):
        cheat.lies["/checkpoint"] = httpx.Response(200, text=signed(size, tree.root(size)))
        assert {f.fault.value for f in client.mirror().findings} >= {"rewind"}


def test_sealed_messages_that_are_not_in_the_log_are_not_kept(cheat, client) -> None:
    stranger = authors()["CTL"].draft("question", {"text": "x"}, audience=["BRV"], salt="z" * 32)
    flood = [stranger.raw.decode(), "{}", "", "\ud800", json.dumps({"a": 1})]
    cheat.lies["/sealed"] = httpx.Response(200, content=json.dumps(flood).encode())
    assert client.mirror().findings == ()
    assert client.folder.sealed() == {}, "and what the host withheld is only a hash"
    cheat.lies = {}
    assert client.mirror().findings == ()
    assert len(client.folder.sealed()) == 1


def test_two_parties_that_are_shown_two_sealed_contents_hold_one_hash(cheat, client) -> None:
    """The log commits to one content; another one is not taken, even from its own sender."""
    (true,) = cheat.host.sealed_for("BRV")
    author = authors()["ALD"]
    body = {"text": "another text", "priority": "flash"}
    other = author.draft("hotline", body, audience=["BRV"], salt="s" * 32)
    assert leaf_of(other) != leaf_of(true)
    cheat.lies["/sealed"] = httpx.Response(200, json=[other.raw.decode()])
    verdict = client.mirror()
    assert verdict.ledger.message(other.digest) is None
    assert client.folder.sealed() == {}


def test_cosignatures_that_were_shown_once_cannot_be_taken_away(cheat, client) -> None:
    text = open_checkpoint(cheat.host.checkpoint(), [cheat.host.key]).note.text
    mine = ring("CTL")
    line = cosign(text, mine.witnesses[0].name, mine.witness, time=NOW)
    bare = cheat.host.checkpoint()
    full = str(Note(text, (*parse_note(bare).lines, line)))
    cheat.lies["/evidence"] = httpx.Response(200, json=[full])
    assert [c.witness for c in client.mirror().cosigned] == ["CTL/witness"]
    cheat.lies["/evidence"] = httpx.Response(200, json=[bare])
    assert {c.witness for c in client.mirror().cosigned} == {"CTL/witness"}
    assert {c.witness for c in client.verify().cosigned} == {"CTL/witness"}


def test_a_cosignature_that_does_not_fit_is_a_finding(cheat, client) -> None:
    text = signed(5, b"\x05" * 32).partition("\n\n")[0] + "\n"
    mine = ring("CTL")
    line = cosign(text, mine.witnesses[0].name, mine.witness, time=NOW)
    bent = cheat.host.checkpoint() + str(line)
    cheat.lies["/evidence"] = httpx.Response(200, json=[bent])
    assert [f.fault.value for f in client.mirror().findings] == ["forge"]


@pytest.mark.parametrize("status", [302, 401, 405, 429, 500, 503])
def test_an_answer_that_is_no_refusal_does_not_drop_a_signed_message(cheat, client, status) -> None:
    cheat.lies["/messages"] = httpx.Response(status, json={"error": "later"})
    with pytest.raises((Refusal, StoreError)):
        client.send("question", {"text": "?"})
    assert [proof for _, proof in client.folder.sent()] == [None]


def test_a_host_that_says_refused_and_logs_the_message_is_seen(cheat, client) -> None:
    cheat.post = lambda signed: None
    client.mirror()
    own = client.folder
    for signed_, proof in ((notice(authors()["BRV"]), cheat.host.proof(2)),):
        own.draft(signed_)
        own.keep_sent(signed_, proof)

    def lie(request):
        cheat.host.submit(request.content)
        return httpx.Response(409, json={"error": "no"})

    cheat.lies["/messages"] = lie
    with pytest.raises(Refusal):
        client.send("question", {"text": "did it go in?"})
    cheat.lies = {}
    with pytest.raises(Refusal):
        client.send("question", {"text": "the same number again"})
    assert client.mirror().findings == ()
    assert client.send("question", {"text": "and on"})[0].message.number == 3


@pytest.mark.parametrize(
    "bend",
    [
        lambda p: replace(p, index=p.index + 1), lambda p: replace(p, index=2**60),
        lambda p: replace(p, path=p.path[1:]), lambda p: replace(p, path=(bytes(32),) * 70),
        lambda p: replace(p, checkpoint=signed(5)), lambda p: replace(p, checkpoint="x"),
        lambda p: replace(p, checkpoint=str(sign_checkpoint(
            Checkpoint(CHANNEL, 6, bytes(32)), Signer(b"\x01" * 32)))),
    ],
)  # fmt: skip
def test_a_false_proof_of_an_own_message_is_seen_at_once(cheat, client, bend) -> None:
    own = client.folder
    own.draft(notice(authors()["BRV"]))
    own.keep_sent(notice(authors()["BRV"]), cheat.host.proof(2))

    def lie(request):
        return httpx.Response(200, text=str(bend(cheat.host.submit(request.content))))

    cheat.lies["/messages"] = lie
    with pytest.raises(DetenteError):
        client.send("question", {"text": "?"})
    assert [proof for s, proof in own.sent() if s.message.kind == "question"] == [None]


def test_a_checkpoint_with_the_lines_of_fifty_seven_parties_is_read(cheat, client) -> None:
    text = open_checkpoint(cheat.host.checkpoint(), [cheat.host.key]).note.text
    lines = [
        cosign(text, f"p{n}/w", Signer(bytes([n + 1]) * 32), time=NOW + turn)
        for n in range(57) for turn in range(4)
    ]  # fmt: skip
    full = cheat.host.checkpoint() + "".join(map(str, lines))
    cheat.lies["/checkpoint"] = httpx.Response(200, text=full)
    assert client.mirror().findings == ()
