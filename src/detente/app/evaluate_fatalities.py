"""Forecasts of deaths for one window of the VIEWS challenge, ours and the benchmarks', scored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.adapters.country_months import read_country_months, write_draws
from detente.outlook.country_months import (
    CountryMonths,
    country_months,
    history_of_window,
    month_number,
)
from detente.outlook.fatality_benchmarks import BENCHMARKS
from detente.outlook.fatality_grid import draws_of
from detente.outlook.fatality_model import fit, forecast
from detente.outlook.fatality_scoring import Fared, fared

OURS: Final = "Détente"
REFERENCE: Final = "conflictology"
DRAWS: Final = 1000

_LEADS: Final = tuple(range(3, 15))


@dataclass(frozen=True, slots=True)
class FatalityEvaluation:
    """What an evaluation of one window gives.

    Attributes:
        window: Calendar year of the window.
        first: First month of the history.
        last: Last month of the history.
        fitted: Past forecasts that our model was fitted to, all of them inside the history.
        seed: Of everything left to chance.
        predicted: Country-months predicted.
        scored: How many of them have an outcome.
        happened: How many of those had deaths.
        countries: How many countries were scored.
        fared: Ours first, then every benchmark; empty where no outcome is known.
    """

    window: int
    first: int
    last: int
    fitted: int
    seed: int
    predicted: int
    scored: int
    happened: int
    countries: int
    fared: tuple[Fared, ...]


def evaluate_fatalities(
    path: Path,
    *,
    window: int,
    seed: int,
    predictions: Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> FatalityEvaluation:
    """Fit on what was known in October before the window, predict its twelve months, score.

    Args:
        path: Parquet file of country-months; whatever lies after the history is used for scoring
            only.
        window: Calendar year to predict.
        seed: Of everything left to chance.
        predictions: Where to write 1,000 draws a country and month.
        tell: Given a sentence before the long part.

    Raises:
        InputError: If the file cannot be used or does not hold the history of the window.
        MissingExtra: If pyarrow is not installed.
    """
    rows = read_country_months(path)
    table = country_months(rows["month_id"], rows["country_id"], rows["deaths"])
    history = history_of_window(table, window)
    if tell is not None:
        tell(
            f"learning from {history.deaths.shape[1]} months of {len(history.countries)} countries"
        )
    model = fit(history, seed=seed)
    month, country = _asked(table, history, window)
    ids = np.unique(country)
    told = forecast(model, history, countries=ids, leads=_LEADS)
    at = np.searchsorted(ids, country), month - month_number(window, 1)
    ours = draws_of(told.cumulative[at], DRAWS, seed=seed)
    if predictions is not None:
        write_draws(predictions, month, country, ours)
    draws = {OURS: ours, **_benchmarks(history, ids, at[0], seed)}
    outcome = _outcomes(table, month, country)
    known = np.isfinite(outcome)
    return FatalityEvaluation(
        window=window,
        first=history.first,
        last=history.last,
        fitted=model.rows,
        seed=seed,
        predicted=len(month),
        scored=int(known.sum()),
        happened=int((outcome[known] > 0).sum()),
        countries=len(np.unique(country[known])),
        fared=_scored(draws, outcome, country, seed),
    )


def _asked(
    table: CountryMonths, history: CountryMonths, window: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Months and countries to predict: those the file lists for the window, else all that exist."""
    start = month_number(window, 1)
    months = np.arange(start, start + len(_LEADS))
    inside = table.listed[:, start - table.first : start - table.first + len(_LEADS)]
    exists = inside.any(axis=1) if inside.any() else history.listed[:, -1]
    countries = table.countries[exists]
    return np.repeat(months, len(countries)), np.tile(countries, len(months))


def _benchmarks(
    history: CountryMonths, ids: NDArray[np.int64], row: NDArray[np.intp], seed: int
) -> Mapping[str, NDArray[np.int64]]:
    return {name: make(history, ids, DRAWS, seed)[row] for name, make in BENCHMARKS.items()}


def _outcomes(
    table: CountryMonths, month: NDArray[np.int64], country: NDArray[np.int64]
) -> NDArray[np.float64]:
    at = month - table.first
    inside = at < table.deaths.shape[1]
    row = np.searchsorted(table.countries, country)
    return np.where(inside, table.deaths[row, np.where(inside, at, 0)], np.nan)


def _scored(
    draws: Mapping[str, NDArray[np.int64]], outcome: NDArray[np.float64],
    country: NDArray[np.int64], seed: int,
) -> tuple[Fared, ...]:  # fmt: skip
    known = np.isfinite(outcome)
    if not known.any():
        return ()
    return fared(
        {name: told[known] for name, told in draws.items()},
        outcome[known],
        country[known],
        reference=REFERENCE,
        seed=seed,
    )


def record(done: FatalityEvaluation) -> dict[str, Any]:
    """The evaluation as plain values, for JSON."""
    return {
        "window": done.window,
        "history": [done.first, done.last],
        "fitted": done.fitted,
        "seed": done.seed,
        "predicted": done.predicted,
        "scored": done.scored,
        "happened": done.happened,
        "countries": done.countries,
        "forecasts": {
            one.name: {
                "scores": {key: [f.value, f.low, f.high] for key, f in one.scores.items()},
                f"minus {REFERENCE}": {
                    key: [f.value, f.low, f.high] for key, f in one.against.items()
                },
                "months with deaths": dict(one.events),
                "months without": dict(one.quiet),
                "CRPS above 100": one.above,
                "coverage of the 90 % interval": one.coverage,
                "share of CRPS in three countries": one.top_share,
                "those countries": list(one.top),
            }
            for one in done.fared
        },
    }
