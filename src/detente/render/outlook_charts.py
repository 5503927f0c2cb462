"""The outlook in pictures: fan of rungs, reliability, drivers, and the pair's past."""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

from detente.model.ladder import Rung
from detente.model.outlook import Driver, Estimate, Fared, Outlook, Scenario
from detente.render import svg
from detente.render.outlook_words import RUNG_WORDS, percentage, rung_or_higher
from detente.render.tables import Chart, Table

MONTHS: Final = (3, 6, 12, 24)
RUNGS: Final = (Rung.THREAT, Rung.DISPLAY, Rung.USE_OF_FORCE, Rung.WAR)
_SHORT: Final = {
    Rung.THREAT: "threat+",
    Rung.DISPLAY: "display+",
    Rung.USE_OF_FORCE: "force+",
    Rung.WAR: "war",
}
"""Names that fit a phone; a plus for any higher rung."""
_TOP, _HEIGHT = 34.0, 190.0
_LEFT, _WIDTH, _GAP = 7.0, 18.8, 4.6
_DECADES: Final = (0.0001, 0.001, 0.01, 0.1, 1.0)


def fan_chart(outlook: Outlook, scenario: Scenario) -> Chart:
    """One panel a rung: estimate, 90 % band and baseline over 3 to 24 months, on a log scale."""
    marks = [mark for decade in _DECADES for mark in _decade(decade)]
    for column, rung in enumerate(RUNGS):
        marks += _panel(_LEFT + column * (_WIDTH + _GAP), rung, scenario)
    title = f"{outlook.a_name} – {outlook.b_name}: chance of reaching a rung"
    caption = (
        "Chance of reaching the rung or a higher one, on a log scale: line = estimate, band = 90 % "
        f"interval, dashed = baseline of history and geography. Latest history: {scenario.basis}."
    )
    picture = svg.picture(title, _TOP + _HEIGHT + 34, *marks, kind="outlook-fan")
    return Chart(caption, picture, estimates_table(scenario))


def _down(probability: float) -> float:
    low, high = math.log10(_DECADES[0]), 0.0
    value = math.log10(max(probability, _DECADES[0]))
    return _TOP + _HEIGHT * (1 - (value - low) / (high - low))


def _decade(share: float) -> list[str]:
    y = _down(share)
    return [
        svg.line(_LEFT, y, 99.5, y, "grid"),
        svg.label(percentage(share), _LEFT - 1, y + 4, "tick", "end"),
    ]


def _panel(left: float, rung: Rung, scenario: Scenario) -> list[str]:
    found = [scenario.estimate(rung, months) for months in MONTHS]
    places = [left + _WIDTH * math.log2(months / 3) / 3 for months in MONTHS]
    kind = f"r{rung.value}"
    marks = [svg.label(_SHORT[rung], left, 18, "name"), _band(left, found, kind)]
    for x, one in zip(places, found, strict=True):
        marks.append(svg.dot(x, _down(one.probability), 3, kind))
        marks.append(svg.label(str(one.months), x, _TOP + _HEIGHT + 16, "tick", "middle"))
    marks.append(svg.label("months", left, _TOP + _HEIGHT + 30, "small"))
    return marks


def _band(left: float, found: Sequence[Estimate], kind: str) -> str:
    """Band and lines in a frame of their own, stretched to the panel."""

    def points(values: Sequence[float]) -> list[str]:
        return [
            f"{svg.number(100 * math.log2(one.months / 3) / 3)},{svg.number(_down(value) - _TOP)}"
            for one, value in zip(found, values, strict=True)
        ]

    upper = points([one.high for one in found])
    lower = points([one.low for one in found])
    inside = (
        svg.element("polygon", points=" ".join(upper + lower[::-1]), kind=f"band {kind}"),
        svg.element("polyline", points=" ".join(points([one.probability for one in found])),
                    kind=f"middle {kind}"),
        svg.element("polyline", points=" ".join(points([one.baseline for one in found])),
                    kind="base"),
    )  # fmt: skip
    return svg.element(
        "svg", *inside, x=svg.percent(left), y=_TOP, width=svg.percent(_WIDTH), height=_HEIGHT,
        viewBox=f"0 0 100 {svg.number(_HEIGHT)}", preserveAspectRatio="none",
    )  # fmt: skip


def estimates_table(scenario: Scenario) -> Table:
    """Every estimate, one row a rung and horizon."""
    rows = tuple(
        (
            rung_or_higher(one.rung),
            str(one.months),
            percentage(one.probability),
            f"{percentage(one.low)} to {percentage(one.high)}",
            percentage(one.baseline),
        )
        for one in scenario.estimates
    )
    columns = ("Rung", "Months", "Estimate", "90 % interval", "Baseline")
    return Table(f"Estimates, latest history: {scenario.basis}", columns, rows)


def reliability_chart(lines: Sequence[Fared], rung: Rung) -> Chart:
    """Forecast against frequency in rolling origin, with intervals over pairs, log scales."""
    chosen = [line for line in lines if line.rung == rung]
    left, right = 9.0, 96.0

    def across(share: float) -> float:
        value = math.log10(max(share, _DECADES[0]))
        return left + (right - left) * (value + 4) / 4

    marks = [mark for decade in _DECADES for mark in _decade(decade)]
    marks += [
        svg.label(percentage(share), across(share), _TOP + _HEIGHT + 16, "tick", "middle")
        for share in _DECADES
    ]
    marks.append(svg.line(across(_DECADES[0]), _down(_DECADES[0]), across(1), _down(1), "even"))
    for line in chosen:
        x, kind = across(line.forecast), f"r{rung.value}"
        marks.append(svg.line(x, _down(line.low), x, _down(line.high), f"whisker {kind}"))
        marks.append(svg.dot(x, _down(line.frequency), 4, kind))
    marks.append(svg.label("forecast across, frequency up", right, 18, "small", "end"))
    title = f"How forecasts of {RUNG_WORDS[rung]} fared"
    caption = (
        f"Rolling-origin forecasts of {RUNG_WORDS[rung]} or higher within a year, 1970-2005: on "
        "the dashed line they mean what they say. Bars: 95 % intervals over pairs."
    )
    picture = svg.picture(title, _TOP + _HEIGHT + 26, *marks, kind="outlook-reliability")
    return Chart(caption, picture, record_table(chosen))


def record_table(lines: Sequence[Fared]) -> Table:
    """How forecasts fared, one row a group of forecasts."""
    rows = tuple(
        (
            RUNG_WORDS[line.rung],
            f"{percentage(line.lowest)} to {percentage(line.highest)}",
            percentage(line.forecast),
            percentage(line.frequency),
            f"{percentage(line.low)} to {percentage(line.high)}",
            f"{line.rows:,}",
        )
        for line in lines
    )
    columns = ("Rung or higher", "Forecasts from", "Mean forecast", "Came about",
               "95 % interval", "Pair-years")  # fmt: skip
    return Table("How one-year forecasts fared, rolling origin 1970-2005", columns, rows)


def drivers_chart(drivers: Sequence[Driver]) -> Chart:
    """Factor on the odds of use of force by group of inputs; to the right raises, to the left not."""
    middle, reach = 58.0, 36.0
    largest = max([abs(math.log(one.odds_factor)) for one in drivers] + [math.log(2)])
    marks, y = [svg.line(middle, 24, middle, 30 + 22 * len(drivers), "axis")], 30.0
    for one in drivers:
        length = reach * math.log(one.odds_factor) / largest
        start = min(middle, middle + length)
        kind = "missing" if not one.known else ("up" if length > 0 else "down")
        marks.append(svg.label(one.group, 0, y + 12, "name" if one.known else "small"))
        marks.append(
            svg.element("rect", x=svg.percent(start), y=y + 2, width=svg.percent(abs(length)),
                        height=13, kind=kind)
        )  # fmt: skip
        words = f"× {one.odds_factor:.2f}" if one.known else "missing"
        side = max(middle, middle + length) + 1
        marks.append(svg.label(words, side, y + 12, "tick"))
        y += 22
    marks.append(svg.label("× odds of use of force within 12 months", 100, 16, "small", "end"))
    caption = (
        "What each group of inputs brings, compared with a typical pair: a factor on the odds. "
        "Associations, no effects. Missing groups are past their last year of data."
    )
    picture = svg.picture("Drivers", y + 8, *marks, kind="outlook-drivers")
    return Chart(caption, picture, drivers_table(drivers))


def drivers_table(drivers: Sequence[Driver]) -> Table:
    """Drivers with the last year of their data."""
    rows = tuple(
        (
            one.group,
            f"{one.odds_factor:.2f}" if one.known else "missing",
            str(one.last_year) if one.last_year else "",
        )
        for one in drivers
    )
    return Table("Drivers", ("Group of inputs", "Factor on the odds", "Data to"), rows)


def past_chart(outlook: Outlook) -> Chart:
    """The pair's last ten years with outcomes, one square a year."""
    marks = []
    step = 92.0 / max(len(outlook.past), 1)
    for at, (year, rung) in enumerate(outlook.past):
        x = 4 + at * step
        height = 8.0 + 11 * (rung.value - 1)
        marks.append(
            svg.element("rect", x=svg.percent(x), y=74 - height, width=svg.percent(step * 0.82),
                        height=height, kind=f"r{rung.value}")
        )  # fmt: skip
        marks.append(svg.label(str(year), x + step * 0.41, 90, "tick", "middle"))
        marks.append(svg.label(str(rung.value), x + step * 0.41, 70 - height, "small", "middle"))
    caption = "Highest rung of each year: 1 none, 2 threat, 3 display, 4 use of force, 5 war."
    rows = tuple((str(year), f"{rung.value} {RUNG_WORDS[rung]}") for year, rung in outlook.past)
    title = f"{outlook.a_name} – {outlook.b_name}: the last years with outcomes"
    picture = svg.picture(title, 98, *marks, kind="outlook-past")
    return Chart(caption, picture, Table("The pair's past", ("Year", "Rung"), rows))


def standalone(chart: Chart) -> str:
    """A chart as a file of its own, with its colours."""
    style = svg.element("style", outlook_style())
    start = chart.svg.index(">") + 1
    return chart.svg[:start] + style + chart.svg[start:] + "\n"


def outlook_style() -> str:
    """The style sheet of outlook pages and pictures."""
    place = files("detente.render").joinpath("templates", "outlook.css")
    return place.read_text(encoding="utf-8")
