"""The benchmarks of the VIEWS prediction challenge, made anew from any history.

Each gives draws for every country and for as many months as are asked; none of them knows how far
ahead a month lies, so that all months of a window have the same distribution.

Source: Hegre et al. (2025), The 2023/24 VIEWS prediction challenge: predicting the number of
fatalities in armed conflict, with uncertainty, J. Peace Res. 62; their files of draws, against
which the definitions here were checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.outlook.country_months import CountryMonths

Draws = NDArray[np.int64]
Benchmark = Callable[[CountryMonths, NDArray[np.int64], int, int], Draws]
"""History, countries, number of draws and seed to draws of shape (countries, draws)."""

_YEAR: Final = 12
_TWENTY_YEARS: Final = 240


def zero(
    history: CountryMonths,  # noqa: ARG001
    countries: NDArray[np.int64],
    draws: int,
    seed: int,  # noqa: ARG001
) -> Draws:
    """No deaths anywhere (``bm_zero``)."""
    return np.zeros((len(countries), draws), np.int64)


def last_historical_poisson(
    history: CountryMonths, countries: NDArray[np.int64], draws: int, seed: int
) -> Draws:
    """Poisson draws around the last month of the history (``bm_last_historical_poisson``)."""
    last = np.nan_to_num(_rows(history, countries)[:, -1])
    rng = np.random.default_rng(seed)
    answer: Draws = rng.poisson(last[:, None], size=(len(countries), draws)).astype(np.int64)
    return answer


def conflictology(
    history: CountryMonths, countries: NDArray[np.int64], draws: int, seed: int
) -> Draws:
    """The country's own last twelve months, drawn again (``bm_conflictology``).

    The published file holds the twelve months as twelve draws; here they are repeated as evenly
    as the number of draws allows, so that nothing is lost to chance.
    """
    rows = _rows(history, countries)[:, -_YEAR:]
    rng = np.random.default_rng(seed)
    return np.stack([_evenly(row[np.isfinite(row)], draws, rng) for row in rows])


def bootstrap(history: CountryMonths, countries: NDArray[np.int64], draws: int, seed: int) -> Draws:
    """Months of all countries of the last twenty years, drawn at random (``bm_boot_240``)."""
    recent = history.deaths[:, -_TWENTY_YEARS:]
    pool = recent[np.isfinite(recent)]
    rng = np.random.default_rng(seed)
    answer: Draws = rng.choice(pool, size=(len(countries), draws)).astype(np.int64)
    return answer


BENCHMARKS: Final[Mapping[str, Benchmark]] = MappingProxyType(
    {
        "zero": zero,
        "last historical Poisson": last_historical_poisson,
        "conflictology": conflictology,
        "bootstrap": bootstrap,
    }
)
"""Every benchmark under the name it has in the challenge."""


def _rows(history: CountryMonths, countries: NDArray[np.int64]) -> NDArray[np.float64]:
    at = np.searchsorted(history.countries, countries)
    known = np.minimum(at, len(history.countries) - 1)
    rows = history.deaths[known].copy()
    rows[history.countries[known] != countries] = np.nan
    return rows


def _evenly(months: NDArray[np.float64], draws: int, rng: np.random.Generator) -> NDArray[np.int64]:
    if not len(months):
        return np.zeros(draws, np.int64)
    whole, rest = divmod(draws, len(months))
    extra = rng.choice(months, size=rest, replace=False)
    return rng.permutation(np.concatenate([np.tile(months, whole), extra])).astype(np.int64)
