"""The catalogue as it is shown: each measure with what is known, grouped by how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from detente.codebook.loader import Verified
from detente.codebook.measures import (
    AssociationRow,
    EffectRow,
    MeasureRow,
    StudyRow,
    effects,
    measures,
    own_associations,
    studies,
)
from detente.model.errors import InputError
from detente.model.evidence import Direction, Strength

ESTIMATED: Final = "estimated here: adjusted association"
STUDIED: Final = "not estimated here: studies that were only recalled"
JUDGED: Final = "not estimated here: judgement only"
GROUPS: Final = (ESTIMATED, STUDIED, JUDGED)
"""How surely something is known. Measures of one group stand in order of the alphabet."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """One measure and everything that is known of it.

    Attributes:
        measure: Its row of the catalogue.
        group: One of ``GROUPS``.
        studies: What others found, strongest kind of study first.
        associations: What our own regressions found, one row a specification.
        effects: What it is taken to move in the crisis simulation.
    """

    measure: MeasureRow
    group: str
    studies: tuple[StudyRow, ...]
    associations: tuple[AssociationRow, ...]
    effects: tuple[EffectRow, ...]

    @property
    def contradicting(self) -> bool:
        """Whether studies, or our own specifications for one outcome, point different ways."""
        told = {row.direction for row in self.studies} - {Direction.NOT_STATED}
        return len(told) > 1 or any(
            {Direction.LOWER, Direction.HIGHER}
            <= {row.direction for row in self.associations if row.outcome == outcome}
            for outcome in {row.outcome for row in self.associations}
        )


def dossier(name: str) -> Dossier:
    """What is known of one measure.

    Raises:
        InputError: If the catalogue has no such measure.
    """
    rows = {row.id: row for row in measures()}
    if name not in rows:
        raise InputError(f"no measure is called {name!r}; measures are {', '.join(rows)}")
    found, own = studies(name), own_associations(name)
    return Dossier(rows[name], _group(found, own), found, own, effects(name))


def catalogue() -> tuple[Dossier, ...]:
    """All measures, by group and then by name: never a ranking."""
    found = (dossier(row.id) for row in measures())
    return tuple(sorted(found, key=lambda one: (GROUPS.index(one.group), one.measure.name)))


def _group(found: Sequence[StudyRow], own: Sequence[AssociationRow]) -> str:
    if any(row.verified is not Verified.RECALLED for row in own):
        return ESTIMATED
    studied = any(
        row.strength is not Strength.JUDGEMENT and row.direction is not Direction.NOT_STATED
        for row in found
    )
    return STUDIED if studied else JUDGED
