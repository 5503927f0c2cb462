"""A settlement as tables."""

from __future__ import annotations

from collections import Counter

from detente.model.settlement import Assessment, Package
from detente.render.tables import Table
from detente.settlement.coalitions import survives
from detente.settlement.envy import envies


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


def envy_table(assessment: Assessment) -> Table:
    """Who would rather have whose share, under each package that a standard picks."""
    names = {party.key: party.name for party in assessment.table.parties}
    issues = {issue.key: issue.name for issue in assessment.table.issues}
    return Table(
        caption="Envy, for issues that divide something only: worth gained if the two shares "
        "changed hands",
        columns=("standard", "party", "would rather have the share of", "issue", "worth"),
        rows=tuple(
            (
                ", ".join(package.picked_by), names[one.party], names[one.other],
                issues[one.issue], f"{one.by:.1f}",
            )
            for package in picked(assessment)
            for one in envies(assessment.table, package)
        ),
    )  # fmt: skip


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
