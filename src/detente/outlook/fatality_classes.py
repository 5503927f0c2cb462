"""Forecast from all countries together: how many deaths follow a history like this one.

A multinomial logit over fourteen classes of deaths, the eleven of the VIEWS score with the open
one split into four, so that the onset of a war where there was none has a probability too.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.outlook.fatality_grid import GRID

Values = NDArray[np.float64]

TOPS: Final = (0, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 6000, 15000, 400_000)
"""Largest number of deaths of each class."""

_LARGEST: Final = 60_000.0


def class_of(deaths: ArrayLike) -> NDArray[np.intp]:
    """Number of the class of each number of deaths."""
    return np.minimum(np.searchsorted(TOPS, np.asarray(deaths)), len(TOPS) - 1)


def spread_in_classes(shares: Values) -> Values:
    """Cumulative shares on the grid for shares of the classes.

    Inside a class numbers are equally likely on the log scale; the last class reaches to 60,000.

    Args:
        shares: Shape (rows, classes).

    Returns:
        Shape (rows, grid).
    """
    told: Values = shares @ _INSIDE
    return told


def _inside() -> Values:
    below = np.log(np.concatenate([[0], np.array(TOPS[:-1])]) + 1.0)
    top = np.log(np.minimum(TOPS, _LARGEST) + 1.0)
    reached = np.log(GRID + 1.0)[None, :] - below[:, None]
    shares: Values = np.clip(reached / np.maximum(top - below, 1e-9)[:, None], 0, 1)
    shares[0] = 1
    shares[:, -1] = 1
    return shares


_INSIDE: Final = _inside()
