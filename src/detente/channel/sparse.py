"""One tree that proves what stands in it and what does not.

Keys are 256 bits; a subtree with one leaf is that leaf, one with none is 32 zero bytes, so that a
proof has about as many hashes as the logarithm of the leaves. Leaves and nodes are hashed apart
(prefixes 0 and 1), and a leaf names its key, so that under one root a key has one status that can
be proven, whoever built the tree. The shape is that of Jellyfish Merkle trees (Gao, Hu and Wu,
2021), with keys as in CONIKS (Melara et al., USENIX Security 2015).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from detente.channel.merkle import node_hash
from detente.model.errors import ProofError

KEY_SIZE: Final = 32
KEY_BITS: Final = 256
NOTHING: Final = bytes(32)
"""Hash of a subtree without leaves."""


@dataclass(frozen=True, slots=True)
class Path:
    """Way from the end of a key to the root.

    Attributes:
        siblings: Hashes beside the way, from the root down.
        other: Key and value of another leaf at the end of the way; None if the key's own leaf is
            there, or nothing is.
    """

    siblings: tuple[bytes, ...]
    other: tuple[bytes, bytes] | None = None


def sparse_leaf(key: bytes, value: bytes) -> bytes:
    """Hash of one leaf: 32 bytes of key and 32 bytes that commit to a value."""
    return sha256(b"\x00" + key + value).digest()


class SparseTree:
    """A tree over 32-byte keys, built whole."""

    def __init__(self, leaves: Mapping[bytes, bytes]) -> None:
        """Build it.

        Args:
            leaves: Value by key, both 32 bytes.

        Raises:
            ProofError: If one is of another length.
        """
        if any(len(part) != KEY_SIZE for pair in leaves.items() for part in pair):
            raise ProofError("a key and a value of the tree have 32 bytes each")
        self._leaves = dict(leaves)
        self._keys = sorted(leaves)
        self._hashes: dict[tuple[int, int, int], bytes] = {}

    @property
    def root(self) -> bytes:
        """Root of the tree."""
        return self._hash(0, len(self._keys), 0)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._keys)

    def path(self, key: bytes) -> Path:
        """Proof of a key's leaf, or that there is none."""
        low, high, depth = 0, len(self._keys), 0
        siblings: list[bytes] = []
        while high - low > 1:
            middle = self._split(low, high, depth)
            if _bit(key, depth):
                siblings.append(self._hash(low, middle, depth + 1))
                low = middle
            else:
                siblings.append(self._hash(middle, high, depth + 1))
                high = middle
            depth += 1
        found = self._keys[low] if high > low else key
        other = None if found == key else (found, self._leaves[found])
        return Path(tuple(siblings), other)

    def _hash(self, low: int, high: int, depth: int) -> bytes:
        if high == low:
            return NOTHING
        if high - low == 1:
            return sparse_leaf(self._keys[low], self._leaves[self._keys[low]])
        known = self._hashes.get((low, high, depth))
        if known is None:
            middle = self._split(low, high, depth)
            left, right = self._hash(low, middle, depth + 1), self._hash(middle, high, depth + 1)
            known = self._hashes[low, high, depth] = node_hash(left, right)
        return known

    def _split(self, low: int, high: int, depth: int) -> int:
        """First key of a range that shares ``depth`` bits whose next bit is 1."""
        first = int.from_bytes(self._keys[low], "big")
        free = KEY_BITS - depth - 1
        border = (first >> free | 1) << free
        return bisect_left(self._keys, border.to_bytes(KEY_SIZE, "big"), low, high)


def verify_path(root: bytes, key: bytes, value: bytes | None, path: Path) -> None:
    """Check that a key has a value under a root, or (``value`` None) that it has none.

    Raises:
        ProofError: If the path does not show it.
    """
    _check_sizes(path.siblings, key, value)
    if value is not None and path.other is not None:
        raise ProofError("the proof shows another leaf where the item should be")
    current = NOTHING if value is None else sparse_leaf(key, value)
    if path.other is not None:
        current = _other_leaf(key, path)
    for depth in range(len(path.siblings) - 1, -1, -1):
        sibling = path.siblings[depth]
        current = node_hash(sibling, current) if _bit(key, depth) else node_hash(current, sibling)
    if current != root:
        raise ProofError("the proof does not lead to the committed root")


def _other_leaf(key: bytes, path: Path) -> bytes:
    """Hash of the leaf that stands where the key would be."""
    assert path.other is not None
    other, value = path.other
    _check_sizes((), other, value)
    shared = range(len(path.siblings))
    if other == key or any(_bit(other, depth) != _bit(key, depth) for depth in shared):
        raise ProofError("the leaf shown is not one that stands in the key's place")
    return sparse_leaf(other, value)


def _check_sizes(siblings: Sequence[bytes], key: bytes, value: bytes | None) -> None:
    parts = [*siblings, key, *([] if value is None else [value])]
    if len(siblings) > KEY_BITS or any(len(part) != KEY_SIZE for part in parts):
        raise ProofError("a hash or key in the proof is not 32 bytes long, or there are too many")


def _bit(key: bytes, depth: int) -> int:
    return key[depth >> 3] >> (7 - (depth & 7)) & 1
