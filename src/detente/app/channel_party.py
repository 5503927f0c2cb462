"""A party's use cases: make keys, draft and sign a charter, tell where everything stands."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from detente.channel.deadlines import Record, duties
from detente.channel.messages import may_read
from detente.channel.party import KeyRing, with_proofs
from detente.channel.roster import threshold
from detente.channel.verify import Verdict
from detente.model.channel import Duty, Entry


def make_keys(party: str, passphrase: str) -> tuple[KeyRing, str]:
    """New keys and the text of their file."""
    ring = KeyRing.from_secret(party, secrets.token_bytes(96))
    text = ring.sealed(passphrase, salt=secrets.token_bytes(16), nonce=secrets.token_bytes(12))
    return ring, text


def draft_charter(
    rows: Sequence[Mapping[str, Any]], *, title: str, quorum: str, instruments: Iterable[str] = ()
) -> dict[str, Any]:
    """A charter that its founders have still to sign.

    Raises:
        InputError: If the quorum says nothing.
    """
    threshold(quorum, len(rows))
    adopted = [{"instrument": name} for name in instruments]
    return {"title": title, "quorum": quorum, "instruments": adopted, "parties": list(rows)}


def sign_act(act: Mapping[str, Any], ring: KeyRing) -> dict[str, Any]:
    """A charter or enrolment with this party's own proof added."""
    return with_proofs(act, [ring])


def standing(
    verdict: Verdict, *, receipts: Sequence[tuple[str, str]] = (), now: int, agreeing: int = 1
) -> tuple[Duty, ...]:
    """Every duty by what a party has checked."""
    record = Record(verdict.ledger, verdict.cosigned, receipts, agreeing)
    return duties(record, now=now)


def inbox(verdict: Verdict, party: str, *, since: int = 0) -> list[Entry]:
    """Messages a party may read, from an index on, its own left out."""
    return [
        entry
        for entry in verdict.ledger.entries[since:]
        if entry.signed is not None
        and entry.signed.message.sender != party
        and may_read(entry.signed.message, party)
    ]
