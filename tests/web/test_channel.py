"""The wire: a party over HTTP, and what strangers get."""

from __future__ import annotations

import asyncio
import socket
import threading
import time

import httpx
import pytest
import uvicorn
from tests.channel.crisis import CHANNEL, HOST, authors, charter, notice, ring

from detente.adapters.channel_client import ChannelClient
from detente.adapters.channel_memory import SqliteMemory
from detente.adapters.channel_mirror import PartyFolder, Trust
from detente.adapters.channel_sqlite import SqliteStore
from detente.app.channel_host import Host
from detente.app.channel_witness import Witness
from detente.channel.checkpoints import Checkpoint, sign_checkpoint
from detente.channel.keys import Signer
from detente.channel.requests import authorise, receipt_time
from detente.channel.tenures import signing_keys
from detente.channel.tree import Tree
from detente.channel.verify import Copy, verify_copy
from detente.channel.witness import write_request
from detente.model.errors import Refusal
from detente.web.channel import channel_app
from detente.web.channel_witness import witness_app

NOW = 1_930_000_000


@pytest.fixture
def host(tmp_path):
    store = SqliteStore(tmp_path / "log.db")
    yield Host(CHANNEL, HOST, store)
    store.close()


@pytest.fixture
def url(host):
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        config = uvicorn.Config(channel_app(host, clock=lambda: NOW), log_level="error", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([found])))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{found.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def clients(host, url, tmp_path):
    host.submit(charter(authors()["ALD"]).raw)
    made = {}
    for party in ("BRV", "CTL"):
        folder = PartyFolder(tmp_path / party)
        folder.set_trust(Trust(CHANNEL, url, host.key))
        made[party] = ChannelClient(folder, ring(party), clock=lambda: NOW)
    yield made
    for client in made.values():
        client.close()


def test_a_party_sends_and_the_other_finds_it_checked_in_its_mirror(clients, url) -> None:
    assert clients["CTL"].mirror().findings == ()
    body = notice(authors()["BRV"]).message.body
    signed, proof = clients["BRV"].send("notice", body, to=["CTL"])
    assert proof.index == 1
    verdict = clients["CTL"].mirror()
    assert verdict.findings == ()
    assert verdict.ledger.message(signed.digest) == signed
    answer, _ = clients["CTL"].send("acknowledgement", {}, about=signed.digest)
    assert answer.message.seen_size == 2
    assert clients["CTL"].cosign() == 2
    assert {c.witness for c in clients["BRV"].mirror().cosigned} == {
        "CTL/witness",
        "CTL/witness-pq",
    }
    assert clients["BRV"].verify().findings == ()


def test_the_mirror_stands_alone_when_the_host_is_gone(clients) -> None:
    for number in range(3):
        clients["BRV"].send("hotline-test", {"text": f"test {number}"})
    assert clients["BRV"].mirror().ledger.size == 4
    clients["BRV"].close()
    verdict = clients["BRV"].verify()
    assert (verdict.findings, verdict.ledger.size) == ((), 4)


def test_a_sealed_message_reaches_only_its_audience(clients) -> None:
    clients["BRV"].mirror()
    signed, _ = clients["BRV"].send("hotline", {"text": "x", "priority": "flash"}, audience=["ALD"])
    blind = clients["CTL"].mirror()
    assert blind.findings == ()
    assert blind.ledger.message(signed.digest) is None
    assert clients["BRV"].mirror().ledger.message(signed.digest) == signed


def test_a_refused_message_leaves_no_trace_and_the_next_one_goes(clients) -> None:
    with pytest.raises(Refusal, match="needs activity"):
        clients["BRV"].send("notice", {"troops": 1})
    assert clients["BRV"].send("question", {"text": "why?"})[1].index == 1


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/checkpoint", 200), ("GET", "/tile/0/000.p/1", 200), ("GET", "/tile/0/001", 404),
        ("GET", "/tile/../etc", 404), ("GET", "/tile/entries/000.p/1", 200), ("GET", "/proof/0", 200),
        ("GET", "/proof/9", 404), ("GET", "/proof/x", 400), ("GET", "/consistency/1/1", 200),
        ("GET", "/consistency/1/9", 404), ("GET", "/evidence", 200), ("GET", "/sealed", 401),
        ("POST", "/messages", 400), ("GET", "/messages", 405), ("POST", "/cosignatures/1", 200),
        ("POST", "/cosignatures/-1", 400), ("GET", "/openapi.json", 200), ("GET", "/", 404),
        ("GET", "/proof/99999999999999999999", 400),
    ],
)  # fmt: skip
def test_what_strangers_get(clients, url, method, path, status) -> None:
    assert httpx.request(method, url + path).status_code == status


def test_too_long_a_message_is_refused(clients, url) -> None:
    assert httpx.post(url + "/messages", content=b"x" * 70_000).status_code == 413


@pytest.mark.parametrize(
    ("party", "time_", "target", "status"),
    [("BRV", NOW, "/sealed", 200), ("BRV", NOW - 999, "/sealed", 401), ("BRV", NOW, "/else", 401),
     ("XXX", NOW, "/sealed", 401)],
)  # fmt: skip
def test_who_may_read_sealed_messages(clients, url, party, time_, target, status) -> None:
    header = authorise(ring(party).signer, CHANNEL, target, time=time_)
    assert httpx.get(url + "/sealed", headers={"Authorization": header}).status_code == status


@pytest.fixture
def witness(host, tmp_path):
    memory = SqliteMemory(tmp_path / "witness.db")
    app = witness_app(Witness(ring("BRV"), {CHANNEL: [host.key]}, memory), clock=lambda: NOW)
    yield lambda path, raw=None: asyncio.run(_ask(app, path, raw))
    memory.close()


async def _ask(app, path, raw):
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://witness") as client:
        return await (client.get(path) if raw is None else client.post(path, content=raw))


def signed(tree: Tree, size: int, *, root: bytes | None = None, signer=HOST, origin=CHANNEL) -> str:
    return str(sign_checkpoint(Checkpoint(origin, size, root or tree.root(size)), signer))


TREE = Tree(bytes([n]) * 32 for n in range(20))


def test_the_witness_answers_as_the_protocol_says(witness) -> None:
    def ask(old, new, proof=None, **extra):
        proof = TREE.consistency_proof(old, new) if proof is None else proof
        return witness("/add-checkpoint", write_request(old, proof, signed(TREE, new, **extra)))

    assert witness("/add-checkpoint", b"hello").status_code == 400
    assert ask(0, 5, origin="else.example").status_code == 404
    assert ask(0, 5, signer=Signer(b"\x01" * 32)).status_code == 403
    assert ask(0, 5, proof=[bytes(32)]).status_code == 422
    first = ask(0, 5)
    assert first.status_code == 200
    assert first.text.count("— BRV/witness") == 2
    behind = ask(3, 7)
    assert (behind.status_code, behind.text) == (409, "5\n")
    assert behind.headers["content-type"] == "text/x.tlog.size"
    assert ask(9, 7, proof=()).status_code == 400
    assert ask(5, 7, proof=[bytes(32)]).status_code == 422
    assert ask(5, 5, proof=(), root=bytes(32)).status_code == 422
    assert ask(5, 5, proof=()).status_code == 200
    assert ask(5, 12).status_code == 200


def test_two_requests_at_once_never_roll_the_witness_back(host, tmp_path) -> None:
    memory = SqliteMemory(tmp_path / "race.db")
    assert memory.advance("a", old=0, size=5, root=b"5", note="five")
    assert not memory.advance("a", old=0, size=3, root=b"3", note="three")
    assert memory.last("a") == (5, b"5", "five")
    memory.close()


def test_a_witness_hands_out_what_it_cosigned_and_gives_receipts(witness, host) -> None:
    from hashlib import sha256

    place = sha256(CHANNEL.encode()).hexdigest()
    assert witness(f"/{place}/checkpoint").status_code == 404
    first = charter(authors()["ALD"])
    host.submit(first.raw)
    witness("/add-checkpoint", write_request(0, (), host.checkpoint()))
    note = witness(f"/{place}/checkpoint").text
    assert verify_copy(CHANNEL, [host.key], Copy([first.raw], [note])).cosigned
    message = notice(authors()["CTL"])
    receipt = witness("/receipt", message.raw).text
    keys = signing_keys(host.ledger.tenures, 0)
    assert receipt_time(receipt, keys, CHANNEL, message.digest) == ("BRV", NOW)
