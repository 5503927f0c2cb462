"""Fits the mixture that forecasts deaths and writes the file that is shipped.

    python training/outlook/fatalities.py DATA                        # writes the shipped file
    python training/outlook/fatalities.py DATA --windows 2018 2021    # only measures, pooled

DATA is the folder with country_month_state_based_1989_2021.parquet and country_list.csv. Written
are coefficients and predictive distributions; counts of deaths are not. The same seed gives the
same file.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np

import detente.outlook
from detente.adapters.country_months import read_country_months
from detente.app.evaluate_fatalities import DRAWS, OURS, REFERENCE, _asked, _outcomes
from detente.app.outlook_fatalities import _codes, summary_of_draws
from detente.codebook.confidence import estimative_words
from detente.model.fatalities import THRESHOLDS
from detente.outlook.country_months import (
    CountryMonths,
    country_months,
    history_of_window,
    month_number,
    until,
)
from detente.outlook.fatality_benchmarks import BENCHMARKS, conflictology
from detente.outlook.fatality_grid import at_least, draws_of
from detente.outlook.fatality_model import LEADS, fit, forecast
from detente.outlook.fatality_scoring import SCORES, fared
from detente.outlook.fatality_shipped import FILE, ShippedFatalities, save
from detente.outlook.reliability import calibration, reliability_between

TABLE = "country_month_state_based_1989_2021.parquet"
SEED = 2026
FARED = (2012, 2021)
OTHER_NAMES = {"Marshall Is.": "MHL", "Congo, DRC": "COD", "Solomon Is.": "SLB"}


def codes(folder: Path) -> dict[int, str]:
    with (folder / "country_list.csv").open(encoding="utf-8") as file:
        return {
            int(row["country_id"]): OTHER_NAMES.get(row["name"]) or _codes()[row["name"].lower()]
            for row in csv.DictReader(file)
        }


def groups(table: CountryMonths, first: int, last: int) -> np.ndarray:
    """How often forecasts of each size came about, by the limits of the likelihood words."""
    limits = [0.01, *(row.low for row in estimative_words() if row.low > 0.01)]
    shares, outcomes, countries = [], [], []
    for window in range(first, last + 1):
        history = history_of_window(table, window)
        month, country = _asked(table, history, window)
        ids = np.unique(country)
        told = forecast(fit(history, seed=SEED), history, countries=ids, leads=range(3, 15))
        at = np.searchsorted(ids, country), month - month_number(window, 1)
        seen = _outcomes(table, month, country)
        known = np.isfinite(seen)
        shares.append(told.cumulative[at][known].astype(np.float32))
        outcomes.append(seen[known])
        countries.append(country[known])
        print(window, flush=True)
    cumulative, seen, names = map(np.concatenate, (shares, outcomes, countries))
    rows = []
    for threshold in THRESHOLDS:
        chance, came = at_least(cumulative, threshold), (seen >= threshold).astype(int)
        told = calibration(chance, came, names, seed=SEED)
        print(threshold, "slope", told.slope, "in the large", told.in_the_large)
        for point in reliability_between(chance, came, names, limits=limits, seed=SEED):
            f = point.frequency
            rows.append(
                [
                    threshold,
                    point.lowest,
                    point.highest,
                    point.forecast,
                    f.value,
                    f.low,
                    f.high,
                    point.rows,
                ]
            )
            print("  " + " ".join(f"{one:.3f}" for one in rows[-1]))
    return np.array(rows)


def ship(folder: Path, table: CountryMonths) -> None:
    history = until(table, table.last_known)
    model = fit(history, seed=SEED)
    named = codes(folder)
    ids = np.array(sorted(set(named) & set(history.countries[history.listed[:, -1]].tolist())))
    told = forecast(model, history, countries=ids, leads=LEADS)
    benchmark = np.stack(
        [summary_of_draws(row) for row in conflictology(history, ids, DRAWS, SEED)]
    )
    path = Path(detente.outlook.__file__).with_name(FILE)
    letters = np.array([named[int(one)] for one in ids])
    fared_rows = groups(table, *FARED)
    save(path, ShippedFatalities(model, told, letters, benchmark, fared_rows, FARED))
    print(f"{path.name}: {path.stat().st_size:,} bytes, {len(ids)} countries, {model.rows:,} rows")


def measure(table: CountryMonths, first: int, last: int) -> None:
    """Score windows together; intervals draw whole countries over all of them."""
    rows: dict[str, list[np.ndarray]] = {}
    outcomes, countries = [], []
    for window in range(first, last + 1):
        history = history_of_window(table, window)
        month, country = _asked(table, history, window)
        ids = np.unique(country)
        told = forecast(fit(history, seed=SEED), history, countries=ids, leads=range(3, 15))
        at = np.searchsorted(ids, country), month - month_number(window, 1)
        seen = _outcomes(table, month, country)
        known = np.isfinite(seen)
        rows.setdefault(OURS, []).append(draws_of(told.cumulative[at], DRAWS, seed=SEED)[known])
        for name, make in BENCHMARKS.items():
            rows.setdefault(name, []).append(make(history, ids, DRAWS, SEED)[at[0]][known])
        outcomes.append(seen[known])
        countries.append(country[known])
        print(window, flush=True)
    found = fared(
        {name: np.concatenate(parts) for name, parts in rows.items()},
        np.concatenate(outcomes),
        np.concatenate(countries),
        reference=REFERENCE,
        seed=SEED,
    )
    for one in found:
        print(f"{one.name:<24}", *(f"{key} {one.scores[key]}" for key in SCORES), one.coverage)
        print(f"{'  minus conflictology':<24}", *(f"{key} {one.against[key]}" for key in SCORES))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("data", type=Path)
    asked.add_argument("--windows", type=int, nargs=2, metavar=("FIRST", "LAST"))
    told = asked.parse_args()
    rows = read_country_months(told.data / TABLE)
    table = country_months(rows["month_id"], rows["country_id"], rows["deaths"])
    if told.windows:
        measure(table, *told.windows)
    else:
        ship(told.data, table)


if __name__ == "__main__":
    main()
