"""Notes, checkpoints, cosignatures, tiles and policies: what others wrote is read as they mean it."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from detente.channel.checkpoints import (
    Checkpoint,
    open_checkpoint,
    parse_checkpoint,
    parse_size,
    sign_checkpoint,
)
from detente.channel.cosignatures import cosign, cosignatures, cosigners
from detente.channel.keys import (
    PostQuantumSigner,
    SignatureType,
    Signer,
    ed25519_key,
    ed25519_verifies,
    mldsa44_verifies,
)
from detente.channel.merkle import leaf_hash
from detente.channel.notes import (
    Note,
    SignatureLine,
    VerifierKey,
    open_note,
    parse_note,
    parse_vkey,
    sign_note,
)
from detente.channel.policy import parse_policy
from detente.channel.proofs import LogProof, parse_proof, verify_proof
from detente.channel.tiles import (
    Tile,
    hash_tile,
    parse_tile,
    read_bundle,
    read_tile,
    tiles_of,
    write_bundle,
)
from detente.channel.tree import Tree
from detente.model.errors import InputError, KeyRefused, NoteError, ProofError

ONE, TWO = Signer(b"\x01" * 32), Signer(b"\x02" * 32)


def channel_data(shared: Path) -> Path:
    return shared / "data/channel"


def load(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_notes_of_others_are_opened_as_they_say(shared: Path) -> None:
    data = load(channel_data(shared) / "signed-note/note_vectors.json")
    assert len(data["open"]) == 14
    for case in data["open"]:
        raw, keys = base64.b64decode(case["note_b64"]), list(map(parse_vkey, case["vkeys"]))
        try:
            note, signed = open_note(raw, keys)
        except NoteError:
            assert not case["ok"], case["desc"]
            continue
        assert case["ok"], case["desc"]
        assert len(signed) == case["verified"], case["desc"]
        assert len(note.lines) - len(signed) == case["unverified"], case["desc"]
    for bad in data["bad_vkeys"]:
        with pytest.raises((NoteError, KeyRefused)):
            parse_vkey(bad)


def test_tree_note_of_others_is_written_to_the_byte(shared: Path) -> None:
    case = load(channel_data(shared) / "signed-note/tlog_goldens.json")["format_tree"]
    root = leaf_hash(case["record"].encode())
    head, *_ = case["golden"].split("\n")
    checkpoint = Checkpoint(head, case["n"], base64.b64decode(case["golden"].split("\n")[2]))
    assert str(checkpoint) == case["golden"]
    assert parse_checkpoint(case["golden"]) == checkpoint
    assert len(root) == 32


def test_cosignature_example_keeps_its_shape(shared: Path) -> None:
    text = load(channel_data(shared) / "signed-note/cosignature_example.json")["checkpoint"]
    note = parse_note(text)
    assert str(note) == text
    assert parse_checkpoint(note.text).size == 20852163
    assert int.from_bytes(note.lines[1].signature[:8]) == 1679315147


def test_a_whole_log_of_others_verifies(shared: Path) -> None:
    folder = channel_data(shared) / "tessera-log"
    key = parse_vkey((folder / "vkey.txt").read_text().strip())
    log = folder / "testdata/log"
    entries = read_bundle((log / "tile/entries/000.p/15").read_bytes())
    tree = Tree(map(leaf_hash, entries))
    for size in range(16):
        signed = open_checkpoint((log / f"checkpoint.{size}").read_bytes(), [key])
        assert (signed.checkpoint.size, signed.checkpoint.root) == (size, tree.root(size))
    for tile in [t for size in range(1, 16) for t in tiles_of(size)]:
        raw = (log / str(tile)).read_bytes()
        if tile.level is None:
            assert write_bundle(entries[: tile.width]) == raw
        else:
            assert hash_tile(tree, tile) == raw
            assert read_tile(raw, tile.width)[0] == leaf_hash(entries[0])


def test_ed25519_edge_cases(shared: Path) -> None:
    groups = load(channel_data(shared) / "wycheproof/testvectors_v1/ed25519_test.json")[
        "testGroups"
    ]
    wrong, count = [], 0
    for group in groups:
        key = bytes.fromhex(group["publicKey"]["pk"])
        for case in group["tests"]:
            count += 1
            fits = ed25519_verifies(key, bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
            if fits != (case["result"] == "valid"):
                wrong.append(case["tcId"])
    assert (count, wrong) == (151, [])


def test_keys_with_which_one_could_deny_are_refused(shared: Path) -> None:
    cases = load(channel_data(shared) / "cctv/ed25519/ed25519vectors.json")
    assert len(cases) == 914
    for case in cases:
        key, flags = bytes.fromhex(case["key"]), set(case["flags"] or [])
        if flags & {"low_order_A", "non_canonical_A", "low_order_component_A"}:
            with pytest.raises(KeyRefused):
                ed25519_key(key)
        else:
            ed25519_key(key)
        fits = ed25519_verifies(key, case["msg"].encode(), bytes.fromhex(case["sig"]))
        refuse = {"low_order_A", "non_canonical_A", "low_order_component_A", "non_canonical_R",
                  "low_order_residue"}  # fmt: skip
        assert not (fits and flags & refuse), case["number"]


def test_post_quantum_signatures(shared: Path) -> None:
    folder = channel_data(shared) / "wycheproof/testvectors_v1"
    wrong, count = [], 0
    for group in load(folder / "mldsa_44_verify_test.json")["testGroups"]:
        for case in group["tests"]:
            count += 1
            fits = mldsa44_verifies(
                bytes.fromhex(group["publicKey"]), bytes.fromhex(case["msg"]),
                bytes.fromhex(case["sig"]), bytes.fromhex(case.get("ctx", "")),
            )  # fmt: skip
            if fits != (case["result"] == "valid"):
                wrong.append((case["tcId"], case["comment"]))
    assert (count, wrong) == (180, [])


def test_post_quantum_signing_from_seeds(shared: Path) -> None:
    """Ours draws at random, so that not the bytes are compared but what they show."""
    folder = channel_data(shared) / "wycheproof/testvectors_v1"
    decided = {"valid": 0, "refused": 0, "of the key alone": 0}
    for group in load(folder / "mldsa_44_sign_seed_test.json")["testGroups"]:
        for case in group["tests"]:
            seed, context = bytes.fromhex(group["privateSeed"]), bytes.fromhex(case.get("ctx", ""))
            if case["result"] == "invalid":
                with pytest.raises((KeyRefused, ValueError)):
                    PostQuantumSigner(seed).sign(bytes.fromhex(case["msg"]), context)
                decided["refused"] += 1
                continue
            signer = PostQuantumSigner(seed)
            assert signer.public.hex() == group["publicKey"]
            if "Internal" in case["flags"]:
                decided["of the key alone"] += 1
                continue
            message = bytes.fromhex(case["msg"])
            for signature in (bytes.fromhex(case["sig"]), signer.sign(message, context)):
                assert mldsa44_verifies(signer.public, message, signature, context), case["tcId"]
            decided["valid"] += 1
    assert sum(decided.values()) == 86, decided
    assert decided["refused"] == 4


@pytest.mark.parametrize("signer", [TWO, PostQuantumSigner(b"\x03" * 32)])
def test_a_witness_cosigns_and_one_changed_bit_is_seen(signer) -> None:
    checkpoint = Checkpoint("channel.example/ab", 7, b"\x07" * 32)
    note = sign_checkpoint(checkpoint, ONE)
    line = cosign(note.text, "aldmark.example/w", signer, time=1_900_000_000)
    kind = SignatureType.COSIGNATURE if signer is TWO else SignatureType.MLDSA_COSIGNATURE
    key = VerifierKey("aldmark.example/w", kind, signer.public)
    assert parse_vkey(str(key)) == key
    both = parse_note(str(Note(note.text, (*note.lines, line))))
    (found,) = cosignatures(both, [key])
    assert (found.size, found.time) == (7, 1_900_000_000)
    bent = Note(both.text.replace("\n7\n", "\n8\n"), both.lines)
    with pytest.raises(NoteError, match="does not fit"):
        cosignatures(bent, [key])


def test_a_cosignature_without_a_time_counts_as_seen_and_tells_no_time() -> None:
    signer = PostQuantumSigner(b"\x03" * 32)
    checkpoint = Checkpoint("channel.example/ab", 7, b"\x07" * 32)
    key = VerifierKey("w.example/m", SignatureType.MLDSA_COSIGNATURE, signer.public)
    parts = [b"subtree/v1\n\0", b"\x0bw.example/m", bytes(8), b"\x12channel.example/ab",
             bytes(8), (7).to_bytes(8), checkpoint.root]  # fmt: skip
    line = SignatureLine(key.name, key.key_id, bytes(8) + signer.sign(b"".join(parts)))
    note = sign_checkpoint(checkpoint, ONE)
    both = Note(note.text, (*note.lines, line))
    assert cosigners(both, [key]) == {key}
    assert cosignatures(both, [key]) == ()


@pytest.mark.parametrize("word", ["log", "witness X"])
def test_a_policy_takes_keys_for_what_they_sign(word: str) -> None:
    keys = vkeys()
    wrong = keys["a"] if word == "log" else keys["log"]
    with pytest.raises(InputError, match="line 1"):
        parse_policy(f"{word} {wrong}\nquorum none\n")


def test_two_keys_of_one_name_are_two_witnesses() -> None:
    one, two = (VerifierKey("w.example", SignatureType.COSIGNATURE, k.public) for k in (ONE, TWO))
    policy = parse_policy(f"witness A {one}\nwitness B {two}\ngroup g all A B\nquorum g\n")
    assert policy.satisfied([one, two])
    assert not policy.satisfied([one])


def test_keys_that_cannot_be_told_apart_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """C2SP signed-note: name and id together name the key; two keys that share both do not."""
    monkeypatch.setattr("detente.channel.notes.key_id", lambda *_: 7)
    both = [VerifierKey("a.example", SignatureType.NOTE, key.public) for key in (ONE, TWO)]
    checkpoint = Checkpoint("a.example", 1, b"\x07" * 32)
    note = sign_checkpoint(checkpoint, ONE)
    assert open_note(str(note), [both[0], both[0]])[1] == (both[0],), "once more is no other key"
    with pytest.raises(NoteError, match="00000007"):
        open_note(str(note), both)
    seen = [VerifierKey("w.example", SignatureType.COSIGNATURE, k.public) for k in (ONE, TWO)]
    for read in (cosigners, cosignatures):
        with pytest.raises(NoteError, match="00000007"):
            read(note, seen)
    with pytest.raises(InputError, match=r"line 2: two keys of 'w\.example'"):
        parse_policy(f"witness A {seen[0]}\nwitness B {seen[1]}\nquorum A\n")


@pytest.mark.parametrize("size", [0, 1, 10, 2**63 - 1])
def test_sizes_are_written_in_one_way(size: int) -> None:
    assert parse_size(str(size)) == size


@pytest.mark.parametrize("text", ["", "00", "07", "+1", "-1", " 1", "1\n", "1.0", "٣", str(2**63)])
def test_sizes_that_no_store_holds(text: str) -> None:
    with pytest.raises(NoteError, match="no tree size"):
        parse_size(text)


@pytest.mark.parametrize(
    ("bent", "by"),
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"), ("index 4", "index 04"),
        ("index 4", "index 9223372036854775808"), ("index 4\n", ""), ("extra ", "Extra "),
        ("\n\n", "\n"), ("index 4\n", "index 4\nAAAA\n"),
    ],
)  # fmt: skip
def test_proofs_that_are_not_written_as_proofs_are(bent: str, by: str) -> None:
    tree = Tree(leaf_hash(b"%d" % i) for i in range(9))
    note = sign_checkpoint(Checkpoint("channel.example/ab", 9, tree.root()), ONE)
    text = str(LogProof(4, tree.inclusion_proof(4), str(note), b"more"))
    parse_proof(text)
    with pytest.raises(ProofError):
        parse_proof(text.replace(bent, by, 1) if bent != "\n\n" else text.replace(bent, by))


def test_a_log_that_signs_under_another_name_is_not_believed() -> None:
    checkpoint = Checkpoint("channel.example/ab", 0, b"\x07" * 32)
    other = sign_note(str(checkpoint), [("else.example", ONE)])
    key = VerifierKey("else.example", SignatureType.NOTE, ONE.public)
    with pytest.raises(NoteError, match="another name"):
        open_checkpoint(str(other), [key])


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(None, 0, 15), "tile/entries/000.p/15"),
        (Tile(1, 999), "tile/1/999"),
        (Tile(2, 1000, 1), "tile/2/x001/000.p/1"),
    ],
)
def test_paths_of_tiles(tile: Tile, path: str) -> None:
    assert str(tile) == path
    assert parse_tile(path) == tile


@pytest.mark.parametrize(
    "path",
    ["tile/64/000", "tile/0/1", "tile/00/000", "tile/0/x000/001", "tile/0/000.p/0",
     "tile/0/000.p/256", "tile/0/../000", "tile/0/000.p/01", "tile/0/٠٠٠"],
)  # fmt: skip
def test_paths_that_no_log_has(path: str) -> None:
    with pytest.raises(ProofError):
        parse_tile(path)


def test_tiles_of_a_tree_of_seventy_thousand() -> None:
    tiles = tiles_of(70_000)
    by_level = {level: [t for t in tiles if t.level == level] for level in (0, 1, 2)}
    assert [len(row) for row in by_level.values()] == [274, 2, 1]
    assert [row[-1].width for row in by_level.values()] == [112, 17, 1]
    assert tiles_of(256)[-1] == Tile(1, 0, 1)


def test_a_proof_holds_offline_and_a_changed_entry_does_not() -> None:
    entries = [b"%d" % i for i in range(9)]
    tree = Tree(map(leaf_hash, entries))
    note = sign_checkpoint(Checkpoint("channel.example/ab", 9, tree.root()), ONE)
    proof = LogProof(4, tree.inclusion_proof(4), str(note), b"more")
    key = VerifierKey("channel.example/ab", SignatureType.NOTE, ONE.public)
    again = parse_proof(str(proof))
    assert again == proof
    assert verify_proof(b"4", again, [key]).checkpoint.size == 9
    with pytest.raises(ProofError):
        verify_proof(b"5", again, [key])


POLICY = """
# two of three parties
log {log}
witness A {a} https://a.example/
\twitness  B {b}
witness C {c}
group parties 2 A B C
quorum parties
"""


def vkeys() -> dict[str, str]:
    log = VerifierKey("log.example", SignatureType.NOTE, ONE.public)
    keys = [Signer(bytes([n]) * 32) for n in (4, 5, 6)]
    found = [
        VerifierKey(f"{n}.example", SignatureType.COSIGNATURE, k.public)
        for n, k in zip("abc", keys, strict=True)
    ]
    return {"log": str(log), **{n: str(k) for n, k in zip("abc", found, strict=True)}}


def test_a_policy_asks_for_a_quorum() -> None:
    keys = vkeys()
    policy = parse_policy(POLICY.format(**keys))
    a, b, c = (parse_vkey(keys[name]) for name in "abc")
    assert policy.satisfied([a, c])
    assert not policy.satisfied([a])
    assert not policy.satisfied([a, replace(b, name="c.example")]), "a name is no key"
    assert policy.asked() == ("A", "B", "C")
    assert parse_policy("quorum none\n").satisfied(())


@pytest.mark.parametrize(
    "text",
    ["", "quorum x\n", "quorum none\nquorum none\n", "group g 1\nquorum g\n", "log\n", "hello\n",
     "witness A {a}\nwitness A {b}\nquorum A\n", "witness A {a}\nwitness B {a}\nquorum A\n",
     "witness A {a}\ngroup g 2 A\nquorum g\n", "witness A {a}\ngroup g all A A\nquorum g\n",
     "witness none {a}\nquorum none\n", "witness A {a}\ngroup g none\nquorum g\n",
     "witness A {a}\ngroup g " + "9" * 5000 + " A\nquorum g\n", "quorum A\nwitness A {a}\n", "witness A {log}\nquorum A\n", "quorum none\x07\n"],
)  # fmt: skip
def test_policies_that_cannot_be_meant(text: str) -> None:
    with pytest.raises(InputError):
        parse_policy(text.format(**vkeys()))
