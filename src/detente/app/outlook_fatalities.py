"""How many deaths to expect in a country, from what is shipped or from a history of one's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.adapters.country_months import read_country_months, write_draws
from detente.codebook.loader import load_table
from detente.codebook.states import StateRow, Status
from detente.model.errors import InputError
from detente.model.fatalities import (
    LEVELS,
    THRESHOLDS,
    FatalityOutlook,
    MonthOutlook,
    ThresholdFared,
)
from detente.outlook.country_months import CountryMonths, country_months, month_name, until
from detente.outlook.fatality_benchmarks import conflictology
from detente.outlook.fatality_grid import at_least, draws_of, quantiles_of
from detente.outlook.fatality_model import LEADS, Forecast, forecast
from detente.outlook.fatality_shipped import ShippedFatalities, shipped_fatalities
from detente.render.fatalities import csv_text, fan_chart, json_text, words

SOURCE: Final = "UCDP state-based deaths by country and month, as compiled by VIEWS"
DRAWS: Final = 1000


def fatalities_text(
    country: str,
    *,
    form: str | None = None,
    seed: int = 2026,
    history: Path | None = None,
    draws: Path | None = None,
    pictures: Path | None = None,
) -> str:
    """The outlook on deaths in one country, as words, JSON or CSV.

    Args:
        country: Alpha-3 or English name.
        form: ``json``, ``csv`` or None for words with a table.
        seed: Of the draws, if any are written.
        history: Parquet file of country-months to forecast from, instead of what is shipped.
        draws: Where to write 1,000 draws a month (Parquet).
        pictures: Folder in which to write the picture, ``fatalities-CODE.svg``.

    Raises:
        InputError: If the country is not known or has no data.
        ModelFileError: If the shipped file is missing or damaged.
    """
    told = outlook_fatalities(country, seed=seed, history=history, draws=draws)
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
        place = pictures / f"fatalities-{told.code}.svg"
        place.write_text(fan_chart(told).svg, encoding="utf-8")
    if form == "json":
        return json_text(told)
    return csv_text(told) if form == "csv" else words(told)


def outlook_fatalities(
    country: str, *, seed: int, history: Path | None = None, draws: Path | None = None
) -> FatalityOutlook:
    """The outlook on deaths in one country."""
    shipped = shipped_fatalities()
    code, name = _state(country)
    at = np.flatnonzero(shipped.codes == code)
    if not len(at):
        raise InputError(
            f"{name} is not among the {len(shipped.codes)} countries of the deaths data"
        )
    identifier = int(shipped.forecast.countries[at[0]])
    if history is None:
        told, benchmark = shipped.forecast, shipped.benchmark[at[0]]
    else:
        told, benchmark = _from_history(shipped, history, identifier, name, seed)
        at = np.array([0])
    if draws is not None:
        _write(draws, told, int(at[0]), identifier, seed)
    return FatalityOutlook(
        code=code,
        name=name,
        as_of=month_name(told.last),
        fitted=month_name(shipped.model.last),
        months=_months(told, int(at[0])),
        benchmark=_benchmark(benchmark),
        source=SOURCE if history is None else f"{SOURCE}; history from {history.name}",
        seed=seed,
        fared=tuple(_fared(row) for row in shipped.fared),
        fared_windows=shipped.fared_windows,
    )


def summary_of_draws(draws: NDArray[np.int64]) -> NDArray[np.float64]:
    """Quantiles at the told levels and shares at or above the told thresholds, of one row."""
    quantiles = np.quantile(draws, LEVELS, method="inverted_cdf")
    shares = [(draws >= threshold).mean() for threshold in THRESHOLDS]
    return np.concatenate([quantiles, shares])


def _from_history(
    shipped: ShippedFatalities, path: Path, identifier: int, name: str, seed: int
) -> tuple[Forecast, NDArray[np.float64]]:
    rows = read_country_months(path)
    table = country_months(rows["month_id"], rows["country_id"], rows["deaths"])
    known = until(table, table.last_known)
    only = np.array([identifier])
    if not _has_past(known, identifier):
        raise InputError(
            f"{path}: no deaths data for {name} (country_id {identifier}) in the year up to "
            f"{month_name(known.last)}"
        )
    told = forecast(shipped.model, known, countries=only, leads=LEADS)
    return told, summary_of_draws(conflictology(known, only, DRAWS, seed)[0])


def _has_past(known: CountryMonths, identifier: int) -> bool:
    own = known.deaths[known.countries == identifier, -12:]
    return bool(np.isfinite(own).any())


def _months(told: Forecast, at: int) -> tuple[MonthOutlook, ...]:
    return tuple(
        MonthOutlook(
            month=month_name(told.last + lead),
            lead=lead,
            quantiles=tuple(int(one) for one in quantiles_of(shares, LEVELS)),
            at_least=tuple(float(at_least(shares, threshold)) for threshold in THRESHOLDS),
        )
        for lead, shares in zip(told.leads, told.cumulative[at], strict=True)
    )


def _benchmark(summary: NDArray[np.float64]) -> MonthOutlook:
    levels = len(LEVELS)
    return MonthOutlook(
        month="",
        lead=0,
        quantiles=tuple(int(one) for one in summary[:levels]),
        at_least=tuple(float(one) for one in summary[levels:]),
    )


def _fared(row: NDArray[np.float64]) -> ThresholdFared:
    lowest, highest, mean, frequency, low, high = (float(one) for one in row[1:7])
    return ThresholdFared(int(row[0]), lowest, highest, mean, frequency, low, high, int(row[7]))


def _write(path: Path, told: Forecast, at: int, identifier: int, seed: int) -> None:
    drawn = draws_of(told.cumulative[at], DRAWS, seed=seed)
    months = told.last + np.array(told.leads)
    write_draws(path, months, np.full(len(months), identifier), drawn)


def _state(country: str) -> tuple[str, str]:
    code = _codes().get(country.strip().lower())
    if code is None:
        raise InputError(
            f"{country!r} is no country known here; give its three letters (ISO 3166) or its "
            "English name"
        )
    return code, next(row.name for row in _rows() if row.code == code)


@cache
def _rows() -> tuple[StateRow, ...]:
    return tuple(row for row in load_table("states", StateRow) if row.status != Status.FORMER)


@cache
def _codes() -> dict[str, str]:
    named = {
        name.lower(): row.code for row in reversed(_rows()) for name in (*row.aliases, row.name)
    }
    return named | {row.code.lower(): row.code for row in _rows()}
