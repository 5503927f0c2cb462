"""From yearly steps to 3, 6, 12 and 24 months."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.outlook.stepping import Paths, Probabilities, advanced
from detente.outlook.timing import SHORT

Floats = NDArray[np.float64]

HORIZONS: Final = (*SHORT, 12, 24)
RUNGS: Final = (2, 3, 4, 5)


def reached(paths: Paths, model: Probabilities, exponents: Floats) -> Floats:
    """Probability of reaching a rung or a higher one within each horizon, per path.

    Twelve months are one step of the model. Twenty-four are two: the second is taken from every
    rung that the first can end on, so nothing is drawn. Three and six months are the twelve
    spread over the year as dated incidents are.

    Args:
        paths: Histories up to the as-of day.
        model: From inputs to the probabilities of rungs 1 to 5.
        exponents: As :func:`detente.outlook.timing.month_exponents` gives.

    Returns:
        Shape (rows, 4 rungs, 4 horizons).
    """
    first = model(paths.inputs)
    year = _at_least(first)
    answer = np.empty((len(first), 4, 4))
    answer[:, :, 2] = year
    answer[:, :, 3] = _two_years(paths, model, first)
    active = (paths.inputs["last_rung"] > 1).astype(int)
    stay = np.log1p(-np.minimum(year, 1 - 1e-12))
    for at in range(len(SHORT)):
        power = exponents[active][:, [0, 1, 2, 2], at]
        answer[:, :, at] = -np.expm1(power * stay)
    return answer


def _at_least(shares: Floats) -> Floats:
    """Probabilities of rungs 2, 3, 4 and 5 or higher."""
    answer: Floats = np.cumsum(shares[:, ::-1], axis=1)[:, ::-1][:, 1:]
    return answer


def _two_years(paths: Paths, model: Probabilities, first: Floats) -> Floats:
    rows = len(first)
    answer = _at_least(first)
    for rung in range(1, 6):
        after = advanced(paths, np.full(rows, rung))
        second = _at_least(model(after.inputs))
        below = np.asarray(RUNGS) > rung
        answer = answer + below * first[:, [rung - 1]] * second
    return answer
