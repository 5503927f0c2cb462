"""Forecasts of escalation on a panel, rolling and frozen, and what they were worth."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from detente.adapters.dyad_files import read_parquet, write_parquet
from detente.outlook.escalation_scores import EscalationScores, score
from detente.outlook.rolling import Forecasts, roll

Tell = Callable[[str], None]
Progress = Callable[[int, int], None]


_FEWER: Final = 200


@dataclass(frozen=True, slots=True)
class EscalationEvaluation:
    """What an evaluation of escalation gives.

    Attributes:
        vintage: Last year of data by table, as the panel says.
        predicted: Pair-years predicted.
        unscored: Pair-years predicted whose outcome is not known.
        scores: By split: rolling origin, rows with dated incidents, fit frozen.
    """

    vintage: Mapping[str, int]
    predicted: int
    unscored: int
    scores: Mapping[str, EscalationScores]


def evaluate_escalation(
    panel: Path,
    *,
    start: int,
    predictions: Path | None = None,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> EscalationEvaluation:
    """Predict every year from ``start`` on in rolling origin, and once with the fit frozen.

    Args:
        panel: A Parquet file as ``detente outlook panel`` writes.
        start: First year predicted.
        predictions: Where to write ``ccode1, ccode2, year, p1..p5, baseline1..baseline5``.
        progress: Told after each year.
        tell: Given a sentence before long work.

    Raises:
        InputError: If the panel cannot be used.
        MissingExtra: If pyarrow is not installed.
    """
    columns, notes = read_parquet(panel)
    if tell is not None:
        years = (
            len(np.unique(columns["year"][columns["year"] >= start])) if "year" in columns else 0
        )
        tell(f"{years} years, each with a fit of its own: about {_minutes(years)}")
    forecasts = roll(columns, start=start, progress=progress)
    if predictions is not None:
        write_parquet(predictions, prediction_columns(forecasts), {"first_year": str(start)})
    vintage = json.loads(notes.get("last_years", "{}"))
    unknown = int((forecasts.rung == 0).sum())
    return EscalationEvaluation(vintage, len(forecasts.rung), unknown, _scores(forecasts))


def _minutes(years: int) -> str:
    minutes = 1 + years // 12
    return "a minute" if minutes == 1 else f"{minutes} minutes"


def prediction_columns(forecasts: Forecasts) -> dict[str, Any]:
    """The columns that are written, one row a politically relevant pair and year."""
    columns: dict[str, Any] = {
        "ccode1": forecasts.ccode1.astype(np.int16),
        "ccode2": forecasts.ccode2.astype(np.int16),
        "year": forecasts.year.astype(np.int16),
    }
    for name, values in (("p", forecasts.model), ("baseline", forecasts.baseline)):
        columns |= {f"{name}{rung + 1}": values[:, rung] for rung in range(5)}
    return columns


def _scores(forecasts: Forecasts) -> dict[str, EscalationScores]:
    dated = forecasts.year >= _first_dated(forecasts)
    splits = {
        "rolling origin": score(forecasts),
        "rolling origin, years with dated incidents": score(
            forecasts, kept=dated, repetitions=_FEWER
        ),
        "fit frozen": score(forecasts, frozen=True, repetitions=_FEWER),
    }
    return {name: found for name, found in splits.items() if found is not None}


def _first_dated(forecasts: Forecasts) -> int:
    years = forecasts.year[forecasts.timed]
    return int(years.min()) if len(years) else 9999
