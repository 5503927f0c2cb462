"""A party's use cases: make keys, draft and sign a charter, tell where everything stands."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from detente.channel.adopted import OWN
from detente.channel.canonical import canonical
from detente.channel.chairs import read_rules
from detente.channel.deadlines import duties
from detente.channel.decisions import Dialogue, dialogue
from detente.channel.keys import SignatureType
from detente.channel.messages import may_read, read_message
from detente.channel.notes import parse_vkey
from detente.channel.observations import Observation, observations
from detente.channel.party import KeyRing, with_proofs
from detente.channel.record import Record
from detente.channel.requests import give_receipt
from detente.channel.roster import threshold
from detente.channel.tiles import MAX_ENTRY
from detente.channel.verify import Verdict
from detente.codebook.channel_rules import channel_rules
from detente.model.channel import Duty, Entry
from detente.model.errors import InputError

NO_HOURS: Final[Mapping[str, int]] = MappingProxyType({})
_SIGNED_EACH: Final = 230
"""Bytes that the proof of one founder adds."""
_ENVELOPE: Final = 1_000
"""Bytes of a message around its body."""


def make_keys(party: str, passphrase: str) -> tuple[KeyRing, str]:
    """New keys and the text of their file."""
    ring = KeyRing.from_secret(party, secrets.token_bytes(96))
    text = ring.sealed(passphrase, salt=secrets.token_bytes(16), nonce=secrets.token_bytes(12))
    return ring, text


def draft_charter(
    rows: Sequence[Mapping[str, Any]], *, title: str, quorum: str, instruments: Iterable[str] = (),
    hours: Mapping[str, int] = NO_HOURS, post_quantum: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """A charter that its founders have still to sign.

    Args:
        rows: What each founder says of itself.
        title: What the channel is called.
        quorum: Who must approve members.
        instruments: Instruments in force between all.
        hours: Deadlines of the channel's own rules, by rule.
        post_quantum: Whether ML-DSA-44 witness keys stand in it; they take 1,800 bytes each.

    Raises:
        InputError: If the quorum says nothing, or a rule is not one of the channel's own.
    """
    threshold(quorum, len(rows))
    adopted: list[dict[str, Any]] = [{"instrument": name} for name in instruments]
    own = {rule.rule for rule in channel_rules() if rule.instrument == OWN and rule.hours}
    if wrong := sorted(set(hours) - own):
        raise InputError(
            f"{wrong[0]!r} is no deadline of the channel's own; these are: {', '.join(sorted(own))}"
        )
    if hours:
        adopted.append({"instrument": OWN, "hours": dict(hours)})
    parties = list(rows) if post_quantum else list(map(_plain_witnesses, rows))
    return {"title": title, "quorum": quorum, "instruments": adopted, "parties": parties}


def check_size(act: Mapping[str, Any]) -> None:
    """Check that a charter will fit one message once all have signed.

    Raises:
        InputError: If it will not.
    """
    count = len(act["parties"])
    size = len(canonical(act)) + _SIGNED_EACH * count + _ENVELOPE
    if size > MAX_ENTRY:
        raise InputError(
            f"a charter of {count} founders has some {size} bytes once all have signed, and one "
            f"message takes {MAX_ENTRY}: leave out the ML-DSA-44 witness keys (--ed25519-only; "
            "`rotate` brings them), or found with fewer and `enrol` the others"
        )


def _plain_witnesses(row: Mapping[str, Any]) -> dict[str, Any]:
    keys = [
        vkey
        for vkey in row.get("witnesses", ())
        if parse_vkey(vkey).type is not SignatureType.MLDSA_COSIGNATURE
    ]
    return {**row, "witnesses": keys}


def dialogue_terms(rooms: Mapping[str, Any], host: str) -> dict[str, Any]:
    """What a charter says of rooms and of the first host.

    Raises:
        InputError: If the rules of a room cannot be read.
    """
    for rules in rooms.values():
        read_rules(rules)
    return {**({"rooms": dict(rooms)} if rooms else {}), **({"host": host} if host else {})}


def sign_act(act: Mapping[str, Any], ring: KeyRing) -> dict[str, Any]:
    """A charter or enrolment with this party's own proof added."""
    return with_proofs(act, [ring])


def record_of(
    verdict: Verdict, *, receipts: Sequence[tuple[str, str]] = (), agreeing: int | None = None
) -> Record:
    """What a party has checked, with how many parties must bear out a time.

    Args:
        verdict: The checked log.
        receipts: Receipts beside those in the log, with the digest of their message.
        agreeing: How many; None is more than half of those that cosigned when the entry came in, so
            that no single clock moves a time, nor one that came later.
    """
    return Record(verdict.ledger, verdict.cosigned, receipts, agreeing)


def standing(
    verdict: Verdict, *, receipts: Sequence[tuple[str, str]] = (), now: int,
    agreeing: int | None = None,
) -> tuple[Duty, ...]:  # fmt: skip
    """Every duty by what a party has checked; times as in :func:`record_of`."""
    return duties(record_of(verdict, receipts=receipts, agreeing=agreeing), now=now)


def talk(verdict: Verdict, *, now: int, agreeing: int | None = None) -> Dialogue:
    """The dialogue by what a party has checked; times as in :func:`record_of`."""
    return dialogue(record_of(verdict, agreeing=agreeing), now=now)


def observed(verdict: Verdict, *, now: int, agreeing: int | None = None) -> tuple[Observation, ...]:
    """Passed deadlines that parties put on record, held against the log as it stands."""
    record = record_of(verdict, agreeing=agreeing)
    return observations(record, duties(record, now=now))


def receipt_for(raw: bytes, ring: KeyRing, *, time: int) -> str:
    """Say that one was handed a signed message, at a time: it stops its sender's clock.

    Raises:
        InputError: If it is no signed message.
        NoteError: If its signature does not fit.
    """
    signed = read_message(raw)
    return give_receipt(ring.party, ring.signer, signed.message.channel, signed.digest, time=time)


def inbox(verdict: Verdict, party: str, *, since: int = 0) -> list[Entry]:
    """Messages a party may read, from an index on, its own left out."""
    return [
        entry
        for entry in verdict.ledger.entries[since:]
        if entry.signed is not None
        and entry.signed.message.sender != party
        and may_read(entry.signed.message, party)
    ]
