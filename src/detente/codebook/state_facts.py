"""State-level facts of today: democracy, capabilities, nuclear weapons, each with its year."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class StateFact:
    """One fact about one state.

    Attributes:
        code: Alpha-3 code.
        fact: "electoral democracy" (0 to 1), "share of world capabilities" (0 to 1) or "nuclear
            weapons" (1 where it holds any).
        value: The figure.
        year: The year it speaks of.
        source: Where it comes from.
        verified: How it is backed; a recalled fact enters no estimate.
    """

    code: str
    fact: str
    value: float
    year: int
    source: str
    verified: Verified


def facts_of(code: str) -> tuple[StateFact, ...]:
    """What is on file about one state, in the table's order."""
    return tuple(row for row in load_table("state_facts", StateFact) if row.code == code)


def holds_nuclear_weapons(code: str) -> bool:
    """Whether any row, recalled ones included, says that it holds nuclear weapons.

    Recalled rows count here because the answer only ever withholds a figure.
    """
    return any(row.fact == "nuclear weapons" and row.value > 0 for row in facts_of(code))
