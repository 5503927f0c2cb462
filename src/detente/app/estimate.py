"""From a user's file on a measure to associations with their warnings."""

from __future__ import annotations

from pathlib import Path

from detente.adapters.measure_file import read_measure_file
from detente.measures.catalogue import dossier
from detente.measures.estimating import SEVERAL, WARNINGS, from_acts, from_pair_years
from detente.model.estimate import Estimate

SCHEMA = "detente-estimate/1"


def estimate(measure: str, path: Path) -> Estimate:
    """Fit the model that stands behind our own figures on a user's own data.

    Args:
        measure: Id of a measure of the catalogue.
        path: A CSV of daily acts or of pair-years.

    Raises:
        InputError: If the measure is not known, or the file cannot be used.
    """
    dossier(measure)
    held = read_measure_file(path)
    warnings: tuple[str, ...] = WARNINGS
    if held.acts:
        watched = max(act.day for act in held.acts)
        found = from_acts(held.acts, watched=watched, controls=held.controls)
        design, warnings = "daily acts", (*WARNINGS, SEVERAL)
    else:
        found = from_pair_years(held.years, controls=held.controls)
        design = "pair-years"
    return Estimate(measure, design, str(path), found, warnings, held.set_aside)
