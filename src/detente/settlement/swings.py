"""A tornado of weights: one at a time to the ends of its range, all others at their middle.

A weight that is known exactly is moved by a fifth of itself; a ranked one to the weights of its
neighbours in the ranking. What is then picked is valued with the weights at their middle, so that
the bars compare packages and not scales.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from detente.model.settlement import BargainingTable, Interest, Party, Range
from detente.model.settlement_swings import Swing, Swings
from detente.settlement.assessment import assess
from detente.settlement.problem import Values, utilities
from detente.settlement.tabulated import problem_of

_FIFTH: Final = 0.2


def swings(table: BargainingTable, *, concept: str = "Nash") -> Swings:
    """Move every weight to both ends, and see how the picked package changes.

    An end without a zone changes nothing that could be shown and counts as no change.

    Args:
        table: Issues and parties.
        concept: Solution concept.

    Raises:
        ValueError: If the concept picks nothing at the middle of all ranges.
    """
    base = _worths(table, table, concept)
    if base is None:
        raise ValueError(f"{concept!r} picks no package")
    found = [
        Swing(
            party.key, key, low, high,
            at_low=_change(_with(table, party, key, low), table, base, concept),
            at_high=_change(_with(table, party, key, high), table, base, concept),
        )
        for party in table.parties
        for key, low, high in _ends(party)
    ]  # fmt: skip
    return Swings(table, concept, tuple(sorted(found, key=lambda one: -one.reach)))


def _ends(party: Party) -> Iterator[tuple[str, float, float]]:
    ranked = sorted({one.weight.middle for one in party.interests.values() if one.rank} | {0.0})
    for key, one in party.interests.items():
        if not one.weight.exact:
            yield key, one.weight.low, one.weight.high
        elif one.rank:
            at = ranked.index(one.weight.middle)
            yield key, ranked[at - 1], ranked[min(at + 1, len(ranked) - 1)]
        else:
            yield key, one.weight.low * (1 - _FIFTH), one.weight.high * (1 + _FIFTH)


def _change(
    moved: BargainingTable, table: BargainingTable, base: Values, concept: str
) -> dict[str, float]:
    worths = _worths(moved, table, concept)
    change = np.zeros(len(base)) if worths is None else worths - base
    return {
        one.key: round(float(value), 9) + 0.0
        for one, value in zip(table.parties, change, strict=True)
    }


def _with(table: BargainingTable, party: Party, key: str, weight: float) -> BargainingTable:
    interest: Interest = replace(party.interests[key], weight=Range(weight, weight))
    changed = replace(party, interests={**party.interests, key: interest})
    return replace(
        table, parties=tuple(changed if one.key == party.key else one for one in table.parties)
    )


def _worths(table: BargainingTable, valued: BargainingTable, concept: str) -> Values | None:
    """Worths, by the numbers of ``valued``, of what the concept picks in ``table``."""
    picked = assess(table).picked(concept)
    if picked is None:
        return None
    choice = [issue.options.index(picked.options[issue.key]) for issue in table.issues]
    worths: Values = utilities(problem_of(valued), np.array([choice], np.int32))[0]
    return worths
