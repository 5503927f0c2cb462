"""What every party owes and where it stands: a pure function of the log and its witnesses.

No background process, no clock: the moment at which it is asked is an argument, and every other
time is that of a cosignature or a receipt.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from detente.channel.adopted import Adopted, adopted
from detente.channel.cosignatures import Cosignature
from detente.channel.ledger import Ledger
from detente.channel.notes import parse_vkey
from detente.channel.requests import receipt_time
from detente.channel.roster import Roster, after
from detente.channel.times import Sightings, sightings
from detente.codebook.channel_rules import ChannelRule, channel_rules
from detente.codebook.loader import Verified
from detente.model.channel import Duty, DutyState, Entry, Interval
from detente.model.errors import NoteError

_MEMBERSHIP: Final = frozenset(("charter", "enrol", "rotate", "expel", "approve"))
_CONDITION: Final = re.compile(r"(\w+)>=(\d+)")


@dataclass(frozen=True)
class Record:
    """The log with everything that tells time.

    Attributes:
        ledger: The log.
        cosigned: Cosignatures that fit it.
        receipts: Receipts of parties and witnesses, with the digest of their message.
        agreeing: How many parties must bear out a time.
    """

    ledger: Ledger
    cosigned: Sequence[Cosignature]
    receipts: Sequence[tuple[str, str]] = ()
    agreeing: int = 1

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Party by the name of its witness."""
        parties = self.ledger.roster.parties.values()
        return {parse_vkey(vkey).name: party.id for party in parties for vkey in party.witnesses}

    @cached_property
    def last(self) -> int:
        """Time of the latest cosignature."""
        return max((one.time for one in self.cosigned), default=0)

    @cached_property
    def sightings(self) -> Sightings:
        """When each party saw trees of which size."""
        return sightings(self.cosigned, self.owners)

    @cached_property
    def answers(self) -> Mapping[str, Sequence[Entry]]:
        """Entries by the digest of the message they are about, in the order of the log."""
        found: dict[str, list[Entry]] = {}
        for entry in self.ledger.entries:
            if entry.signed is not None and entry.signed.message.about:
                found.setdefault(entry.signed.message.about, []).append(entry)
        return found

    @cached_property
    def memberships(self) -> Sequence[tuple[Entry, tuple[str, ...]]]:
        """Every change of who is a party: its entry, and the parties after it as they joined."""
        found: list[tuple[Entry, tuple[str, ...]]] = []
        roster, order = Roster(), list[str]()
        for entry in self.ledger.entries:
            if entry.signed is None or entry.signed.message.kind not in _MEMBERSHIP:
                continue
            roster = after(roster, entry.signed)
            order += [party for party in roster.parties if party not in order]
            found.append((entry, tuple(p for p in order if p in roster.parties)))
        return found

    def when(self, entry: Entry, *, owed: bool = True) -> Interval:
        """When an entry came in; receipts of others stop the clock before the log does.

        A receipt counts if as many parties bear it out as a time needs, or if it is that of the
        party to which the message was owed: it speaks against its own interest.

        Args:
            entry: The entry.
            owed: Whether the message is owed to the party it answers. A vote is not: its proposer
                may have asked for it.
        """
        inside = self.sightings.entered(entry.index, agreeing=self.agreeing)
        given = self._handed_in(entry)
        times = sorted(given.values())
        enough = times[self.agreeing - 1 : self.agreeing]
        alone = given.get(self._owed(entry)) if owed else None
        first = min([*enough, *([] if alone is None else [alone])], default=None)
        if first is None or (inside.before is not None and inside.before <= first):
            return inside
        return Interval(None if inside.after is None else min(inside.after, first), first)

    def claimed(self, entry: Entry) -> int | None:
        """The earliest time any one receipt of another party gives, however few bear it out."""
        return min(self._handed_in(entry).values(), default=None)

    def reached(self, entry: Entry, party: str) -> int | None:
        """When a party had an entry before it: it cosigned it, or a message of its own names it."""
        times = [self.sightings.reached(entry.index, party)]
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
        for digest, receipt in (*self.receipts, *self._logged):
            if digest != entry.signed.digest:
                continue
            try:
                party, time = receipt_time(receipt, self.ledger.roster, self.ledger.channel, digest)
            except NoteError:
                continue
            if party != message.sender and (seen is None or time >= seen):
                found[party] = min(time, found.get(party, time))
        return found

    def _seen(self, size: int) -> int | None:
        """Before this time there was no tree of a size: an earlier receipt is false."""
        if size < 1:
            return None
        return self.sightings.entered(size - 1, agreeing=self.agreeing).after

    @cached_property
    def _logged(self) -> tuple[tuple[str, str], ...]:
        """Receipts that were handed in on the log."""
        messages = [entry.signed.message for entry in self.ledger.entries if entry.signed]
        return tuple((m.about, str(m.body["receipt"])) for m in messages if m.kind == "receipt")


def majority(ledger: Ledger) -> int:
    """How many parties are more than half of those that cosign, at least one."""
    watching = [p for p in ledger.roster.parties.values() if p.witnesses]
    return len(watching) // 2 + 1


def duties(record: Record, *, now: int) -> tuple[Duty, ...]:
    """Every duty that the log gives rise to, with its state at a moment.

    Args:
        record: The log and its witnesses.
        now: The moment, in seconds since 1970; what the log shows later is not looked at.
    """
    record = until(record, now)
    force = adopted(record.ledger)
    found: list[Duty] = []
    for entry in record.ledger.entries:
        if entry.signed is not None:
            for rule in channel_rules():
                found += _of_rule(record, entry, rule, force, now)
    return tuple(found)


def until(record: Record, now: int) -> Record:
    """The record as far as witnesses had seen it at a moment."""
    if record.last <= now:
        return record
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
