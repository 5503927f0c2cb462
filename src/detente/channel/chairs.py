"""Who is in the chair of a room: by a rule all adopted, never by one's own word.

The chair passes by a logged act that any party may send. It has effect only if it follows the
rule of the room (in turn, in the order in which the parties joined, at fixed dates) or a proposal
that was adopted there and names the party; each such proposal serves once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from detente.channel.exact import exact_moment
from detente.channel.record import Record
from detente.model.channel import Entry
from detente.model.errors import InputError

_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules of a room.

    Attributes:
        sessions: Whether silence counts only for what was proposed in a session.
        start: When the first turn of the chair begins, in seconds since 1970; None if the chair
            does not rotate.
        days: Length of a turn, in days.
    """

    sessions: bool = False
    start: int | None = None
    days: int = 0

    def turn(self, moment: int) -> int | None:
        """Number of the turn at a moment, from 0; None before the first, or without rotation."""
        if self.start is None or moment < self.start:
            return None
        return (moment - self.start) // (self.days * _DAY)


@dataclass(frozen=True, slots=True)
class Turn:
    """A party in the chair.

    Attributes:
        party: Who.
        index: Place of the act in the log; in the chair from there on.
        since: When witnesses had the act, in seconds since 1970.
        act: Digest of the act.
        number: Number of the turn; None if the room has no rotation.
        rotation: Whether it followed the rotation; else a decision.
    """

    party: str
    index: int
    since: int
    act: str
    number: int | None
    rotation: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """The chair of a room over time.

    Attributes:
        laws: Rules, each with the place in the log from which they hold.
        turns: Who was in the chair, first to last.
        void: Acts without effect, by digest, with the reason.
    """

    laws: tuple[tuple[int, Rules], ...] = ((0, Rules()),)
    turns: tuple[Turn, ...] = ()
    void: Mapping[str, str] = field(default_factory=dict)

    def rules(self, index: int) -> Rules:
        """Rules in force at a place in the log."""
        return next(rules for place, rules in reversed(self.laws) if place <= index)


Adopted = Callable[[str, Sequence[Turn], int], bool]
"""Whether a proposal was adopted by a moment, given who had been in the chair."""


def chair_at(record: Record, turns: Sequence[Turn], index: int) -> str:
    """Who is in the chair at a place in the log, "" if nobody; one that left is not."""
    last = next((turn for turn in reversed(turns) if turn.index <= index), None)
    if last is None:
        return ""
    return last.party if last.party in members_at(record, index) else ""


def members_at(record: Record, index: int) -> tuple[str, ...]:
    """Parties at a place in the log, in the order they joined."""
    return next((p for act, p in reversed(record.memberships) if act.index <= index), ())


def read_rules(plain: object) -> Rules:
    """Rules as a charter or a proposal gives them.

    Raises:
        InputError: If they cannot be read.
    """
    if not isinstance(plain, Mapping):
        raise InputError("the rules of a room are an object")
    chair = plain.get("chair", {})
    if not isinstance(chair, Mapping) or set(plain) - {"chair", "sessions"}:
        raise InputError("the rules of a room are 'sessions' and 'chair', and no more")
    sessions = plain.get("sessions", False)
    if type(sessions) is not bool:
        raise InputError("'sessions' is true or false")
    if not chair:
        return Rules(sessions)
    days = chair.get("days")
    if type(days) is not int or not 1 <= days <= 36_525 or set(chair) != {"from", "days"}:
        raise InputError('a rotation is {"from": exact time, "days": whole days of a turn}')
    return Rules(sessions, exact_moment(chair["from"]), days)


def seat(record: Record, room: str, adopted: Adopted) -> Seat:
    """Who was in the chair of a room, and under which rules."""
    void = dict[str, str]()
    state = _State(record, room, adopted, ((0, _chartered(record, room)),))
    for entry in record.ledger.entries:
        if entry.signed is None or entry.signed.message.kind not in ("chair", "room-rules"):
            continue
        if entry.signed.message.body["room"] == room:
            try:
                state = _after(state, entry)
            except InputError as error:
                void[entry.signed.digest] = str(error)
    return Seat(state.laws, state.turns, void)


@dataclass(frozen=True, slots=True)
class _State:
    """A room after some act: its rules, its chairs, and the proposals that have served."""

    record: Record
    room: str
    adopted: Adopted
    laws: tuple[tuple[int, Rules], ...]
    turns: tuple[Turn, ...] = ()
    used: frozenset[str] = frozenset()


def _after(state: _State, entry: Entry) -> _State:
    """The room once an act has taken effect.

    Raises:
        InputError: If it has none, with the reason.
    """
    assert entry.signed is not None
    message = entry.signed.message
    since = state.record.when(entry).before
    if since is None:
        raise InputError("no witness has seen it yet")
    decided = _decided(state, message.about, since)
    state = replace(state, used=state.used | {message.about} - {""})
    if message.kind == "room-rules":
        outside = tuple(replace(turn, number=None) for turn in state.turns)
        laws = (*state.laws, (entry.index, _new_rules(decided)))
        return replace(state, laws=laws, turns=outside)
    return replace(state, turns=(*state.turns, _turn(state, entry, since, decided)))


def _chartered(record: Record, room: str) -> Rules:
    """Rules that the charter gives; none if it gives none that can be read."""
    first = record.ledger.entries[0].signed if record.ledger.entries else None
    rooms = {} if first is None else first.message.body.get("rooms", {})
    try:
        return read_rules(rooms[room]) if isinstance(rooms, Mapping) and room in rooms else Rules()
    except InputError:
        return Rules()


def _decided(state: _State, digest: str, since: int) -> Mapping[str, Any] | None:
    """What the adopted proposal says on which an act stands; None if it stands on none."""
    if not digest:
        return None
    signed = state.record.ledger.message(digest)
    body = signed.message.body if signed and signed.message.kind == "proposal" else {}
    if body.get("room") != state.room:
        raise InputError("it stands on no proposal of this room")
    if digest in state.used:
        raise InputError("the proposal it stands on has served already")
    if not state.adopted(digest, state.turns, since):
        raise InputError("the proposal it stands on was not adopted then")
    return body


def _new_rules(decided: Mapping[str, Any] | None) -> Rules:
    if decided is None or "rules" not in decided:
        raise InputError("the proposal it stands on holds no rules")
    return read_rules(decided["rules"])


def _turn(state: _State, entry: Entry, since: int, decided: Mapping[str, Any] | None) -> Turn:
    assert entry.signed is not None
    party, digest = str(entry.signed.message.body["party"]), entry.signed.digest
    number, turns = state.laws[-1][1].turn(since), state.turns
    if decided is not None:
        if decided.get("chair") != party:
            raise InputError(f"the proposal it stands on does not name {party!r}")
        return Turn(party, entry.index, since, digest, number, rotation=False)
    if number is None:
        raise InputError("no rule of the room and no adopted proposal gives the chair")
    if turns and turns[-1].number is not None and number <= turns[-1].number:
        raise InputError("the next turn has not begun")
    due = _due(state.record, turns, entry.index, number)
    if party != due:
        raise InputError(f"the turn is that of {due!r}")
    return Turn(party, entry.index, since, digest, number, rotation=True)


def _due(record: Record, turns: Sequence[Turn], index: int, number: int) -> str:
    """Whose turn it is: so many steps on from the last turn, over those that are parties now."""
    members = members_at(record, index)
    last = next((t for t in reversed(turns) if t.rotation and t.number is not None), None)
    if last is None or last.number is None:
        return members[number % len(members)]
    joined = list(dict.fromkeys(p for _, parties in record.memberships for p in parties))
    place = joined.index(last.party)
    following = [p for p in (*joined[place + 1 :], *joined[: place + 1]) if p in members]
    return following[(number - last.number - 1) % len(following)]
