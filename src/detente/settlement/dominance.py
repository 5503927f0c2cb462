"""Which points of a cloud no other point dominates, in any number of dimensions.

One point dominates another if it is at least as good for every party and better for one.
Methods: sorting and running maxima for two parties; for three, the divide and conquer of Kung,
Luccio & Preparata (1975, J. ACM 22:469), all blocks of one level at once; beyond that, points
are met in the order of their sum, which no dominated point can lead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64] | NDArray[np.int64]
Mask = NDArray[np.bool_]
Indices = NDArray[np.intp]

_FEW: Final = 192
_BLOCK: Final = 256
_CELLS: Final = 64


def undominated(points: Points) -> Mask:
    """Mark the points that no other point dominates; of equal points the first stands.

    Args:
        points: Shape (points, parties); larger is better.

    Returns:
        A mask of shape (points,).

    >>> undominated(np.array([[1, 3], [2, 2], [1, 2], [2, 2]])).tolist()
    [True, True, False, False]
    """
    count, parties = points.shape
    if count < 2 or not parties:
        return np.arange(count) < 1 if not parties else np.ones(count, np.bool_)
    if parties == 1:
        return np.asarray(np.arange(count) == points[:, 0].argmax())
    if parties == 2:
        return _two(points)
    if count <= _FEW:
        return _pairwise(points)
    return _after(points, _three if parties == 3 else _many)


def _two(points: Points) -> Mask:
    order = np.lexsort((-points[:, 1], -points[:, 0]))
    second = points[order, 1]
    best = np.maximum.accumulate(second)
    mask = np.ones(len(points), np.bool_)
    mask[order[1:]] = second[1:] > best[:-1]
    return mask


def _pairwise(points: Points) -> Mask:
    at_least = np.ones((len(points), len(points)), np.bool_)
    for column in points.T:
        at_least &= column[:, None] >= column
    equal = at_least & at_least.T
    return ~np.asarray(((at_least & ~equal) | np.triu(equal, 1)).any(axis=0))


def _after(points: Points, method: Callable[[Points], Mask]) -> Mask:
    """Drop the plainly dominated first; ``method`` decides on the rest."""
    near = np.flatnonzero(_not_plainly_dominated(points))
    mask = np.zeros(len(points), np.bool_)
    kept = method(points[near])
    mask[near[kept]] = True
    return mask


def _not_plainly_dominated(points: Points) -> Mask:
    """A coarse sieve: compare with the best third coordinate in strictly better cells.

    Sound in any dimension above two only with three coordinates; beyond three a few strong
    points stand in.
    """
    if points.shape[1] > 3:
        return _not_below_strong(points)
    cells = [_cell(points[:, axis]) for axis in (0, 1)]
    rising = points[:, 2].argsort(kind="stable")
    best = np.full((_CELLS + 1, _CELLS + 1), -np.inf)
    best[cells[0][rising], cells[1][rising]] = points[rising, 2]
    best = np.maximum.accumulate(best[::-1], axis=0)[::-1]
    best = np.maximum.accumulate(best[:, ::-1], axis=1)[:, ::-1]
    mask: Mask = points[:, 2] > best[cells[0] + 1, cells[1] + 1]
    return mask


def _cell(column: Points) -> Indices:
    low, high = column.min(), column.max()
    if high <= low:
        return np.zeros(len(column), np.intp)
    scaled = (column - low) * ((_CELLS - 1) / float(high - low))
    cells: Indices = scaled.astype(np.intp)
    return cells


def _not_below_strong(points: Points) -> Mask:
    span = np.maximum(points.max(axis=0) - points.min(axis=0), 1e-300)
    scaled = (points - points.min(axis=0)) / span
    strong = np.argsort(-scaled.sum(axis=1), kind="stable")[:32]
    beaten = np.zeros(len(points), np.bool_)
    for one in points[strong]:
        beaten |= (one >= points).all(axis=1) & (one > points).any(axis=1)
    return ~beaten


def _three(points: Points) -> Mask:
    """All blocks of one level of the divide and conquer at once.

    Points stand in falling order of the first coordinate; each level asks, within every block,
    whether a point of the better half with at least the second coordinate has at least the
    third.
    """
    count = len(points)
    order = np.lexsort((-points[:, 2], -points[:, 1], -points[:, 0]))
    height = np.unique(points[order, 2], return_inverse=True)[1].reshape(-1) + 1
    place = np.argsort(-points[order, 1], kind="stable")
    beaten = np.zeros(count, np.bool_)
    step = int(height.max()) + 1
    for bit in reversed(range(int(count - 1).bit_length())):
        base = (place >> (bit + 1)) * step
        worse = ((place >> bit) & 1).astype(np.bool_)
        own = height[place]
        best = np.maximum.accumulate(base + np.where(worse, 0, own))
        beaten[place[worse & (best - base >= own)]] = True
        place = place[np.argsort(place >> bit, kind="stable")]
    mask = np.zeros(count, np.bool_)
    mask[order[~beaten]] = True
    return mask


def _many(points: Points) -> Mask:
    """Go through blocks in falling order of the sum, each against what stands so far."""
    low = points.min(axis=0)
    span = np.maximum(points.max(axis=0) - low, 1e-300)
    total = ((points - low) / span).sum(axis=1)
    order = np.lexsort((*(-points.T), -total))
    standing = order[:0]
    for start in range(0, len(order), _BLOCK):
        block = order[start : start + _BLOCK]
        block = block[~_beaten_by(points[standing], points[block])]
        standing = np.concatenate([standing, block[_pairwise_in_order(points, block)]])
    mask = np.zeros(len(points), np.bool_)
    mask[standing] = True
    return mask


def _pairwise_in_order(points: Points, block: Indices) -> Mask:
    """Among equals the one with the lowest index stands, whatever the order of the block."""
    rank = np.argsort(block, kind="stable")
    mask = np.empty(len(block), np.bool_)
    mask[rank] = _pairwise(points[block[rank]])
    return mask


def _beaten_by(standing: Points, block: Points) -> Mask:
    at_least = np.ones((len(standing), len(block)), np.bool_)
    for ours, theirs in zip(standing.T, block.T, strict=True):
        at_least &= ours[:, None] >= theirs
    return np.asarray(at_least.any(axis=0))
