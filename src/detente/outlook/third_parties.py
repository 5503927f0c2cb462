"""Third parties: whose ally is at odds with whom, and who shares an enemy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.outlook.pairs import Pairs
from detente.outlook.rungs import RungTable

Floats = NDArray[np.float32]


def third_parties(
    pairs: Pairs, rungs: RungTable, allied: NDArray[np.bool_] | None
) -> dict[str, Floats]:
    """Ties through others in the year before.

    Args:
        pairs: The pairs and years.
        rungs: The rung of every pair and year.
        allied: Table (states, states, years) of defence pacts, None if not known.

    Returns:
        ``shared_enemies`` (states with which both stood above rung 1) and, where alliances are
        known, ``allies_at_odds`` (allies of one that stood above rung 1 with the other).
    """
    enemies = np.zeros(len(pairs.year), np.float32)
    odds = np.zeros(len(pairs.year), np.float32)
    edges = np.searchsorted(pairs.year, np.arange(pairs.years + 1))
    for year in range(1, pairs.years):
        rows = slice(edges[year], edges[year + 1])
        one, two = pairs.one[rows], pairs.two[rows]
        hostile = _both_ways(rungs.rung[:, :, year - 1] > 1)
        enemies[rows] = (hostile @ hostile)[one, two]
        if allied is not None:
            through = _both_ways(allied[:, :, year - 1]) @ hostile
            odds[rows] = through[one, two] + through[two, one]
    columns = {"shared_enemies": enemies}
    return columns if allied is None else {**columns, "allies_at_odds": odds}


def _both_ways(table: NDArray[np.bool_]) -> Floats:
    return (table | table.T).astype(np.float32)
