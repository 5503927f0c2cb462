"""Our forecast of deaths: a mixture of the country's own past and of what all countries teach.

Eleven parts (:mod:`detente.outlook.fatality_parts`) are mixed with weights that depend on the
history and on how far ahead a month lies (:mod:`detente.outlook.fatality_weights`). Everything is
fitted to forecasts that could have been made, and checked, before the history ends; the weights
see each part only on years that it was not fitted to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.model.errors import InputError
from detente.outlook.country_months import CountryMonths, month_name
from detente.outlook.fatality_parts import (
    PARTS,
    Cases,
    Parts,
    Past,
    fit_parts,
    parts_of,
    past_of,
)
from detente.outlook.fatality_weights import fit_weights, mixed
from detente.outlook.softmax import softmax

Values = NDArray[np.float64]
Shares = NDArray[np.float32]
Places = NDArray[np.intp]

LEADS: Final = tuple(range(1, 15))
"""Months ahead that can be asked for."""

_FITTED_LEADS: Final = (1, 3, 5, 8, 11, 14)
_FIRST_ORIGIN: Final = 23
_EVERY: Final = 4
_QUIET_KEPT: Final = 0.08
_FIVE_YEARS: Final = 5  # column of the mean of sixty months
_BLOCKS: Final = 3
_WEIGHING: Final = (1, 3, 5, 9, 10, 12, 14)


@dataclass(frozen=True, slots=True)
class FatalityModel:
    """A fitted mixture.

    Attributes:
        parts: What was learned from all countries.
        weights: Coefficients of the weights, shape (columns, parts).
        countries: Identifiers to which the negative binomial's departures belong.
        last: Last month of the history it was fitted to.
        rows: Number of past forecasts it was fitted to.
    """

    parts: Parts
    weights: Values
    countries: NDArray[np.int64]
    last: int
    rows: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """Predictive distributions.

    Attributes:
        countries: Identifiers, shape (countries,).
        last: Last month of the history.
        leads: Months ahead of it, shape (leads,).
        cumulative: Probability of at most that many deaths, shape (countries, leads, grid).
        weights: Weight of each part, shape (countries, leads, parts).
    """

    countries: NDArray[np.int64]
    last: int
    leads: tuple[int, ...]
    cumulative: Values
    weights: Values


def fit(history: CountryMonths, *, seed: int) -> FatalityModel:
    """Fit the mixture to a history, and to nothing after it.

    Args:
        history: Deaths up to the month from which forecasts are to be made.
        seed: Chooses which of the many quiet months are used; the rest is without chance.

    Raises:
        InputError: If there are fewer than four years of history, or no deaths in it.
    """
    deaths = history.deaths
    if deaths.shape[1] < 48 or not np.nansum(deaths) > 0:
        raise InputError(
            f"a history up to {month_name(history.last)} with {deaths.shape[1]} months is too "
            "short to learn from: four years with deaths in some country are needed"
        )
    past = past_of(deaths)
    cases, outcomes, times = _past_cases(past, np.random.default_rng(seed))
    parts = fit_parts(past, cases, outcomes, times)
    unseen = _by_blocks(past, cases, outcomes, times, parts)
    design = _weighing(past, parts, cases)
    weights = fit_weights(unseen, outcomes, design, times)
    return FatalityModel(parts, weights, history.countries, history.last, len(cases))


def forecast(
    model: FatalityModel,
    history: CountryMonths,
    *,
    countries: NDArray[np.int64] | None = None,
    leads: Sequence[int] = LEADS,
) -> Forecast:
    """Predictive distributions for the months after a history.

    Args:
        model: A fitted mixture; it may have been fitted to a shorter history.
        history: Deaths up to the month from which the forecast is made.
        countries: For which countries; one without any month in the history is forecast as one
            without a past.
        leads: Months ahead, each 1 to 14.

    Raises:
        InputError: If a lead is out of range.
    """
    if not set(leads) <= set(LEADS):
        raise InputError(f"months ahead run from 1 to {LEADS[-1]}, not {sorted(leads)}")
    ids = history.countries if countries is None else np.asarray(countries, np.int64)
    past = past_of(_rows(history, ids))
    number = np.repeat(np.arange(len(ids)), len(leads))
    month = np.full(len(number), past.deaths.shape[1] - 1)
    cases = Cases(number, month, np.tile(np.asarray(leads, np.intp), len(ids)))
    parts = _with_departures(model, ids)
    weights = softmax(_weighing(past, parts, cases) @ model.weights)
    told = mixed(parts_of(parts, past, cases), weights)
    shape = len(ids), len(leads)
    return Forecast(
        ids, history.last, tuple(leads), told.reshape(*shape, -1), weights.reshape(*shape, -1)
    )


def _past_cases(past: Past, rng: np.random.Generator) -> tuple[Cases, Values, Values]:
    """Forecasts that could have been made and checked; of the quiet ones only some, which count more."""
    deaths = past.deaths
    found = []
    for month in range(_FIRST_ORIGIN, deaths.shape[1] - 1, _EVERY):
        for lead in _FITTED_LEADS:
            if month + lead < deaths.shape[1]:
                both = np.isfinite(deaths[:, month]) & np.isfinite(deaths[:, month + lead])
                rows = np.flatnonzero(both)
                found.append((rows, np.full(len(rows), month), np.full(len(rows), lead)))
    cases = Cases(*(np.concatenate(column) for column in zip(*found, strict=True)))
    outcomes = deaths[cases.country, cases.month + cases.lead]
    calm = past.features[cases.country, cases.month, _FIVE_YEARS] == 0
    quiet = calm & (outcomes == 0)
    kept = ~quiet | (rng.random(len(cases)) < _QUIET_KEPT)
    times = np.where(quiet, 1 / _QUIET_KEPT, 1.0)
    return cases.where(kept), outcomes[kept], times[kept]


def _by_blocks(past: Past, cases: Cases, outcomes: Values, times: Values, start: Parts) -> Shares:
    """Every part on blocks of years that it was not fitted to."""
    limits = np.quantile(cases.month, np.arange(1, _BLOCKS) / _BLOCKS)
    block = np.searchsorted(limits, cases.month)
    told: Shares | None = None
    for number in range(_BLOCKS):
        out = block == number
        fitted = fit_parts(past, cases.where(~out), outcomes[~out], times[~out], start=start)
        shares = parts_of(fitted, past, cases.where(out))
        if told is None:
            told = np.empty((len(cases), *shares.shape[1:]), np.float32)
        told[out] = shares
    assert told is not None
    return told


def _weighing(past: Past, parts: Parts, cases: Cases) -> Values:
    """What the weights may depend on, shape (rows, columns)."""
    raw = past.features[cases.country, cases.month]
    figures = (raw - parts.centre) / parts.scale
    ahead = np.log(cases.lead)[:, None] - 1.5
    constant = np.ones((len(raw), 1))
    return np.concatenate([constant, figures[:, _WEIGHING], ahead, ahead * figures[:, [3]]], axis=1)


def _rows(history: CountryMonths, ids: NDArray[np.int64]) -> Values:
    place = {int(country): row for row, country in enumerate(history.countries)}
    told = np.full((len(ids), history.deaths.shape[1]), np.nan)
    for row, country in enumerate(ids):
        if int(country) in place:
            told[row] = history.deaths[place[int(country)]]
    return told


def _with_departures(model: FatalityModel, ids: NDArray[np.int64]) -> Parts:
    own = dict(zip(model.countries.tolist(), model.parts.counts.departures, strict=True))
    departures = np.array([own.get(int(country), 0.0) for country in ids])
    return replace(model.parts, counts=replace(model.parts.counts, departures=departures))


__all__ = ["LEADS", "PARTS", "FatalityModel", "Forecast", "fit", "forecast"]
