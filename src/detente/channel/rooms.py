"""A room: its agenda, its chair, its sessions, and the items that were raised and reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from detente.channel.chairs import Seat, chair_at, members_at
from detente.channel.proposed import Proposed
from detente.channel.record import Record
from detente.model.channel import Entry, Interval, Message

_BREAKS = ("objection", "amendment")


class Held(StrEnum):
    """Whether a proposal was made in a session without objection there."""

    OUTSIDE = "outside a session"
    RUNNING = "in a session that is open"
    HELD = "in a session, without objection there"
    OBJECTED = "in a session, with an objection there"
    DISPUTED = "in the log after a session closed, handed in before"


@dataclass(frozen=True, slots=True)
class Session:
    """A session of a room.

    Attributes:
        number: From 1.
        opened: Entry by which the chair opened it.
        closed: Entry by which the chair closed it; None while it is open.
    """

    number: int
    opened: Entry
    closed: Entry | None = None

    def holds(self, index: int) -> bool:
        """Whether a place in the log lies in it."""
        return self.opened.index < index and (self.closed is None or index < self.closed.index)


@dataclass(frozen=True, slots=True)
class Item:
    """An item that a party raised.

    Attributes:
        digest: Digest of the message.
        room: Room.
        party: Who raised it.
        text: What it is.
        raised: When, by the witnesses.
        reached: When the chair reached it; None if it did not.
        reached_by: Who reached it, "" if nobody did.
        withdrawn: Whether the party took it back.
    """

    digest: str
    room: str
    party: str
    text: str
    raised: Interval
    reached: Interval | None = None
    reached_by: str = ""
    withdrawn: bool = False

    @property
    def wait(self) -> int | None:
        """Seconds from raised to reached, as witnesses first had both; None if not told."""
        if self.reached is None or self.reached.before is None or self.raised.before is None:
            return None
        return max(0, self.reached.before - self.raised.before)


def rooms(record: Record) -> tuple[str, ...]:
    """Every room that the charter or a message names, in the order of the log."""
    first = record.ledger.entries[0].signed if record.ledger.entries else None
    named = {} if first is None else first.message.body.get("rooms", {})
    found = dict.fromkeys(named if isinstance(named, dict) else ())
    kinds = ("agenda", "proposal", "session", "item", "chair", "room-rules")
    for entry, message in _messages(record):
        if message.kind in kinds and entry.index:
            found[str(message.body["room"])] = None
    return tuple(found)


def agenda(record: Record, room: str, seat: Seat) -> tuple[str, tuple[str, ...]]:
    """Who last set the agenda, and its items: the chair, or anybody where there is none."""
    found: tuple[str, tuple[str, ...]] = ("", ())
    for entry, message in _messages(record):
        if message.kind == "agenda" and message.body["room"] == room:
            chair = chair_at(record, seat.turns, entry.index)
            items = message.body["items"]
            if chair in ("", message.sender) and isinstance(items, list):
                found = (message.sender, tuple(map(str, items)))
    return found


def sessions(record: Record, room: str, seat: Seat) -> tuple[Session, ...]:
    """Sessions that the chair of the time opened; without a chair there are none."""
    found: list[Session] = []
    for entry, message in _messages(record):
        if message.kind not in ("session", "session-close"):
            continue
        if chair_at(record, seat.turns, entry.index) != message.sender:
            continue
        running = bool(found) and found[-1].closed is None
        if message.kind == "session" and message.body["room"] == room and not running:
            found.append(Session(len(found) + 1, entry))
        elif message.kind == "session-close" and running and _closes(message, found[-1]):
            found[-1] = replace(found[-1], closed=entry)
    return tuple(found)


def items(record: Record, room: str, seat: Seat) -> tuple[Item, ...]:
    """Items raised in a room, in the order of the log."""
    held = sessions(record, room, seat)
    found = []
    for entry, message in _messages(record):
        if message.kind == "item" and message.body["room"] == room:
            assert entry.signed is not None
            item = Item(
                entry.signed.digest, room, message.sender, str(message.body["text"]),
                record.when(entry, owed=False),
            )  # fmt: skip
            found.append(_followed(record, item, seat, held))
    return tuple(found)


def held_in(record: Record, found: Proposed, held: Sequence[Session]) -> Held:
    """Whether a proposal was made in a session without objection there (step 1)."""
    session = next((one for one in held if one.holds(found.entry.index)), None)
    if session is None:
        late = any(_handed_in(record, found.entry, one) for one in held)
        return Held.DISPUTED if late else Held.OUTSIDE
    for entry in record.answers.get(found.digest, ()):
        assert entry.signed is not None
        if entry.signed.message.kind in _BREAKS and session.holds(entry.index):
            return Held.OBJECTED
    return Held.RUNNING if session.closed is None else Held.HELD


def absent(record: Record, found: Proposed, held: Sequence[Session]) -> tuple[str, ...]:
    """Parties not proven to have had a proposal before the session closed in which it was made.

    A chair that closes at once leaves nobody the time to object there; they still can until expiry.
    """
    session = next((one for one in held if one.holds(found.entry.index)), None)
    if session is None or session.closed is None:
        return ()
    closed = record.when(session.closed).before
    missing = []
    for party in members_at(record, found.entry.index):
        told = record.reached(found.entry, party)
        if party != found.sender and (told is None or closed is None or told >= closed):
            missing.append(party)
    return tuple(missing)


def _followed(record: Record, item: Item, seat: Seat, held: Sequence[Session]) -> Item:
    """What became of an item: the first word that counts."""
    for entry in record.answers.get(item.digest, ()):
        assert entry.signed is not None
        message = entry.signed.message
        if message.kind == "withdrawal" and message.sender == item.party:
            return replace(item, withdrawn=True)
        if message.kind == "item-reached" and _may_reach(record, entry, item, seat, held):
            when = record.when(entry, owed=False)
            return replace(item, reached=when, reached_by=message.sender)
    return item


def _may_reach(
    record: Record, entry: Entry, item: Item, seat: Seat, held: Sequence[Session]
) -> bool:
    """The chair reaches items, in a session where the rules ask for them.

    Without a chair it is another party than the one that raised the item.
    """
    assert entry.signed is not None
    sender = entry.signed.message.sender
    chair = chair_at(record, seat.turns, entry.index)
    if seat.rules(entry.index).sessions and not any(one.holds(entry.index) for one in held):
        return False
    return sender == chair if chair else sender != item.party


def _handed_in(record: Record, entry: Entry, session: Session) -> bool:
    """Whether a receipt says that it was handed in while a session was open."""
    if session.closed is None or entry.index < session.closed.index:
        return False
    claimed = record.claimed(entry)
    opened, closed = record.when(session.opened).before, record.when(session.closed).after
    if claimed is None or opened is None:
        return False
    return opened <= claimed and (closed is None or claimed <= closed)


def _closes(message: Message, session: Session) -> bool:
    assert session.opened.signed is not None
    return message.about == session.opened.signed.digest


def _messages(record: Record) -> Iterator[tuple[Entry, Message]]:
    for entry in record.ledger.entries:
        if entry.signed is not None:
            yield entry, entry.signed.message
