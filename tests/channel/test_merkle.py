"""Proofs: the vectors of others, and the laws of our own tree."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.channel.merkle import (
    EMPTY_ROOT,
    is_subtree,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
    verify_subtree_consistency,
    verify_subtree_inclusion,
)
from detente.channel.tree import CompactRange, Tree
from detente.model.errors import ProofError

COUNTS = {"inclusion": 98, "consistency": 98, "subtreeinclusion": 204, "subtreeconsistency": 118}


def vectors(shared: Path, name: str) -> list[dict]:
    folder = shared / "data/channel/merkle-rfc6962/testdata" / name
    found = [json.loads(path.read_text()) for path in sorted(folder.rglob("*.json"))]
    assert len(found) == COUNTS[name]
    return found


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def holds(check, **arguments) -> bool:
    try:
        check(**arguments)
    except ProofError:
        return False
    return True


def decide(name: str, case: dict) -> bool:
    proof = [raw(item) for item in case["proof"] or []]
    if name == "inclusion":
        return holds(
            verify_inclusion, leaf=raw(case["leafHash"]), index=case["leafIdx"],
            size=case["treeSize"], root=raw(case["root"]), proof=proof,
        )  # fmt: skip
    if name == "subtreeinclusion":
        return holds(
            verify_subtree_inclusion, leaf=raw(case["leafHash"]), index=case["leafIdx"],
            start=case["start"], end=case["end"], root=raw(case["root"]), proof=proof,
        )  # fmt: skip
    if name == "consistency":
        return holds(
            verify_consistency, size1=case["size1"], size2=case["size2"],
            root1=raw(case["root1"]), root2=raw(case["root2"]), proof=proof,
        )  # fmt: skip
    return holds(
        verify_subtree_consistency, start=case["start"], end=case["end"], size=case["size"],
        subtree=raw(case["root1"]), root=raw(case["root2"]), proof=proof,
    )  # fmt: skip


@pytest.mark.parametrize("name", COUNTS)
def test_vectors_of_others_are_decided_as_they_say(shared: Path, name: str) -> None:
    wrong = [c["desc"] for c in vectors(shared, name) if decide(name, c) == c["wantErr"]]
    assert wrong == []


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(b"%d" % i) for i in range(count)]


@given(st.integers(0, 70))
def test_compact_range_and_tree_agree_on_every_root(count: int) -> None:
    tree, edge = Tree(leaves(count)), CompactRange()
    assert edge.root == tree.root(0) == EMPTY_ROOT
    for number, leaf in enumerate(leaves(count), 1):
        edge.append(leaf)
        assert edge.root == tree.root(number)
    assert CompactRange(edge.size, edge.edge).root == tree.root()


@given(st.data())
def test_every_leaf_is_proved_and_no_other_stands_in_its_place(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(leaves(size + 3))
    proof, root = tree.inclusion_proof(index, size), tree.root(size)
    verify_inclusion(leaf=tree.leaf(index), index=index, size=size, proof=proof, root=root)
    with pytest.raises(ProofError):
        verify_inclusion(leaf=leaf_hash(b"x"), index=index, size=size, proof=proof, root=root)


@given(st.data())
def test_every_earlier_tree_is_proved(data: st.DataObject) -> None:
    size2 = data.draw(st.integers(1, 300))
    size1 = data.draw(st.integers(1, size2))
    tree = Tree(leaves(size2))
    proof = tree.consistency_proof(size1)
    roots = {"root1": tree.root(size1), "root2": tree.root()}
    verify_consistency(size1=size1, size2=size2, proof=proof, **roots)


@given(st.data())
def test_every_subtree_is_proved(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 150))
    start = data.draw(st.integers(0, size - 1))
    end = data.draw(st.integers(start + 1, size).filter(lambda e: is_subtree(start, e)))
    tree = Tree(leaves(size))
    verify_subtree_consistency(
        start=start, end=end, size=size, subtree=tree.hash_of(start, end), root=tree.root(),
        proof=tree.consistency_of(start, end, size),
    )  # fmt: skip


@given(st.integers(0, 40), st.integers(0, 40))
def test_what_was_not_kept_is_forgotten_without_a_trace(kept: int, lost: int) -> None:
    tree = Tree(leaves(kept))
    before = tree.root()
    for leaf in leaves(lost):
        tree.append(leaf)
    tree.truncate(kept)
    assert (tree.size, tree.root()) == (kept, before)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 1), (2, 5), (1, 3)])
def test_intervals_that_are_no_subtree_are_refused(start: int, end: int) -> None:
    with pytest.raises(ProofError):
        Tree(leaves(8)).consistency_of(start, end, 8)
