"""The ways of forecasting deaths that are mixed, fitted to past cases and asked about new ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.outlook.fatality_classes import TOPS, class_of, spread_in_classes
from detente.outlook.fatality_counts import Counts, counted, fit_counts
from detente.outlook.fatality_features import features, with_lead
from detente.outlook.fatality_growth import Growth, fit_growth, grown, levels
from detente.outlook.fatality_memory import HALF_LIVES, memories, remembered
from detente.outlook.softmax import fit_softmax, softmax

Values = NDArray[np.float64]
Shares = NDArray[np.float32]
Places = NDArray[np.intp]

PARTS: Final = (
    *(f"own months, half-life {half:g}" for half in HALF_LIVES),
    "own last twelve months",
    "pooled classes",
    "pooled growth",
    "negative binomial",
    "all countries",
    "no deaths",
)
"""Names of the parts, in order."""

_RIDGE: Final = 1e-5
_AGAIN: Final = 60


@dataclass(frozen=True, slots=True)
class Past:
    """Every history as figures, at the end of every month, by country and month.

    Attributes:
        deaths: Shape (countries, months).
        features: Shape (countries, months, features).
        memories: Per memory, shape (countries, months, grid).
        place: Class of the level, shape (countries, months).
        base: The level, shape (countries, months).
    """

    deaths: Values
    features: Values
    memories: tuple[Shares, ...]
    place: Places
    base: Values


@dataclass(frozen=True, slots=True)
class Cases:
    """Forecasts to make, or made: where from, and how far ahead; each of shape (rows,)."""

    country: Places
    month: Places
    lead: Places

    def __len__(self) -> int:
        return len(self.country)

    def where(self, chosen: NDArray[np.bool_]) -> Cases:
        """The chosen ones."""
        return Cases(self.country[chosen], self.month[chosen], self.lead[chosen])


@dataclass(frozen=True, slots=True)
class Parts:
    """What was learned from all countries.

    Attributes:
        centre: Mean of each feature, shape (features,).
        scale: Spread of each feature.
        classes: Coefficients of the pooled classes.
        growth: Pooled growth.
        counts: Negative binomial.
        everywhere: Share of each class over all countries and months.
    """

    centre: Values
    scale: Values
    classes: Values
    growth: Growth
    counts: Counts
    everywhere: Values


def past_of(deaths: Values) -> Past:
    """Work out what every forecast rests on."""
    place, base = levels(deaths)
    return Past(deaths, features(deaths), memories(deaths), place, base)


def fit_parts(
    past: Past, cases: Cases, outcomes: Values, times: Values, *, start: Parts | None = None
) -> Parts:
    """Fit everything that is learned from all countries.

    Args:
        past: The histories.
        cases: Forecasts whose outcome is known.
        outcomes: Deaths that came, shape (rows,).
        times: How often each row counts, shape (rows,).
        start: An earlier fit to start from, which saves most of the time.
    """
    raw = past.features[cases.country, cases.month]
    centre = np.average(raw, axis=0, weights=times) if start is None else start.centre
    scale = raw.std(axis=0) + 1e-6 if start is None else start.scale
    columns = _columns(raw, centre, scale, cases.lead)
    place = past.place[cases.country, cases.month]
    base = past.base[cases.country, cases.month]
    category = class_of(outcomes)
    return Parts(
        centre=centre,
        scale=scale,
        classes=fit_softmax(
            columns,
            category,
            times,
            categories=len(TOPS),
            ridge=_RIDGE,
            start=None if start is None else start.classes,
            steps=150 if start is None else _AGAIN,
        ),
        growth=fit_growth(place, cases.lead, base, outcomes, times),
        counts=fit_counts(
            columns,
            outcomes,
            times,
            cases.country,
            countries=len(past.deaths),
            start=None if start is None else start.counts,
            steps=120 if start is None else _AGAIN,
        ),
        everywhere=np.bincount(category, times, len(TOPS)) / times.sum(),
    )


def parts_of(parts: Parts, past: Past, cases: Cases) -> Shares:
    """Cumulative shares of every part, shape (rows, parts, grid)."""
    at = cases.country, cases.month
    columns = _columns(past.features[at], parts.centre, parts.scale, cases.lead)
    world = spread_in_classes(parts.everywhere)
    own = [
        remembered(memory[at], evenly=number == len(HALF_LIVES), otherwise=world)
        for number, memory in enumerate(past.memories)
    ]
    pooled = [
        spread_in_classes(softmax(columns @ parts.classes)),
        grown(parts.growth, past.place[at], cases.lead, past.base[at]),
        counted(parts.counts, columns, cases.country),
        np.broadcast_to(world, own[0].shape),
        np.ones_like(own[0]),
    ]
    return np.stack([*own, *pooled], axis=1).astype(np.float32)


def _columns(raw: Values, centre: Values, scale: Values, lead: Places) -> Values:
    figures = with_lead((raw - centre) / scale, lead)
    return np.concatenate([np.ones((len(raw), 1)), figures], axis=1)
