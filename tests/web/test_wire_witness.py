"""Bent requests to witnesses and mirrors: a status by name, and what was taken before stands."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channel.crisis import CHANNEL, HOST, authors, notice, ring

from detente.adapters.channel_keep import SqliteKeep
from detente.adapters.channel_memory import SqliteMemory
from detente.app.channel_keep import Keeper
from detente.app.channel_witness import Witness
from detente.channel.checkpoints import Checkpoint, sign_checkpoint
from detente.channel.cosignatures import cosigners
from detente.channel.keys import SignatureType
from detente.channel.merkle import leaf_hash
from detente.channel.mirroring import UploadHeader, spans, write_package
from detente.channel.notes import VerifierKey, parse_note
from detente.channel.tree import Tree
from detente.channel.witness import write_request, write_subtree_request
from detente.web.channel_keep import keep_app
from detente.web.channel_witness import witness_app

NOW = 1_930_000_000
PLACE = sha256(CHANNEL.encode()).hexdigest()
KEY = VerifierKey(CHANNEL, SignatureType.NOTE, HOST.public)
LEAVES = [b"entry %d" % number for number in range(300)]
TREE = Tree(map(leaf_hash, LEAVES))
ODD = ("9223372036854775807", "9223372036854775808", "-1", "0", "00", "1e3", "٣", "", " ", "\x00")


def note(size: int) -> str:
    return str(sign_checkpoint(Checkpoint(CHANNEL, size, TREE.root(size)), HOST))


def cosigned(size: int) -> str:
    text = parse_note(note(size)).text
    lines = [line for one in (ring("BRV").cosigner, ring("CTL").mirror)
             for line in one.cosign(text, time=NOW)]  # fmt: skip
    return note(size) + "".join(map(str, lines))


def upload(start: int, end: int) -> bytes:
    packages = (write_package(TREE, LEAVES, span, end) for span in spans(start, end))
    return bytes(UploadHeader(CHANNEL, start, end)) + b"".join(map(bytes, packages))


GOOD = {
    "/add-checkpoint": write_request(280, TREE.consistency_proof(280, 300), note(300)),
    "/sign-subtree": write_subtree_request(
        (256, 280), TREE.hash_of(256, 280), TREE.consistency_of(256, 280, 280), cosigned(280)
    ),
    "/receipt": notice(authors()["ALD"]).raw,
    "/add-entries": upload(0, 280),
}


@st.composite
def bent(draw: st.DrawFn, raw: bytes) -> bytes:
    """A request with one thing wrong."""
    place = draw(st.integers(0, len(raw) - 1))
    end = draw(st.integers(place, len(raw)))
    return draw(st.sampled_from([
        raw[:place] + bytes([raw[place] ^ 1 << draw(st.integers(0, 7))]) + raw[place + 1 :],
        raw[:place], raw[place:], raw[:place] + raw[end:], raw[:end] + raw[place:],
        raw[:place] + draw(st.binary(max_size=40)) + raw[place:],
        raw.replace(b"280", draw(st.sampled_from(ODD)).encode(), 1),
        raw.replace(b"\n", draw(st.sampled_from([b"\r\n", b"", b"\n\n", b"\x0b"]))),
    ]))  # fmt: skip


class Served:
    """A witness or a mirror that has taken 280 entries."""

    def __init__(self, app, store) -> None:
        self.app, self.store = app, store
        assert self("/add-checkpoint", write_request(0, (), note(280))).status_code == 200

    def __call__(self, path: str, raw: bytes | None = None) -> httpx.Response:
        return asyncio.run(self._ask(path, raw))

    async def _ask(self, path: str, raw: bytes | None) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://side") as client:
            return await (client.get(path) if raw is None else client.post(path, content=raw))


@pytest.fixture(scope="module")
def witness(tmp_path_factory):
    memory = SqliteMemory(tmp_path_factory.mktemp("witness") / "w.db")
    app = witness_app(Witness(ring("BRV"), {CHANNEL: [KEY]}, memory), clock=lambda: NOW)
    yield Served(app, memory)
    memory.close()


@pytest.fixture(scope="module")
def mirror(tmp_path_factory):
    store = SqliteKeep(tmp_path_factory.mktemp("mirror") / "k.db")
    served = Served(
        keep_app(Keeper(ring("CTL").mirror, {CHANNEL: [KEY]}, store), clock=lambda: NOW), store
    )
    assert served("/add-entries", upload(0, 280)).status_code == 200
    yield served
    store.close()


def stands(served: Served) -> bool:
    """What was taken last: one of the two checkpoints the log signed, with its cosignature."""
    text = served.store.last(CHANNEL)[2]
    return parse_note(text).text in {parse_note(note(size)).text for size in (280, 300)}


@pytest.mark.parametrize("path", ["/sign-subtree", "/receipt"])
def test_what_is_bent_below_was_good(witness, path) -> None:
    assert witness(path, GOOD[path]).status_code == 200


@given(data=st.data(), path=st.sampled_from(["/add-checkpoint", "/sign-subtree", "/receipt"]))
def test_a_witness_answers_bent_requests_by_name(witness, data, path) -> None:
    answer = witness(path, data.draw(bent(GOOD[path])))
    assert answer.status_code < 500
    assert stands(witness)


@given(data=st.data(), path=st.sampled_from(["/add-checkpoint", "/sign-subtree", "/add-entries"]))
def test_a_mirror_answers_bent_requests_by_name(mirror, data, path) -> None:
    answer = mirror(path, data.draw(bent(GOOD[path])))
    assert answer.status_code < 500
    assert stands(mirror)
    held = mirror(f"/{PLACE}/checkpoint").text
    assert cosigners(parse_note(held), ring("CTL").mirror.keys)
    assert mirror(f"/{PLACE}/tile/entries/000").content.endswith(LEAVES[255])


@given(
    path=st.one_of(
        st.sampled_from(["tile/0/x000/000", "tile/64/000", "tile/entries/999.p/1", "checkpoint/",
                         "tile/entries/000.p/256", "tile/0/" + "x999/" * 12 + "999"]),
        st.text(st.characters(codec="utf-8", exclude_characters="/?#\\"), max_size=30),
    )
)  # fmt: skip
def test_addresses_that_lead_nowhere_are_said_to(witness, mirror, path) -> None:
    for served in (witness, mirror):
        for place in (PLACE, "0" * 64, ""):
            assert served(f"/{place}/{quote(path)}").status_code in (200, 307, 404, 405)
