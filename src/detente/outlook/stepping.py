"""The history of a pair carried on through years without outcome data, by the model itself.

Past the last outcome year nobody has written down what happened. The model's own distribution of
the next rung is then drawn from, the history is moved on by a year, and so forth: a few dozen
paths a pair, with the same draws for every pair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.outlook.history import FADING, WINDOW
from detente.outlook.terms import Inputs

Floats = NDArray[np.float64]
PATHS: Final = 40
SEED: Final = 2026
_MIDDLE_MONTH: Final = 6

Probabilities = Callable[[Inputs], Floats]
"""From inputs to the probabilities of rungs 1 to 5."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Histories, one row a pair and path.

    Attributes:
        inputs: The model's inputs for the year to come.
        rungs: Shape (rows, 10): rungs of the last ten years, oldest first.
    """

    inputs: Inputs
    rungs: NDArray[np.int8]

    def with_structure(self, structure: Inputs, names: tuple[str, ...]) -> Paths:
        """The same histories beside other columns, one row of ``structure`` per row here."""
        return replace(self, inputs=self.inputs.replaced({name: structure[name] for name in names}))


def repeated(inputs: Inputs, rungs: NDArray[np.int8], *, paths: int = PATHS) -> Paths:
    """Every history as often as there are paths, those of one pair side by side."""
    return Paths(Inputs(np.repeat(inputs.values, paths, axis=0)), np.repeat(rungs, paths, axis=0))


def advanced(paths: Paths, rung: NDArray[np.int64]) -> Paths:
    """Move every history on by a year in which the pair stood on ``rung``."""
    now, above = paths.inputs, rung > 1
    rungs = np.concatenate([paths.rungs[:, 1:], rung[:, None].astype(np.int8)], axis=1)
    active_before = (paths.rungs > 1).sum(axis=1)
    kept = (rungs[:, :-1] > 1).sum(axis=1) / np.maximum(active_before, 1)
    begun = above & (now["last_rung"] <= 1)
    return Paths(
        now.replaced(
            {
                "rung_two_back": now["last_rung"],
                "last_rung": rung,
                "peace_years": np.where(above, 0, now["peace_years"] + 1),
                "disputes_10": now["disputes_10"] * kept + begun,
                "highest_rung_10": rungs.max(axis=1),
                "fading_disputes": FADING * now["fading_disputes"] + above,
                "fading_force": FADING * now["fading_force"] + (rung >= 4),
                "disputes_ever": now["disputes_ever"] + above,
                "begun_late": np.where(begun, _MIDDLE_MONTH, 0),
            }
        ),
        rungs,
    )


def drawn(paths: Paths, probabilities: Probabilities, *, step: int, count: int = PATHS) -> Paths:
    """Draw the next year of every path and move on.

    Args:
        paths: Histories, ``count`` side by side for each pair.
        probabilities: The model.
        step: How many years have been drawn before; the draws hang on it and the seed.
        count: Paths per pair. Their draws are spread evenly and are the same for every pair.
    """
    even = (np.arange(count) + 0.5) / count
    draws = np.random.default_rng([SEED, step]).permutation(even)
    reached = np.cumsum(probabilities(paths.inputs), axis=1)
    spread = np.tile(draws, len(paths.inputs) // count)
    rung = 1 + (spread[:, None] > reached[:, :-1]).sum(axis=1)
    return advanced(paths, rung)


def averaged(values: Floats, *, count: int = PATHS) -> Floats:
    """The mean over the paths of each pair."""
    answer: Floats = values.reshape(-1, count, *values.shape[1:]).mean(axis=1)
    return answer


def recent_rungs(
    pair: NDArray[np.int64], year: NDArray[np.int64], rung: Floats,
    *, wanted: NDArray[np.int64], until: int,
) -> NDArray[np.int8]:  # fmt: skip
    """Rungs of the ten years that end with ``until``, 1 where a pair has no row.

    Args:
        pair: A number per pair, for every row of the panel.
        year: Year per row.
        rung: Rung per row, NaN where not known.
        wanted: The pairs asked for.
        until: Last of the ten years.
    """
    order = np.argsort(wanted)
    table = np.ones((len(wanted), WINDOW), np.int8)
    rows = np.flatnonzero((year > until - WINDOW) & (year <= until) & (rung > 1))
    place = np.searchsorted(wanted[order], pair[rows])
    inside = place < len(wanted)
    rows, place = rows[inside], order[place[inside]]
    same = wanted[place] == pair[rows]
    rows, place = rows[same], place[same]
    table[place, year[rows] - until + WINDOW - 1] = rung[rows]
    return table
