"""Shares of rare things in groups, each drawn towards all groups together (Beta-binomial).

The common share and how far groups lie apart are integrated over a grid and not fixed, so the
interval of a small group is wide. Source: Gelman et al., Bayesian Data Analysis, section 5.3 (from
memory).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.special import betainc, betaln

Values = np.ndarray[Any, np.dtype[np.float64]]

_SHARES: Final = np.linspace(0.003, 0.6, 60)
_SIZES: Final = np.exp(np.linspace(np.log(1.0), np.log(400.0), 24))


@dataclass(frozen=True, slots=True)
class PooledShare:
    """A share with its interval.

    Attributes:
        group: Which group; "a new group" for one of which nothing is known.
        cases: Cases in the group.
        events: Of them with the event.
        low: 5 % point.
        best: Median.
        high: 95 % point.
    """

    group: str
    cases: int
    events: int
    low: float
    best: float
    high: float


def pooled_shares(counts: Mapping[str, tuple[int, int]]) -> tuple[PooledShare, ...]:
    """Shares of all groups, and of a new one.

    Args:
        counts: Group -> (cases, events).
    """
    share, size, weight = _grid(counts)
    groups = {**counts, "a new group": (0, 0)}
    return tuple(
        PooledShare(name, cases, events, *_quantiles(share, size, weight, cases, events))
        for name, (cases, events) in groups.items()
    )


def _grid(counts: Mapping[str, tuple[int, int]]) -> tuple[Values, Values, Values]:
    """Common share, its weight in cases, and how likely each pair of them is."""
    share, size = (part.ravel() for part in np.meshgrid(_SHARES, _SIZES))
    first, second = share * size, (1 - share) * size
    log = -1.5 * np.log(size)
    for cases, events in counts.values():
        log = log + betaln(first + events, second + cases - events) - betaln(first, second)
    weight = np.exp(log - log.max())
    return share, size, weight / weight.sum()


def _quantiles(
    share: Values, size: Values, weight: Values, cases: int, events: int
) -> tuple[float, float, float]:
    likely = weight > weight.max() * 1e-4
    share, size, weight = share[likely], size[likely], weight[likely]
    at = np.concatenate([np.linspace(0, 0.05, 101), np.linspace(0.05, 1, 191)[1:]])
    first, second = share * size + events, (1 - share) * size + cases - events
    below = weight @ betainc(first[:, None], second[:, None], at) / weight.sum()
    low, best, high = (float(np.interp(level, below, at)) for level in (0.05, 0.5, 0.95))
    return low, best, high
