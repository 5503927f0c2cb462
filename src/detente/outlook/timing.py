"""How a year's risk spreads over its months, from dated incidents.

A pair that was quiet is as likely to reach a rung in one month of the year as in another; one in
the middle of a dispute reaches it early. With S the probability of staying below a rung for
twelve months, the probability of staying below it for m months is S to the power a(m); a(m) is
read from incidents, apart for quiet pairs and for those with an incident in the year before.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.outlook.rungs import PairIncidents

Floats = NDArray[np.float64]

SHORT: Final = (3, 6)
"""Horizons below a year, in months."""


def month_exponents(incidents: PairIncidents, *, first: int, last: int) -> Floats:
    """The exponents a(3) and a(6), for quiet pairs and for those in a dispute.

    Args:
        incidents: Dated incidents between pairs.
        first: First month with incidents, as year * 12 + month - 1.
        last: Last month with incidents.

    Returns:
        Shape (2, 3, 2): quiet or active; rungs 2, 3 and 4 (5 is too rare and takes 4's);
        horizons of 3 and 6 months.
    """
    pairs = np.minimum(incidents.one, incidents.two) * 1000 + np.maximum(
        incidents.one, incidents.two
    )
    names, place = np.unique(pairs, return_inverse=True)
    months = last - first + 1
    highest = np.ones((len(names), months), np.int8)
    for at, start, end, rung in zip(
        place, incidents.start, incidents.end, incidents.rung, strict=True
    ):
        span = highest[at, max(start - first, 0) : end - first + 1]
        np.maximum(span, rung, out=span)
    answer = np.zeros((2, 3, 2))
    for group in (0, 1):
        for row, rung in enumerate((2, 3, 4)):
            answer[group, row] = _exponents(highest, rung, active=bool(group))
    return answer


def _exponents(highest: NDArray[np.int8], rung: int, *, active: bool) -> Floats:
    """For every month as an origin: how many pairs reach the rung in 3, 6 and 12 months."""
    reached = np.zeros(3)
    rows = 0
    for origin in range(12, highest.shape[1] - 12):
        busy = (highest[:, origin - 12 : origin] > 1).any(axis=1)
        ahead = highest[busy == active, origin : origin + 12] >= rung
        rows += len(ahead)
        reached += [ahead[:, :months].any(axis=1).sum() for months in (3, 6, 12)]
    share = np.clip(reached / max(rows, 1), 1e-9, 1 - 1e-9)
    answer: Floats = np.log1p(-share[:2]) / np.log1p(-share[2])
    return answer
