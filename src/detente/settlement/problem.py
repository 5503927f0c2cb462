"""A bargaining problem as plain arrays: what each option adds, and what combinations add."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Choices = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Interaction:
    """A combination of options that adds or takes utility of one party.

    Attributes:
        party: Column of the party.
        amount: Utility added where the combination holds; may be negative.
        options: Issue -> the options that count; the combination holds where every issue named
            takes one of its options.
        outside: The amount is added where the combination does *not* hold.
    """

    party: int
    amount: float
    options: Mapping[int, frozenset[int]]
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A combination of options that no package may have.

    Attributes:
        options: Issue -> options, as in :class:`Interaction`.
        name: What the table calls it.
    """

    options: Mapping[int, frozenset[int]]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Issues, parties and what each could live with.

    Attributes:
        values: Per issue an array (options, parties) of utility added, weights applied.
        floors: Least utility each party accepts, shape (parties,).
        interactions: Combinations that add or take utility.
        forbidden: Combinations that are ruled out.
    """

    values: tuple[Values, ...]
    floors: Values
    interactions: tuple[Interaction, ...] = ()
    forbidden: tuple[Forbidden, ...] = field(default=())

    @property
    def parties(self) -> int:
        """Number of parties."""
        return len(self.floors)

    @property
    def additive(self) -> bool:
        """Whether merging issue by issue is exact."""
        return not self.interactions and not self.forbidden


def outcomes(problem: Problem) -> int:
    """Count the combinations of options, forbidden ones included."""
    return math.prod(len(table) for table in problem.values)


def utilities(problem: Problem, choices: Choices) -> Values:
    """Utility of each package for each party.

    Args:
        problem: The bargaining problem.
        choices: Shape (packages, issues): the option chosen per issue.
    """
    total = np.zeros((len(choices), problem.parties))
    for table, column in zip(problem.values, choices.T, strict=True):
        total += table[column]
    for one in problem.interactions:
        total[holds(one.options, choices) ^ one.outside, one.party] += one.amount
    return total


def allowed(problem: Problem, choices: Choices) -> NDArray[np.bool_]:
    """Mark the packages that have no forbidden combination."""
    mask = np.ones(len(choices), np.bool_)
    for one in problem.forbidden:
        mask &= ~holds(one.options, choices)
    return mask


def holds(options: Mapping[int, frozenset[int]], choices: Choices) -> NDArray[np.bool_]:
    """Mark the packages in which every issue named takes one of its options."""
    mask = np.ones(len(choices), np.bool_)
    for issue, chosen in options.items():
        mask &= np.isin(choices[:, issue], sorted(chosen))
    return mask


def counted_through(sizes: Sequence[int], *, block: int = 1 << 18) -> Iterator[Choices]:
    """Count all packages through, last issue fastest, in blocks."""
    total = math.prod(sizes)
    for start in range(0, total, block):
        rows = np.arange(start, min(start + block, total))
        yield np.array(np.unravel_index(rows, tuple(sizes)), np.int32).T
