"""Consensus by silence: a text is adopted if nobody objects, and all were reached.

OSCE MC.DOC/1/06, Annex 1A: an exact expiry; a written objection or an amendment breaks silence.
Here silence counts only for a party that cosigned a tree holding the proposal before expiry, and
a tree after expiry that does not hold an objection of its own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from detente.channel.deadlines import Record
from detente.channel.ledger import Ledger
from detente.channel.roster import Roster, after
from detente.channel.times import seen_after
from detente.model.channel import Entry
from detente.model.errors import InputError

_BREAKS: Final = ("objection", "amendment")


class SilenceState(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    BROKEN = "broken"
    WAITING = "waiting"
    ADOPTED = "adopted"


@dataclass(frozen=True, slots=True)
class Silence:
    """A proposal under silence.

    Attributes:
        proposal: Digest of the proposal.
        expiry: When silence ends, in seconds since 1970, extensions of the chair included.
        state: Where it stands.
        broken_by: Digests of objections and amendments that came, or may have come, in time.
        too_late: Digests of those proven to have come after expiry, with no receipt from before.
        waiting_for: Parties not yet proven to have been reached, or not heard of after expiry.
    """

    proposal: str
    expiry: int
    state: SilenceState
    broken_by: tuple[str, ...] = ()
    too_late: tuple[str, ...] = ()
    waiting_for: tuple[str, ...] = ()


def silence(record: Record, proposal: str, *, now: int) -> Silence:
    """Where a proposal stands at a moment.

    Raises:
        InputError: If there is no such proposal, or its expiry cannot be read.
    """
    index = record.ledger.places.get(proposal)
    entry = None if index is None else record.ledger.entries[index]
    if entry is None or entry.signed is None or entry.signed.message.kind != "proposal":
        raise InputError(f"{proposal[:16]!r} is no proposal in this log")
    expiry = _expiry(record, entry)
    breaking, late = _objections(record, proposal, expiry)
    if breaking:
        return Silence(proposal, expiry, SilenceState.BROKEN, breaking, late)
    if now <= expiry:
        return Silence(proposal, expiry, SilenceState.OPEN, (), late)
    missing = _missing(record, entry, expiry, now)
    state = SilenceState.WAITING if missing else SilenceState.ADOPTED
    return Silence(proposal, expiry, state, (), late, missing)


def roster_at(ledger: Ledger, index: int) -> Roster:
    """Who was a party when an entry came in."""
    roster = Roster()
    for entry in ledger.entries[: index + 1]:
        if entry.signed is not None:
            roster = after(roster, entry.signed)
    return roster


def _missing(record: Record, entry: Entry, expiry: int, now: int) -> tuple[str, ...]:
    """Entitled parties whose silence is not proven yet; who proposed has spoken."""
    assert entry.signed is not None
    entitled = set(roster_at(record.ledger, entry.index).parties) & set(
        record.ledger.roster.parties
    )
    then = replace(record, cosigned=[c for c in record.cosigned if c.time <= now])
    missing = []
    for party in sorted(entitled - {entry.signed.message.sender}):
        told = then.reached(entry, party)
        heard = seen_after(entry.index, expiry, party, then.cosigned, record.owners)
        if told is None or told > expiry or heard is None:
            missing.append(party)
    return tuple(missing)


def _objections(
    record: Record, proposal: str, expiry: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    breaking: list[str] = []
    late: list[str] = []
    for entry in record.ledger.entries:
        if entry.signed is None or entry.signed.message.about != proposal:
            continue
        if entry.signed.message.kind in _BREAKS:
            came = record.when(entry)
            claimed = record.claimed(entry)
            in_time = claimed is not None and claimed <= expiry
            proven_late = came.after is not None and came.after > expiry and not in_time
            (late if proven_late else breaking).append(entry.signed.digest)
    return tuple(breaking), tuple(late)


def _expiry(record: Record, proposal: Entry) -> int:
    """The last expiry the chair set before the one that stood had passed."""
    assert proposal.signed is not None
    expiry = _moment(proposal.signed.message.body["expiry"])
    for entry in record.ledger.entries:
        if entry.signed is None or entry.signed.message.kind != "extension":
            continue
        message = entry.signed.message
        by_chair = message.sender == proposal.signed.message.sender
        if message.about == proposal.signed.digest and by_chair:
            came = record.when(entry).before
            later = _moment(message.body["expiry"])
            if came is not None and came <= expiry < later:
                expiry = later
    return expiry


def _moment(value: object) -> int:
    try:
        moment = dt.datetime.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(f"{value!r} is no exact time; write 2031-06-01T12:00:00+00:00") from error
    if moment.tzinfo is None:
        raise InputError(f"{value!r} names no time zone; an expiry is exact")
    return int(moment.timestamp())
