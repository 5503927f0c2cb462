"""What keeping a pledge would move: arithmetic on present shares, and no forecast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from detente.codebook.balance import PledgeRow
from detente.model.balance import DefinitionTable, PledgeMove

BURDEN: Final = "milex-gdp"
MONEY: Final = "milex-world-share"
OWN_DEFINITION: Final = "core-defence"


def moves(
    tables: Sequence[DefinitionTable], pledges: Sequence[PledgeRow]
) -> tuple[PledgeMove, ...]:
    """For each pledge and member: gap, what closing it adds, and shares before and after.

    The alliance's own definition is taken where figures under it are given, else SIPRI's.
    """
    by_id = {table.indicator: table for table in tables}
    burden = burden_table(tables)
    if burden is None or MONEY not in by_id:
        return ()
    rates, money = burden.firm, by_id[MONEY].firm
    members = [name for name in rates if rates[name] > 0 and money.get(name, 0) > 0]
    return tuple(move for pledge in pledges for move in _of_pledge(pledge, members, rates, money))


def burden_table(tables: Sequence[DefinitionTable]) -> DefinitionTable | None:
    """The definition by which the distance to a pledge is told."""
    held = {table.indicator: table for table in tables if table.firm}
    return held.get(OWN_DEFINITION) or held.get(BURDEN)


def _of_pledge(
    pledge: PledgeRow, members: Sequence[str], rates: dict[str, float], money: dict[str, float]
) -> list[PledgeMove]:
    gaps = {name: max(pledge.core - rates[name], 0.0) for name in members}
    added = {name: money[name] * gaps[name] / rates[name] for name in members}
    now = sum(money[name] for name in members)
    then = now + sum(added.values())
    return [
        PledgeMove(
            pledge.id, name, rates[name], gaps[name], 100 * added[name] / now,
            100 * money[name] / now, 100 * (money[name] + added[name]) / then,
        )
        for name in members
    ]  # fmt: skip
