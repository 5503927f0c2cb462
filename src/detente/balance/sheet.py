"""All parts of a balance together, with what must be read with them."""

from __future__ import annotations

from collections.abc import Sequence

from detente.balance import cohesion, panels, pledges, power, ranks
from detente.codebook.balance import FigureRow, IndicatorRow, PledgeRow
from detente.model.balance import BalanceSheet, DefinitionTable
from detente.model.reading import Reading


def balance(
    group: str,
    members: Sequence[str],
    *,
    against: Sequence[str],
    other: str = "",
    indicators: Sequence[IndicatorRow],
    figures: Sequence[FigureRow],
    promised: Sequence[PledgeRow] = (),
    ballots: Sequence[cohesion.Ballot] = (),
    reading: Reading | None = None,
    notes: Sequence[str] = (),
    seed: int = 0,
) -> BalanceSheet:
    """Lay out burdens, benefits, power, pledges and differences of a group of states.

    Args:
        group: What was asked for.
        members: Alpha-3 of the members.
        against: Alpha-3 of the other side's states; may be empty.
        other: The other side as it was asked for.
        indicators: Definitions, in the order in which they are shown.
        figures: Figures of any states.
        promised: Pledges that all members made.
        ballots: Votes cast.
        reading: Where stated positions come from.
        notes: What is to be said of the input.
        seed: On which the intervals hang.
    """
    own = tuple(sorted(set(members)))
    tables = panels.tables(own, indicators=indicators, figures=figures, against=against)
    found = ranks.correlations(tables, seed=seed)
    moves = pledges.moves(tables, promised)
    return BalanceSheet(
        group=group,
        members=own,
        against=tuple(against),
        other=other or ", ".join(against),
        tables=tables,
        correlations=found,
        power=power.power_balance(own, against, indicators=indicators, figures=figures),
        moves=moves,
        votes=cohesion.split_votes(ballots, own),
        pairs=cohesion.pair_agreement(ballots, own),
        differences=tuple(cohesion.stated_differences(reading, own)) if reading else (),
        notes=(*notes, *ranks.stability(found), *_notes(tables, against, moves=bool(moves))),
        seed=seed,
    )


def _notes(
    tables: Sequence[DefinitionTable], against: Sequence[str], *, moves: bool
) -> tuple[str, ...]:
    told = []
    burden = pledges.burden_table(tables)
    if moves and burden is not None and burden.indicator != pledges.OWN_DEFINITION:
        told.append(
            "the distance to a pledge is told by SIPRI's definition, while pledges are made in the "
            "alliance's own, under which no figures are at hand; the resilience line has none either"
        )
    if against:
        told += [power.PARITY, *power.parity_on_file()]
    years = {one.year for table in tables for one in table.figures if one.year}
    if len(years) > 1:
        told.append(f"figures are of {min(years)} to {max(years)}: each table says of which year")
    empty = [table.indicator for table in tables if not table.figures and table.use != "benefit"]
    if empty:
        told.append(
            f"without figures, so shipped empty: {', '.join(empty)}; fill in what "
            "'detente balance template PANEL' prints and give it by --figures"
        )
    return tuple(told)
