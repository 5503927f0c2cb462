"""What every party owes and where it stands: a pure function of the log and its witnesses.

No background process, no clock: the moment at which it is asked is an argument, and every other
time is that of a cosignature or a receipt.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, Final

from detente.channel.adopted import Adopted, adopted
from detente.channel.conditions import any_holds, day, moment, says
from detente.channel.cosignatures import Cosignature
from detente.channel.judged import Asked, marked
from detente.channel.ledger import Ledger
from detente.channel.recurring import recurring
from detente.channel.requests import receipt_time
from detente.channel.roster import Roster, after
from detente.channel.tenures import signing_keys, witness_owners
from detente.channel.times import Sightings, sightings
from detente.codebook.channel_rules import ChannelRule, channel_rules
from detente.model.channel import Duty, DutyState, Entry, Interval, Message
from detente.model.errors import NoteError

_MEMBERSHIP: Final = frozenset(("charter", "enrol", "rotate", "expel", "approve"))


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
        inside = self.entered(entry.index)
        given = self._handed_in(entry)
        times = sorted(given.values())
        needed = self._needed(entry.index)
        enough = times[needed - 1 : needed]
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
        own = self._own.get(party, ())
        for later in own[bisect_right(own, entry.index, key=lambda e: e.index) :]:
            if later.signed is not None and later.signed.message.seen_size > entry.index:
                times.append(self.when(later).before)
                break
        return min((time for time in times if time is not None), default=None)

    @cached_property
    def _own(self) -> Mapping[str, Sequence[Entry]]:
        """Entries by their sender, in the order of the log."""
        found: dict[str, list[Entry]] = {}
        for entry in self.ledger.entries:
            if entry.signed is not None:
                found.setdefault(entry.signed.message.sender, []).append(entry)
        return found

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
        return self.entered(size - 1).after

    def entered(self, index: int) -> Interval:
        """When an entry was in, by cosignatures of those who were parties once it was.

        Who came later says nothing of it; receipts do not count here.
        """
        seen, most = self._watch(index)
        return seen.entered(index, agreeing=most if self.agreeing is None else self.agreeing)

    def _needed(self, index: int) -> int:
        """How many parties must bear out a time of an entry."""
        if self.agreeing is not None:
            return self.agreeing
        return self._watch(index)[1]

    def _watch(self, index: int) -> tuple[Sightings, int]:
        """What those saw who were parties at an entry, and how many are more than half of them."""
        since = bisect_right(self._turns, index)
        if since not in self._sightings_since:
            owners = witness_owners(self.ledger.tenures, index)
            self._sightings_since[since] = (sightings(self.cosigned, owners), _most(owners))
        return self._sightings_since[since]

    @cached_property
    def _sightings_since(self) -> dict[int, tuple[Sightings, int]]:
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


def _most(owners: Mapping[str, str]) -> int:
    return len(set(owners.values())) // 2 + 1


def majority(ledger: Ledger) -> int:
    """How many parties are more than half of those that cosign now, at least one."""
    watching = [p for p in ledger.roster.parties.values() if p.witnesses]
    return len(watching) // 2 + 1


def duties(record: Record, *, now: int) -> tuple[Duty, ...]:
    """Every duty that the log gives rise to, with its state at a moment.

    A duty that follows from the charter alone stands here once it has come due or is met; what
    comes next is told by :func:`ahead`.

    Args:
        record: The log and its witnesses.
        now: The moment, in seconds since 1970; what the log shows later is not looked at.
    """
    record = until(record, now)
    force = adopted(record.ledger)
    found = [one for one in recurring(record, force, now=now) if one.state is not DutyState.OPEN]
    for entry in record.ledger.entries:
        if entry.signed is not None:
            for rule in _rules_of(entry.signed.message.kind):
                found += _of_rule(record, entry, rule, force, now)
    return tuple(found)


def ahead(record: Record, *, now: int) -> tuple[Duty, ...]:
    """What each party owes next although no message asks for it: one duty for a party and rule."""
    record = until(record, now)
    found = recurring(record, adopted(record.ledger), now=now)
    return tuple(one for one in found if one.state is DutyState.OPEN)


@cache
def _rules_of(kind: str) -> tuple[ChannelRule, ...]:
    """Rules with a deadline to which a kind of message gives rise."""
    return tuple(
        rule for rule in channel_rules() if rule.trigger_kind == kind and rule.clock != "none"
    )


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
    if instrument is None or not triggered(rule, message.body) or _told(record, rule, message):
        return
    rule = instrument.agreed(rule)
    day = _day_of(record.when(entry))
    asked = Asked(record, rule, instrument, now)
    if rule.answered_by == "sender":
        others = [p for p in instrument.between if p != message.sender]
        if any(instrument.binds(message.sender, other, day) for other in others):
            yield marked(_of_sender(asked, entry), rule, instrument)
        return
    for party in message.to:
        if instrument.binds(message.sender, party, day):
            yield marked(_reply(asked, entry, party), rule, instrument)


def _told(record: Record, rule: ChannelRule, message: Message) -> bool:
    """Whether a message only amends an own one that gave rise to the duty already, no later."""
    cause = record.ledger.message(message.about)
    if cause is None or (cause.message.kind, cause.message.sender) != (
        message.kind,
        message.sender,
    ):
        return False
    if rule.clock == "request" or not triggered(rule, cause.message.body):
        return False
    was, now = _due(rule, cause.message.body), _due(rule, message.body)
    return was is not None and (now is None or was <= now)


def triggered(rule: ChannelRule, body: Mapping[str, Any]) -> bool:
    """Whether a message of the rule's kind gives rise to it; one may say ``under`` what it is."""
    if body.get("under") not in (None, "", rule.instrument):
        return False
    applies = not rule.when_any or any_holds(rule.when_any, body)
    return applies and not any_holds(rule.unless, body)


def _of_sender(asked: Asked, entry: Entry) -> Duty:
    """A message that had to come so long before, or at most so long after, a day it names."""
    assert entry.signed is not None
    rule, message = asked.rule, entry.signed.message
    duty = Duty(rule.rule, message.sender, entry.signed.digest, None, DutyState.OPEN)
    due = _due(rule, message.body)
    if due is None:
        return replace(duty, reason="the message gives no date that can be read")
    answer = entry if not rule.answer_kinds else _answer(asked, entry, message.sender)
    return asked.decided(replace(duty, due=due), answer, "the log holds no such message")


def _due(rule: ChannelRule, body: Mapping[str, Any]) -> int | None:
    """When a duty falls due that hangs on a day in the body; with no hours, the end of that day."""
    assert rule.hours is not None
    side, _, field = rule.clock.partition("-")
    start = moment(body.get(field), ending=not rule.hours)
    if start is None:
        return None
    return start + (rule.hours if side == "after" else -rule.hours) * 3600


def _reply(asked: Asked, cause: Entry, party: str) -> Duty:
    """A reply that is due so long after the request, or so long before a day it names."""
    assert cause.signed is not None
    rule, told = asked.rule, asked.told
    assert rule.hours is not None
    duty = Duty(rule.rule, party, cause.signed.digest, None, DutyState.OPEN)
    start = told.when(cause).before
    if start is None:
        return replace(duty, reason="no witness has seen the request yet: no clock runs")
    by_request = rule.clock == "request"
    due = start + rule.hours * 3600 if by_request else _due(rule, cause.signed.message.body)
    if due is None:
        return replace(duty, reason="the message gives no date that can be read")
    answer = _answer(asked, cause, party)
    duty = asked.decided(replace(duty, due=due), answer, "there is no reply in the log")
    got = told.reached(cause, party)
    if duty.state is DutyState.OVERDUE and (got is None or got > due):
        text = "the request is not proven to have reached the party in time"
        return replace(duty, state=DutyState.UNDELIVERABLE, reason=text)
    return duty


def _answer(asked: Asked, cause: Entry, party: str) -> Entry | None:
    """The first message of the party that meets the rule, with all it must say."""
    assert cause.signed is not None
    for entry in asked.told.answers.get(cause.signed.digest, ()):
        if entry.signed is None or entry.signed.message.sender != party:
            continue
        message = entry.signed.message
        kinds, required = asked.rule.answer_kinds, asked.rule.required
        if message.kind in kinds and all(says(message.body, field) for field in required):
            return entry
    return None


def _day_of(when: Interval) -> dt.date | None:
    return None if when.before is None else day(when.before)
