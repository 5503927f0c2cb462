"""How forecasts of deaths fared in one window, side by side and with what a mean hides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.outlook.intervals import Figure, mean_with_interval
from detente.outlook.sample_scores import (
    covered,
    crps,
    ignorance,
    interval_scores,
    threshold_weighted_crps,
)

Values = NDArray[np.float64]

SCORES: Final = ("CRPS", "IGN", "MIS")
_LARGE: Final = 100.0
_TOP: Final = 3


@dataclass(frozen=True, slots=True)
class Fared:
    """How one forecast fared.

    Attributes:
        name: Of the forecast.
        scores: Mean of each of :data:`SCORES` with its interval over countries.
        against: Mean difference to the reference, below zero if better, by score.
        events: Mean of each score over months with deaths. Splitting by outcome favours bold
            forecasts, so these say where a score comes from and rank nobody.
        quiet: Mean of each score over months without.
        above: CRPS of what lies above a hundred deaths.
        coverage: Share of outcomes inside the 90 % interval.
        top_share: Share of all CRPS that three countries carry.
        top: Those countries.
    """

    name: str
    scores: Mapping[str, Figure]
    against: Mapping[str, Figure]
    events: Mapping[str, float]
    quiet: Mapping[str, float]
    above: float
    coverage: float
    top_share: float
    top: tuple[int, ...]


def rows_of_scores(draws: NDArray[np.int64], outcomes: Values) -> dict[str, Values]:
    """Each of :data:`SCORES` row by row."""
    return {
        "CRPS": crps(draws, outcomes),
        "IGN": ignorance(draws, outcomes),
        "MIS": interval_scores(draws, outcomes),
    }


def fared(
    draws: Mapping[str, NDArray[np.int64]],
    outcomes: Values,
    country: NDArray[np.int64],
    *,
    reference: str,
    seed: int,
) -> tuple[Fared, ...]:
    """Score forecasts of the same rows.

    Args:
        draws: Name of the forecast -> draws of shape (rows, draws).
        outcomes: Deaths that came, shape (rows,), all known.
        country: Country of each row, the clusters of the intervals.
        reference: Name of the forecast that the others are compared with.
        seed: Of the intervals.
    """
    rows = {name: rows_of_scores(told, outcomes) for name, told in draws.items()}
    happened = outcomes > 0
    return tuple(
        Fared(
            name=name,
            scores={key: _mean(rows[name][key], country, seed) for key in SCORES},
            against={
                key: _mean(rows[name][key] - rows[reference][key], country, seed) for key in SCORES
            },
            events={key: _plain_mean(rows[name][key][happened]) for key in SCORES},
            quiet={key: _plain_mean(rows[name][key][~happened]) for key in SCORES},
            above=_plain_mean(threshold_weighted_crps(told, outcomes, above=_LARGE)),
            coverage=_plain_mean(covered(told, outcomes)),
            top_share=_carried(rows[name]["CRPS"], country)[0],
            top=_carried(rows[name]["CRPS"], country)[1],
        )
        for name, told in draws.items()
    )


def _mean(values: Values, country: NDArray[np.int64], seed: int) -> Figure:
    return mean_with_interval(values, country, seed=seed)


def _plain_mean(values: Values) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _carried(values: Values, country: NDArray[np.int64]) -> tuple[float, tuple[int, ...]]:
    names, at = np.unique(country, return_inverse=True)
    sums = np.bincount(at, values)
    order = np.argsort(-sums, kind="stable")[:_TOP]
    share = float(sums[order].sum() / sums.sum()) if sums.sum() else float("nan")
    return share, tuple(int(one) for one in names[order])
