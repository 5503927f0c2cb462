"""Where every proposal stands, by whichever way it is decided."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from detente.channel.chairs import Seat, Turn, seat
from detente.channel.consensus import consensus
from detente.channel.proposed import Proposed, Way, proposed
from detente.channel.record import Record, until
from detente.channel.rooms import Held, Session, absent, held_in, rooms, sessions
from detente.channel.silence import silence
from detente.channel.votes import Tally, vote
from detente.model.errors import InputError

ADOPTED: Final = "adopted"
OUT_OF_ORDER: Final = "out of order"
OPEN: Final = frozenset(("open", "waiting"))
NOT_ADOPTED: Final = frozenset(("broken", "blocked", "rejected", "lapsed", OUT_OF_ORDER))


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal and where it stands.

    Attributes:
        proposal: Digest of the proposal.
        room: In which room.
        party: Who proposed.
        way: How it is decided.
        text: What is proposed.
        expiry: When silence ends, consent lapses or the vote closes, in seconds since 1970.
        state: Where it stands, in the words of its way; "out of order" if its room asks for a
            session and it was not proposed in one.
        session: Whether it was proposed in a session without objection there.
        absent: Parties not proven to have had it before that session closed.
        broken_by: Digests of what stands against it.
        untold: Parties not proven to have been told of what stands against it.
        too_late: Digests of what came too late to count.
        waiting_for: Parties whose word or proven silence it waits for.
        complete: When the decision was complete, in seconds since 1970; None if not adopted.
        rule: Threshold and quorum of a vote.
        tally: What a vote came to; None before its close.
        reason: Why it stands there, in words.
    """

    proposal: str
    room: str
    party: str
    way: Way
    text: str
    expiry: int
    state: str
    session: Held
    absent: tuple[str, ...] = ()
    broken_by: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    too_late: tuple[str, ...] = ()
    waiting_for: tuple[str, ...] = ()
    complete: int | None = None
    rule: str = ""
    tally: Tally | None = None
    reason: str = ""


@dataclass(frozen=True)
class Dialogue:
    """The log as a dialogue at one moment.

    Attributes:
        record: The log and its witnesses up to the moment.
        now: The moment, in seconds since 1970.
        seats: Chair and rules by room.
        decisions: Every proposal that can be read, in the order of the log.
        unread: Proposals that cannot be read, by digest, with the reason.
    """

    record: Record
    now: int
    seats: Mapping[str, Seat]
    decisions: tuple[Decision, ...]
    unread: Mapping[str, str] = field(default_factory=dict)


def dialogue(record: Record, *, now: int) -> Dialogue:
    """Read the log as a dialogue: chairs of all rooms, and every proposal.

    Args:
        record: The log and its witnesses.
        now: The moment, in seconds since 1970; what witnesses saw later is not looked at.
    """
    record = until(record, now)
    seats = {room: seat_of(record, room) for room in rooms(record)}
    held = {room: sessions(record, room, seat) for room, seat in seats.items()}
    found: list[Decision] = []
    unread: dict[str, str] = {}
    for entry in record.ledger.entries:
        if entry.signed is None or entry.signed.message.kind != "proposal":
            continue
        room = str(entry.signed.message.body["room"])
        try:
            found.append(
                decide(record, entry.signed.digest, now=now, seat=seats[room], held=held[room])
            )
        except InputError as error:
            unread[entry.signed.digest] = str(error)
    return Dialogue(record, now, seats, tuple(found), unread)


def seat_of(record: Record, room: str) -> Seat:
    """Who was in the chair of a room; a decision that gives the chair is looked at as it was."""

    def adopted(digest: str, turns: Sequence[Turn], moment: int) -> bool:
        then = Seat(turns=tuple(turns))
        with contextlib.suppress(InputError):
            return decide(until(record, moment), digest, now=moment, seat=then).state == ADOPTED
        return False

    return seat(record, room, adopted)


def decide(
    record: Record, digest: str, *, now: int, seat: Seat, held: Sequence[Session] | None = None
) -> Decision:
    """Where one proposal stands at a moment.

    Args:
        record: The log and its witnesses.
        digest: Digest of the proposal.
        now: The moment, in seconds since 1970.
        seat: Chair and rules of its room.
        held: Sessions of its room; read from the log if they are not given.

    Raises:
        InputError: If there is no such proposal, or it cannot be read.
    """
    found = proposed(record, digest)
    held = sessions(record, found.room, seat) if held is None else held
    where = held_in(record, found, held)
    start = Decision(
        digest, found.room, found.sender, found.way, found.text, found.until, "", where,
        absent(record, found, held),
    )  # fmt: skip
    decision = _BY_WAY[found.way](record, found, start, now, seat)
    asked = seat.rules(found.entry.index).sessions
    if found.way is Way.SILENCE and asked and _irregular(decision):
        text = "its room asks for a session, and it was not proposed in one"
        decision = replace(decision, state=OUT_OF_ORDER, complete=None, reason=text)
    return replace(decision, untold=_untold(record, decision))


def _irregular(decision: Decision) -> bool:
    return decision.session is Held.OUTSIDE and decision.state in (*OPEN, ADOPTED)


def _silence(record: Record, found: Proposed, start: Decision, now: int, seat: Seat) -> Decision:
    one = silence(record, found.digest, now=now, turns=seat.turns)
    return replace(
        start, expiry=one.expiry, state=one.state.value, broken_by=one.broken_by,
        too_late=one.too_late, waiting_for=one.waiting_for, complete=one.complete,
    )  # fmt: skip


def _consensus(record: Record, found: Proposed, start: Decision, now: int, seat: Seat) -> Decision:
    one = consensus(record, found, now=now, turns=seat.turns)
    return replace(
        start, expiry=one.until, state=one.state.value, broken_by=one.blocked_by,
        too_late=one.too_late, waiting_for=one.waiting_for, complete=one.complete,
    )  # fmt: skip


def _vote(record: Record, found: Proposed, start: Decision, now: int, _: Seat) -> Decision:
    one = vote(record, found, now=now)
    late = () if one.tally is None else tuple(one.tally.ignored)
    return replace(
        start, state=one.state.value, rule=one.rule, tally=one.tally, reason=one.reason,
        too_late=late, complete=one.close if one.state == ADOPTED else None,
    )  # fmt: skip


_BY_WAY: Final = {Way.SILENCE: _silence, Way.CONSENSUS: _consensus, Way.VOTE: _vote}


def _untold(record: Record, decision: Decision) -> tuple[str, ...]:
    """All are told at once: who is not proven to have the first word against the proposal."""
    if not decision.broken_by:
        return ()
    first = record.ledger.entries[record.ledger.places[decision.broken_by[0]]]
    assert first.signed is not None
    others = [p for p in record.ledger.roster.parties if p != first.signed.message.sender]
    return tuple(sorted(p for p in others if record.reached(first, p) is None))
