"""Draws: what they find, and that nobody can choose them."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.channel.draws import detection, drawn, seed_digest, seed_of
from detente.channel.escrow import (
    combine,
    false_shares,
    open_share,
    seal_share,
    share_digest,
    split,
)
from detente.channel.keys import Signer
from detente.model.errors import InputError, KeyRefused, ProofError

SEEDS = {"ALD": "a1", "BRV": "b2", "CTL": "c3"}


def test_five_false_in_a_hundred_with_ten_inspections() -> None:
    assert round(detection(items=100, false=5, inspections=10), 2) == 0.42


@pytest.mark.parametrize(("items", "false", "n"), [(6, 2, 3), (5, 0, 2), (5, 5, 1), (4, 2, 0)])
def test_detection_is_the_share_of_draws_that_meet_a_false_item(items, false, n) -> None:
    all_draws = list(combinations(range(items), n))
    share = sum(any(i < false for i in draw) for draw in all_draws) / len(all_draws)
    assert detection(items=items, false=false, inspections=n) == pytest.approx(share)


@pytest.mark.parametrize("bad", [(5, 6, 1), (5, 1, 6), (5, -1, 1)])
def test_impossible_plans_are_refused(bad) -> None:
    with pytest.raises(InputError):
        detection(items=bad[0], false=bad[1], inspections=bad[2])


@given(items=st.integers(0, 50), data=st.data())
def test_a_draw_takes_each_item_once(items, data) -> None:
    n = data.draw(st.integers(0, items))
    found = drawn(SEEDS, bytes(32), items=items, inspections=n)
    assert len(set(found)) == n
    assert set(found) <= set(range(items))


def test_every_seed_and_the_root_move_the_draw() -> None:
    first = drawn(SEEDS, bytes(32), items=1000, inspections=10)
    assert first == drawn(dict(reversed(SEEDS.items())), bytes(32), items=1000, inspections=10)
    for party in SEEDS:
        assert first != drawn({**SEEDS, party: "x"}, bytes(32), items=1000, inspections=10)
    assert first != drawn(SEEDS, b"\x01" * 32, items=1000, inspections=10)


def test_every_item_is_drawn_about_as_often() -> None:
    counts = [0] * 10
    for n in range(2000):
        for number in drawn({"A": str(n)}, bytes(32), items=10, inspections=3):
            counts[number] += 1
    assert max(abs(c - 600) for c in counts) < 110, counts  # five standard deviations


def test_seeds_are_secret_repeatable_and_bound_to_party_and_draw() -> None:
    seed = seed_of(b"k" * 32, "d1")
    assert seed == seed_of(b"k" * 32, "d1") != seed_of(b"k" * 32, "d2")
    assert seed_digest("ALD", "d1", seed) != seed_digest("BRV", "d1", seed)


RANDOM = bytes(range(160)) * 5


@given(
    secret=st.binary(min_size=32, max_size=32),
    n=st.integers(1, 6),
    random=st.randoms(use_true_random=False),
)
def test_k_shares_make_the_secret(secret, n, random) -> None:
    needed = random.randint(1, n)
    shares = split(secret, needed=needed, shares=n, random=random.randbytes(80 * (needed - 1)))
    assert combine(random.sample(shares, needed)) == secret
    assert combine(shares) == secret


def test_fewer_shares_are_not_the_secret() -> None:
    shares = split(bytes(32), needed=3, shares=5, random=RANDOM[:160])
    with pytest.raises(ProofError):
        combine(shares[:2])


def test_a_false_share_is_seen_and_named() -> None:
    shares = split(b"s" * 32, needed=2, shares=3, random=RANDOM[:80])
    digests = {p: share_digest(s) for p, s in zip(SEEDS, shares, strict=True)}
    bad = shares[1][:-1] + bytes([shares[1][-1] ^ 1])
    assert false_shares({"ALD": shares[0], "BRV": bad}, digests) == ("BRV",)
    assert combine([shares[0], bad]) != b"s" * 32
    with pytest.raises(InputError):
        combine([shares[0], shares[0]])
    with pytest.raises(InputError):
        combine([b"short"])
    with pytest.raises(InputError):
        split(b"s" * 32, needed=4, shares=3, random=b"")


def test_a_share_is_opened_by_its_party_alone() -> None:
    one, other = Signer(b"\x01" * 32), Signer(b"\x02" * 32)
    box = seal_share(b"share", one.public)
    assert open_share(box, one) == b"share"
    with pytest.raises(ProofError):
        open_share(box, other)
    with pytest.raises(KeyRefused):
        seal_share(b"share", (1).to_bytes(32, "little"))
