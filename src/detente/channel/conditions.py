"""Conditions of the rules on a message, and the figures and times they look at."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

Body = Mapping[str, Any]

_CLAUSE: Final = re.compile(r"(\w+)(>=|<=|>|=)([\w.-]+)")
_DAY: Final = 86400
_EARLIEST: Final = 1900
_LATEST: Final = 2999
"""Years outside are taken for slips: no deadline is reckoned from them."""


def any_holds(conditions: Iterable[str], body: Body) -> bool:
    """Whether one of some conditions holds of a body."""
    return any(holds(condition, body) for condition in conditions)


def holds(condition: str, body: Body) -> bool:
    """Whether a condition such as ``troops>=9000`` or ``type=one&troops>500`` holds of a body."""
    return all(_clause(clause, body) for clause in condition.split("&"))


@cache
def compared(condition: str) -> tuple[str, str, float]:
    """Field, comparison and figure of a condition that is one clause about a figure."""
    match = _CLAUSE.fullmatch(condition)
    assert match is not None, condition
    return match[1], match[2], float(match[3])


def figure(body: Body, field: str) -> float | None:
    """A figure in a body; ``duration`` is the hours from ``start`` to ``end`` unless it is given."""
    value = body.get(field)
    if isinstance(value, int | float):
        return value
    if field == "duration" and value is None:
        start, end = moment(body.get("start")), moment(body.get("end"), ending=True)
        return None if start is None or end is None else (end - start) / 3600
    return None


def moment(value: Any, *, ending: bool = False) -> int | None:
    """Seconds since 1970 of an ISO day or time; without a zone it is UTC.

    Args:
        value: What stands in a field.
        ending: Whether a day without a time means its end.
    """
    if not isinstance(value, str):
        return None
    try:
        found = dt.datetime.fromisoformat(value)
        if found.tzinfo is None:
            found = found.replace(tzinfo=dt.UTC)
        seconds = int(found.timestamp())
    except (ValueError, OverflowError):
        return None
    if not _EARLIEST <= found.year <= _LATEST:
        return None
    day_only = ending and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
    return seconds + _DAY - 1 if day_only else seconds


def day(seconds: int) -> dt.date:
    """The day of a time, in UTC."""
    return (dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)).date()


def end_of(date: dt.date) -> int:
    """The last second of a day, in UTC."""
    return (date - dt.date(1970, 1, 1)).days * _DAY + _DAY - 1


def says(body: Body, field: str) -> bool:
    """Whether a body says something in a field: 0, "no" and an empty list are something said."""
    value = body.get(field)
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _clause(clause: str, body: Body) -> bool:
    match = _CLAUSE.fullmatch(clause)
    assert match is not None, clause
    field, sign, wanted = match.groups()
    if sign == "=":
        return _word(body.get(field)) == wanted
    value = figure(body, field)
    if value is None:
        return False
    limit = float(wanted)
    return value > limit if sign == ">" else value >= limit if sign == ">=" else value <= limit


def _word(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value).casefold()
