"""The sparse tree: whatever stands in it can be shown, and whatever does not."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.channel.merkle import node_hash
from detente.channel.sparse import NOTHING, Path, SparseTree, sparse_leaf, verify_path
from detente.model.errors import ProofError

near = st.integers(0, 40).map(lambda n: n.to_bytes(32, "big"))
far = st.integers(0, 10**6).map(lambda n: sha256(str(n).encode()).digest())
keys = st.one_of(near, far)
trees = st.dictionaries(keys, keys, max_size=12)


@given(leaves=trees, other=keys)
def test_every_key_has_one_status_and_its_proof(leaves, other) -> None:
    tree = SparseTree(leaves)
    for key in {*leaves, other}:
        path = tree.path(key)
        verify_path(tree.root, key, leaves.get(key), path)
        false = NOTHING if key not in leaves else None
        with pytest.raises(ProofError):
            verify_path(tree.root, key, false, path)
        with pytest.raises(ProofError):
            verify_path(tree.root, key, sha256(b"another").digest(), path)


@given(leaves=trees.filter(bool), data=st.data())
def test_no_path_of_another_key_shows_a_present_one_absent(leaves, data) -> None:
    tree = SparseTree(leaves)
    present = data.draw(st.sampled_from(sorted(leaves)))
    for key in leaves:
        path = tree.path(key)
        for shape in (path, Path(path.siblings), Path(path.siblings, (key, leaves[key]))):
            for length in range(len(shape.siblings) + 1):
                short = Path(shape.siblings[:length], shape.other)
                with pytest.raises(ProofError):
                    verify_path(tree.root, present, None, short)


@given(leaves=trees)
def test_the_root_hangs_on_the_leaves_alone(leaves) -> None:
    other = dict(reversed(leaves.items()))
    assert SparseTree(leaves).root == SparseTree(other).root


def test_small_trees() -> None:
    key, high = bytes(32), b"\x80" + bytes(31)
    assert SparseTree({}).root == NOTHING
    assert SparseTree({key: key}).root == sparse_leaf(key, key)
    both = SparseTree({key: key, high: key}).root
    assert both == node_hash(sparse_leaf(key, key), sparse_leaf(high, key))


def test_a_builder_who_puts_a_leaf_in_the_wrong_place_proves_nothing_with_it() -> None:
    key, high = bytes(32), b"\x80" + bytes(31)
    root = node_hash(NOTHING, sparse_leaf(key, key))
    with pytest.raises(ProofError):
        verify_path(root, high, None, Path((NOTHING,), (key, key)))


def test_keys_of_another_length_are_refused() -> None:
    with pytest.raises(ProofError):
        SparseTree({b"short": bytes(32)})
