"""C2SP tlog-witness, rule by rule, on the wire."""

from __future__ import annotations

import asyncio
from hashlib import sha256

import httpx
import pytest
from tests.channel.crisis import CHANNEL, HOST, ring

from detente.adapters.channel_memory import SqliteMemory
from detente.app.channel_witness import Witness
from detente.channel.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from detente.channel.cosignatures import (
    cosignatures,
    cosigners,
    verify_subtree_cosignature,
)
from detente.channel.keys import SignatureType, Signer
from detente.channel.merkle import EMPTY_ROOT
from detente.channel.notes import Note, SignatureLine, VerifierKey, parse_line, parse_note
from detente.channel.tree import Tree
from detente.channel.witness import write_request, write_subtree_request
from detente.model.errors import NoteError
from detente.web.channel_witness import witness_app

NOW = 1_930_000_000
KEY = VerifierKey(CHANNEL, SignatureType.NOTE, HOST.public)
TREE = Tree(bytes([n]) * 32 for n in range(20))
WITNESS = ring("BRV")
PLACE = sha256(CHANNEL.encode()).hexdigest()


def note(size: int, signer: Signer = HOST, root: bytes | None = None) -> Note:
    return sign_checkpoint(Checkpoint(CHANNEL, size, root or TREE.root(size)), signer)


@pytest.fixture
def wire(tmp_path):
    memory = SqliteMemory(tmp_path / "witness.db")
    app = witness_app(Witness(WITNESS, {CHANNEL: [KEY]}, memory), clock=lambda: NOW)

    async def ask(path, raw):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://witness") as client:
            return await (client.get(path) if raw is None else client.post(path, content=raw))

    yield lambda path, raw=None: asyncio.run(ask(path, raw))
    memory.close()


def add(wire, old: int, text: str, proof=()) -> httpx.Response:
    return wire("/add-checkpoint", write_request(old, proof, text))


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"old 0\n", b"old 00\n\n{note}", b"old  0\n\n{note}", b"old -1\n\n{note}",
        b"new 0\n\n{note}", b"old 0\nAAAA\n\n{note}", b"old 0\n" + b"A" * 43 + b"=\r\n\n{note}",
        b"old 0\n" + (b"A" * 43 + b"=\n") * 64 + b"\n{note}", b"old 0\n\nno note at all",
        b"old 0\n\n" + CHANNEL.encode() + b"\nfive\nroot\n\n{lines}", b"old 0{note}",
        b"old 9223372036854775808\n\n{note}",
    ],
)  # fmt: skip
def test_a_malformed_request_is_400(wire, raw: bytes) -> None:
    whole = str(note(5))
    lines = whole.partition("\n\n")[2]
    raw = raw.replace(b"{note}", whole.encode()).replace(b"{lines}", lines.encode())
    assert wire("/add-checkpoint", raw).status_code == 400


def test_signatures_of_unknown_keys_are_ignored(wire) -> None:
    stranger = Signer(b"\x09" * 32)
    lines = (*note(5, stranger).lines, *note(5).lines)
    assert add(wire, 0, str(Note(note(5).text, lines))).status_code == 200
    assert add(wire, 0, str(note(5, stranger))).status_code == 403


def test_a_known_key_whose_signature_does_not_fit_is_403(wire) -> None:
    good = note(5).lines[0]
    bent = SignatureLine(good.name, good.key_id, bytes(64))
    assert add(wire, 0, str(Note(note(5).text, (bent,)))).status_code == 403
    assert add(wire, 0, str(Note(note(5).text, (bent, good)))).status_code == 403


def test_an_unknown_log_is_404_whoever_signed(wire) -> None:
    other = sign_checkpoint(Checkpoint("else.example", 5, TREE.root(5)), HOST)
    assert add(wire, 0, str(other)).status_code == 404


def test_the_empty_tree_has_one_root(wire) -> None:
    assert add(wire, 0, str(note(0, root=b"\x01" * 32))).status_code == 422
    assert add(wire, 0, str(note(0, root=EMPTY_ROOT))).status_code == 200
    assert add(wire, 0, str(note(5))).status_code == 200, "from nothing nothing is proved"


def test_the_answer_is_note_lines_with_a_time_over_the_whole_tree(wire) -> None:
    answer = add(wire, 0, str(note(5)))
    assert answer.text.endswith("\n")
    lines = tuple(parse_line(line) for line in answer.text.rstrip("\n").split("\n"))
    signed = Note(note(5).text, (*note(5).lines, *lines))
    assert {(c.size, c.time) for c in cosignatures(signed, WITNESS.witnesses)} == {(5, NOW)}
    assert cosigners(signed, WITNESS.witnesses) == set(WITNESS.witnesses), "ML-DSA-44 among them"


def test_what_was_refused_changes_nothing(wire) -> None:
    add(wire, 0, str(note(5)))
    before = wire(f"/{PLACE}/checkpoint").text
    fork = note(7, root=b"\x01" * 32)
    assert add(wire, 5, str(fork), TREE.consistency_proof(5, 7)).status_code == 422
    assert wire(f"/{PLACE}/checkpoint").text == before
    assert add(wire, 5, str(note(7)), TREE.consistency_proof(5, 7)).status_code == 200


def test_monitors_get_the_last_checkpoint_with_both_signatures(wire) -> None:
    assert wire(f"/{PLACE}/checkpoint").status_code == 404
    add(wire, 0, str(note(5)))
    add(wire, 5, str(note(7)), TREE.consistency_proof(5, 7))
    served = wire(f"/{PLACE}/checkpoint")
    assert open_checkpoint(served.text, [KEY]).checkpoint.size == 7
    assert cosigners(parse_note(served.text), WITNESS.witnesses) == set(WITNESS.witnesses)
    assert wire(f"/{PLACE.upper()}/checkpoint").status_code == 404, "the hash is in lowercase"


def test_only_posts_are_taken(wire) -> None:
    assert wire("/add-checkpoint").status_code == 405


def subtree(start: int, end: int, text: str, *, root: bytes | None = None) -> bytes:
    proof = TREE.consistency_of(start, end, 14)
    return write_subtree_request((start, end), root or TREE.hash_of(start, end), proof, text)


def cosigned(wire, size: int = 14) -> str:
    lines = add(wire, 0, str(note(size))).text
    return note(size).text + "\n" + lines


@pytest.mark.parametrize(("start", "end"), [(8, 13), (0, 14), (4, 8), (13, 14)])
def test_a_part_of_what_was_witnessed_is_cosigned_without_a_time(wire, start, end) -> None:
    answer = wire("/sign-subtree", subtree(start, end, cosigned(wire)))
    assert answer.status_code == 200
    line, key = parse_line(answer.text.rstrip("\n")), WITNESS.witnesses[1]
    assert (line.name, line.key_id, line.signature[:8]) == (key.name, key.key_id, bytes(8))
    root = TREE.hash_of(start, end)
    verify_subtree_cosignature(line, key, CHANNEL, (start, end), root)
    for bent in (((start, end + 1), root), ((start, end), bytes(32))):
        with pytest.raises(NoteError, match="does not fit"):
            verify_subtree_cosignature(line, key, CHANNEL, *bent)


def test_parts_that_are_none_or_were_not_witnessed_are_refused(wire) -> None:
    seen = cosigned(wire)
    assert wire("/sign-subtree", subtree(8, 13, str(note(14)))).status_code == 403
    bent = seen.replace("\n14\n", "\n15\n")
    assert wire("/sign-subtree", subtree(8, 13, bent)).status_code == 403
    wrong = subtree(8, 13, seen, root=bytes(32))
    assert wire("/sign-subtree", wrong).status_code == 422
    other = sign_checkpoint(Checkpoint("else.example", 14, TREE.root(14)), HOST)
    assert wire("/sign-subtree", subtree(8, 13, str(other))).status_code == 404


@pytest.mark.parametrize(
    "bent",
    [("subtree 8 13", "subtree 8"), ("subtree 8 13", "subtree 9 13"), ("8 13", "8 16"),
     ("subtree", "tree"), ("8 13", "08 13"), ("8 13", "13 8"), ("\n\n", "\n")],
)  # fmt: skip
def test_a_malformed_subtree_request_is_400(wire, bent) -> None:
    raw = subtree(8, 13, cosigned(wire)).decode().replace(*bent)
    assert wire("/sign-subtree", raw.encode()).status_code == 400
