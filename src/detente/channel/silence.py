"""Consensus by silence: a text is adopted if nobody objects, and all were reached.

OSCE MC.DOC/1/06, Annex 1A: an exact expiry; a written objection or an amendment breaks silence.
Here silence counts only for a party that cosigned a tree holding the proposal before expiry, and
a tree after expiry that does not hold an objection of its own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from detente.channel.chairs import Turn, chair_at
from detente.channel.exact import exact_moment
from detente.channel.ledger import Ledger
from detente.channel.proposed import Proposed, Way, entitled, proposed, withdrawn
from detente.channel.record import Record, until
from detente.channel.roster import Roster, after
from detente.model.channel import Entry, Message
from detente.model.errors import InputError

_BREAKS: Final = ("objection", "amendment")


class SilenceState(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    BROKEN = "broken"
    WAITING = "waiting"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"


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
        complete: When the last silence was proven, in seconds since 1970; None if not adopted.
    """

    proposal: str
    expiry: int
    state: SilenceState
    broken_by: tuple[str, ...] = ()
    too_late: tuple[str, ...] = ()
    waiting_for: tuple[str, ...] = ()
    complete: int | None = None


def silence(record: Record, proposal: str, *, now: int, turns: Sequence[Turn] = ()) -> Silence:
    """Where a proposal stands at a moment.

    Args:
        record: The log and its witnesses.
        proposal: Digest of the proposal.
        now: The moment, in seconds since 1970.
        turns: Who was in the chair of its room; where nobody was, its proposer extends.

    Raises:
        InputError: If there is no such proposal under silence, or its expiry cannot be read.
    """
    found = proposed(record, proposal)
    if found.way is not Way.SILENCE:
        raise InputError(f"{proposal[:16]!r} is decided by {found.way.value}, not by silence")
    expiry = extended(record, found, turns)
    breaking, late = _objections(record, proposal, expiry)
    if withdrawn(record, proposal, expiry):
        return Silence(proposal, expiry, SilenceState.WITHDRAWN, breaking, late)
    if breaking:
        return Silence(proposal, expiry, SilenceState.BROKEN, breaking, late)
    if now <= expiry:
        return Silence(proposal, expiry, SilenceState.OPEN, (), late)
    missing, complete = _missing(record, found, expiry, now)
    if missing:
        return Silence(proposal, expiry, SilenceState.WAITING, (), late, missing)
    return Silence(proposal, expiry, SilenceState.ADOPTED, (), late, (), complete)


def extended(record: Record, found: Proposed, turns: Sequence[Turn]) -> int:
    """The last expiry the chair set before the one that stood had passed."""
    expiry = found.until
    for entry in record.answers.get(found.digest, ()):
        if entry.signed is None or entry.signed.message.kind != "extension":
            continue
        chair = chair_at(record, turns, entry.index) or found.sender
        if entry.signed.message.sender == chair:
            came = record.when(entry, owed=False).before
            if came is not None and came <= expiry:
                expiry = max(expiry, _later(entry.signed.message))
    return expiry


def _later(message: Message) -> int:
    """What an extension says; one that cannot be read extends nothing."""
    with contextlib.suppress(InputError):
        return exact_moment(message.body["expiry"])
    return 0


def roster_at(ledger: Ledger, index: int) -> Roster:
    """Who was a party when an entry came in."""
    roster = Roster()
    for entry in ledger.entries[: index + 1]:
        if entry.signed is not None:
            roster = after(roster, entry.signed)
    return roster


def _missing(record: Record, found: Proposed, expiry: int, now: int) -> tuple[tuple[str, ...], int]:
    """Entitled parties whose silence is not proven yet, and when that of the last was.

    Who proposed has spoken.
    """
    then = until(record, now)
    entry, missing, complete = found.entry, [], expiry
    for party in sorted(set(entitled(record, entry, now)) - {found.sender}):
        told = then.reached(entry, party)
        heard = then.sightings.heard_after(entry.index, expiry, party)
        if told is None or told > expiry or heard is None:
            missing.append(party)
        else:
            complete = max(complete, heard)
    return tuple(missing), complete


def _objections(
    record: Record, proposal: str, expiry: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    breaking: list[str] = []
    late: list[str] = []
    for entry in record.answers.get(proposal, ()):
        if entry.signed is not None and entry.signed.message.kind in _BREAKS:
            (late if _proven_late(record, entry, expiry) else breaking).append(entry.signed.digest)
    return tuple(breaking), tuple(late)


def _proven_late(record: Record, entry: Entry, expiry: int) -> bool:
    """Whether it came after expiry by the witnesses, and no receipt says otherwise."""
    came, claimed = record.when(entry), record.claimed(entry)
    in_time = claimed is not None and claimed <= expiry
    return came.after is not None and came.after > expiry and not in_time
