"""Pictures of a settlement: the frontier, gains per party, a tornado of weights.

Each stands alone, comes with its table, and is refused for a table read with sealed fields. What
colour says is said by number, pattern or words too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from detente.model.settlement import Assessment, Package
from detente.model.settlement_swings import Swing, Swings
from detente.render.settlement import frontier_table, picked, solutions_table
from detente.render.settlement_drawing import (
    COLOURS,
    WIDE,
    drawing,
    key,
    key_height,
    stroke,
    thread,
    ticks,
    words,
    worth_scale,
)
from detente.render.svg import element
from detente.render.tables import Chart, Table

_TOP, _HIGH = 62.0, 340.0
_SHOWN: Final = 14
Scale = Callable[[float], float]


def frontier_chart(assessment: Assessment) -> Chart:
    """Two parties: worth against worth; more: one axis a party. Walk-aways are dashed.

    Raises:
        Confidential: If the table was read with sealed fields.
    """
    assessment.table.refuse("a picture")
    two = len(assessment.table.parties) == 2
    names = [_legend(package, assessment) for package in picked(assessment)]
    marks = list(_plane(assessment) if two else _axes(assessment))
    y = _TOP + _HIGH + 54
    for at, name in enumerate(names):
        marks += _numbered(20, y + 22 * at - 4, at + 1, "picked") if two else [
            thread([(8, y + 22 * at - 4), (38, y + 22 * at - 4)], at)
        ]  # fmt: skip
        marks.append(words(name, 46, y + 22 * at, "small"))
    title = f"{assessment.table.title or 'Settlement'}: packages on the edge of the zone"
    caption = f"{title}; dashed: walk-aways; what standards of fairness pick stands out"
    return Chart(
        caption, drawing(title, y + 22 * len(names) + 4, marks), frontier_table(assessment)
    )


def _legend(package: Package, assessment: Assessment) -> str:
    options = "; ".join(package.options[issue.key] for issue in assessment.table.issues)
    text = f"{', '.join(package.picked_by)}: {options}"
    return text if len(text) <= 108 else text[:107] + "…"


def _scale(assessment: Assessment) -> tuple[float, float]:
    return worth_scale(one.worth for package in assessment.frontier for one in package.standings)


def _down(assessment: Assessment) -> Scale:
    low, high = _scale(assessment)
    return lambda worth: _TOP + _HIGH * (1 - (worth - low) / (high - low))


def _plane(assessment: Assessment) -> Iterator[str]:
    first, second = assessment.table.parties
    low, high = _scale(assessment)
    left, wide = 60.0, WIDE - 90
    down = _down(assessment)

    def across(worth: float) -> float:
        return left + wide * (worth - low) / (high - low)

    for tick in ticks(low, high):
        yield stroke(left, down(tick), left + wide, down(tick), "grid")
        yield stroke(across(tick), down(low), across(tick), down(high), "grid")
        yield words(f"{tick:g}", left - 8, down(tick) + 4, "small", "end")
        yield words(f"{tick:g}", across(tick), down(low) + 17, "small", "middle")
    x, y = across(first.walk_away.high), down(second.walk_away.high)
    yield element("rect", x=x, y=down(high), width=across(high) - x, height=y - down(high),
                  kind="zone")  # fmt: skip
    yield stroke(x, down(low), x, down(high), "walk-away")
    yield stroke(left, y, left + wide, y, "walk-away")
    yield words(f"{first.name}: worth", left + wide, down(low) + 34, "soft", "end")
    yield words(f"{second.name}: worth", 8, _TOP - 14, "soft")
    plain = [one for one in assessment.frontier if not one.picked_by]
    for package in plain:
        one, other = (standing.worth for standing in package.standings)
        yield element("circle", cx=across(one), cy=down(other), r=4, kind="package")
    for at, package in enumerate(picked(assessment)):
        one, other = (standing.worth for standing in package.standings)
        yield from _numbered(across(one), down(other), at + 1, "picked")


def _numbered(x: float, y: float, at: int, kind: str) -> Iterator[str]:
    yield element("circle", cx=x, cy=y, r=9, kind=kind)
    yield words(str(at), x, y + 4, "number")


def _axes(assessment: Assessment) -> Iterator[str]:
    parties = assessment.table.parties
    low, high = _scale(assessment)
    down = _down(assessment)
    places = [90 + (WIDE - 180) * at / (len(parties) - 1) for at in range(len(parties))]
    for package in assessment.frontier:
        if not package.picked_by:
            points = [(x, down(s.worth)) for x, s in zip(places, package.standings, strict=True)]
            yield thread(points, 6, "thin")
    for at, package in enumerate(picked(assessment)):
        points = [(x, down(s.worth)) for x, s in zip(places, package.standings, strict=True)]
        yield thread(points, at)
    for x, party in zip(places, parties, strict=True):
        yield stroke(x, down(low), x, down(high), "axis")
        for tick in ticks(low, high):
            yield stroke(x - 4, down(tick), x, down(tick), "axis")
            yield words(f"{tick:g}", x - 8, down(tick) + 4, "small", "end")
        floor = down(party.walk_away.high)
        yield stroke(x, floor, x + 18, floor, "walk-away")
        yield words("walk-away", x + 22, floor + 4, "small")
        yield words(party.name, x, down(low) + 24, "soft", "middle")


def gains_chart(assessment: Assessment) -> Chart:
    """What each picked package gives each party above its walk-away.

    Raises:
        Confidential: If the table was read with sealed fields.
    """
    assessment.table.refuse("a picture")
    packages = picked(assessment)
    names = [party.name for party in assessment.table.parties]
    top = max([1.0, *(s.gain for package in packages for s in package.standings)]) * 1.12
    left, wide = 190.0, WIDE - 300.0
    y = 50 + key_height(names)
    bottom = y + sum(26 + 17 * len(names) for _ in packages)
    marks = [*key(names, 46)]
    for tick in ticks(0, top):
        x = left + wide * tick / top
        marks.append(stroke(x, y, x, bottom, "zero" if tick == 0 else "grid"))
        marks.append(words(f"{tick:g}", x, bottom + 16, "small", "middle"))
    for package in packages:
        for at, name in enumerate(package.picked_by):
            marks.append(words(name, left - 10, y + 22 + 15 * at, "soft", "end"))
        for at, one in enumerate(package.standings):
            row = y + 10 + 17 * at
            marks.append(element("rect", x=left, y=row, width=wide * max(one.gain, 0) / top,
                                 height=14, fill=COLOURS[at % len(COLOURS)]))  # fmt: skip
            marks.append(words(f"{one.gain:.1f}, share {one.share:.2f}",
                               left + wide * max(one.gain, 0) / top + 6, row + 11, "small"))  # fmt: skip
        y += 26 + 17 * len(names)
    title = f"{assessment.table.title or 'Settlement'}: gain over walk-away, by party"
    return Chart(
        f"{title}; share is gain over the largest the party could gain inside the zone",
        drawing(title, bottom + 26, marks), solutions_table(assessment),
    )  # fmt: skip


def tornado_chart(found: Swings) -> Chart:
    """How the picked package changes if one weight stands at either end, party by party.

    Raises:
        Confidential: If the table was read with sealed fields.
    """
    found.table.refuse("a picture")
    rows = [one for one in found.swings if one.reach > 0][:_SHOWN]
    parties = found.table.parties
    span = max([1.0, *(one.reach for one in rows)]) * 1.1
    left = 250.0
    panel = (WIDE - left - 12) / len(parties)
    bottom = 92 + 30.0 * max(len(rows), 1)
    marks = [words("upper bar: weight at its least; lower bar: at its largest; worth read at the "
                   "middle of all ranges", 8, 44, "small")]  # fmt: skip
    for at, party in enumerate(parties):
        middle = left + panel * (at + 0.5)
        marks.append(words(party.name, middle, 72, "soft", "middle"))
        marks.append(stroke(middle, 82, middle, bottom, "zero"))
        for tick, anchor in ((-span / 1.1, "start"), (span / 1.1, "end")):
            x = middle + tick / span * panel * 0.46
            marks.append(words(f"{tick:+.0f}".replace("-", "−"), x, bottom + 16, "small", anchor))
    for at, one in enumerate(rows):
        marks += _swing(found, one, y=92 + 30.0 * at, left=left, panel=panel, span=span)
    if not rows:
        marks.append(words("no weight changes the package", 8, 108, "soft"))
    title = f"What the {found.concept} package would give if one weight were at its end"
    return Chart(
        f"{title}: change of worth", drawing(title, bottom + 26, marks), swings_table(found)
    )


def _swing(
    found: Swings, one: Swing, *, y: float, left: float, panel: float, span: float
) -> Iterator[str]:
    names = {party.key: party.name for party in found.table.parties}
    issues = {issue.key: issue.name for issue in found.table.issues}
    name = f"{names[one.party]}: {issues[one.issue]}"
    yield words(name if len(name) < 38 else name[:37] + "…", left - 8, y + 15, "small", "end")
    for at, party in enumerate(names):
        middle = left + panel * (at + 0.5)
        for row, end in enumerate((one.at_low, one.at_high)):
            size = end[party] / span * panel * 0.46
            yield element("rect", x=middle + min(size, 0.0), y=y + 11 * row, width=abs(size),
                          height=9, fill=COLOURS[at % len(COLOURS)],
                          opacity=0.55 if row == 0 else 1.0)  # fmt: skip


def swings_table(found: Swings) -> Table:
    """Every weight with its ends and what changes."""
    names = {party.key: party.name for party in found.table.parties}
    issues = {issue.key: issue.name for issue in found.table.issues}
    return Table(
        caption=f"Change of worth under the {found.concept} package if one weight stands at its end",
        columns=("party", "weight of", "end", "weight", *names.values()),
        rows=tuple(
            (names[one.party], issues[one.issue], end, f"{weight:.4g}",
             *(f"{change[key]:+.1f}" for key in names))
            for one in found.swings
            for end, weight, change in (
                ("least", one.low, one.at_low), ("largest", one.high, one.at_high)
            )
        ),
    )  # fmt: skip
