"""Rules as a party meets them: what is in force, what is due when, and what is used of a quota."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from detente.app.channel_party import record_of, standing
from detente.channel.activities import activities
from detente.channel.adopted import Adopted, adopted
from detente.channel.constrained import counted
from detente.channel.deadlines import ahead
from detente.channel.questions import Question, questions
from detente.channel.quotas import Measured, Used, outside, used
from detente.channel.verify import Verdict
from detente.codebook.channel_limits import bounds, constraints, quotas
from detente.codebook.channel_rules import channel_rules, instruments_in_force
from detente.model.channel import Duty
from detente.model.errors import InputError


@dataclass(frozen=True, slots=True)
class Count:
    """How many activities of a size a party begins in a year.

    Attributes:
        constraint: Id of the constraint.
        party: Who notified them.
        year: Calendar year.
        number: How many.
        at_most: Most there may be in ``years`` calendar years.
        years: Over how many years the constraint counts.
        verified: How the rule is backed.
    """

    constraint: str
    party: str
    year: int
    number: int
    at_most: int
    years: int
    verified: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is due when, and what was counted.

    Attributes:
        duties: Passed and coming duties, by the time they are due.
        quotas: Quotas of which something was asked.
        counts: Activities by size, party and year.
        outside: Figures outside their bounds.
    """

    duties: tuple[Duty, ...]
    quotas: tuple[Used, ...]
    counts: tuple[Count, ...]
    outside: tuple[Measured, ...]


def rule_rows(instrument: str | None, verdict: Verdict | None) -> Iterator[dict[str, Any]]:
    """Rules, quotas, bounds and constraints, with where they are in force if a log is given.

    Raises:
        InputError: If there is no such instrument.
    """
    names = {row.instrument: row for row in instruments_in_force()}
    if instrument is not None and instrument not in names:
        raise InputError(f"no instrument {instrument!r}; there are {', '.join(names)}")
    force = {} if verdict is None else adopted(verdict.ledger)
    order = list(names)
    for row in sorted(_rows(), key=lambda one: order.index(one["instrument"])):
        if instrument in {None, row["instrument"]}:
            told = {**row, "instrument_name": names[row["instrument"]].name}
            if verdict is not None:
                told["in_force"] = _in_force(force.get(row["instrument"]))
            yield told


def calendar(verdict: Verdict, *, now: int, agreeing: int | None = None) -> Calendar:
    """Everything with a date, from what a party has checked."""
    record = record_of(verdict, agreeing=agreeing)
    found = [*standing(verdict, now=now, agreeing=agreeing), *ahead(record, now=now)]
    found.sort(key=lambda one: (one.due is None, one.due or 0, one.party, one.rule))
    known, force = activities(record), adopted(record.ledger)
    counts = [
        Count(row.constraint, party, year, number, row.at_most, row.years, row.verified.value)
        for row in constraints()
        if row.counting == "years" and row.instrument in force
        for (party, year), number in sorted(counted(known, row).items())
        if party in force[row.instrument].between
    ]
    return Calendar(tuple(found), used(record), tuple(counts), outside(record))


def open_questions(verdict: Verdict, *, agreeing: int | None = None) -> tuple[Question, ...]:
    """What notices leave open, from what a party has checked."""
    return questions(record_of(verdict, agreeing=agreeing))


def question(verdict: Verdict, short: str) -> Question:
    """The question of a short name.

    Raises:
        InputError: If the log gives rise to none of that name.
    """
    for one in open_questions(verdict):
        if one.id == short:
            return one
    raise InputError(f"no question {short!r}; `detente channel questions` lists them")


def _rows() -> Iterator[dict[str, Any]]:
    for rule in channel_rules():
        yield {
            "id": rule.rule, "what": "rule", "instrument": rule.instrument,
            "paragraph": rule.paragraph, "title": rule.title, "zone": rule.zone,
            "trigger": rule.trigger_kind, "when_any": list(rule.when_any),
            "unless": list(rule.unless), "clock": rule.clock, "hours": rule.hours,
            "answers": list(rule.answer_kinds), "who": rule.answered_by,
            "required": list(rule.required), "counted": rule.counted, "note": rule.note,
            "source": rule.source, "verified": rule.verified.value,
        }  # fmt: skip
    for quota in quotas():
        yield {
            "id": quota.quota, "what": "quota", "instrument": quota.instrument,
            "paragraph": quota.paragraph, "title": quota.title, "limit": quota.limit,
            "note": quota.note, "source": quota.source, "verified": quota.verified.value,
        }  # fmt: skip
    for bound in bounds():
        yield {
            "id": bound.bound, "what": "bound", "instrument": bound.instrument,
            "paragraph": bound.paragraph, "title": bound.title, "at_least": bound.at_least,
            "at_most": bound.at_most, "unit": bound.unit, "note": bound.note,
            "source": bound.source, "verified": bound.verified.value,
        }  # fmt: skip
    for row in constraints():
        yield {
            "id": row.constraint, "what": "constraint", "instrument": row.instrument,
            "paragraph": row.paragraph, "title": row.title, "when_any": list(row.when_any),
            "at_most": row.at_most, "years": row.years, "counting": row.counting,
            "note": row.note, "source": row.source, "verified": row.verified.value,
        }  # fmt: skip


def _in_force(among: Adopted | None) -> dict[str, Any] | None:
    """Between whom on this channel; None if the charter does not name it."""
    if among is None:
        return None
    return {
        "between": sorted(among.between),
        "from": among.start and among.start.isoformat(),
        "to": among.end and among.end.isoformat(),
        "disputed_by": list(among.disputed_by),
    }
