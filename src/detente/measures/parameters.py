"""How parameters are spread, drawn and moved by a factor.

A parameter has three figures: the 5 % point, the median and the 95 % point. Between them it is
spread as a two-piece normal on its scale: below the median with one width, above with another.
Draw *d* of parameter *p* hangs on (seed, d, place of p in the table) alone, so that a comparison
with and without a measure, and both structures, see the same draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.codebook.crisis_parameters import (
    CrisisParameterRow,
    Ground,
    Scale,
    Structure,
    crisis_parameters,
)
from detente.measures.quantiles import normal_quantile
from detente.model.crisis import Spread

Floats = NDArray[np.float64]

_AT_95: Final = 1.6448536269514722
_EDGE: Final = 1e-9
RUNG_WORDS: Final = {2: "threat", 3: "display", 4: "force"}


@cache
def parameter_table() -> Mapping[str, CrisisParameterRow]:
    """Every parameter by name."""
    return MappingProxyType({row.name: row for row in crisis_parameters()})


def standard_spread(name: str) -> Spread:
    """The spread that the table gives.

    Raises:
        KeyError: If there is no such parameter.
    """
    row = parameter_table()[name]
    return Spread(row.low, row.best, row.high)


def parameter_names(structure: Structure) -> tuple[str, ...]:
    """Parameters that count in a structure, in the order of the table."""
    wanted = (Structure.BOTH, structure)
    return tuple(row.name for row in crisis_parameters() if row.structure in wanted)


def is_assumed(name: str) -> bool:
    """Whether a parameter rests on judgement and not on data."""
    return parameter_table()[name].basis is Ground.ASSUMED


def reply_name(seen: int, answer: int) -> str:
    """Name of the parameter for a reply.

    >>> reply_name(3, 4)
    'reply-display-by-force'
    """
    return f"reply-{RUNG_WORDS[seen]}-by-{RUNG_WORDS[answer]}"


def to_scale(value: Floats | float, scale: Scale) -> Floats:
    """A value on the scale on which it is spread."""
    plain = np.asarray(value, dtype=np.float64)
    if scale is Scale.LOG:
        return np.log(np.maximum(plain, _EDGE))
    if scale is Scale.LOGIT:
        inside = np.clip(plain, _EDGE, 1 - _EDGE)
        return np.log(inside / (1 - inside))
    return plain


def from_scale(value: Floats | float, scale: Scale) -> Floats:
    """The way back from :func:`to_scale`."""
    plain = np.asarray(value, dtype=np.float64)
    if scale is Scale.LOG:
        return np.exp(plain)
    if scale is Scale.LOGIT:
        return np.asarray(1 / (1 + np.exp(-plain)))
    return plain


def at_quantile(spread: Spread, scale: Scale, quantile: Floats) -> Floats:
    """The value of a parameter at given quantiles of its spread.

    Args:
        spread: 5 % point, median, 95 % point.
        scale: On which scale the two pieces are normal.
        quantile: Any shape, each in (0, 1).

    Source: two-piece normal distribution (Wallis 2014, Statistical Science 29:106).
    """
    if spread.exact:
        return np.full(quantile.shape, spread.best)
    low, best, high = (to_scale(end, scale) for end in (spread.low, spread.best, spread.high))
    z = normal_quantile(quantile)
    width = np.where(z < 0, best - low, high - best) / _AT_95
    return from_scale(best + z * width, scale)


def moved(value: Floats, factor: Floats, scale: Scale) -> Floats:
    """A value times a factor: the value itself, or its odds where it is a probability."""
    if scale is Scale.LOGIT:
        odds = value / np.maximum(1 - value, _EDGE) * factor
        return np.asarray(odds / (1 + odds))
    return value * factor
