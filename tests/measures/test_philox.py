"""Random numbers: published vectors, and the compiled rounds against NumPy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measures.engine import LANES, fill
from detente.measures.philox import key_of, philox, uniform

WORD = st.integers(0, 2**32 - 1)
PUBLISHED = [
    ((0,) * 4, (0,) * 2, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]  # known answers of Random123 for philox4x32-10


@pytest.mark.parametrize(("counter", "key", "words"), PUBLISHED)
def test_published_vectors(counter, key, words):
    assert tuple(int(word) for word in philox(counter, key)) == words


@given(run=st.integers(0, 2**63), step=WORD, slot=WORD, seed=st.integers(0, 2**64 - 1))
def test_compiled_rounds_agree_with_numpy(run, step, slot, seed):
    low, high = key_of(seed)
    words = np.empty((4, LANES), np.uint32)
    fill(np.uint64(run), np.uint32(step), np.uint32(slot), np.uint32(low), np.uint32(high), words)
    runs = np.arange(run, run + LANES, dtype=np.uint64)
    expected = philox(
        (runs & np.uint64(0xFFFFFFFF), runs >> np.uint64(32), step, slot), (low, high)
    )
    assert np.array_equal(words, np.stack(expected))


def test_uniform_numbers_look_uniform():
    words = philox((np.arange(100_000), 0, 0, 0), key_of(5))
    numbers = uniform(words[2])
    assert numbers.min() > 0 and numbers.max() < 1
    counts, _ = np.histogram(numbers, bins=20, range=(0, 1))
    assert ((counts - 5000) ** 2 / 5000).sum() < 43.8  # chi-square, 19 degrees, 0.999
