"""Normal quantiles without loading a statistics library: start-up time counts in a command."""

from __future__ import annotations

from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

_STANDARD: Final = NormalDist()
_EDGE: Final = 1e-12


def normal_quantile(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """Quantiles of the standard normal distribution, any shape.

    Source: Wichura (1988), algorithm AS 241, as in Python's ``statistics``.
    """
    inside = np.clip(probability, _EDGE, 1 - _EDGE)
    found = [_STANDARD.inv_cdf(value) for value in inside.ravel().tolist()]
    return np.array(found, dtype=np.float64).reshape(probability.shape)
