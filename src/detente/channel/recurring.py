"""Duties that follow from the charter alone: by a day of each year, or so long after a named day.

Nobody has to say anything for them to exist. They run from the day on which the party was on the
channel and the instrument in force, and each is met by one message about its year or half-year.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from detente.channel.adopted import Adopted
from detente.channel.conditions import day, end_of, moment, says
from detente.channel.judged import Asked, Told, marked
from detente.channel.ledger import Ledger
from detente.channel.roster import Roster, after
from detente.codebook.channel_rules import ChannelRule, channel_rules
from detente.model.channel import Duty, DutyState, Entry

_YEARLY: Final = re.compile(r"yearly-(\d\d)-(\d\d)\+(\d)")
_MEMBERSHIP: Final = ("charter", "enrol", "rotate", "expel", "approve")
_HALF: Final = 6


@dataclass(frozen=True, slots=True)
class Period:
    """What one duty is about.

    Attributes:
        due: Last day on which it is met in time.
        name: Year, or day on which the data stand, as text.
        since: First day an ``as_of`` may name, None for a year.
        until: First day it may no longer name.
    """

    due: dt.date
    name: str
    since: dt.date | None = None
    until: dt.date | None = None


def recurring(told: Told, force: Mapping[str, Adopted], *, now: int) -> Iterator[Duty]:
    """Every such duty that has come due or is met, and the next one of each party and rule.

    Args:
        told: The log and its times.
        force: Instruments in force on the channel.
        now: The moment, in seconds since 1970.
    """
    begun = _begun(told)
    for rule in channel_rules():
        among = force.get(rule.instrument)
        if rule.trigger_kind or rule.clock == "none" or among is None:
            continue
        asked, answers = Asked(told, rule, among, now), _answers(told.ledger, rule)
        for party in sorted(among.between & begun.keys()):
            for duty in _of_party(asked, party, begun[party], answers.get(party, [])):
                yield marked(duty, rule, among)


def _begun(told: Told) -> dict[str, dt.date]:
    """The day from which each party is on the channel, by its witnesses."""
    found = {}
    for party, index in joined(told.ledger).items():
        seen = told.when(told.ledger.entries[index]).before
        if seen is not None:
            found[party] = day(seen)
    return found


def joined(ledger: Ledger) -> dict[str, int]:
    """Index of the entry with which each present party became one."""
    roster, found = Roster(), dict[str, int]()
    for entry in ledger.entries:
        if entry.signed is None or entry.signed.message.kind not in _MEMBERSHIP:
            continue
        roster = after(roster, entry.signed)
        found = {party: found.get(party, entry.index) for party in roster.parties}
    return found


def _of_party(asked: Asked, party: str, begun: dt.date, answers: list[Entry]) -> Iterator[Duty]:
    rule, among, ledger = asked.rule, asked.among, asked.told.ledger
    charter = ledger.entries[0].signed
    cause = "" if charter is None else charter.digest
    blank = Duty(rule.rule, party, cause, None, DutyState.OPEN)
    event = among.events.get(rule.clock.partition("-")[2])
    if event is None and not rule.clock.startswith("yearly"):
        yield replace(blank, reason=f"the charter does not name the day of {rule.clock!r}")
        return
    for period in _periods(rule, max(begun, among.start or begun), event):
        if among.end is not None and period.due > among.end:
            return
        due = end_of(period.due)
        if any(among.binds(party, other, period.due) for other in among.between - {party}):
            duty = replace(blank, due=due, period=period.name)
            answer = next((entry for entry in answers if _about(entry, period)), None)
            yield asked.decided(duty, answer, "the log holds no such message")
        if due > asked.now:
            return


def _answers(ledger: Ledger, rule: ChannelRule) -> dict[str, list[Entry]]:
    """Messages that can meet a rule, by party: of its kind, and with all it must say."""
    found: dict[str, list[Entry]] = {}
    for entry in ledger.entries:
        if entry.signed is None or entry.signed.message.kind not in rule.answer_kinds:
            continue
        message = entry.signed.message
        if all(says(message.body, field) for field in rule.required):
            found.setdefault(message.sender, []).append(entry)
    return found


def _about(entry: Entry, period: Period) -> bool:
    assert entry.signed is not None
    body = entry.signed.message.body
    if period.since is None or period.until is None:
        return str(body.get("year")).strip() == period.name
    seconds = moment(body.get("as_of"))
    return seconds is not None and period.since <= day(seconds) < period.until


def _periods(rule: ChannelRule, start: dt.date, event: dt.date | None) -> Iterator[Period]:
    """Periods of a rule whose duty falls due on or after a day, in order."""
    if match := _YEARLY.fullmatch(rule.clock):
        month, of_month, later = map(int, match.groups())
        for year in range(start.year, dt.MAXYEAR - later):
            due = dt.date(year, month, of_month)
            if due >= start:
                yield Period(due, str(year + later))
        return
    assert event is not None
    assert rule.hours is not None
    once = rule.clock.startswith("event-")
    for number in range(0 if once else 1, 1 if once else 2 * (dt.MAXYEAR - event.year - 1)):
        since, until = _months(event, number * _HALF), _months(event, (number + 1) * _HALF)
        due = since + dt.timedelta(hours=rule.hours)
        if due >= start:
            yield Period(due, since.isoformat(), since, until)


def _months(date: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last of a shorter month."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))
