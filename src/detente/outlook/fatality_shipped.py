"""The fitted mixture and the forecasts that come with the package, in one file.

The file holds coefficients and predictive distributions, no counts of deaths.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.model.errors import ModelFileError
from detente.outlook.fatality_counts import Counts
from detente.outlook.fatality_growth import Growth
from detente.outlook.fatality_model import FatalityModel, Forecast
from detente.outlook.fatality_parts import Parts

FILE: Final = "fatalities.npz"
_FINE: Final = 65535


@dataclass(frozen=True, slots=True)
class ShippedFatalities:
    """What an outlook on deaths needs when no history is given.

    Attributes:
        model: The fitted mixture.
        forecast: For every country, from the last month the model was fitted to.
        codes: Alpha-3 of each country of the forecast, shape (countries,).
        benchmark: Conflictology told by quantiles and by probabilities of at least so many
            deaths, shape (countries, levels + thresholds).
        fared: Earlier forecasts by size, shape (groups, 8): threshold, lowest, highest, mean
            forecast, frequency, low, high, rows.
        fared_windows: First and last calendar year of those forecasts.
    """

    model: FatalityModel
    forecast: Forecast
    codes: NDArray[np.str_]
    benchmark: NDArray[np.float64]
    fared: NDArray[np.float64]
    fared_windows: tuple[int, int]


def save(path: Path, shipped: ShippedFatalities) -> None:
    """Write the file; distributions are rounded to 1 in 65,535."""
    model, told = shipped.model, shipped.forecast
    parts = model.parts
    np.savez_compressed(
        path,
        centre=parts.centre,
        scale=parts.scale,
        classes=parts.classes.astype(np.float32),
        growth_none=parts.growth.none,
        growth_ratios=parts.growth.ratios.astype(np.float32),
        counts_mean=parts.counts.mean,
        counts_shape=parts.counts.shape,
        counts_departures=parts.counts.departures.astype(np.float32),
        everywhere=parts.everywhere,
        weights=model.weights,
        model_countries=model.countries,
        last=np.array([model.last, model.rows, told.last]),
        countries=told.countries,
        leads=np.array(told.leads),
        cumulative=np.rint(told.cumulative * _FINE).astype(np.uint16),
        shares=told.weights.astype(np.float32),
        codes=shipped.codes,
        benchmark=shipped.benchmark,
        fared=shipped.fared,
        fared_windows=np.array(shipped.fared_windows),
    )


@cache
def shipped_fatalities() -> ShippedFatalities:
    """Read the file that comes with the package.

    Raises:
        ModelFileError: If it is missing or damaged.
    """
    try:
        with (files(__package__) / FILE).open("rb") as file, np.load(file) as found:
            return _read(dict(found.items()))
    except (OSError, ValueError, KeyError) as problem:
        raise ModelFileError(
            f"outlook/{FILE} is missing or damaged ({problem}); install Détente again"
        ) from problem


def _read(found: dict[str, Any]) -> ShippedFatalities:
    parts = Parts(
        centre=found["centre"],
        scale=found["scale"],
        classes=found["classes"].astype(np.float64),
        growth=Growth(found["growth_none"], found["growth_ratios"].astype(np.float64)),
        counts=Counts(
            found["counts_mean"],
            found["counts_shape"],
            found["counts_departures"].astype(np.float64),
        ),
        everywhere=found["everywhere"],
    )
    fitted, rows, last = (int(one) for one in found["last"])
    leads = tuple(int(one) for one in found["leads"])
    cumulative = found["cumulative"].astype(np.float64) / _FINE
    return ShippedFatalities(
        model=FatalityModel(parts, found["weights"], found["model_countries"], fitted, rows),
        forecast=Forecast(found["countries"], last, leads, cumulative, found["shares"]),
        codes=found["codes"],
        benchmark=found["benchmark"],
        fared=found["fared"],
        fared_windows=(int(found["fared_windows"][0]), int(found["fared_windows"][1])),
    )
