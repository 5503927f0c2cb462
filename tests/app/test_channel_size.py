"""A charter of many founders: it fits one message, or is refused before anybody signs."""

from __future__ import annotations

import pytest
from tests.channel.crisis import CHANNEL

from detente.app.channel_party import check_size, draft_charter
from detente.channel.ledger import Ledger
from detente.channel.party import Author, KeyRing, with_proofs
from detente.channel.tenures import witness_keys
from detente.channel.tiles import MAX_ENTRY
from detente.model.errors import InputError

RINGS = [
    KeyRing.from_secret(f"P{number:02d}", b"".join(bytes([number + 1, k]) * 16 for k in (1, 2, 3)))
    for number in range(57)
]


def drafted(count: int, **options) -> dict:
    rows = [ring.row(f"State number {ring.party}") for ring in RINGS[:count]]
    return draft_charter(rows, title="x", quorum="2/3", instruments=["VD2011"], **options)


def test_all_states_of_europe_found_a_channel_with_ed25519_witnesses() -> None:
    act = drafted(57, post_quantum=False)
    check_size(act)
    ledger = Ledger(CHANNEL)
    ledger.append(Author.new(RINGS[0], CHANNEL).draft("charter", with_proofs(act, RINGS)))
    assert witness_keys(ledger.tenures, 1) == [ring.witnesses[0] for ring in RINGS]


def test_a_charter_that_is_too_large_is_refused_before_anybody_signs() -> None:
    with pytest.raises(InputError, match="--ed25519-only"):
        check_size(drafted(57))


@pytest.mark.parametrize("count", [2, 20, 29])
def test_what_is_told_to_fit_fits(count: int) -> None:
    act = drafted(count)
    check_size(act)
    signed = Author.new(RINGS[0], CHANNEL).draft("charter", with_proofs(act, RINGS))
    assert len(signed.raw) < MAX_ENTRY
