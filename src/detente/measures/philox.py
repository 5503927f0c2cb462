"""Counter-based random numbers: Philox 4x32 with ten rounds, in NumPy.

A draw is a pure function of (seed, run, step, role slots), so it does not depend on threads,
order or processes, and a comparison with and without a measure meets the same chances.

Source: Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC'11.
The compiled engine holds the same rounds; the tests check both against the published vectors.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint32]

MULTIPLIER_0: Final = 0xD2511F53
MULTIPLIER_1: Final = 0xCD9E8D57
WEYL_0: Final = 0x9E3779B9
WEYL_1: Final = 0xBB67AE85
ROUNDS: Final = 10
_WORD: Final = 0xFFFFFFFF
_SHIFT: Final = np.uint64(32)


def philox(counter: tuple[Any, Any, Any, Any], key: tuple[int, int]) -> tuple[Words, ...]:
    """Four random words for each counter.

    Args:
        counter: Four words, numbers or arrays of one shape.
        key: Two words.
    """
    words = np.broadcast_arrays(*(np.asarray(word, dtype=np.uint64) for word in counter))
    c0, c1, c2, c3 = words
    k0, k1 = key
    low = np.uint64(_WORD)
    for _ in range(ROUNDS):
        first, second = c0 * np.uint64(MULTIPLIER_0), c2 * np.uint64(MULTIPLIER_1)
        c0 = (second >> _SHIFT) ^ c1 ^ np.uint64(k0)
        c2 = (first >> _SHIFT) ^ c3 ^ np.uint64(k1)
        c1, c3 = second & low, first & low
        k0, k1 = (k0 + WEYL_0) & _WORD, (k1 + WEYL_1) & _WORD
    return tuple(word.astype(np.uint32) for word in (c0, c1, c2, c3))


def key_of(seed: int) -> tuple[int, int]:
    """The two key words of a seed, low word first."""
    return seed & _WORD, (seed >> 32) & _WORD


def uniform(words: Words) -> NDArray[np.float64]:
    """Words as numbers strictly between 0 and 1."""
    return (words.astype(np.float64) + 0.5) / 2.0**32
