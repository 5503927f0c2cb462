"""The fixed part of a play as the engines take it: pairs, third parties, role slots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.measures.plan import Plan

_ALLIES = 0x10000
_WORDS = 4


@dataclass(frozen=True, slots=True)
class Board:
    """Who plays whom.

    Attributes:
        pairs: Unordered pairs (n, 3): number of the ordered pair in which the lower slot acts, of
            the other, code of both slots.
        ties: Third parties an ally can be drawn against (n, 6): pair ally to third party, third
            party to partner, partner to third party, place of the alliance, code, word.
        start: Rung of each ordered pair before the first step.
        steps: Steps to play.
    """

    pairs: NDArray[np.int64]
    ties: NDArray[np.int64]
    start: NDArray[np.int32]
    steps: int


def board(ready: Plan) -> Board:
    """Lay out a plan."""
    number = {pair: at for at, pair in enumerate(ready.pairs)}
    pairs = [
        (number[i, j], number[j, i], ready.slots[i] << 8 | ready.slots[j])
        for i, j in ready.pairs
        if i < j
    ]
    return Board(
        pairs=np.array(pairs, dtype=np.int64),
        ties=np.array(_ties(ready, number), dtype=np.int64).reshape(-1, 6),
        start=np.array(ready.start, dtype=np.int32),
        steps=ready.scenario.weeks,
    )


def _ties(ready: Plan, number: dict[tuple[int, int], int]) -> list[tuple[int, ...]]:
    """Every ally, its partner and a third party that is an ally of neither."""
    found: list[tuple[int, ...]] = []
    friends = {*ready.alliances, *((j, i) for i, j in ready.alliances)}
    for pair in sorted({(min(a), max(a)) for a in ready.alliances}):
        word = 0
        for ally, partner in (pair, pair[::-1]):
            for third in range(len(ready.keys)):
                if third in pair or (ally, third) in friends:
                    continue
                if (ally, partner) in ready.alliances:
                    call, place = divmod(word, _WORDS)
                    slots = ready.slots[pair[0]] << 8 | ready.slots[pair[1]]
                    found.append(
                        (
                            number[ally, third],
                            number[third, partner],
                            number[partner, third],
                            ready.alliances.index((ally, partner)),
                            _ALLIES | slots | call << 20,
                            place,
                        )
                    )
                word += 1
    return found
