"""Rows of the table of ceilings on what may be declared."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A limit on the sum of one category over a list.

    Attributes:
        instrument: Id of the instrument.
        category: Key under which items count.
        ceiling: Largest sum allowed.
        title: What is counted.
        note: Rule of counting.
        source: Where the row comes from.
        verified: How it is backed.
    """

    instrument: str
    category: str
    ceiling: int
    title: str
    note: str
    source: str
    verified: Verified


def ceilings_of(instrument: str) -> dict[str, int]:
    """Ceilings of an instrument by category; empty if it has none."""
    rows = load_table("channel_ceilings", Ceiling)
    return {row.category: row.ceiling for row in rows if row.instrument == instrument}
