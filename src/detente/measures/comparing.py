"""Plays a crisis with and without measures and says what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from detente.codebook.crisis_parameters import Structure
from detente.measures.estimates import (
    Flags,
    beyond_sum,
    difference,
    share,
    sign_of,
    worse_share,
)
from detente.measures.plan import Plan
from detente.measures.playing import FORCE, HIGHEST, WAR, WEEKS, Played
from detente.model.crisis_answer import (
    Arm,
    CrisisOutcome,
    Effect,
    Estimate,
    Fan,
    FanWeek,
    PairRisk,
)

STRUCTURES: Final = (Structure.SPIRAL, Structure.DETERRENCE)
_QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
_ROWS: Final = {CrisisOutcome.FORCE: FORCE, CrisisOutcome.WAR: WAR}

Measures = tuple[str, ...]
Player = Callable[[Structure, Measures], Played]


@dataclass(frozen=True, slots=True)
class Compared:
    """Arms and effects under one structure."""

    arms: tuple[Arm, ...]
    effects: tuple[Effect, ...]


def arms_of(measures: Sequence[str], *, pairs: bool = True) -> tuple[Measures, ...]:
    """None, each alone, each pair, and all together where there are more than two."""
    alone = [(measure,) for measure in measures]
    twos = list(combinations(measures, 2)) if pairs else []
    whole = [tuple(measures)] if len(measures) > 2 else []
    return ((), *alone, *twos, *whole)


def compare(
    ready: Plan, structure: Structure, arms: Iterable[Measures], player: Player
) -> Compared:
    """Play the arms one after the other and keep of each only what is needed.

    Args:
        ready: The plan.
        structure: SPIRAL or DETERRENCE.
        arms: Measures taken in each arm, none first.
        player: Plays one arm.
    """
    described: list[Arm] = []
    flags: dict[Measures, dict[CrisisOutcome, Flags]] = {}
    for measures in arms:
        played = player(structure, measures)
        flags[measures] = {outcome: played.happened(row) for outcome, row in _ROWS.items()}
        described.append(_arm(ready, structure, measures, played))
    return Compared(tuple(described), tuple(_effects(structure, flags)))


def _arm(ready: Plan, structure: Structure, measures: Measures, played: Played) -> Arm:
    highest = np.bincount(played.records[HIGHEST], minlength=6)[1:] / played.records.shape[1]
    return Arm(
        structure=structure.value,
        measures=measures,
        force=share(played.happened(FORCE)),
        war=share(played.happened(WAR)),
        weeks_to_force=_quartiles(played, FORCE),
        weeks_to_war=_quartiles(played, WAR),
        weeks_with_force=float(played.records[WEEKS].mean()),
        highest=tuple(highest.tolist()),
        pairs=tuple(_pairs(ready, played)),
        fans=(_fan(played, 4), _fan(played, 5)),
    )


def _quartiles(played: Played, row: int) -> tuple[float, float, float] | None:
    weeks = played.records[row][played.records[row] > 0]
    if not len(weeks):
        return None
    low, middle, high = np.quantile(weeks, (0.25, 0.5, 0.75)).tolist()
    return low, middle, high


def _pairs(ready: Plan, played: Played) -> Iterator[PairRisk]:
    counts = played.peaks.sum(axis=0)
    for at, (i, j) in enumerate(ready.pairs):
        total = counts[at].sum()
        force, war = counts[at, 4:].sum() / total, counts[at, 5] / total
        if ready.quarrel[at] or force > 0:
            yield PairRisk(ready.keys[i], ready.keys[j], float(force), float(war))


def _fan(played: Played, rung: int) -> Fan:
    counts = played.rungs
    shares = counts[:, :, rung:].sum(axis=2) / counts.sum(axis=2)
    quantiles = np.quantile(shares, _QUANTILES, axis=0).T.tolist()
    return Fan(rung, tuple(FanWeek(week, tuple(row)) for week, row in enumerate(quantiles)))


def _effects(
    structure: Structure, flags: Mapping[Measures, Mapping[CrisisOutcome, Flags]]
) -> Iterator[Effect]:
    for measures, taken in flags.items():
        if not measures:
            continue
        for outcome, with_ in taken.items():
            without = flags[()][outcome]
            found = difference(without, with_)
            yield Effect(
                measures=measures,
                structure=structure.value,
                outcome=outcome,
                difference=found,
                worse=worse_share(without, with_),
                sign=sign_of(found),
                more_than_sum=_beyond(flags, measures, outcome),
            )


def _beyond(
    flags: Mapping[Measures, Mapping[CrisisOutcome, Flags]],
    measures: Measures,
    outcome: CrisisOutcome,
) -> Estimate | None:
    if len(measures) != 2:
        return None
    one, two = (flags[(measure,)][outcome] for measure in measures)
    return beyond_sum(flags[()][outcome], one, two, flags[measures][outcome])
