"""The timeline: when the incidents happened, by sort, with the undated ones set apart."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from detente.model.incidents import FacetStatus, Incident
from detente.render import svg
from detente.render.tables import Chart, Table
from detente.render.words import day, when

QUAD_WORDS: Final = {
    4: "material conflict",
    3: "verbal conflict",
    1: "verbal cooperation",
    2: "material cooperation",
}
_LEFT, _RIGHT, _DIVIDE, _UNDATED = 4.0, 82.0, 87.5, 93.0
_BINS: Final = 13
_TALLEST: Final = 5
_STEP: Final = 22
_RADIUS: Final = 9.5
_BORNE_OUT: Final = (FacetStatus.CORROBORATED, FacetStatus.ADMITTED)


def timeline(incidents: Sequence[Incident], title: str = "Incidents over time") -> Chart:
    """Draw every incident, numbered in the order given, in the lane of its quad class.

    Args:
        incidents: In the order of their numbers in the brief, from 1.
        title: What the picture is called by those who listen to the page.
    """
    spread = _Spread.of(incidents)
    marks, y = [], 8.0
    for quad, words in QUAD_WORDS.items():
        stacks = _stacks(incidents, quad, spread)
        if not stacks:
            continue
        height = 26 + _STEP * max(min(len(s), _TALLEST) for s in stacks.values())
        marks.append(svg.label(words, 0, y + 12, "lane"))
        for place, numbers in sorted(stacks.items()):
            marks += _stack(place, numbers, y + height - 2, incidents)
        y += height + 12
        marks.append(svg.line(0, y - 2, 100, y - 2, "rule"))
    axis = _axis(spread, y)
    return Chart(
        _CAPTION,
        svg.picture(title, y + 22, *axis, *marks, kind="timeline"),
        timeline_table(incidents),
    )


def timeline_table(incidents: Sequence[Incident]) -> Table:
    """The figures of the timeline, one row an incident."""
    rows = tuple(
        (
            str(number),
            when(incident.date),
            incident.summary,
            QUAD_WORDS[incident.type.quad],
            incident.occurrence.status.value,
        )
        for number, incident in enumerate(incidents, start=1)
    )
    return Table("Incidents", ("No.", "When", "What", "Sort", "Occurrence"), rows)


class _Spread:
    """Days mapped to places across the chart."""

    def __init__(self, first: dt.date | None, last: dt.date | None) -> None:
        self.first, self.last = first, last

    @classmethod
    def of(cls, incidents: Sequence[Incident]) -> _Spread:
        days = sorted(one for one in map(_day, incidents) if one is not None)
        return cls(days[0], days[-1]) if days else cls(None, None)

    def across(self, date: dt.date | None) -> float:
        if date is None or self.first is None or self.last is None:
            return _UNDATED
        reach = (self.last - self.first).days
        share = (date - self.first).days / reach if reach else 0.5
        step = round(share * (_BINS - 1)) / (_BINS - 1)
        return _LEFT + step * (_RIGHT - _LEFT)


def _day(incident: Incident) -> dt.date | None:
    return incident.date.latest or incident.date.start


def _stacks(incidents: Sequence[Incident], quad: int, spread: _Spread) -> dict[float, list[int]]:
    stacks: dict[float, list[int]] = defaultdict(list)
    lane = [n for n, incident in enumerate(incidents) if incident.type.quad == quad]
    for order, index in enumerate(lane):
        place = spread.across(_day(incidents[index]))
        stacks[_in_a_row(order) if spread.first is None else place].append(index)
    return stacks


def _in_a_row(order: int) -> float:
    """Without any date there is no axis: the incidents stand beside each other."""
    return _LEFT + order % _BINS * (_RIGHT - _LEFT) / (_BINS - 1)


def _stack(x: float, numbers: list[int], base: float, incidents: Sequence[Incident]) -> list[str]:
    shown = numbers if len(numbers) <= _TALLEST else numbers[: _TALLEST - 1]
    marks = [
        _ball(x, base - _RADIUS - n * _STEP, index + 1, incidents[index])
        for n, index in enumerate(shown)
    ]
    if len(shown) < len(numbers):
        top = base - _RADIUS - len(shown) * _STEP
        marks.append(svg.label(f"+{len(numbers) - len(shown)}", x, top + 4, "more", "middle"))
    return marks


def _ball(x: float, y: float, number: int, incident: Incident) -> str:
    status = incident.occurrence.status
    borne_out = "full" if status in _BORNE_OUT else "open"
    state = "denied" if status in (FacetStatus.DENIED, FacetStatus.CONTESTED) else "plain"
    return svg.link(
        f"#i{number}",
        f"{number}. {incident.summary} ({when(incident.date)}; {status.value})",
        svg.dot(x, y, _RADIUS, f"ball {borne_out} {state}"),
        svg.label(str(number), x, y + 3.8, f"ball-number {borne_out}", "middle"),
    )


def _axis(spread: _Spread, y: float) -> list[str]:
    if spread.first is None or spread.last is None:
        return [svg.label("no incident is dated", 0, y + 14, "tick")]
    marks = [
        svg.label("undated", _UNDATED, y + 14, "tick", "middle"),
        svg.line(_DIVIDE, 8, _DIVIDE, y - 2, "divide"),
    ]
    if spread.first == spread.last:
        middle = (_LEFT + _RIGHT) / 2
        return [*marks, svg.label(day(spread.first), middle, y + 14, "tick", "middle")]
    return [
        *marks,
        svg.label(day(spread.first), 0, y + 14, "tick"),
        svg.label(day(spread.last), _RIGHT + 3, y + 14, "tick", "end"),
    ]


_CAPTION: Final = (
    "Each number is an incident. Filled: it happened, as independent sources or the author itself "
    "say. Open: one side says so. Dashed: contested or denied. Undated incidents stand apart."
)
