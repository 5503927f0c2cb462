"""A play cut into parts, for workers elsewhere: any cut gives the same bytes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.codebook.crisis_parameters import Structure
from detente.measures.plan import Plan, draw_inputs
from detente.measures.playing import Played, play


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the draws of one arm.

    Attributes:
        ready: The plan.
        structure: SPIRAL or DETERRENCE.
        measures: Measures taken.
        seed: What every chance hangs on.
        lanes: Runs for each draw.
        first: Number of the first draw.
        draws: How many.
        threads: Threads that share the part; one for each processor when None.
    """

    ready: Plan
    structure: Structure
    measures: tuple[str, ...]
    seed: int
    lanes: int
    first: int
    draws: int
    threads: int | None = None


def parts(whole: Part, count: int) -> tuple[Part, ...]:
    """Cut one play into up to ``count`` parts of about equal size."""
    edges = np.linspace(0, whole.draws, min(count, whole.draws) + 1).astype(int).tolist()
    return tuple(
        Part(
            whole.ready, whole.structure, whole.measures, whole.seed, whole.lanes,
            whole.first + start, stop - start, 1,
        )
        for start, stop in itertools.pairwise(edges)
    )  # fmt: skip


def play_part(part: Part) -> Played:
    """Play one part."""
    return play(
        part.ready,
        draw_inputs(part.ready, seed=part.seed, draws=part.draws, first=part.first),
        structure=part.structure,
        measures=part.measures,
        seed=part.seed,
        lanes=part.lanes,
        first_draw=part.first,
        threads=part.threads,
    )


def joined(played: Sequence[Played] | Iterable[Played]) -> Played:
    """Put parts together again, in order."""
    given = list(played)
    return Played(
        records=np.concatenate([part.records for part in given], axis=1),
        peaks=np.concatenate([part.peaks for part in given]),
        rungs=np.concatenate([part.rungs for part in given]),
    )
