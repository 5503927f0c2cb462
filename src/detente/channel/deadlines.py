"""What every party owes and where it stands: a pure function of the log and its witnesses.

No background process, no clock: the moment at which it is asked is an argument, and every other
time is that of a cosignature or a receipt.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from detente.channel.adopted import Adopted, adopted
from detente.channel.cosignatures import Cosignature
from detente.channel.ledger import Ledger
from detente.channel.requests import receipt_time
from detente.channel.tenures import signing_keys, witness_owners
from detente.channel.times import entered, reached
from detente.codebook.channel_rules import ChannelRule, channel_rules
from detente.codebook.loader import Verified
from detente.model.channel import Duty, DutyState, Entry, Interval
from detente.model.errors import NoteError

_CONDITION: Final = re.compile(r"(\w+)>=(\d+)")


@dataclass(frozen=True)
class Record:
    """The log with everything that tells time.

    Attributes:
        ledger: The log.
        cosigned: Cosignatures that fit it.
        receipts: Receipts of parties and witnesses, with the digest of their message.
        agreeing: How many parties must bear out a time; None is more than half of those that were
            parties and cosigned when the entry came in.
    """

    ledger: Ledger
    cosigned: Sequence[Cosignature]
    receipts: Sequence[tuple[str, str]] = ()
    agreeing: int | None = 1

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Party by the name of its witness, those that have left included."""
        return witness_owners(self.ledger.tenures)

    def when(self, entry: Entry) -> Interval:
        """When an entry came in; receipts of others stop the clock before the log does.

        A receipt counts if as many parties bear it out as a time needs, or if it is that of the
        party to which the message was owed: it speaks against its own interest.
        """
        inside = self._entered(entry.index)
        given = self._handed_in(entry)
        times = sorted(given.values())
        needed = self._needed(entry.index)
        enough = times[needed - 1 : needed]
        owed = given.get(self._owed(entry))
        first = min([*enough, *([] if owed is None else [owed])], default=None)
        if first is None or (inside.before is not None and inside.before <= first):
            return inside
        return Interval(None if inside.after is None else min(inside.after, first), first)

    def claimed(self, entry: Entry) -> int | None:
        """The earliest time any one receipt of another party gives, however few bear it out."""
        return min(self._handed_in(entry).values(), default=None)

    def reached(self, entry: Entry, party: str) -> int | None:
        """When a party had an entry before it: it cosigned it, or a message of its own names it."""
        times = [reached(entry.index, party, self.cosigned, self.owners)]
        for later in self.ledger.entries[entry.index + 1 :]:
            if later.signed is None or later.signed.message.sender != party:
                continue
            if later.signed.message.seen_size > entry.index:
                times.append(self.when(later).before)
                break
        return min((time for time in times if time is not None), default=None)

    def _owed(self, entry: Entry) -> str:
        assert entry.signed is not None
        cause = self.ledger.message(entry.signed.message.about)
        return "" if cause is None else cause.message.sender

    def _handed_in(self, entry: Entry) -> dict[str, int]:
        """Earliest receipt of each other party, from the log and from what was given besides."""
        assert entry.signed is not None
        message, found = entry.signed.message, dict[str, int]()
        seen = self._seen(message.seen_size)
        last = self.ledger.size - 1
        given = [(last, digest, receipt) for digest, receipt in self.receipts]
        for place, digest, receipt in (*given, *self._logged):
            if digest != entry.signed.digest:
                continue
            keys = signing_keys(self.ledger.tenures, place)
            try:
                party, time = receipt_time(receipt, keys, self.ledger.channel, digest)
            except NoteError:
                continue
            if party != message.sender and (seen is None or time >= seen):
                found[party] = min(time, found.get(party, time))
        return found

    def _seen(self, size: int) -> int | None:
        """Before this time there was no tree of a size: an earlier receipt is false."""
        if size < 1:
            return None
        return self._entered(size - 1).after

    def _entered(self, index: int) -> Interval:
        """By those who were parties once the entry was in: who came later says nothing of it."""
        owners = self._owners_at(index)
        return entered(index, self.cosigned, owners, agreeing=self._needed(index))

    def _needed(self, index: int) -> int:
        if self.agreeing is not None:
            return self.agreeing
        return len(set(self._owners_at(index).values())) // 2 + 1

    def _owners_at(self, index: int) -> Mapping[str, str]:
        since = bisect_right(self._turns, index)
        if since not in self._owners_since:
            self._owners_since[since] = witness_owners(self.ledger.tenures, index)
        return self._owners_since[since]

    @cached_property
    def _owners_since(self) -> dict[int, Mapping[str, str]]:
        return {}

    @cached_property
    def _turns(self) -> tuple[int, ...]:
        """Entries that changed who speaks for whom."""
        tenures = self.ledger.tenures.values()
        ends = {tenure.until for tenure in tenures if tenure.until is not None}
        return tuple(sorted({tenure.since for tenure in tenures} | ends))

    @cached_property
    def _logged(self) -> tuple[tuple[int, str, str], ...]:
        """Receipts that were handed in on the log: place, digest of the message, receipt."""
        found = [(e.index, e.signed.message) for e in self.ledger.entries if e.signed]
        return tuple((i, m.about, str(m.body["receipt"])) for i, m in found if m.kind == "receipt")


def majority(ledger: Ledger) -> int:
    """How many parties are more than half of those that cosign now, at least one."""
    watching = [p for p in ledger.roster.parties.values() if p.witnesses]
    return len(watching) // 2 + 1


def duties(record: Record, *, now: int) -> tuple[Duty, ...]:
    """Every duty that the log gives rise to, with its state at a moment.

    Args:
        record: The log and its witnesses.
        now: The moment, in seconds since 1970; what the log shows later is not looked at.
    """
    record = _until(record, now)
    force = adopted(record.ledger)
    found: list[Duty] = []
    for entry in record.ledger.entries:
        if entry.signed is not None:
            for rule in channel_rules():
                found += _of_rule(record, entry, rule, force, now)
    return tuple(found)


def _until(record: Record, now: int) -> Record:
    return replace(record, cosigned=[c for c in record.cosigned if c.time <= now])


def _of_rule(
    record: Record, entry: Entry, rule: ChannelRule, force: Mapping[str, Adopted], now: int
) -> Iterable[Duty]:
    assert entry.signed is not None
    message = entry.signed.message
    instrument = force.get(rule.instrument)
    if rule.clock == "none" or instrument is None or not _triggered(rule, entry):
        return
    started = record.when(entry)
    day = _day_of(started)
    if rule.answered_by == "sender":
        others = [p for p in instrument.between if p != message.sender]
        if any(instrument.binds(message.sender, other, day) for other in others):
            duty = _doubted(_ahead(rule, entry, started, now), record.claimed(entry))
            yield _marked(duty, rule, instrument)
        return
    for party in message.to:
        if instrument.binds(message.sender, party, day):
            yield _marked(_reply(record, rule, entry, party, now), rule, instrument)


def _triggered(rule: ChannelRule, entry: Entry) -> bool:
    assert entry.signed is not None
    message = entry.signed.message
    if message.kind != rule.trigger_kind:
        return False
    return not rule.when_any or any(holds(text, message.body) for text in rule.when_any)


def holds(condition: str, body: Mapping[str, Any]) -> bool:
    """Whether a condition such as ``troops>=9000`` holds of a body."""
    match = _CONDITION.fullmatch(condition)
    assert match is not None, condition
    value = body.get(match[1])
    return isinstance(value, int | float) and value >= int(match[2])


def _ahead(rule: ChannelRule, entry: Entry, entered_at: Interval, now: int) -> Duty:
    """A message that had to come so long before, or at most so long after, a day it names."""
    assert entry.signed is not None
    assert rule.hours is not None
    message = entry.signed.message
    duty = Duty(rule.rule, message.sender, entry.signed.digest, None, DutyState.OPEN)
    side, _, field = rule.clock.partition("-")
    start = _moment(message.body.get(field))
    if start is None:
        return replace(duty, reason="the message gives no date that can be read")
    length = rule.hours * 3600 if side == "after" else -rule.hours * 3600
    duty = replace(duty, due=start + length, answer=entry.signed.digest)
    return _judge(duty, entered_at, now)


def _reply(record: Record, rule: ChannelRule, cause: Entry, party: str, now: int) -> Duty:
    """A reply that is due so long after the request."""
    assert cause.signed is not None
    assert rule.hours is not None
    duty = Duty(rule.rule, party, cause.signed.digest, None, DutyState.OPEN)
    started = record.when(cause)
    start = started.before
    if start is None:
        return replace(duty, reason="no witness has seen the request yet: no clock runs")
    duty = replace(duty, due=start + rule.hours * 3600)
    answer = _answer(record, rule, cause.signed.digest, party)
    if answer is not None:
        assert answer.signed is not None
        duty = replace(duty, answer=answer.signed.digest)
        return _doubted(_judge(duty, record.when(answer), now), record.claimed(answer))
    assert duty.due is not None
    if now <= duty.due:
        return duty
    got = record.reached(cause, party)
    if got is None or got > duty.due:
        text = "the request is not proven to have reached the party in time"
        return replace(duty, state=DutyState.UNDELIVERABLE, reason=text)
    return replace(duty, state=DutyState.OVERDUE, reason="there is no reply in the log")


def _answer(record: Record, rule: ChannelRule, cause: str, party: str) -> Entry | None:
    """The first message of the party that meets the rule, with all it must say."""
    for entry in record.ledger.entries:
        if entry.signed is None:
            continue
        message = entry.signed.message
        if (message.sender, message.about) != (party, cause):
            continue
        if message.kind in rule.answer_kinds and all(message.body.get(f) for f in rule.required):
            return entry
    return None


def _judge(duty: Duty, when: Interval, now: int) -> Duty:
    """Met, late, or not to be told from what witnesses saw."""
    assert duty.due is not None
    if when.before is not None and when.before <= duty.due:
        return replace(duty, state=DutyState.MET)
    if when.after is not None and when.after > duty.due:
        return replace(duty, state=DutyState.LATE, reason="it came after the deadline")
    if when.before is None and now <= duty.due:
        return duty
    text = "witnesses do not tell whether it came before the deadline"
    return replace(duty, state=DutyState.DISPUTED, reason=text)


def _doubted(duty: Duty, claimed: int | None) -> Duty:
    """Late by the witnesses, in time by a receipt: that too few bear it out decides nothing."""
    assert duty.due is not None or duty.state is DutyState.OPEN
    if duty.state is DutyState.LATE and claimed is not None and claimed <= (duty.due or 0):
        text = "late by the witnesses, in time by a receipt that too few parties bear out"
        return replace(duty, state=DutyState.DISPUTED, reason=text)
    return duty


def _marked(duty: Duty, rule: ChannelRule, instrument: Adopted) -> Duty:
    """A recalled rule reminds and accuses nobody; a disputed instrument says who disputes it."""
    duty = replace(duty, verified=rule.verified.value, disputed_by=instrument.disputed_by)
    accusing = (DutyState.LATE, DutyState.OVERDUE, DutyState.DISPUTED)
    if rule.verified is Verified.RECALLED and duty.state in accusing:
        text = "the rule is recalled and not checked against its text: a reminder only"
        return replace(duty, state=DutyState.REMINDER, reason=text)
    return duty


def _moment(value: Any) -> int | None:
    """Seconds since 1970 of an ISO day or time; without a zone it is UTC."""
    if not isinstance(value, str):
        return None
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return int(moment.timestamp())


def _day_of(when: Interval) -> dt.date | None:
    if when.before is None:
        return None
    return dt.datetime.fromtimestamp(when.before, dt.UTC).date()
