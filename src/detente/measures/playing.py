"""Plays a plan: draws, chances, blocks, threads; and what comes of it.

The kernel releases the interpreter's lock, so threads share the work; each fills its own part of
arrays laid out beforehand. Runs are numbered through, draw by draw, so any split over threads,
processes or machines gives the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.codebook.crisis_parameters import Structure
from detente.measures import engine
from detente.measures.board import Board, board
from detente.measures.chances import PHASE_WEEKS, Chances, chances
from detente.measures.parameters import Floats
from detente.measures.philox import key_of
from detente.measures.plan import Plan, values_of

HIGHEST, FORCE, WAR, WEEKS, LAST, JOINED = range(6)
"""Rows of :attr:`Played.records`."""
_CHUNK: Final = 16_384  # runs a thread takes at a time


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a set of runs.

    Attributes:
        records: int16 (6, runs), draw by draw: highest rung, first week of force (-1 never), of
            war (-1 never), weeks with force, last week above rung 1, joiners times 2 plus 1 if
            some side was answered.
        peaks: Runs by draw, ordered pair and highest rung (draws, pairs, 6).
        rungs: Runs by draw, week and highest rung of any pair (draws, weeks + 1, 6).
    """

    records: NDArray[np.int16]
    peaks: NDArray[np.int64]
    rungs: NDArray[np.int64]

    @property
    def draws(self) -> int:
        """Number of parameter draws."""
        return len(self.peaks)

    def by_draw(self, row: int) -> NDArray[np.int16]:
        """One record by draw and run."""
        return np.asarray(self.records[row].reshape(self.draws, -1))

    def happened(self, row: int) -> NDArray[np.bool_]:
        """Whether there was force or war, by draw and run."""
        return np.asarray(self.by_draw(row) > 0)


def play(
    ready: Plan,
    quantiles: Floats,
    *,
    structure: Structure,
    measures: Sequence[str] = (),
    seed: int,
    lanes: int = engine.LANES,
    first_draw: int = 0,
    threads: int | None = None,
    same_runs: bool = False,
) -> Played:
    """Play a plan for every draw of its inputs.

    Args:
        ready: The plan.
        quantiles: Inputs in (0, 1), shape (draws, inputs).
        structure: SPIRAL or DETERRENCE.
        measures: Measures taken.
        seed: What every chance hangs on, beside the run's number.
        lanes: Runs for each draw, a multiple of 256.
        first_draw: Number of the first draw; a later part of a split has a later one.
        threads: How many; one for each processor when None. The result does not depend on it.
        same_runs: Whether every draw meets the same chances, which is what an analysis of
            sensitivity wants.

    Raises:
        ValueError: If ``lanes`` is no multiple of 256.
    """
    if lanes % engine.LANES or lanes <= 0:
        raise ValueError(f"runs for each draw must be a multiple of {engine.LANES}, not {lanes}")
    table, draws = board(ready), len(quantiles)
    played = _empty(table, draws, len(ready.pairs), lanes)
    per_chunk = max(_CHUNK // lanes, 1)

    def part(start: int) -> None:
        stop = min(start + per_chunk, draws)
        given = chances(ready, values_of(ready, quantiles[start:stop], measures), structure)
        for at in range(start, stop) if same_runs else (start,):
            here = slice(at, at + 1) if same_runs else slice(start, stop)
            run = 0 if same_runs else (first_draw + start) * lanes
            _run(table, _part(given, here, start), played, here, seed=seed, run=run, lanes=lanes)

    with ThreadPoolExecutor(threads or len(os.sched_getaffinity(0))) as pool:
        list(pool.map(part, range(0, draws, per_chunk)))
    return played


def _empty(table: Board, draws: int, ordered: int, lanes: int) -> Played:
    return Played(
        records=np.zeros((6, draws * lanes), dtype=np.int16),
        peaks=np.zeros((draws, ordered, 6), dtype=np.int64),
        rungs=np.zeros((draws, table.steps + 1, 6), dtype=np.int64),
    )


def _part(given: Chances, here: slice, start: int) -> Chances:
    inside = slice(here.start - start, here.stop - start)
    return Chances(*(array[inside] for array in _arrays(given)))


def _arrays(given: Chances) -> Iterator[NDArray[np.uint32]]:
    yield from (
        given.perceive, given.accident, given.decide, given.ending, given.entangle, given.join,
    )  # fmt: skip


def _run(
    table: Board, given: Chances, played: Played, here: slice, *, seed: int, run: int, lanes: int
) -> None:
    low, high = key_of(seed)
    out = np.zeros((6, (here.stop - here.start) * lanes), dtype=np.int16)
    engine.play(
        np.uint32(low), np.uint32(high), np.uint64(run), table.steps, PHASE_WEEKS,
        table.start, table.pairs, table.ties, *_arrays(given), out,
        played.peaks[here], played.rungs[here],
    )  # fmt: skip
    played.records[:, here.start * lanes : here.stop * lanes] = out
