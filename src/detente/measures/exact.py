"""The two-actor crisis solved exactly, as the Markov chain it is.

A side's next rung depends on its own rung, on what it last saw and on what the other side does, and
both sides' chances are independent. That makes 256 states below war, small enough to
carry the whole distribution from week to week. The compiled engine is checked against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measures.board import Board
from detente.measures.chances import PHASE_WEEKS, Chances
from detente.measures.parameters import Floats

_WORDS: Final = 2.0**32
_WAR: Final = 4  # place of war among the next rungs


@dataclass(frozen=True, slots=True)
class Exact:
    """Chances for each week, without any sampling.

    Attributes:
        force: Chance that force was used by then, shape (weeks + 1).
        war: Chance that there was war by then, shape (weeks + 1).
    """

    force: Floats
    war: Floats


def solve(table: Board, chances: Chances, *, draw: int = 0) -> Exact:
    """Carry the distribution over all states from week to week.

    Args:
        table: A board of two actors.
        chances: Thresholds by draw.
        draw: Which draw to solve.

    Raises:
        ValueError: If there are more than two actors.
    """
    if len(table.pairs) != 1 or len(table.start) != 2:
        raise ValueError("only a crisis of two actors can be solved exactly")
    one, two, _ = table.pairs[0].tolist()
    calm, peace = _start(table, one, two), _start(table, one, two)
    force, war = [0.0], [0.0]
    for week in range(1, table.steps + 1):
        phase = min((week - 1) // PHASE_WEEKS, chances.decide.shape[1] - 1)
        first, second = (_side(chances, draw, phase, side) for side in (one, two))
        calm = _below(_step(calm, first, second), 3)
        peace = _below(_step(peace, first, second), _WAR)
        force.append(1 - float(calm.sum()))
        war.append(1 - float(peace.sum()))
    return Exact(np.array(force), np.array(war))


def _start(table: Board, one: int, two: int) -> Floats:
    mass = np.zeros((4, 4, 4, 4))
    a, b = (min(int(table.start[side]), 4) - 1 for side in (one, two))
    mass[a, b, b, a] = 1.0
    return mass


def _below(mass: Floats, rungs: int) -> Floats:
    """What is left where neither side went above a rung."""
    left = np.zeros((4, 4, 4, 4))
    left[:rungs, :, :rungs, :] = mass[:rungs, :, :rungs, :]
    return left


def _step(mass: Floats, first: Floats, second: Floats) -> Floats:
    """New (own, seen) of both sides; own has a fifth place for war."""
    return np.asarray(np.einsum("abcd,abcij,cdakl->ijkl", mass, first, second, optimize=True))


def _side(chances: Chances, draw: int, phase: int, side: int) -> Floats:
    """Chances of (next own, seen) given (own, seen before, other's rung)."""
    accident = float(chances.accident[draw, side]) / _WORDS
    limits = chances.decide[draw, phase, side].astype(np.float64) / _WORDS
    found = np.zeros((4, 4, 4, 5, 4))
    for own in range(4):
        for before in range(4):
            for shown in range(4):
                views = _views(chances, draw, side, before=before, shown=shown)
                for view in range(4):
                    edges = np.concatenate([[accident], limits[:, own * 4 + view], [1.0]])
                    steps = np.diff(np.maximum.accumulate(edges))
                    steps[3] += accident
                    found[own, before, shown, :, view] = views[view] * steps
    return found


def _views(chances: Chances, draw: int, side: int, *, before: int, shown: int) -> Floats:
    edges = chances.perceive[draw, side].astype(np.float64) / _WORDS
    false, stale, right, up, down = np.diff(np.concatenate([[0.0], edges, [1.0]]))
    views = np.zeros(4)
    views[3] += false
    views[before] += stale
    views[shown] += right
    views[min(shown + 1, 3)] += up
    views[max(shown - 1, 0)] += down
    return views
