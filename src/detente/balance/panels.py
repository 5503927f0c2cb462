"""Figures of a group's members, one table a definition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from detente.codebook.balance import FigureRow, IndicatorRow, borders
from detente.codebook.loader import Verified, load_table
from detente.codebook.states import StateRow
from detente.model.balance import DefinitionTable, MemberFigure

BORDER: Final = "exposed-border"
_EXPOSURE: Final = {"land": 1.0, "water": 0.5}


def tables(
    members: Sequence[str],
    *,
    indicators: Iterable[IndicatorRow],
    figures: Iterable[FigureRow],
    against: Sequence[str] = (),
) -> tuple[DefinitionTable, ...]:
    """One table a definition; of several years of a member the last is taken.

    Args:
        members: Alpha-3 codes.
        indicators: Definitions, in the order in which they are shown.
        figures: Figures of any states.
        against: States whose borders count as exposed.
    """
    known = [*figures]
    held = {row.indicator for row in known if row.member in members}
    if BORDER not in held:
        known += exposed(members, against)
    return tuple(_table(row, members, known) for row in indicators)


def exposed(members: Sequence[str], against: Sequence[str]) -> list[FigureRow]:
    """How the members border on the other side, among states whose borders are on file."""
    known = {row.code for row in load_table("states", StateRow)}
    near = [borders(other) for other in against if other in known]
    return [
        FigureRow(
            BORDER, member, 0, max(_EXPOSURE.get(own.get(member, ""), 0.0) for own in near),
            "contiguity.csv", Verified.FILE,
        )
        for member in members
        if near and member in known
    ]  # fmt: skip


def _table(
    row: IndicatorRow, members: Sequence[str], figures: Sequence[FigureRow]
) -> DefinitionTable:
    last: dict[str, FigureRow] = {}
    for one in figures:
        if one.indicator == row.id and one.member in members:
            last[one.member] = max(one, last.get(one.member, one), key=lambda figure: figure.year)
    return DefinitionTable(
        indicator=row.id, panel=row.panel, name=row.name, definition=row.definition, unit=row.unit,
        use=row.use,
        figures=tuple(
            MemberFigure(one.member, one.year, one.value, one.source,
                         recalled=one.verified is Verified.RECALLED)
            for one in sorted(last.values(), key=lambda figure: figure.member)
        ),
        missing=tuple(sorted(set(members) - set(last))),
    )  # fmt: skip
