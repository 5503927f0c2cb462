"""What the crisis simulation takes: a million crises, beside plain NumPy and Mesa on one model."""

from __future__ import annotations

import os
import resource
import time
from typing import Any

import numpy as np

from detente.codebook.crisis_parameters import Structure
from detente.measures.board import board
from detente.measures.chances import chances
from detente.measures.plain import Words, counted_words, play_plainly
from detente.measures.plan import Plan, draw_inputs, plan, values_of
from detente.measures.playing import FORCE, play
from detente.model.crisis import Alliance, CrisisActor, Scenario, Spread, Toward

SEED = 20310413
_STEPS = 60
_LANES = 512
_CRISES = 1_000_000
_PLAIN = 16_384
_MESA = 200
_TIMES = 3
_BOTH = (Structure.SPIRAL, Structure.DETERRENCE)


def scene() -> Scenario:
    """Four actors, two alliances, four quarrels on the rung of threats; all 12 pairs are played."""
    growth = Spread(-0.02, 0.01, 0.05)
    quarrels = ("AB", "BA", "CD", "DC", "AD", "DA", "BC", "CB")
    return Scenario(
        title="benchmark",
        weeks=_STEPS,
        actors=tuple(
            CrisisActor(key, key, at + 1, Spread(0.8, 1.0, 1.3), growth)
            for at, key in enumerate("ABCD")
        ),
        toward=tuple(Toward(a, b, 2) for a, b in quarrels),
        alliances=tuple(Alliance(a, b) for a, b in ("AC", "CA", "BD", "DB")),
    )


def million(ready: Plan, structure: Structure) -> tuple[float, float, int, float]:
    """Seconds of wall and of processor time for a million crises, crises played, share of force."""
    draws = -(-_CRISES // _LANES)
    quantiles = draw_inputs(ready, seed=SEED, draws=draws)
    start, busy = time.perf_counter(), time.process_time()
    played = play(ready, quantiles, structure=structure, seed=SEED, lanes=_LANES)
    taken, busy = time.perf_counter() - start, time.process_time() - busy
    crises = draws * _LANES
    scale = _CRISES / crises
    return taken * scale, busy * scale, crises, float(played.happened(FORCE).mean())


def own_words(runs: int) -> Words:
    """Words from NumPy's fastest generator: what one would use who needs no common numbers."""
    rng = np.random.Generator(np.random.SFC64(SEED))

    def words(step: int, codes: Any) -> tuple[Any, ...]:  # noqa: ARG001
        return tuple(rng.integers(0, 2**32, (4, len(codes), runs), dtype=np.uint32))

    return words


def plain(ready: Plan, structure: Structure, *, counted: bool) -> float:
    """Seconds for a million crises in plain NumPy, scaled from fewer."""
    draws = _PLAIN // _LANES
    quantiles = draw_inputs(ready, seed=SEED, draws=draws)
    words = counted_words(SEED, 0, _PLAIN) if counted else own_words(_PLAIN)
    start = time.perf_counter()
    given = chances(ready, values_of(ready, quantiles), structure)
    play_plainly(board(ready), given, lanes=_LANES, words=words)
    return (time.perf_counter() - start) * _CRISES / _PLAIN


def mesa_crises(ready: Plan, structure: Structure) -> tuple[float, float]:
    """Seconds for a million crises in Mesa, scaled from few, and the share with force."""
    from benchmarks.measures_mesa import CrisisModel, Odds

    quantiles = draw_inputs(ready, seed=SEED, draws=_MESA)
    given = chances(ready, values_of(ready, quantiles), structure)
    odds = [Odds.of(given, draw) for draw in range(_MESA)]
    table, forced = board(ready), 0
    start = time.perf_counter()
    for draw in range(_MESA):
        model = CrisisModel(ready, table, odds[draw], seed=SEED + draw)
        for _ in range(_STEPS):
            model.step()
        forced += model.force > 0
    return (time.perf_counter() - start) * _CRISES / _MESA, forced / _MESA


def measure() -> dict[str, Any]:
    """All figures of the stage."""
    ready = plan(scene())
    for structure in _BOTH:  # compile, or load from the cache
        play(ready, draw_inputs(ready, seed=1, draws=2), structure=structure, seed=1)
    ours = {structure: min(million(ready, structure) for _ in range(_TIMES)) for structure in _BOTH}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    slower = max(_BOTH, key=lambda structure: ours[structure][0])
    seconds, busy, crises, share = ours[slower]
    numpy_seconds = min(plain(ready, slower, counted=False) for _ in range(_TIMES))
    counted_seconds = plain(ready, slower, counted=True)
    mesa_seconds, mesa_share = mesa_crises(ready, slower)
    return {
        "million_crises_seconds": round(seconds, 3),
        "million_crises_spiral_seconds": round(ours[Structure.SPIRAL][0], 3),
        "million_crises_deterrence_seconds": round(ours[Structure.DETERRENCE][0], 3),
        "million_crises_processor_seconds": round(busy, 3),
        "slower_structure": slower.value,
        "crises_played": crises,
        "steps": _STEPS,
        "actors": 4,
        "ordered_pairs": len(ready.pairs),
        "cores": len(os.sched_getaffinity(0)),
        "load": round(os.getloadavg()[0], 2),
        "peak_mb": round(peak, 1),
        "numpy_million_seconds": round(numpy_seconds, 1),
        "numpy_counted_million_seconds": round(counted_seconds, 1),
        "numpy_crises": _PLAIN,
        "ratio_over_numpy": round(numpy_seconds / seconds, 1),
        "mesa_million_seconds": round(mesa_seconds, 0),
        "mesa_crises": _MESA,
        "ratio_over_mesa": round(mesa_seconds / seconds, 0),
        "share_with_force": round(share, 4),
        "mesa_share_with_force": round(mesa_share, 4),
    }
