"""Merkle tree hashes and the proofs that stand on them.

Hashing, inclusion and consistency follow RFC 6962, section 2.1; subtrees follow
draft-ietf-plants-merkle-tree-certs, section 4. A verifier either returns or raises
:class:`~detente.model.errors.ProofError`; nothing half proven comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from detente.model.errors import ProofError

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()
"""Root of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of one log entry."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def is_subtree(start: int, end: int) -> bool:
    """Whether ``[start, end)`` is a subtree: not empty, and aligned to its height."""
    if not 0 <= start < end:
        return False
    return start % (1 << (end - start - 1).bit_length()) == 0


def verify_inclusion(
    *, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that a leaf stands at ``index`` in the tree of ``size`` leaves.

    Raises:
        ProofError: If the proof does not lead from the leaf to the root.
    """
    verify_subtree_inclusion(leaf=leaf, index=index, start=0, end=size, proof=proof, root=root)


def verify_subtree_inclusion(
    *, leaf: bytes, index: int, start: int, end: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that the leaf at ``index`` of the log lies in the subtree ``[start, end)``.

    Raises:
        ProofError: If the interval is no subtree or the proof does not lead to its hash.
    """
    if not is_subtree(start, end) or not start <= index < end:
        raise ProofError(f"there is no leaf {index} in a subtree [{start}, {end})")
    _check_widths([leaf, root, *proof])
    node, last, current = index - start, end - start - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the inclusion proof is too long")
        if node & 1 or node == last:
            current = node_hash(sibling, current)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        node, last = node >> 1, last >> 1
    if last or current != root:
        raise ProofError(f"the inclusion proof does not lead from leaf {index} to the root")


def verify_consistency(
    *, size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree of ``size2`` leaves begins with the tree of ``size1`` leaves.

    From the empty tree to a larger one there is nothing to prove, and so nothing is accepted as
    a proof: who starts there says so (as a witness does for a log that is new to it).

    Raises:
        ProofError: If it does not, or this proof does not show it.
    """
    if size1 == 0 and (size2 != 0 or root2 != EMPTY_ROOT):
        raise ProofError("nothing can be proved from the empty tree to a larger one")
    verify_subtree_consistency(
        start=0, end=size1, size=size2, subtree=root1, root=root2, proof=proof
    )


def verify_subtree_consistency(
    *, start: int, end: int, size: int, subtree: bytes, root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the subtree ``[start, end)`` is part of the tree of ``size`` leaves.

    An empty interval is part of every tree that reaches it.

    Raises:
        ProofError: If the interval is no subtree or the proof leads to other hashes.
    """
    if 0 <= start == end <= size and subtree == EMPTY_ROOT and not proof:
        return
    if not is_subtree(start, end) or end > size:
        raise ProofError(f"[{start}, {end}) is no subtree of a tree of size {size}")
    _check_widths(proof)
    first, last, top = start, end - 1, size - 1
    while first != last and (last == top or last & 1):
        first, last, top = first >> 1, last >> 1, top >> 1
    rest = list(proof)
    if first != last and not rest:
        raise ProofError("the consistency proof is empty")
    old = new = subtree if first == last else rest.pop(0)
    old, new = _climb(old, new, first=first, last=last, top=top, path=rest)
    if old != subtree or new != root:
        raise ProofError(f"the proof does not lead from [{start}, {end}) to the root of {size}")


def _climb(
    old: bytes, new: bytes, *, first: int, last: int, top: int, path: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """Walk to the root, rebuilding the subtree's hash and the tree's side by side."""
    for sibling in path:
        if top == 0:
            raise ProofError("the consistency proof is too long")
        if last & 1 or last == top:
            if first < last:
                old = node_hash(sibling, old)
            new = node_hash(sibling, new)
            while not last & 1 and last:
                first, last, top = first >> 1, last >> 1, top >> 1
        else:
            new = node_hash(new, sibling)
        first, last, top = first >> 1, last >> 1, top >> 1
    if top:
        raise ProofError("the consistency proof is too short")
    return old, new


def _check_widths(hashes: Sequence[bytes]) -> None:
    if any(len(item) != HASH_SIZE for item in hashes):
        raise ProofError("a hash in the proof is not 32 bytes long")
