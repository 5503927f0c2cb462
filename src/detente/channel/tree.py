"""A growing Merkle tree: append, root of any size, and every proof about it.

All complete subtrees are kept, 64 bytes a leaf, so that a proof costs a few hashes. Where only
the root matters, :class:`CompactRange` keeps one hash per level.
"""

from __future__ import annotations

from collections.abc import Iterable

from detente.channel.merkle import EMPTY_ROOT, HASH_SIZE, is_subtree, node_hash
from detente.model.errors import ProofError


class CompactRange:
    """The right edge of a tree: enough to append and to know the root."""

    def __init__(self, size: int = 0, edge: Iterable[bytes] = ()) -> None:
        """Start empty, or from a size and the hashes of its complete subtrees, left to right."""
        self.size = size
        self._edge = list(edge)
        if len(self._edge) != size.bit_count():
            raise ProofError(f"a tree of size {size} has {size.bit_count()} complete subtrees")

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        carry, size = leaf, self.size
        while size & 1:
            carry = node_hash(self._edge.pop(), carry)
            size >>= 1
        self._edge.append(carry)
        self.size += 1

    @property
    def edge(self) -> tuple[bytes, ...]:
        """Hashes of the complete subtrees, left to right."""
        return tuple(self._edge)

    @property
    def root(self) -> bytes:
        """Root of the tree as it stands."""
        return _fold(self._edge)


class Tree:
    """A Merkle tree over leaf hashes, with the roots and proofs of all its sizes."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        """Build the tree over leaf hashes, first to last."""
        self._levels: list[bytearray] = [bytearray()]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0]) // HASH_SIZE

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash and every subtree that it completes."""
        index, carry = self.size, leaf
        self._levels[0] += leaf
        level = 0
        while index & 1:
            carry = node_hash(self._node(level, index - 1), carry)
            index, level = index >> 1, level + 1
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += carry

    def truncate(self, size: int) -> None:
        """Forget all leaves from ``size`` on: what was appended was not kept on disk."""
        for level, row in enumerate(self._levels):
            del row[(size >> level) * HASH_SIZE :]

    def leaf(self, index: int) -> bytes:
        """Hash of one leaf."""
        if not 0 <= index < self.size:
            raise ProofError(f"there is no leaf {index} in a tree of size {self.size}")
        return self._node(0, index)

    def root(self, size: int | None = None) -> bytes:
        """Root at a size, by default the present one."""
        wanted = self.size if size is None else size
        self._check(wanted)
        return EMPTY_ROOT if wanted == 0 else self.hash_of(0, wanted)

    def hash_of(self, start: int, end: int) -> bytes:
        """Hash over the leaves ``[start, end)``, which must be a subtree."""
        if not is_subtree(start, end) or end > self.size:
            raise ProofError(f"[{start}, {end}) is no subtree of a tree of size {self.size}")
        parts, position = [], start
        for level in range((end - start).bit_length() - 1, -1, -1):
            if (end - start) >> level & 1:
                parts.append(self._node(level, position >> level))
                position += 1 << level
        return _fold(parts)

    def inclusion_proof(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Proof that a leaf stands in the tree of ``size``, from its sibling up."""
        wanted = self.size if size is None else size
        self._check(wanted)
        if not 0 <= index < wanted:
            raise ProofError(f"there is no leaf {index} in a tree of size {wanted}")
        return self.consistency_of(index, index + 1, wanted)

    def consistency_proof(self, size1: int, size2: int | None = None) -> tuple[bytes, ...]:
        """Proof that the tree of ``size2`` begins with the tree of ``size1``."""
        wanted = self.size if size2 is None else size2
        self._check(wanted)
        if not 0 <= size1 <= wanted:
            raise ProofError(f"size {size1} does not come before size {wanted}")
        return self.consistency_of(0, size1, wanted) if size1 else ()

    def consistency_of(self, start: int, end: int, size: int) -> tuple[bytes, ...]:
        """Proof that the subtree ``[start, end)`` is part of the tree of ``size`` leaves."""
        if not is_subtree(start, end) or end > size:
            raise ProofError(f"[{start}, {end}) is no subtree of a tree of size {size}")
        path: list[bytes] = []
        low, high, known = 0, size, True
        while (low, high) != (start, end):
            middle = low + (1 << (high - low - 1).bit_length() - 1)
            if end <= middle:
                path.append(self.hash_of(middle, high))
                high = middle
            else:
                path.append(self.hash_of(low, middle))
                known = known and start >= middle
                low, start = middle, max(start, middle)
        return tuple(reversed(path if known else [*path, self.hash_of(low, high)]))

    def nodes(self, level: int, first: int, count: int) -> bytes:
        """Hashes of complete subtrees of height ``level``, joined: what a tile holds."""
        row = self._levels[level] if level < len(self._levels) else bytearray()
        found = bytes(row[first * HASH_SIZE : (first + count) * HASH_SIZE])
        if len(found) != count * HASH_SIZE:
            raise ProofError(f"level {level} has no {count} nodes from {first} on")
        return found

    def _node(self, level: int, index: int) -> bytes:
        return bytes(self._levels[level][index * HASH_SIZE : (index + 1) * HASH_SIZE])

    def _check(self, size: int) -> None:
        if not 0 <= size <= self.size:
            raise ProofError(f"the tree has {self.size} leaves, not {size}")


def _fold(parts: list[bytes]) -> bytes:
    if not parts:
        return EMPTY_ROOT
    result = parts[-1]
    for part in reversed(parts[:-1]):
        result = node_hash(part, result)
    return result
