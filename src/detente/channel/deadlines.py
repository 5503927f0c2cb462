"""What every party owes and where it stands: a pure function of the log and its witnesses.

No background process, no clock: the moment at which it is asked is an argument, and every other
time is that of a cosignature or a receipt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from detente.channel.adopted import Adopted, adopted
from detente.channel.conditions import any_holds, day, moment, says
from detente.channel.judged import Asked, marked
from detente.channel.record import Record, until
from detente.channel.recurring import recurring
from detente.codebook.channel_rules import ChannelRule, channel_rules
from detente.model.channel import Duty, DutyState, Entry, Interval, Message


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
