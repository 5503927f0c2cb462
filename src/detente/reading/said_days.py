"""On which day something was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from detente.model.dates import OPEN, DateRange
from detente.model.reports import Report
from detente.model.statements import Statement


def said_day(statement: Statement, report: Report | None) -> DateRange:
    """The day a statement names for itself, else the day on which it was published.

    A day of publication carries the basis "published": it was said by then.
    """
    if statement.said_on is not None and statement.said_on.known:
        return statement.said_on
    if report is None or report.published is None:
        return statement.said_on or OPEN
    return DateRange(report.published, report.published, "published")


def with_days(
    statements: Iterable[Statement], texts: Mapping[str, Report]
) -> tuple[Statement, ...]:
    """The statements, each with the day on which it was said as far as that is known."""
    return tuple(replace(one, said_on=said_day(one, texts.get(one.report))) for one in statements)
