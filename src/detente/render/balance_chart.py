"""Burden against capacity as a scatter, with its table."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final

from detente.model.balance import BalanceSheet, DefinitionTable
from detente.render.svg import element, number
from detente.render.tables import Chart, Table

_WIDE, _HIGH = 760.0, 560.0
_MARGIN = 0.2
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 24.0, 62.0, 58.0
_STYLE: Final = """
svg{background:#fdfcf9;font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1d1c1a}
.title{font-size:16px;font-weight:600}.small{font-size:11.5px;fill:#5d5952}
.axis{stroke:#8b867c;stroke-width:1}.grid{stroke:#dcd7cc;stroke-width:1}
.member{fill:#1f4467;stroke:#fdfcf9;stroke-width:1}.pledge{stroke:#8b867c;stroke-dasharray:5 4}
.leader{stroke:#b9b3a6;stroke-width:.8}
"""
Place = Callable[[float], float]
_HALF: Final = 13.0
_NEAR: Final = 24.0
_AROUND: Final = ((22, -15), (22, 15), (-22, -15), (-22, 15), (0, -20), (0, 20))
_OFFSETS: Final = (
    (21.0, 0.0),
    (-21.0, 0.0),
    (0.0, -13.0),
    (0.0, 14.0),
    *((away * x, away * y) for away in (1, 1.5, 2, 2.6, 3.2, 4) for x, y in _AROUND),
)
"""Where a name may stand from its dot, nearest first."""


def burden_chart(
    sheet: BalanceSheet, *, burden: str = "milex-gdp", capacity: str = "gdp-share"
) -> Chart:
    """Each member's burden (upwards) against its capacity (to the right, by tenfolds).

    Args:
        sheet: The balance.
        burden: Id of the definition upwards.
        capacity: Id of the definition to the right.
    """
    held = {table.indicator: table for table in sheet.tables}
    up, right = held[burden], held[capacity]
    common = [name for name in sheet.members if _both(name, up, right)]
    title = f"{sheet.group}: burden against capacity"
    caption = (
        f"{up.name} ({up.unit}) against {right.name[0].lower()}{right.name[1:]} ({right.unit}, "
        "by tenfolds); dashed: pledges, which are made in another definition"
    )
    marks = [
        _text(title, 8, 22, "title"),
        _text(f"{up.name}, {up.unit}; dashed: pledges, made in another definition", 8, 42, "small"),
    ]
    if common:
        marks += _plot(common, up, right, sorted({move.pledge for move in sheet.moves}), sheet)
    return Chart(caption, _svg(title, *marks), _table(caption, sheet, up, right))


def _both(name: str, up: DefinitionTable, right: DefinitionTable) -> bool:
    return name in up.values and right.values.get(name, 0) > 0


def _plot(
    names: list[str],
    up: DefinitionTable,
    right: DefinitionTable,
    pledges: list[str],
    sheet: BalanceSheet,
) -> list[str]:
    top = max(*(up.values[name] for name in names), *_lines(sheet, pledges).values(), 1.0) * 1.08
    low = math.log10(min(right.values[name] for name in names)) - _MARGIN
    high = math.log10(max(right.values[name] for name in names)) + _MARGIN

    def across(value: float) -> float:
        return _LEFT + (_WIDE - _LEFT - _RIGHT) * (math.log10(value) - low) / (high - low)

    def down(value: float) -> float:
        return _HIGH - _BOTTOM - (_HIGH - _TOP - _BOTTOM) * value / top

    marks = [*_axes(top, low, high, across, down)]
    for name, value in _lines(sheet, pledges).items():
        marks.append(_line(_LEFT, down(value), _WIDE - _RIGHT, down(value), "pledge"))
        marks.append(_text(name, _LEFT + 4, down(value) - 4, "small"))
    places = {name: (across(right.values[name]), down(up.values[name])) for name in names}
    marks += [element("circle", cx=x, cy=y, r=4.5, kind="member") for x, y in places.values()]
    return [*marks, *_names(places), _axis_name(right)]


def _lines(sheet: BalanceSheet, pledges: list[str]) -> dict[str, float]:
    """Height of each pledge: what members that fall short would reach."""
    short = {move.pledge: move.now + move.gap for move in sheet.moves if move.gap > 0}
    return {name: short[name] for name in pledges if name in short}


def _axes(top: float, low: float, high: float, across: Place, down: Place) -> list[str]:
    marks = []
    for value in range(int(top) + 1):
        marks.append(_line(_LEFT, down(value), _WIDE - _RIGHT, down(value), "grid"))
        marks.append(_text(f"{value}", _LEFT - 8, down(value) + 4, "small", "end"))
    for power in range(math.ceil(low), math.floor(high) + 1):
        x = across(10.0**power)
        marks.append(_line(x, _TOP, x, _HIGH - _BOTTOM, "grid"))
        marks.append(_text(f"{10.0**power:g}", x, _HIGH - _BOTTOM + 18, "small", "middle"))
    marks.append(_line(_LEFT, down(0), _WIDE - _RIGHT, down(0), "axis"))
    marks.append(_line(_LEFT, _TOP, _LEFT, down(0), "axis"))
    return marks


def _axis_name(right: DefinitionTable) -> str:
    words = f"{right.name}, {right.unit}"
    return _text(words, _WIDE - _RIGHT, _HIGH - 14, "small", "end")


def _names(places: dict[str, tuple[float, float]]) -> list[str]:
    """Names beside their dots, where they lie on no other name and no dot."""
    dots = [_Box(x - 6, y - 6, x + 6, y + 6) for x, y in places.values()]
    taken: list[_Box] = []
    marks = []
    for name, (x, y) in sorted(places.items(), key=lambda item: item[1]):
        free = (
            (across, down, box)
            for across, down in _OFFSETS
            for box in [_box(x + across, y + down)]
            if not any(box.meets(other) for other in (*taken, *dots))
        )
        across, down, box = next(free, (*_OFFSETS[0], _box(x + _OFFSETS[0][0], y + _OFFSETS[0][1])))
        taken.append(box)
        if abs(across) + abs(down) > _NEAR:
            marks.append(_line(x, y, x + across * 0.8, y + down * 0.8, "leader"))
        marks.append(_text(name, x + across, y + down + 4, "small", "middle"))
    return marks


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        """Whether the two overlap."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


def _box(x: float, y: float) -> _Box:
    return _Box(x - _HALF, y - 6, x + _HALF, y + 6)


def _table(caption: str, sheet: BalanceSheet, up: DefinitionTable, right: DefinitionTable) -> Table:
    def cell(table: DefinitionTable, name: str) -> str:
        value = table.values.get(name)
        return "no figure" if value is None else f"{value:g}"

    return Table(
        caption=caption,
        columns=("member", f"{up.name} ({up.unit})", f"{right.name} ({right.unit})"),
        rows=tuple((name, cell(up, name), cell(right, name)) for name in sheet.members),
    )


def _text(words: str, x: float, y: float, kind: str, anchor: str = "start") -> str:

    return element("text", escape(words), x=x, y=y, kind=kind, text_anchor=anchor)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, kind=kind)


def _svg(title: str, *inside: str) -> str:
    return element(
        "svg", f"<style>{_STYLE}</style>", element("title", escape(title)), *inside,
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {number(_WIDE)} {number(_HIGH)}",
        width="100%", role="img", aria_label=title,
    )  # fmt: skip
