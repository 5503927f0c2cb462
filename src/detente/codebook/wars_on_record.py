"""Interstate wars on record: the only road to rung 5 besides corroborated battle deaths."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class WarOnRecord:
    """One interstate war.

    Attributes:
        war: Its name.
        side_a: Alpha-3 codes of one side.
        side_b: Alpha-3 codes of the other side.
        start: First day of war.
        end: Last day; None while it goes on.
        source: Where it is documented.
        verified: How the row is backed. A recalled war is mentioned and moves no rung.
    """

    war: str
    side_a: tuple[str, ...]
    side_b: tuple[str, ...]
    start: dt.date
    end: dt.date | None
    source: str
    verified: Verified

    def between(self, a: str, b: str) -> bool:
        """Whether the two fought on opposite sides."""
        return (a in self.side_a and b in self.side_b) or (b in self.side_a and a in self.side_b)

    def overlaps(self, first: dt.date, last: dt.date) -> bool:
        """Whether the war was fought on at least one of the days from first to last."""
        return self.start <= last and (self.end is None or self.end >= first)


def wars_on_record() -> tuple[WarOnRecord, ...]:
    """All wars of the shipped table."""
    return load_table("wars_on_record", WarOnRecord)
