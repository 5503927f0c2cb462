"""Probabilities in words and figures: likelihood words come from one table."""

from __future__ import annotations

from typing import Final

from detente.codebook.confidence import likelihood
from detente.model.ladder import Rung

RUNG_WORDS: Final = {
    Rung.NONE: "none",
    Rung.THREAT: "threat",
    Rung.DISPLAY: "display of force",
    Rung.USE_OF_FORCE: "use of force",
    Rung.WAR: "interstate war",
}


def rung_or_higher(rung: Rung) -> str:
    """What an estimate is of: the rung or any above it."""
    return RUNG_WORDS[rung] if rung is Rung.WAR else f"{RUNG_WORDS[rung]}+"


def percentage(share: float) -> str:
    """A share with two significant digits, never a bare 0 or 100.

    >>> percentage(0.0312), percentage(0.00004), percentage(0.9999)
    ('3.1 %', '< 0.01 %', '> 99.9 %')
    """
    if share < 0.0001:
        return "< 0.01 %"
    if share >= 1:
        return "100 %"
    if share > 0.999:
        return "> 99.9 %"
    value = 100 * share
    digits = 0 if value >= 10 else 1 if value >= 1 else 2
    return f"{value:.{digits}f} %"


def likelihood_range(low: float, high: float) -> str:
    """The words of an interval's two ends, one word where they agree."""
    ends = (likelihood(low), likelihood(high))
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
