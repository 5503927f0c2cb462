"""Rows of the tables of confidence-building rules, and of where they are in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """One duty of an instrument.

    Attributes:
        rule: Id.
        instrument: Id of the instrument.
        paragraph: Where in it.
        title: What it is called.
        zone: Where it applies, "" if the instrument says no more.
        trigger_kind: Kind of message that gives rise to it; "" if the charter alone does.
        when_any: Conditions on the body, one of which must hold; empty if it always applies.
        unless: Conditions on the body, one of which takes the duty away.
        clock: "request" (runs from the message), "before-FIELD" (ends that long before the time
            in a field of the body), "after-FIELD" (ends so long after it), "yearly-MM-DD+N" (ends
            with that day of each year, for the year N later), "event-NAME" (runs from a day that
            the charter names), "halves-NAME" (runs from the end of each six months after it), or
            "none" (no deadline that can be computed).
        hours: Length, in hours.
        answer_kinds: Kinds of message that meet it; empty if the message itself does.
        answered_by: "addressed", "sender", or "each" party between whom it is in force.
        required: Fields the answer, or the message itself, must have.
        counted: "log" (what counts is when it came into the log) or "receipt" (when the others
            had it).
        level: Name of the size of an activity that the conditions set, "" if none.
        note: What else the rule says.
        source: Where the row comes from.
        verified: How it is backed; a recalled rule reminds and never says "overdue".
    """

    rule: str
    instrument: str
    paragraph: str
    title: str
    zone: str
    trigger_kind: str
    when_any: tuple[str, ...]
    unless: tuple[str, ...]
    clock: str
    hours: int | None
    answer_kinds: tuple[str, ...]
    answered_by: str
    required: tuple[str, ...]
    counted: str
    level: str
    note: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class InForce:
    """Whether an instrument is in force, as far as the public record goes.

    Attributes:
        instrument: Id.
        name: Its name.
        start: First day in force, if known.
        end: Last day, if it has ended.
        between: Between whom, or "by the charter".
        disputed_by: Who holds it not to be in force.
        note: Anything else.
        source: Where the row comes from.
        verified: How it is backed.
    """

    instrument: str
    name: str
    start: dt.date | None
    end: dt.date | None
    between: tuple[str, ...]
    disputed_by: tuple[str, ...]
    note: str
    source: str
    verified: Verified


def channel_rules() -> tuple[ChannelRule, ...]:
    """All rules."""
    return load_table("channel_rules", ChannelRule)


def instruments_in_force() -> tuple[InForce, ...]:
    """All instruments."""
    return load_table("channel_in_force", InForce)
