"""What each way of writing a date means: one reader per expression of the patterns."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from dateutil.relativedelta import relativedelta

from detente.model.dates import DateRange
from detente.reading.date_patterns import deadline_words, forward_words, words

_DAY: Final = dt.timedelta(days=1)
_EDGES: Final = MappingProxyType({"early": (0, 1 / 3), "mid": (1 / 3, 2 / 3), "late": (2 / 3, 1)})
_LOOK_BACK: Final = 90
_CLAUSE_END: Final = re.compile(r"[.;:!?\n\"“”]|\b(?:said|says|told|announced|which|who)\b")


def _month_number(match: re.Match[str]) -> int:
    return words("month")[match["month"].lower()].low


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _month_range(year: int, month: int, edge: str | None = None) -> DateRange:
    last = calendar.monthrange(year, month)[1]
    low, high = _EDGES.get(edge or "", (0, 1))
    start, end = 1 + round(low * last), round(high * last)
    return DateRange(dt.date(year, month, start), dt.date(year, month, end), "explicit")


def _closest_year(published: dt.date, month: int, day: int) -> int:
    years = range(max(1, published.year - 1), min(9999, published.year + 1) + 1)
    fits = [(abs(one - published), year) for year in years if (one := _date(year, month, day))]
    return min(fits)[1] if fits else published.year


def _read_iso(match: re.Match[str], _: dt.date | None) -> DateRange | None:
    day = _date(int(match["year"]), int(match["month"]), int(match["day"]))
    return DateRange(day, day, "explicit") if day else None


def _read_numeric(match: re.Match[str], _: dt.date | None) -> DateRange | None:
    """A numeric date; day first where dots part it, and open where both orders fit."""
    year, first, second = int(match["year"]), int(match["first"]), int(match["second"])
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    if match["mark"] == "." or day_first == month_first:
        month_first = None
    if day_first and month_first:
        return DateRange()
    day = day_first or month_first
    return DateRange(day, day, "explicit") if day else None


def _read_day(match: re.Match[str], published: dt.date | None) -> DateRange | None:
    month, day = _month_number(match), int(match["day"])
    if match["year"]:
        return _days(int(match["year"]), month, day, match["day2"], "explicit")
    if published is None:
        return DateRange() if _date(2024, month, day) else None
    year = _closest_year(published, month, day)
    return _days(year, month, day, match["day2"], "relative")


def _days(year: int, month: int, day: int, to_day: str | None, basis: str) -> DateRange | None:
    start = _date(year, month, day)
    end = _date(year, month, int(to_day)) if to_day else start
    if start is None or end is None or end < start:
        return None
    return DateRange(start, end, basis)


def _read_month_year(match: re.Match[str], _: dt.date | None) -> DateRange | None:
    return _month_range(int(match["year"]), _month_number(match), match["edge"])


def _read_month(match: re.Match[str], published: dt.date | None) -> DateRange | None:
    if published is None:
        return DateRange()
    month = _month_number(match)
    year = _closest_year(published, month, 15)
    if match["shift"] == "last" and (year, month) >= (published.year, published.month):
        year -= 1
    if match["shift"] == "next" and (year, month) <= (published.year, published.month):
        year += 1
    whole = _month_range(year, month, match["edge"])
    return DateRange(whole.start, whole.end, "relative")


def _read_year(match: re.Match[str], _: dt.date | None) -> DateRange | None:
    year = int(match["year"])
    first = {"mid": 5, "late": 9}.get(match["edge"] or "", 1)
    last = {"early": 4, "mid": 8}.get(match["edge"] or "", 12)
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    return DateRange(dt.date(year, first, 1), end, "explicit")


def _looks_ahead(match: re.Match[str]) -> bool:
    """Whether the clause speaks of what is still to come."""
    head = match.string[max(0, match.start() - _LOOK_BACK) : match.start()]
    tail = match.string[match.end() : match.end() + _LOOK_BACK]
    before = _CLAUSE_END.split(head)[-1]
    if deadline_words().search(head) or forward_words().search(before):
        return True
    opens = not before.strip() or _ON.fullmatch(before.strip())
    return bool(opens and forward_words().search(_CLAUSE_END.split(tail, maxsplit=1)[0]))


def _read_weekday(match: re.Match[str], published: dt.date | None) -> DateRange | None:
    if published is None:
        return DateRange()
    wanted = words("weekday")[match["weekday"].lower()].low
    back = (published.weekday() - wanted) % 7
    shift = match["shift"] or ""
    if shift in {"last", "past", "this past"}:
        day = published - _DAY * (back or 7)
    elif shift in {"next", "coming", "this coming"}:
        day = published + _DAY * (7 - back)
    elif shift == "this" or _looks_ahead(match):
        day = published + _DAY * ((7 - back) % 7)
    else:
        day = published - _DAY * back
    return DateRange(day, day, "relative")


def _number(match: re.Match[str]) -> tuple[int, int]:
    text = match["number"].lower()
    if text.isdigit():
        return int(text), int(text)
    row = words("number")[text]
    return row.low, row.high


def _moved(day: dt.date, count: int, unit: str, sign: int) -> dt.date:
    row = words("unit")[unit.lower()]
    if row.note == "months":
        return day + sign * relativedelta(months=count * row.low)
    days = count * row.low if row.low else -(-count // 24)
    return day + sign * days * _DAY


def _read_ago(match: re.Match[str], published: dt.date | None) -> DateRange | None:
    if published is None:
        return DateRange()
    low, high = _number(match)
    start = _moved(published, high, match["unit"], -1)
    end = _moved(published, low, match["unit"], -1)
    if words("unit")[match["unit"].lower()].note == "months":
        return DateRange(start.replace(day=1), _month_range(end.year, end.month).end, "relative")
    return DateRange(start, end, "relative")


def _read_span(match: re.Match[str], published: dt.date | None) -> DateRange | None:
    if published is None:
        return DateRange()
    _, high = _number(match)
    if match["way"] in {"next", "coming", "following"}:
        return DateRange(published, _moved(published, high, match["unit"], 1), "relative")
    return DateRange(_moved(published, high, match["unit"], -1), published, "relative")


def _read_within(match: re.Match[str], published: dt.date | None) -> DateRange | None:
    """A term such as "within ten days"; "in ten days" only where the clause looks ahead."""
    ahead = match.group().startswith("within") or "next" in match.group() or _looks_ahead(match)
    if not ahead:
        return None
    if published is None:
        return DateRange()
    return DateRange(published, _moved(published, _number(match)[1], match["unit"], 1), "relative")


def _read_period(match: re.Match[str], published: dt.date | None) -> DateRange | None:
    if published is None:
        return DateRange()
    step = {"last": -1, "this": 0, "next": 1}[match["shift"]]
    start, end = _period(match["period"], published, step)
    if match["edge"] in {"earlier", "early"} and step == 0:
        end = min(end, published)
    elif match["edge"] in {"later", "late"} and step == 0:
        start = max(start, published)
    return DateRange(start, end, "relative")


def _period(name: str, published: dt.date, step: int) -> tuple[dt.date, dt.date]:
    if name in {"week", "weekend"}:
        monday = published - published.weekday() * _DAY + 7 * step * _DAY
        return monday + (5 * _DAY if name == "weekend" else 0 * _DAY), monday + 6 * _DAY
    if name == "month":
        other = published.replace(day=1) + relativedelta(months=step)
        return other, _month_range(other.year, other.month).end or other
    year = published.year + step
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _read_phrase(match: re.Match[str], published: dt.date | None) -> DateRange | None:
    if published is None:
        return DateRange()
    row = words("phrase")[match["phrase"].lower()]
    return DateRange(published + row.low * _DAY, published + row.high * _DAY, "relative")


_ON: Final = re.compile(r"(?:on|at|in|early|late)", re.IGNORECASE)

Reader = Callable[[re.Match[str], dt.date | None], DateRange | None]
"""Match and day of publication -> what it means; None if it is no date after all."""

READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        "iso": _read_iso,
        "numeric": _read_numeric,
        "day_month": _read_day,
        "month_day": _read_day,
        "month_year": _read_month_year,
        "month_alone": _read_month,
        "weekday": _read_weekday,
        "ago": _read_ago,
        "span": _read_span,
        "within": _read_within,
        "period": _read_period,
        "phrase": _read_phrase,
        "year": _read_year,
    }
)
"""By the name of the pattern."""
