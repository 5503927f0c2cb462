"""Rank correlation of burdens with benefits, with intervals, and how stable it is.

Source: Kendall 1938; Spearman 1904; percentile bootstrap after Efron 1979 (all from memory).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any, Final

import numpy as np
from scipy.stats import rankdata

from detente.model.balance import DefinitionTable, RankCorrelation

Values = np.ndarray[Any, np.dtype[np.float64]]

DRAWS: Final = 2000
FEWEST: Final = 5
"""Members below which no correlation is given."""


def correlations(tables: Sequence[DefinitionTable], *, seed: int) -> tuple[RankCorrelation, ...]:
    """Every burden against every benefit that vary over at least five members."""
    burdens = [table for table in tables if table.use == "burden"]
    benefits = [table for table in tables if table.use == "benefit"]
    found = (_correlation(one, other, seed) for one, other in product(burdens, benefits))
    return tuple(one for one in found if one is not None)


def _correlation(
    burden: DefinitionTable, benefit: DefinitionTable, seed: int
) -> RankCorrelation | None:
    """None where too few members have both, or one of the two does not vary.

    Recalled figures enter no computation.
    """
    first, second = _firm(burden), _firm(benefit)
    common = sorted(set(first) & set(second))
    x, y = (np.array([values[name] for name in common]) for values in (first, second))
    if len(common) < FEWEST or len(set(x)) == 1 or len(set(y)) == 1:
        return None
    drawn = np.random.default_rng(seed).integers(0, len(common), (DRAWS, len(common)))
    rho = [spearman(x[at], y[at]) for at in drawn]
    tau = [kendall(x[at], y[at]) for at in drawn]
    (low, high), (tau_low, tau_high) = (np.nanpercentile(part, [2.5, 97.5]) for part in (rho, tau))
    return RankCorrelation(
        burden.indicator, benefit.indicator, len(common), spearman(x, y), float(low), float(high),
        kendall(x, y), float(tau_low), float(tau_high),
    )  # fmt: skip


def _firm(table: DefinitionTable) -> dict[str, float]:
    return {one.member: one.value for one in table.figures if not one.recalled}


def spearman(x: Values, y: Values) -> float:
    """Correlation of ranks, ties shared; not a number where one of the two does not vary."""
    first, second = rankdata(x), rankdata(y)
    first, second = first - first.mean(), second - second.mean()
    size = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum() / size) if size else float("nan")


def kendall(x: Values, y: Values) -> float:
    """Kendall's tau-b; not a number where one of the two does not vary."""
    first, second = np.sign(x[:, None] - x), np.sign(y[:, None] - y)
    size = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum() / size) if size else float("nan")


def stability(found: Sequence[RankCorrelation]) -> str:
    """In words, how far the answer hangs on the definitions chosen."""
    if not found:
        return "no burden and benefit have figures for five members: no correlation is given"
    positive = sum(one.spearman_low > 0 for one in found)
    negative = sum(one.spearman_high < 0 for one in found)
    open_ = len(found) - positive - negative
    verdict = "depends on the definitions" if positive and negative else "does not change sign"
    return (
        f"over {len(found)} pairs of definitions the rank correlation is above 0 in {positive}, "
        f"below 0 in {negative} and cannot be told from 0 in {open_}: it {verdict}"
    )
