"""What a proposal says: in which room, until when, by which way, and who may decide on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from detente.channel.exact import exact_moment
from detente.channel.record import Record
from detente.model.channel import Entry, Interval
from detente.model.errors import InputError

WITHDRAWN: Final = "withdrawal"


class Way(StrEnum):
    """How a proposal is decided."""

    SILENCE = "silence"
    CONSENSUS = "consensus"
    VOTE = "vote"


class InTime(StrEnum):
    """Whether something came before an exact moment, by the witnesses."""

    YES = "in time"
    NO = "late"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as it was made.

    Attributes:
        digest: Digest of the message.
        entry: Where it stands in the log.
        sender: Who proposed.
        room: In which room.
        way: How it is decided; by silence unless it says otherwise.
        text: What is proposed.
        until: When silence ends, consent lapses or the vote closes, in seconds since 1970.
        body: All it says.
    """

    digest: str
    entry: Entry
    sender: str
    room: str
    way: Way
    text: str
    until: int
    body: Mapping[str, Any]


def proposed(record: Record, digest: str) -> Proposed:
    """Read a proposal.

    Raises:
        InputError: If there is no such proposal, or its time or its way cannot be read.
    """
    index = record.ledger.places.get(digest)
    entry = None if index is None else record.ledger.entries[index]
    if entry is None or entry.signed is None or entry.signed.message.kind != "proposal":
        raise InputError(f"{digest[:16]!r} is no proposal in this log")
    message = entry.signed.message
    body = message.body
    try:
        way = Way(str(body.get("way", Way.SILENCE)))
    except ValueError as error:
        ways = ", ".join(Way)
        raise InputError(f"{body['way']!r} is no way to decide; the ways are {ways}") from error
    return Proposed(
        digest, entry, message.sender, str(body["room"]), way, str(body["text"]),
        exact_moment(body["expiry"]), body,
    )  # fmt: skip


def entitled(record: Record, entry: Entry, moment: int) -> tuple[str, ...]:
    """Parties when an entry came in that still are at a moment, in the order they joined.

    A party that is not yet proven to have left by then still counts.
    """
    then: tuple[str, ...] = ()
    for act, parties in record.memberships:
        if act.index <= entry.index:
            then = parties
            continue
        came = record.when(act).before
        if came is not None and came <= moment:
            then = tuple(party for party in then if party in parties)
    return then


def came_by(record: Record, entry: Entry, moment: int) -> InTime:
    """Whether a vote, a consent or a withdrawal came by a moment.

    A single receipt makes a late one disputed and never more: its giver may have an interest.
    """
    when = record.when(entry, owed=False)
    if when.before is not None and when.before <= moment:
        return InTime.YES
    claimed = record.claimed(entry)
    if proven_after(when, moment) and (claimed is None or claimed > moment):
        return InTime.NO
    return InTime.DISPUTED


def proven_after(when: Interval, moment: int) -> bool:
    """Whether witnesses had a log without it after the moment."""
    return when.after is not None and when.after > moment


def withdrawn(record: Record, digest: str, until: int) -> bool:
    """Whether whoever sent a message has taken it back, and not proven after a moment."""
    source = record.ledger.message(digest)
    return any(
        entry.signed is not None
        and entry.signed.message.kind == WITHDRAWN
        and source is not None
        and entry.signed.message.sender == source.message.sender
        and came_by(record, entry, until) is not InTime.NO
        for entry in record.answers.get(digest, ())
    )
