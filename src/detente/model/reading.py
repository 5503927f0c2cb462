"""The reading: all that was read from one batch of reports, ready for every later stage."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from detente.model.demands import Demand, Gap, Opening
from detente.model.events import Event
from detente.model.incidents import Incident
from detente.model.ladder import DyadPosition
from detente.model.reports import Report, SetAside, Source
from detente.model.statements import Statement

SCHEMA = "detente-reading/1"
_Item = TypeVar("_Item", Report, Statement, Event, Incident)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one batch of reports says.

    Attributes:
        as_of: The day given by the user, else the latest report date, else None.
        reports: Reports read, in order.
        sources: Outlets and speakers that occur.
        statements: Who says what.
        events: Who does what to whom.
        incidents: Events merged over reports.
        dyads: Where each pair of actors stands.
        demands: What is asked.
        openings: What is offered.
        gaps: What is not known, as questions.
        set_aside: Inputs that were not read, and why.
    """

    as_of: dt.date | None
    reports: tuple[Report, ...]
    sources: tuple[Source, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    incidents: tuple[Incident, ...]
    dyads: tuple[DyadPosition, ...]
    demands: tuple[Demand, ...]
    openings: tuple[Opening, ...]
    gaps: tuple[Gap, ...]
    set_aside: tuple[SetAside, ...] = ()
    schema: str = SCHEMA

    def report(self, report_id: str) -> Report:
        """The report with this id.

        Raises:
            KeyError: If the reading holds no such report.
        """
        return _find(self.reports, report_id)

    def statement(self, statement_id: str) -> Statement:
        """The statement with this id.

        Raises:
            KeyError: If the reading holds no such statement.
        """
        return _find(self.statements, statement_id)

    def event(self, event_id: str) -> Event:
        """The event with this id.

        Raises:
            KeyError: If the reading holds no such event.
        """
        return _find(self.events, event_id)

    def incident(self, incident_id: str) -> Incident:
        """The incident with this id.

        Raises:
            KeyError: If the reading holds no such incident.
        """
        return _find(self.incidents, incident_id)


def _find(items: tuple[_Item, ...], key: str) -> _Item:
    for item in items:
        if item.id == key:
            return item
    raise KeyError(key)
