"""The same model in plain NumPy, one array operation after the other.

It is what the compiled engine is checked against, event for event, and a rival in the benchmark.
Runs stand side by side in one long array over all draws, which is how NumPy does it fastest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.measures.board import Board
from detente.measures.chances import PHASE_WEEKS, Chances
from detente.measures.engine import (
    AFTER_WAR,
    AT_WAR,
    ATTACKED,
    ATTACKER,
    ENDING,
    JOINING,
    JOINS,
    NEVER,
)
from detente.measures.philox import key_of, philox

Ints = NDArray[np.int64]
Words = Callable[[int, Ints], tuple[NDArray[np.uint32], ...]]
"""From the step and codes (n) to four arrays of words (n, runs)."""


def counted_words(seed: int, first_run: int, runs: int) -> Words:
    """Words from the same counters as the compiled engine."""
    numbers = np.arange(first_run, first_run + runs, dtype=np.uint64)
    low, high = numbers & np.uint64(0xFFFFFFFF), numbers >> np.uint64(32)

    def words(step: int, codes: Ints) -> tuple[NDArray[np.uint32], ...]:
        return philox((low[None], high[None], step, codes[:, None]), key_of(seed))

    return words


def play_plainly(
    table: Board, chances: Chances, *, lanes: int, words: Words
) -> tuple[NDArray[np.int16], Ints, Ints]:
    """Play all runs.

    Args:
        table: Who plays whom.
        chances: Thresholds by draw.
        lanes: Runs for each draw.
        words: Where random words come from.

    Returns:
        records, peaks and rungs as :func:`detente.measures.engine.play` fills them.
    """
    draws, ordered = chances.accident.shape
    of_run = np.repeat(np.arange(draws), lanes)
    state = np.repeat(table.start.astype(np.int64)[:, None], draws * lanes, axis=1)
    back = np.empty(ordered, dtype=np.int64)
    back[table.pairs[:, 0]], back[table.pairs[:, 1]] = table.pairs[:, 1], table.pairs[:, 0]
    seen = np.minimum(state[back], 4)
    peak = np.zeros_like(state)
    record: dict[str, Any] = {
        "force": np.full(draws * lanes, NEVER), "war": np.full(draws * lanes, NEVER),
        "weeks": np.zeros(draws * lanes, np.int64), "last": np.zeros(draws * lanes, np.int64),
        "joined": np.zeros(draws * lanes, np.int64), "answered": np.zeros(draws * lanes, np.int64),
    }  # fmt: skip
    rungs = np.zeros((draws, table.steps + 1, 6), dtype=np.int64)
    rungs[:, 0, int(table.start.max())] = lanes
    for step in range(1, table.steps + 1):
        drawn = _drawn(table, chances, state, of_run, step, words)
        state = _advance(table, chances, state, seen, back, drawn, of_run, step, words, record)
        _note(state, peak, record, step)
        top = np.minimum(state, AT_WAR).max(axis=0)
        rungs[:, step] = np.bincount(of_run * 6 + top, minlength=draws * 6).reshape(draws, 6)
    records = np.stack(
        [
            peak.max(axis=0), record["force"], record["war"], record["weeks"], record["last"],
            record["joined"] * 2 + record["answered"],
        ]
    ).astype(np.int16)  # fmt: skip
    return records, _peaks(peak, of_run, draws), rungs


def _drawn(
    table: Board, chances: Chances, state: Ints, of_run: Ints, step: int, words: Words
) -> Ints:
    """What allies take as done to themselves, and the wars they join."""
    drawn = np.zeros_like(state)
    if not len(table.ties):
        return drawn
    codes, call = np.unique(table.ties[:, 4], return_inverse=True)
    looks, joins = np.stack(words(step, codes)), np.stack(words(step, codes | JOINING))
    for (own, hostile, partner, alliance, _, word), at in zip(
        table.ties.tolist(), call.tolist(), strict=True
    ):
        shown = state[hostile]
        meant = (shown >= 2) & (looks[word, at] < chances.entangle[of_run, alliance])
        drawn[own] = np.maximum(drawn[own], np.where(meant, np.minimum(shown, 4), 0))
        begun = (shown == ATTACKER) & (state[partner] == ATTACKED) & (state[own] < AT_WAR)
        drawn[own][begun & (joins[word, at] < chances.join[of_run, alliance])] = JOINS
    return drawn


def _advance(
    table: Board,
    chances: Chances,
    state: Ints,
    seen: Ints,
    back: Ints,
    drawn: Ints,
    of_run: Ints,
    step: int,
    words: Words,
    record: dict[str, Any],
) -> Ints:
    """Every side looks and decides at once; then wars begin, spread or end."""
    one, two, codes = table.pairs.T
    drew = words(step, codes)
    look, choice = np.empty_like(state, np.uint32), np.empty_like(state, np.uint32)
    look[one], choice[one], look[two], choice[two] = drew
    _look(chances, state, seen, back, drawn, look, of_run)
    new = _choose(chances, state, seen, choice, of_run, step)
    new[drawn == JOINS] = JOINS
    new[state >= AT_WAR] = AT_WAR
    a, b = new[one], new[two]
    joins = (a == JOINS) | (b == JOINS)
    begun = ((a == ATTACKER) | (b == ATTACKER)) & ~joins
    record["joined"] += joins.sum(axis=0)
    record["answered"] |= ((a >= 2) & (b >= 2)).any(axis=0)
    new[one] = np.where(joins, AT_WAR, np.where(begun & (a != ATTACKER), ATTACKED, a))
    new[two] = np.where(joins, AT_WAR, np.where(begun & (b != ATTACKER), ATTACKED, b))
    stood = state[one] >= AT_WAR
    if stood.any():
        ends = stood & (words(step, codes | ENDING)[0] < chances.ending[of_run].T)
        for place in (one, two):
            new[place] = np.where(ends, AFTER_WAR, new[place])
            seen[place] = np.where(ends, AFTER_WAR, seen[place])
    return new


def _look(
    chances: Chances, state: Ints, seen: Ints, back: Ints, drawn: Ints, look: Any, of_run: Ints
) -> None:
    limits = chances.perceive[of_run].transpose(2, 1, 0)
    shown = np.minimum(state[back], 4)
    off = np.where(look < limits[3], np.minimum(shown + 1, 4), np.maximum(shown - 1, 1))
    fresh = np.where(look < limits[2], shown, off)
    view = np.where(look < limits[1], seen, fresh)
    view = np.where(look < limits[0], 4, view)
    seen[:] = np.maximum(view, np.minimum(drawn, 4))


def _choose(
    chances: Chances, state: Ints, seen: Ints, choice: Any, of_run: Ints, step: int
) -> Ints:
    _, phases, ordered, _, _ = chances.decide.shape
    phase = min((step - 1) // PHASE_WEEKS, phases - 1)
    flat = chances.decide.reshape(-1)
    place = ((of_run * phases + phase) * ordered + np.arange(ordered)[:, None]) * 64
    place = place + (np.minimum(state, 4) - 1) * 4 + seen - 1
    new = np.ones_like(state)
    for rung in range(3):
        new += choice >= flat[place + rung * 16]
    new += 2 * (choice >= flat[place + 48])
    return np.where(choice < chances.accident[of_run].T, 4, new)


def _note(state: Ints, peak: Ints, record: dict[str, Any], step: int) -> None:
    rung = np.minimum(state, AT_WAR)
    np.maximum(peak, rung, out=peak)
    top = rung.max(axis=0)
    for name, least in (("force", 4), ("war", 5)):
        record[name] = np.where((top >= least) & (record[name] == NEVER), step, record[name])
    record["weeks"] += top >= 4
    record["last"] = np.where(top >= 2, step, record["last"])


def _peaks(peak: Ints, of_run: Ints, draws: int) -> Ints:
    return np.stack(
        [np.bincount(of_run * 6 + row, minlength=draws * 6).reshape(draws, 6) for row in peak],
        axis=1,
    )
