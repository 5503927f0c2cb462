"""How far an answer hangs on numbers that are known only as ranges or rankings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.model.settlement import BargainingTable


@dataclass(frozen=True, slots=True)
class PackageShare:
    """How often a package stands over all admissible numbers.

    Attributes:
        options: Issue key -> option.
        picked_by: Solution concepts that pick it at the middle of all ranges.
        acceptable: Share of draws in which no party is below its walk-away.
        stands: Share of draws in which it is acceptable and undominated.
        same: Concept -> share of draws in which it picks the package again.
    """

    options: Mapping[str, str]
    picked_by: tuple[str, ...]
    acceptable: float
    stands: float
    same: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Question:
    """One number that a party could be asked for.

    Attributes:
        party: Key of the party.
        about: What would be asked, in words.
        stands: By how much the chance to choose a package that stands would rise.
        names: By how much the chance to name the concept's package would rise.
        cut: Share of the doubt about the concept's package (entropy) that the answer takes away.
    """

    party: str
    about: str
    stands: float
    names: float
    cut: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """What holds over all admissible numbers.

    Attributes:
        table: The table.
        draws: How many tables were drawn.
        seed: On which chance hangs.
        concept: Solution concept whose package the questions are about.
        error: Largest standard error of a share, from the number of draws.
        packages: The packages looked at, those that stand most often first.
        questions: Most worth asking first.
        notes: What the reader must know.
    """

    table: BargainingTable
    draws: int
    seed: int
    concept: str
    error: float
    packages: tuple[PackageShare, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Name the table and never its numbers, so that no log holds a confidence."""
        return f"<Robustness of {self.table!r}: {self.draws} draws>"
