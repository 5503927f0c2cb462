"""Negative binomial forecast, pooled over countries, each with a departure of its own.

The log mean follows the country's recent deaths and the months ahead; a country's departure from
that is drawn towards zero by a ridge penalty (partial pooling), so that a short history says
little. The dispersion follows the recent past as well.

Source: Cameron & Trivedi (2013), Regression Analysis of Count Data, 2nd ed., ch. 3 (NB2);
partial pooling: Gelman & Hill (2007), Data Analysis Using Regression and Multilevel Models, ch.
12.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betainc, digamma, gammaln

from detente.outlook.fatality_grid import GRID

Values = NDArray[np.float64]
Places = NDArray[np.intp]

_SHAPE_COLUMNS: Final = (0, 4, 5, 6, 7, 13)
_LARGEST: Final = 20_000.0
_LOG_MEANS: Final = (-18.0, 11.0)
_LOG_SIZES: Final = (-14.0, 5.0)
_RIDGE: Final = 1e-5
_RIDGE_COUNTRY: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Counts:
    """A fitted negative binomial.

    Attributes:
        mean: Coefficients of the log mean, shape (columns,).
        shape: Coefficients of the log of the size parameter, for some of the columns.
        departures: Of each country, on the log scale, shape (countries,).
    """

    mean: Values
    shape: Values
    departures: Values


def fit_counts(
    design: Values,
    outcomes: Values,
    weights: Values,
    country: Places,
    *,
    countries: int,
    start: Counts | None = None,
    steps: int = 120,
) -> Counts:
    """Fit by penalised maximum likelihood.

    Args:
        design: Shape (rows, columns), the first column constant.
        outcomes: Deaths that came, shape (rows,); above 20,000 they count as that many.
        weights: How often each row counts, shape (rows,).
        country: Number of the country of each row.
        countries: How many there are.
        start: A fit to start from.
        steps: Most steps of the search (L-BFGS).
    """
    seen = np.minimum(outcomes, _LARGEST)
    share = weights / weights.sum()
    columns, shaping = design.shape[1], design[:, _SHAPE_COLUMNS]
    ends = columns, columns + shaping.shape[1]

    def loss(flat: Values) -> tuple[float, Values]:
        mean, shape, departures = np.split(flat, ends)
        log_mean = np.clip(design @ mean + departures[country], *_LOG_MEANS)
        log_size = np.clip(shaping @ shape, *_LOG_SIZES)
        likely, by_mean, by_size = _likelihood(seen, log_mean, log_size)
        penalties = _RIDGE * np.ones(len(flat))
        penalties[ends[1] :] = _RIDGE_COUNTRY
        by_country = np.bincount(country, share * by_mean, countries)
        pull = [design.T @ (share * by_mean), shaping.T @ (share * by_size), by_country]
        total = -(share * likely).sum() + (penalties * flat**2).sum()
        return float(total), 2 * penalties * flat - np.concatenate(pull)

    first = np.zeros(ends[1] + countries)
    if start is not None:
        first = np.concatenate([start.mean, start.shape, start.departures])
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    return Counts(*np.split(found.x, ends))


def counted(counts: Counts, design: Values, country: Places) -> Values:
    """Cumulative shares on the grid, shape (rows, grid)."""
    log_mean = np.clip(design @ counts.mean + counts.departures[country], *_LOG_MEANS)
    size = np.exp(np.clip(design[:, _SHAPE_COLUMNS] @ counts.shape, *_LOG_SIZES))
    stay = size / (size + np.exp(log_mean))
    shares: Values = betainc(size[:, None], GRID[None, :] + 1, stay[:, None])
    shares[:, -1] = 1
    return shares


def _likelihood(seen: Values, log_mean: Values, log_size: Values) -> tuple[Values, Values, Values]:
    """Log likelihood, and its slopes by log mean and log size."""
    mean, size = np.exp(log_mean), np.exp(log_size)
    log_both = np.log(size + mean)
    likely = gammaln(seen + size) - gammaln(size) + size * (log_size - log_both)
    likely = likely + seen * (log_mean - log_both)
    by_mean = (seen - mean) * size / (size + mean)
    by_size = digamma(seen + size) - digamma(size) + log_size - log_both + 1
    by_size = (by_size - (seen + size) / (size + mean)) * size
    return likely, by_mean * _inside(log_mean, _LOG_MEANS), by_size * _inside(log_size, _LOG_SIZES)


def _inside(values: Values, limits: tuple[float, float]) -> NDArray[np.bool_]:
    """Where a clipped value still moves with its coefficients."""
    return (values > limits[0]) & (values < limits[1])
