"""The probabilistic Condorcet election: which option wins when all pairs are voted on.

Source: Wise, Lester & Efird (2015), An Introduction to the KAPSARC Toolkit for Behavioral
Analysis (KTAB) using one-dimensional spatial models, KAPSARC; Jesse (2011), doctoral thesis.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]


_LEAST: Final = 1e-10


class Victory(StrEnum):
    """How coalition strengths become the chance of winning a vote on a pair."""

    LINEAR = "linear"
    SQUARE = "square"
    QUARTIC = "quartic"


class Procedure(StrEnum):
    """How pairwise chances become the chance of winning the whole election."""

    CONDITIONAL = "conditional"
    MARKOV_UNIFORM = "markov-uniform"
    MARKOV_INCENTIVE = "markov-incentive"


_POWERS = {Victory.LINEAR: 1, Victory.SQUARE: 2, Victory.QUARTIC: 4}


def coalitions(utilities: ArrayLike, strengths: ArrayLike) -> Values:
    """Strength of those who prefer option i to option j, under proportional voting.

    Args:
        utilities: Shape (actors, options).
        strengths: What each actor brings to bear.

    Returns:
        Shape (options, options): an actor adds its strength times the utility it would gain. A
        trace on either side lets options of equal worth split their chances evenly.
    """
    worth = np.asarray(utilities, np.float64)
    gains = np.maximum(worth[:, :, None] - worth[:, None, :], 0.0)
    behind = np.einsum("a,aij->ij", np.asarray(strengths, np.float64), gains)
    return np.asarray(behind + _LEAST)


def pairwise(strengths: ArrayLike, *, victory: Victory = Victory.LINEAR) -> Values:
    """Chance that option i beats option j, from the coalitions behind each; 1/2 with itself."""
    powered = np.asarray(strengths, np.float64) ** _POWERS[victory]
    both = powered + powered.T
    answer: Values = np.divide(powered, both, out=np.full(powered.shape, 0.5), where=both > 0)
    np.fill_diagonal(answer, 0.5)
    return answer


def winning(
    chances: ArrayLike,
    *,
    procedure: Procedure = Procedure.CONDITIONAL,
    strengths: ArrayLike | None = None,
) -> Values:
    """Chance of each option to win the election.

    Conditional: the chance to beat all others, given that one option does. Markov: the share of
    time each option stands when the standing one is challenged again and again, by any other
    alike (uniform) or in proportion to strength times chance (incentive).

    Args:
        chances: Shape (options, options), as :func:`pairwise` gives them.
        procedure: How the election runs.
        strengths: Coalition strengths; only the incentive form needs them.
    """
    table = np.asarray(chances, np.float64)
    if len(table) == 1:
        return np.ones(1)
    if procedure is Procedure.CONDITIONAL:
        return _conditional(table)
    who = np.ones_like(table)
    if procedure is Procedure.MARKOV_INCENTIVE:
        if strengths is None:
            raise ValueError("the incentive form needs coalition strengths")
        who = np.asarray(strengths, np.float64) * table
    return _standing(table, who, uniform=procedure is Procedure.MARKOV_UNIFORM)


def _conditional(table: Values) -> Values:
    alone = table.copy()
    np.fill_diagonal(alone, 1.0)
    beats_all = alone.prod(axis=1)
    answer: Values = beats_all / beats_all.sum()
    return answer


def _standing(table: Values, who: Values, *, uniform: bool) -> Values:
    challengers = who.copy()
    np.fill_diagonal(challengers, 0.0)
    total = np.full(len(table), float(len(table))) if uniform else challengers.sum(axis=0)
    moves = challengers / np.where(total > 0, total, 1.0) * table
    np.fill_diagonal(moves, 1.0 - moves.sum(axis=0) + np.diag(moves))
    system = np.vstack([moves - np.eye(len(table)), np.ones(len(table))])
    answer: Values = np.linalg.lstsq(system, np.append(np.zeros(len(table)), 1.0), rcond=None)[0]
    return answer
