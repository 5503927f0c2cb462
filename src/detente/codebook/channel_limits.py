"""Rows of the tables of what is counted and measured: quotas, bounds, constraints and questions."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class Quota:
    """How many requests a party accepts in a calendar year.

    Attributes:
        quota: Id.
        instrument: Id of the instrument.
        paragraph: Where in it.
        title: What is counted.
        kind: Kind of message that is counted.
        when_any: Conditions on it, one of which must hold; empty if all count.
        reply: Kind of reply that accepts or refuses it; "" if the message itself counts for its
            sender.
        same_state: Whether it is counted for each asking party apart.
        limit: Most in a year, None if it is a share of another quota.
        share_of: Quota of which it is a share.
        share: Which part of it: 5 is a fifth.
        note: What else the rule says.
        source: Where the row comes from.
        verified: How it is backed.
    """

    quota: str
    instrument: str
    paragraph: str
    title: str
    kind: str
    when_any: tuple[str, ...]
    reply: str
    same_state: bool
    limit: int | None
    share_of: str
    share: int | None
    note: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class Bound:
    """Between which figures something in a message stays.

    Attributes:
        bound: Id.
        instrument: Id of the instrument.
        paragraph: Where in it.
        title: What is measured.
        kind: Kind of message.
        when_any: Conditions on it, one of which must hold; empty for all.
        measure: A field (a number, or a list whose items count), or ``ONE..OTHER``: hours from one
            time to another, ``log`` being when the message came into the log.
        at_least: Smallest figure, None if there is none.
        at_most: Largest figure, None if there is none.
        unit: Unit.
        note: What else the rule says.
        source: Where the row comes from.
        verified: How it is backed.
    """

    bound: str
    instrument: str
    paragraph: str
    title: str
    kind: str
    when_any: tuple[str, ...]
    measure: str
    at_least: float | None
    at_most: float | None
    unit: str
    note: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class Constraint:
    """How many activities of a size a party carries out.

    Attributes:
        constraint: Id.
        instrument: Id of the instrument.
        paragraph: Where in it.
        title: What is counted.
        when_any: Conditions on a notice, one of which must hold.
        counting: "years" (begun in so many calendar years), "simultaneous" (on one day) or
            "forecast" (each must have been told so many years ahead, by 15 November).
        at_most: Most there may be.
        years: Calendar years over which is counted, or years ahead.
        level: Name of the size.
        note: What else the rule says.
        source: Where the row comes from.
        verified: How it is backed.
    """

    constraint: str
    instrument: str
    paragraph: str
    title: str
    when_any: tuple[str, ...]
    counting: str
    at_most: int
    years: int
    level: str
    note: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class Pattern:
    """When a question about notices is asked; the figures are our own and can be argued with.

    Attributes:
        question: Id.
        title: What is pointed out.
        margin: How far under a threshold, as a share of it.
        days: Most days between two activities that belong together.
        km: Farthest apart that two activities are near each other, in kilometres.
        words: Words that name a part.
        common: Words that many activities bear, so that they link none.
        note: What else is meant.
        source: Where pattern and figures come from.
        verified: How it is backed.
    """

    question: str
    title: str
    margin: float | None
    days: int | None
    km: float | None
    words: tuple[str, ...]
    common: tuple[str, ...]
    note: str
    source: str
    verified: Verified


def quotas() -> tuple[Quota, ...]:
    """All quotas."""
    return load_table("channel_quotas", Quota)


def bounds() -> tuple[Bound, ...]:
    """All bounds."""
    return load_table("channel_bounds", Bound)


def constraints() -> tuple[Constraint, ...]:
    """All constraints on the number of activities."""
    return load_table("channel_constraints", Constraint)


def patterns() -> dict[str, Pattern]:
    """Patterns that questions are asked about, by id."""
    return {row.question: row for row in load_table("channel_questions", Pattern)}
