"""Where one duty stands, given when its answer came: met, late, or not to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from detente.channel.adopted import Adopted
from detente.channel.ledger import Ledger
from detente.codebook.channel_rules import ChannelRule
from detente.codebook.loader import Verified
from detente.model.channel import Duty, DutyState, Entry, Interval


class Told(Protocol):
    """A log with everything that tells time, as :class:`detente.channel.record.Record`."""

    @property
    def ledger(self) -> Ledger:
        """The log."""

    @property
    def answers(self) -> Mapping[str, Sequence[Entry]]:
        """Entries by the digest of the message they are about, in the order of the log."""

    def when(self, entry: Entry) -> Interval:
        """When an entry came in."""

    def claimed(self, entry: Entry) -> int | None:
        """The earliest time any one receipt of another party gives."""

    def reached(self, entry: Entry, party: str) -> int | None:
        """When a party had an entry before it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule between the parties for whom it is in force, asked about at a moment.

    Attributes:
        told: The log and its times.
        rule: The rule.
        among: Its instrument as it is in force.
        now: The moment, in seconds since 1970.
    """

    told: Told
    rule: ChannelRule
    among: Adopted
    now: int

    def judged(self, duty: Duty, entry: Entry) -> Duty:
        """A duty with its answer in the log; what counts may be its receipt by the others."""
        assert entry.signed is not None
        duty = replace(duty, answer=entry.signed.digest)
        came, claimed = self.told.when(entry), self.told.claimed(entry)
        if self.rule.counted != "receipt":
            return doubted(judge(duty, came, self.now), claimed)
        got = [self.told.reached(entry, p) for p in sorted(self.among.between - {duty.party})]
        had = [time for time in got if time is not None]
        whole = Interval(came.after, max(had) if had and len(had) == len(got) else None)
        return doubted(judge(duty, whole, self.now), claimed)

    def decided(self, duty: Duty, entry: Entry | None, missing: str) -> Duty:
        """A duty judged by its answer; without one it is open, and overdue once it is past due."""
        assert duty.due is not None
        if entry is not None:
            return self.judged(duty, entry)
        if self.now <= duty.due:
            return duty
        return replace(duty, state=DutyState.OVERDUE, reason=missing)


def judge(duty: Duty, when: Interval, now: int) -> Duty:
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


def doubted(duty: Duty, claimed: int | None) -> Duty:
    """Late by the witnesses, in time by a receipt: that too few bear it out decides nothing."""
    assert duty.due is not None or duty.state is DutyState.OPEN
    if duty.state is DutyState.LATE and claimed is not None and claimed <= (duty.due or 0):
        text = "late by the witnesses, in time by a receipt that too few parties bear out"
        return replace(duty, state=DutyState.DISPUTED, reason=text)
    return duty


def marked(duty: Duty, rule: ChannelRule, instrument: Adopted) -> Duty:
    """A recalled rule reminds and accuses nobody; a disputed instrument says who disputes it."""
    duty = replace(duty, verified=rule.verified.value, disputed_by=instrument.disputed_by)
    accusing = (DutyState.LATE, DutyState.OVERDUE, DutyState.DISPUTED)
    if rule.verified is Verified.RECALLED and duty.state in accusing:
        text = "the rule is recalled and not checked against its text: a reminder only"
        return replace(duty, state=DutyState.REMINDER, reason=text)
    return duty
