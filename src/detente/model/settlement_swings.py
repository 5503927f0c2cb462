"""What a solution would pick if one weight stood at the other end of its range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.model.settlement import BargainingTable


@dataclass(frozen=True, slots=True)
class Swing:
    """One weight at both ends.

    Attributes:
        party: Whose weight.
        issue: On which issue.
        low: Least weight, on the party's own scale.
        high: Largest weight.
        at_low: Change of worth by party, if the weight is least; worth as read at the middle.
        at_high: Change of worth by party, if the weight is largest.
    """

    party: str
    issue: str
    low: float
    high: float
    at_low: Mapping[str, float]
    at_high: Mapping[str, float]

    @property
    def reach(self) -> float:
        """Largest change of anybody's worth."""
        return max(abs(one) for end in (self.at_low, self.at_high) for one in end.values())


@dataclass(frozen=True, slots=True)
class Swings:
    """A tornado of weights.

    Attributes:
        table: The table.
        concept: The solution concept.
        swings: Largest reach first.
    """

    table: BargainingTable
    concept: str
    swings: tuple[Swing, ...]

    def __repr__(self) -> str:
        """Name the table and never its numbers, so that no log holds a confidence."""
        return f"<Swings of {self.table!r}>"
