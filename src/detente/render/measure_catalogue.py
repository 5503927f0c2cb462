"""The catalogue of measures as tables and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from detente.codebook.loader import Verified
from detente.codebook.measures import AssociationRow, StudyRow
from detente.measures.catalogue import GROUPS, Dossier
from detente.model.evidence import Direction
from detente.model.serialise import to_plain
from detente.render.tables import Table

RECALLED = "*"
"""Stands behind whatever rests on a row that was only recalled."""

SAID = {
    Direction.LOWER: "associated with lower risk",
    Direction.HIGHER: "associated with higher risk",
    Direction.NONE: "no association found",
    Direction.DEPENDS: "depends on circumstances",
    Direction.NOT_STATED: "no direction stated",
}
"""What a direction reads like; nothing here says that a measure lowers anything."""


def mark(verified: Verified) -> str:
    """The mark of a row that was only recalled."""
    return RECALLED if verified is Verified.RECALLED else ""


def group_tables(found: Sequence[Dossier]) -> tuple[Table, ...]:
    """One table a group; measures of different groups never stand in one list."""
    return tuple(
        Table(
            caption=f"{group[0].upper()}{group[1:]} (in alphabetical order, no ranking)",
            columns=("measure", "name", "what is known", "in the files at hand"),
            rows=tuple(
                (one.measure.id, one.measure.name, summary(one), one.measure.data)
                for one in found
                if one.group == group
            ),
        )
        for group in GROUPS
        if any(one.group == group for one in found)
    )


def summary(one: Dossier) -> str:
    """What is known of a measure in one clause, contradictions included."""
    parts = [_own(one.associations)] if one.associations else []
    told = [row for row in one.studies if row.direction is not Direction.NOT_STATED]
    counts = {said: sum(row.direction is way for row in told) for way, said in SAID.items()}
    listed = ", ".join(f"{count} {said}" for said, count in counts.items() if count)
    if listed:
        parts.append(f"studies{RECALLED}: {listed}")
    return "; ".join(parts) or "nothing estimated"


def _own(rows: Sequence[AssociationRow]) -> str:
    """How many of our own intervals lie below, above or across 1, for each thing looked at."""
    words = {Direction.LOWER: "below 1", Direction.HIGHER: "above 1", Direction.NONE: "across 1"}
    told = []
    for outcome in dict.fromkeys(row.outcome for row in rows):
        ways = [row.direction for row in rows if row.outcome == outcome]
        listed = ", ".join(
            f"{ways.count(way)} {word}" for way, word in words.items() if way in ways
        )
        told.append(f"{outcome} ({listed})")
    return f"own odds ratios of {rows[0].term}: {'; '.join(told)}"


def association_lines(rows: Sequence[AssociationRow]) -> tuple[str, ...]:
    """Our own regressions as short lines, one a specification."""
    heads = tuple(
        f"{row.specification}, {row.outcome}: {row.ratio:.2f} ({row.low:.2f} to {row.high:.2f}), "
        f"{row.events:,} in {row.rows:,} rows: {reading(row)}"
        for row in rows
    )
    return (f"{rows[0].term}; one step is {rows[0].step}", *heads) if rows else ()


def study_lines(rows: Iterable[StudyRow]) -> tuple[str, ...]:
    """Studies as short lines; a star marks what was only recalled."""
    return tuple(
        f"{row.study}{mark(row.verified)}: {row.finding} "
        f"({', '.join(part for part in (SAID[row.direction], row.strength, row.directness, row.years, row.n) if part)})"
        for row in rows
    )


def effect_lines(one: Dossier) -> tuple[str, ...]:
    """What the simulation takes a measure to move, as short lines."""
    return tuple(
        f"{row.parameter}: {row.low:g} to {row.high:g}, best {row.best:g} "
        f"({row.basis}, {row.strength}: {row.source}){mark(row.verified)}"
        for row in one.effects
    )


def study_table(rows: Iterable[StudyRow]) -> Table:
    """Studies, one row each; a star marks what was only recalled."""
    return Table(
        caption=f"Studies ({RECALLED} recalled, not read here)",
        columns=("study", "years", "n", "finding", "direction", "strength", "directness", "basis"),
        rows=tuple(
            (row.study + mark(row.verified), row.years, row.n, row.finding, SAID[row.direction],
             row.strength, row.directness, row.basis)
            for row in rows
        ),
    )  # fmt: skip


def association_table(rows: Iterable[AssociationRow]) -> Table:
    """Our own regressions, one row a specification."""
    return Table(
        caption="Own estimates: adjusted associations, not effects (odds ratio, 95 % interval)",
        columns=("what was varied", "step", "outcome", "specification", "ratio", "interval",
                 "rows", "with outcome", "reading"),
        rows=tuple(
            (row.term, row.step, row.outcome, row.specification, f"{row.ratio:.2f}",
             f"{row.low:.2f} to {row.high:.2f}", f"{row.rows:,}", f"{row.events:,}", reading(row))
            for row in rows
        ),
    )  # fmt: skip


def reading(row: AssociationRow) -> str:
    """What one row says, in words; a ratio is of the outcome, which may be a good thing."""
    said = {
        Direction.LOWER: "associated with less of it",
        Direction.HIGHER: "associated with more of it",
        Direction.NONE: "no detectable association",
    }[row.direction]
    return f"{said}; {row.note}" if row.note else said


def effect_table(one: Dossier) -> Table:
    """What the simulation takes a measure to move."""
    return Table(
        caption="What the crisis simulation takes it to move (factors; drawn from low to high)",
        columns=("parameter", "low", "best", "high", "basis", "strength", "source"),
        rows=tuple(
            (row.parameter, f"{row.low:g}", f"{row.best:g}", f"{row.high:g}", row.basis,
             row.strength, row.source + mark(row.verified))
            for row in one.effects
        ),
    )  # fmt: skip


def words(one: Dossier) -> str:
    """A measure's mechanism, costs and ways to fail."""
    row = one.measure
    lines = [
        f"{row.name} ({row.id}, {row.kind})",
        f"How it is thought to work: {row.mechanism}",
        f"Costs: {row.costs}",
        f"Known to fail: {'; '.join(row.fails)}.",
        f"What is known: {one.group}.",
    ]
    if not one.associations:
        lines.append(f"Nothing is estimated for it here: {row.data}.")
    if one.contradicting:
        lines.append("The findings differ from each other; all are listed.")
    return "\n".join(lines)


def record(one: Dossier) -> dict[str, Any]:
    """A measure as one JSON object."""
    plain: dict[str, Any] = to_plain(one)
    plain["contradicting"] = one.contradicting
    return plain


def catalogue_records(found: Iterable[Dossier]) -> list[dict[str, Any]]:
    """One flat record a measure."""
    return [
        {
            "group": one.group,
            **to_plain(one.measure),
            "known": summary(one),
            "contradicting": one.contradicting,
        }
        for one in found
    ]


def evidence_records(one: Dossier) -> list[dict[str, Any]]:
    """One flat record a study or own estimate of a measure."""
    own = [
        {
            "kind": "own estimate",
            **to_plain(row),
            "direction": row.direction.value,
            "basis": "own estimate",
            "strength": "adjusted association",
        }
        for row in one.associations
    ]
    return [*own, *({"kind": "study", **to_plain(row)} for row in one.studies)]
