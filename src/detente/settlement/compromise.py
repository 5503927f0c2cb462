"""Position arithmetic: the salience-weighted compromise on one issue.

These models were tested mainly on law-making inside binding institutions; they give no
probabilities. In the comparison of models of decisions of the European Union this mean was the
hardest to beat.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def compromise(positions: ArrayLike, salience: ArrayLike, capability: ArrayLike) -> float:
    """Mean of the positions, each weighted by salience times capability.

    Args:
        positions: Where each actor stands on the issue; NaN for one without a position.
        salience: How much the issue matters to each, any common scale.
        capability: What each can bring to bear, any common scale.

    Raises:
        ValueError: If no actor with a position has weight.

    Source: Van den Bos (1991), Dutch EC Policy Making; Achen (2006), in Thomson, Stokman, Achen
    & König (eds), The European Union Decides, ch. 4.
    """
    places = np.asarray(positions, np.float64)
    weights = np.asarray(salience, np.float64) * np.asarray(capability, np.float64)
    known = np.isfinite(places) & np.isfinite(weights)
    total = float(weights[known].sum())
    if not total > 0:
        raise ValueError("no actor with a position has salience and capability")
    return float((weights[known] * places[known]).sum() / total)


def pull_of_salience(
    positions: ArrayLike, salience: ArrayLike, capability: ArrayLike
) -> NDArray[np.float64]:
    """How far the compromise moves per unit of each actor's salience (its derivative)."""
    places = np.asarray(positions, np.float64)
    power = np.asarray(capability, np.float64)
    middle = compromise(places, salience, power)
    total = float(np.nansum(np.asarray(salience, np.float64) * power))
    answer: NDArray[np.float64] = power * (places - middle) / total
    return answer
