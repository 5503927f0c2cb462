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
    first, second = burden.firm, benefit.firm
    common = sorted(set(first) & set(second))
    x, y = (np.array([values[name] for name in common]) for values in (first, second))
    if len(common) < FEWEST or len(set(x)) == 1 or len(set(y)) == 1:
        return None
    drawn = np.random.default_rng(seed).integers(0, len(common), (DRAWS, len(common)))
    (low, high), (tau_low, tau_high) = (
        np.nanpercentile(correlate(x[drawn], y[drawn]), [2.5, 97.5])
        for correlate in (spearman, kendall)
    )
    return RankCorrelation(
        burden.indicator, benefit.indicator, len(common), float(spearman(x, y)), float(low),
        float(high), float(kendall(x, y)), float(tau_low), float(tau_high),
    )  # fmt: skip


def spearman(x: Values, y: Values) -> Values:
    """Correlation of ranks, ties shared, along the last axis; NaN where one does not vary."""
    first, second = rankdata(x, axis=-1), rankdata(y, axis=-1)
    middle = (x.shape[-1] + 1) / 2
    return _together(first - middle, second - middle)


def kendall(x: Values, y: Values) -> Values:
    """Kendall's tau-b along the last axis; NaN where one of the two does not vary."""
    shape = (*x.shape[:-1], -1)
    first, second = (
        np.sign(part[..., :, None] - part[..., None, :]).reshape(shape) for part in (x, y)
    )
    return _together(first, second)


def _together(first: Values, second: Values) -> Values:
    """Cosine of two centred series."""
    size = np.sqrt((first**2).sum(axis=-1) * (second**2).sum(axis=-1))
    with np.errstate(invalid="ignore"):
        cosine: Values = (first * second).sum(axis=-1) / size
    return cosine


def stability(found: Sequence[RankCorrelation]) -> tuple[str, ...]:
    """In words, how far the answer hangs on the definition of burden: one sentence a benefit."""
    if not found:
        return ("no burden and benefit have figures for five members: no correlation is given",)
    return tuple(
        _stable(benefit, [one for one in found if one.benefit == benefit])
        for benefit in dict.fromkeys(one.benefit for one in found)
    )


def _stable(benefit: str, own: Sequence[RankCorrelation]) -> str:
    above = [one.burden for one in own if one.spearman_low > 0]
    below = [one.burden for one in own if one.spearman_high < 0]
    if not above and not below:
        return (
            f"burden and {benefit}: no rank correlation can be told from 0 under any of the "
            f"{len(own)} definitions of burden"
        )
    ways = [
        f"{way} 0 under {', '.join(names)}"
        for way, names in (("above", above), ("below", below))
        if names
    ]
    open_ = len(own) - len(above) - len(below)
    rest = f", not to be told from 0 under the other {open_}" if open_ else ""
    verdict = "" if len(above) == len(own) or len(below) == len(own) else ": it depends on which"
    return f"burden and {benefit}: {' and '.join(ways)}{rest}{verdict}"
