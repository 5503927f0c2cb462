"""A settlement as words, tables and a picture."""

from __future__ import annotations

from collections import Counter

from detente.model.settlement import Assessment, Package
from detente.render.svg import dot, label, line, picture
from detente.render.tables import Chart, Table
from detente.settlement.coalitions import survives

_LEFT, _RIGHT = 8.0, 96.0
_TOP, _HEIGHT = 16.0, 280.0


def frontier_table(assessment: Assessment) -> Table:
    """Every package of the frontier, with worths per party."""
    table = assessment.table
    return Table(
        caption=f"Undominated packages in the zone ({len(assessment.frontier)})",
        columns=(
            *(issue.name for issue in table.issues),
            *(f"{party.name}: worth" for party in table.parties),
            "picked by",
        ),
        rows=tuple(
            (
                *(package.options[issue.key] for issue in table.issues),
                *(f"{standing.worth:.1f}" for standing in package.standings),
                ", ".join(package.picked_by),
            )
            for package in assessment.frontier
        ),
    )


def solutions_table(assessment: Assessment) -> Table:
    """The packages that solution concepts pick, with gain, share and demands per party."""
    names = {party.key: party.name for party in assessment.table.parties}
    return Table(
        caption="What each standard of fairness picks; gain is worth above the walk-away, share is "
        "gain over the largest the party could gain inside the zone",
        columns=("standard", "party", "worth", "gain", "share", "demands met", "demands missed"),
        rows=tuple(
            (
                ", ".join(package.picked_by),
                names[standing.party],
                f"{standing.worth:.1f}",
                f"{standing.gain:.1f}",
                f"{standing.share:.2f}",
                ", ".join(standing.demands_met),
                ", ".join(f"{key} ({want})" for key, want in standing.demands_missed.items()),
            )
            for package in picked(assessment)
            for standing in package.standings
        ),
    )


def picked(assessment: Assessment) -> tuple[Package, ...]:
    """The packages of the frontier that some solution concept picks."""
    return tuple(package for package in assessment.frontier if package.picked_by)


def moves_table(assessment: Assessment) -> Table:
    """What must give way before there is a zone."""
    names = {party.key: party.name for party in assessment.table.parties}
    return Table(
        caption="The smallest set of walk-aways and red lines that must move",
        columns=("party", "what", "where", "by"),
        rows=tuple(
            (names[move.party], move.what, move.where, f"{move.by:.1f}" if move.by else "")
            for move in assessment.moves
        ),
    )


def survival_table(assessment: Assessment) -> Table:
    """Which packages pass at home with their coalitions whole: the picked ones, then how many."""
    told = [(one, survives(assessment.table, one).value) for one in assessment.frontier]
    counts = Counter(words for _, words in told)
    rows = [(", ".join(one.picked_by), words) for one, words in told if one.picked_by]
    rows += [(f"{count} of {len(told)} on the frontier", words) for words, count in counts.items()]
    return Table(
        caption="Which packages pass at home with their coalitions whole",
        columns=("package", "verdict"),
        rows=tuple(rows),
    )


def frontier_chart(assessment: Assessment) -> Chart:
    """Two parties: worth against worth; more: one axis a party. Walk-aways are dashed.

    Raises:
        Confidential: If the table was read with sealed fields.
    """
    assessment.table.refuse("a picture")
    inside = _plane(assessment) if len(assessment.table.parties) == 2 else _axes(assessment)
    caption = "Packages on the edge of the zone, the picked ones filled; dashed: walk-aways"
    svg = picture(caption, _TOP + _HEIGHT + 32, *inside, kind="settlement")
    return Chart(caption, svg, frontier_table(assessment))


def _across(worth: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * worth / 100


def _down(worth: float) -> float:
    return _TOP + _HEIGHT * (1 - worth / 100)


def _plane(assessment: Assessment) -> list[str]:
    first, second = assessment.table.parties
    marks = [
        line(_LEFT, _down(0), _RIGHT, _down(0), "axis"),
        line(_LEFT, _down(0), _LEFT, _down(100), "axis"),
        line(_across(first.walk_away.high), _down(0), _across(first.walk_away.high), _down(100),
             "walk-away dashed"),
        line(_LEFT, _down(second.walk_away.high), _RIGHT, _down(second.walk_away.high),
             "walk-away dashed"),
        label(f"{first.name}: worth", _RIGHT, _down(0) + 24, "axis-name", "end"),
        label(f"{second.name}: worth", _LEFT, _TOP - 4, "axis-name"),
    ]  # fmt: skip
    for package in sorted(assessment.frontier, key=lambda one: len(one.picked_by)):
        x, y = (standing.worth for standing in package.standings)
        kind = "package picked" if package.picked_by else "package"
        marks.append(dot(_across(x), _down(y), 5 if package.picked_by else 3, kind))
        if package.picked_by:
            marks.append(label(", ".join(package.picked_by), _across(x) + 1, _down(y), "name"))
    return marks


def _axes(assessment: Assessment) -> list[str]:
    parties = assessment.table.parties
    places = [_LEFT + (_RIGHT - _LEFT) * (at + 0.5) / len(parties) for at in range(len(parties))]
    marks = []
    for x, party in zip(places, parties, strict=True):
        marks += [
            line(x, _down(0), x, _down(100), "axis"),
            line(x - 2, _down(party.walk_away.high), x + 2, _down(party.walk_away.high),
                 "walk-away dashed"),
            label(party.name, x, _down(0) + 24, "axis-name", "middle"),
        ]  # fmt: skip
    for package in sorted(assessment.frontier, key=lambda one: len(one.picked_by)):
        worths = [standing.worth for standing in package.standings]
        kind = "package picked" if package.picked_by else "package"
        marks += [
            line(places[at], _down(worths[at]), places[at + 1], _down(worths[at + 1]), kind)
            for at in range(len(parties) - 1)
        ]
    return marks
