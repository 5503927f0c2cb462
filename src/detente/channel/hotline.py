"""The hotline as the log shows it: who was called, who answered after how long, who is called next.

A call and its acknowledgement each have an interval of time from witnesses, so the wait between
them is an interval too, and so is the median over all calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

from detente.channel.record import Record
from detente.codebook.channel_hotline import Priority, levels, priorities
from detente.model.channel import Entry, Interval
from detente.model.errors import InputError

CALLS: Final = ("hotline", "hotline-test")
_ROUTINE: Final = "routine"


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a party took to acknowledge a call, in seconds.

    Attributes:
        party: Who acknowledged.
        answer: Digest of the acknowledgement.
        least: No shorter than this; None if witnesses cannot tell.
        most: No longer than this; None if witnesses cannot tell.
    """

    party: str
    answer: str
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Call:
    """A call on the hotline.

    Attributes:
        digest: Digest of the call.
        caller: Who called.
        test: Whether it is a test call.
        priority: Code of its priority; routine if it gives none that is known.
        level: Level it has been taken to, from 1.
        came: When it came into the log.
        answered: Who acknowledged it.
        waiting: Parties that have not.
        reached: Parties that are proven to have it.
        escalate_at: When it is to be taken a level up, in seconds since 1970; None if all have
            acknowledged it, no witness has seen it, or there is no higher level.
    """

    digest: str
    caller: str
    test: bool
    priority: str
    level: int
    came: Interval
    answered: tuple[Wait, ...]
    waiting: tuple[str, ...]
    reached: tuple[str, ...]
    escalate_at: int | None


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """The median time to acknowledge, in seconds, as an interval.

    Attributes:
        party: Whose; "" for all.
        calls: How many calls it was owed an answer to.
        answered: How many it acknowledged.
        least: Median of the shortest waits the witnesses allow; None if none is known.
        most: Median of the longest waits they allow; None if none is known.
    """

    party: str
    calls: int
    answered: int
    least: float | None
    most: float | None


def hotline(record: Record) -> tuple[Call, ...]:
    """Every call in the log, first to last."""
    return tuple(
        _call(record, entry)
        for entry in record.ledger.entries
        if entry.signed is not None and entry.signed.message.kind in CALLS
    )


def next_level(call: Call) -> int:
    """The level a call is taken to next.

    Raises:
        InputError: If it stands at the highest.
    """
    if call.level + 1 not in levels():
        raise InputError(f"call {call.digest[:16]} stands at the highest level already")
    return call.level + 1


def answer_times(calls: Iterable[Call]) -> tuple[AnswerTime, ...]:
    """The median time to acknowledge: of all, then of each party that was called, by name."""
    found = tuple(calls)
    called = sorted({p for call in found for p in _called(call)})
    return tuple(_answer_time(party, found) for party in ("", *called))


def priority_of(name: object) -> Priority:
    """The row of a priority; that of routine calls if it is not known."""
    rows = priorities()
    return rows.get(str(name).casefold(), rows[_ROUTINE])


def _call(record: Record, entry: Entry) -> Call:
    assert entry.signed is not None
    message, digest = entry.signed.message, entry.signed.digest
    raised = _escalations(record, digest)
    asked = dict.fromkeys((*message.to, *(p for e in raised for p in _to(e))))
    called = tuple(party for party in asked if party != message.sender)
    waits = _waits(record, entry, {digest, *(_digest(e) for e in raised)}, called)
    missing = tuple(party for party in called if party not in waits)
    level = max([1, *(_level(e) for e in raised)])
    last = raised[-1] if raised else entry
    return Call(
        digest=digest, caller=message.sender, test=message.kind != CALLS[0],
        priority=priority_of(message.body.get("priority")).priority, level=level,
        came=record.when(entry), answered=tuple(waits.values()), waiting=missing,
        reached=tuple(p for p in called if record.reached(entry, p) is not None),
        escalate_at=_escalate_at(record, last, message.body, level) if missing else None,
    )  # fmt: skip


def _escalate_at(record: Record, last: Entry, body: Mapping[str, object], level: int) -> int | None:
    before = record.when(last).before
    if before is None or level + 1 not in levels():
        return None
    return before + 60 * priority_of(body.get("priority")).escalate_minutes


def _escalations(record: Record, call: str) -> list[Entry]:
    """Entries by which the caller took a call a level up."""
    cause = record.ledger.message(call)
    assert cause is not None
    return [
        entry
        for entry in record.answers.get(call, ())
        if entry.signed is not None
        and entry.signed.message.kind == "hotline-escalation"
        and entry.signed.message.sender == cause.message.sender
        and _level(entry) in levels()
    ]


def _waits(
    record: Record, call: Entry, about: set[str], called: tuple[str, ...]
) -> dict[str, Wait]:
    """The first acknowledgement of each party that was called."""
    found: dict[str, Wait] = {}
    came = record.when(call)
    answers = (entry for digest in about for entry in record.answers.get(digest, ()))
    for entry in sorted(answers, key=lambda entry: entry.index):
        if entry.signed is None or entry.signed.message.kind != "acknowledgement":
            continue
        message = entry.signed.message
        if message.sender in called and message.sender not in found:
            least, most = _between(came, record.when(entry))
            found[message.sender] = Wait(message.sender, entry.signed.digest, least, most)
    return found


def _between(start: Interval, end: Interval) -> tuple[int | None, int | None]:
    least = None if start.before is None or end.after is None else max(0, end.after - start.before)
    most = None if start.after is None or end.before is None else max(0, end.before - start.after)
    return least, most


def _answer_time(party: str, calls: Iterable[Call]) -> AnswerTime:
    mine = [call for call in calls if not party or party in _called(call)]
    waits = [w for call in mine for w in call.answered if not party or w.party == party]
    owed = sum(len(_called(call)) if not party else 1 for call in mine)
    least = [w.least for w in waits if w.least is not None]
    most = [w.most for w in waits if w.most is not None]
    return AnswerTime(
        party, owed, len(waits), median(least) if least else None, median(most) if most else None
    )


def _called(call: Call) -> tuple[str, ...]:
    return (*call.waiting, *(wait.party for wait in call.answered))


def _level(entry: Entry) -> int:
    assert entry.signed is not None
    level = entry.signed.message.body.get("level")
    return level if type(level) is int else 0


def _to(entry: Entry) -> tuple[str, ...]:
    assert entry.signed is not None
    return entry.signed.message.to


def _digest(entry: Entry) -> str:
    assert entry.signed is not None
    return entry.signed.digest
