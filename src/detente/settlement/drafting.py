"""A first table from what a reading found: issues, parties and positions, never a walk-away.

An authorised demand becomes its party's stated position. A demand without that mandate enters
as a signal. What an issue is worth, and where a party would walk away, is left to be elicited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from detente.model.demands import Demand
from detente.model.reading import Reading
from detente.model.statements import Mandate

AS_TODAY: Final = "as today"


@dataclass(frozen=True, slots=True)
class Said:
    """A demand and where it comes from.

    Attributes:
        party: Key of the party it is made for, "" if nobody can be told.
        speaker: As written.
        mandate: In whose name.
        what: In the speaker's words.
        sentence: The statement's own words.
        report: Title or id of the report.
    """

    party: str
    speaker: str
    mandate: Mandate
    what: str
    sentence: str
    report: str


@dataclass(frozen=True, slots=True)
class DraftIssue:
    """An issue with everything that was asked for on it.

    Attributes:
        key: Codebook issue, with hyphens for spaces.
        name: Codebook issue.
        options: What is today, then what was asked for, in the order in which it was said.
        positions: By party: its latest authorised demands; each becomes a stated position.
        signals: Demands without mandate.
    """

    key: str
    name: str
    options: tuple[str, ...]
    positions: tuple[Said, ...]
    signals: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A table to be completed by people.

    Attributes:
        parties: Key -> name, in the order in which they first ask.
        issues: In the order in which they are first raised.
    """

    parties: Mapping[str, str]
    issues: tuple[DraftIssue, ...]


def draft(reading: Reading) -> Draft:
    """Draft a table from the demands of a reading.

    Demands that fit no issue of the codebook, and openings, are left out: they are no options
    yet.
    """
    raised = [demand for demand in reading.demands if demand.issue]
    names = dict.fromkeys(demand.issue for demand in raised)
    issues = tuple(
        _issue(name, [demand for demand in raised if demand.issue == name], reading)
        for name in names
    )
    return Draft(_parties(raised), issues)


def _parties(demands: list[Demand]) -> dict[str, str]:
    """Principals who ask or are asked; an organ stands for its principal."""
    keys: dict[str, str] = {}
    names: dict[str, str] = {}
    for demand in demands:
        actors = (*((demand.speaker,) if demand.speaker else ()), *demand.of_whom)
        names.update((actor.id, actor.name) for actor in actors)
        asked = [actor.principal or actor.id for actor in demand.of_whom]
        for key in (*((demand.speaks_for,) if demand.speaks_for else ()), *asked):
            keys.setdefault(key, key)
    return {key: names.get(key, key) for key in keys}


def _issue(name: str, demands: list[Demand], reading: Reading) -> DraftIssue:
    said = [_said(demand, reading) for demand in demands]
    authorised = [one for one in said if one.party and one.mandate is Mandate.AUTHORISED]
    return DraftIssue(
        key=name.replace(" ", "-"),
        name=name,
        options=(AS_TODAY, *dict.fromkeys(one.what for one in said)),
        positions=tuple(authorised),
        signals=tuple(one for one in said if one not in authorised),
    )


def _said(demand: Demand, reading: Reading) -> Said:
    statement = reading.statement(demand.statements[0]) if demand.statements else None
    return Said(
        party=demand.speaks_for,
        speaker=demand.speaker_name,
        mandate=demand.mandate,
        what=" ".join(demand.what.split()),
        sentence="" if statement is None else _sentence(statement.id, reading),
        report="" if statement is None else statement.report,
    )


def _sentence(statement_id: str, reading: Reading) -> str:
    statement = reading.statement(statement_id)
    text = reading.report(statement.report).text
    return " ".join(" ... ".join(span.of(text) for span in statement.content).split())
