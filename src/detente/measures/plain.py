"""The same model in plain NumPy, one array operation after the other.

It is what the compiled engine is checked against, event for event, and a rival in the benchmark.
Runs stand side by side in one long array over all draws, which is how NumPy does it fastest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Play:
    """What stays the same through a play, and the record that is written on the way."""

    table: Board
    chances: Chances
    words: Words
    of_run: Ints
    back: Ints
    record: dict[str, Any]


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
    draws = len(chances.accident)
    play = _opened(table, chances, words, lanes)
    state = np.repeat(table.start.astype(np.int64)[:, None], draws * lanes, axis=1)
    seen, peak = np.minimum(state[play.back], 4), np.zeros_like(state)
    rungs = np.zeros((draws, table.steps + 1, 6), dtype=np.int64)
    rungs[:, 0, int(table.start.max())] = lanes
    for step in range(1, table.steps + 1):
        drawn = _drawn(play, state, step)
        state = _advance(play, state, seen, drawn, step)
        _note(play.record, state, peak, step)
        top = np.minimum(state, AT_WAR).max(axis=0)
        rungs[:, step] = np.bincount(play.of_run * 6 + top, minlength=draws * 6).reshape(draws, 6)
    record = play.record
    rows = (record["force"], record["war"], record["weeks"], record["last"])
    joined = record["joined"] * 2 + record["answered"]
    records = np.stack([peak.max(axis=0), *rows, joined]).astype(np.int16)
    return records, _peaks(peak, play.of_run, draws), rungs


def _opened(table: Board, chances: Chances, words: Words, lanes: int) -> _Play:
    draws, ordered = chances.accident.shape
    runs = draws * lanes
    back = np.empty(ordered, dtype=np.int64)
    back[table.pairs[:, 0]], back[table.pairs[:, 1]] = table.pairs[:, 1], table.pairs[:, 0]
    record = {name: np.full(runs, NEVER) for name in ("force", "war")}
    record |= {name: np.zeros(runs, np.int64) for name in ("weeks", "last", "joined", "answered")}
    return _Play(table, chances, words, np.repeat(np.arange(draws), lanes), back, record)


def _drawn(play: _Play, state: Ints, step: int) -> Ints:
    """What allies take as done to themselves, and the wars they join."""
    drawn, ties = np.zeros_like(state), play.table.ties
    if not len(ties):
        return drawn
    codes, call = np.unique(ties[:, 4], return_inverse=True)
    looks = np.stack(play.words(step, codes))
    joins = np.stack(play.words(step, codes | JOINING))
    for (own, hostile, partner, alliance, _, word), at in zip(
        ties.tolist(), call.tolist(), strict=True
    ):
        shown = state[hostile]
        meant = (shown >= 2) & (looks[word, at] < play.chances.entangle[play.of_run, alliance])
        drawn[own] = np.maximum(drawn[own], np.where(meant, np.minimum(shown, 4), 0))
        begun = (shown == ATTACKER) & (state[partner] == ATTACKED) & (state[own] < AT_WAR)
        drawn[own][begun & (joins[word, at] < play.chances.join[play.of_run, alliance])] = JOINS
    return drawn


def _advance(play: _Play, state: Ints, seen: Ints, drawn: Ints, step: int) -> Ints:
    """Every side looks and decides at once; then wars begin, spread or end."""
    one, two, codes = play.table.pairs.T
    look, choice = np.empty_like(state, np.uint32), np.empty_like(state, np.uint32)
    look[one], choice[one], look[two], choice[two] = play.words(step, codes)
    _look(play, state, seen, drawn, look)
    new = _choose(play, state, seen, choice, step)
    new[drawn == JOINS] = JOINS
    new[state >= AT_WAR] = AT_WAR
    _settle(play, new)
    stood = state[one] >= AT_WAR
    if stood.any():
        ends = stood & (choice[one] < play.chances.ending[play.of_run].T)
        for place in (one, two):
            new[place] = np.where(ends, AFTER_WAR, new[place])
            seen[place] = np.where(ends, AFTER_WAR, seen[place])
    return new


def _settle(play: _Play, new: Ints) -> None:
    """War is mutual: the side that did not choose it was attacked."""
    one, two, _ = play.table.pairs.T
    a, b = new[one], new[two]
    joins = (a == JOINS) | (b == JOINS)
    begun = ((a == ATTACKER) | (b == ATTACKER)) & ~joins
    play.record["joined"] += joins.sum(axis=0)
    play.record["answered"] |= ((a >= 2) & (b >= 2)).any(axis=0)
    new[one] = np.where(joins, AT_WAR, np.where(begun & (a != ATTACKER), ATTACKED, a))
    new[two] = np.where(joins, AT_WAR, np.where(begun & (b != ATTACKER), ATTACKED, b))


def _look(play: _Play, state: Ints, seen: Ints, drawn: Ints, look: Any) -> None:
    limits = play.chances.perceive[play.of_run].transpose(2, 1, 0)
    shown = np.minimum(state[play.back], 4)
    off = np.where(look < limits[3], np.minimum(shown + 1, 4), np.maximum(shown - 1, 1))
    fresh = np.where(look < limits[2], shown, off)
    view = np.where(look < limits[1], seen, fresh)
    view = np.where(look < limits[0], 4, view)
    seen[:] = np.maximum(view, np.minimum(drawn, 4))


def _choose(play: _Play, state: Ints, seen: Ints, choice: Any, step: int) -> Ints:
    _, phases, ordered, _, _ = play.chances.decide.shape
    phase = min((step - 1) // PHASE_WEEKS, phases - 1)
    flat = play.chances.decide.reshape(-1)
    place = ((play.of_run * phases + phase) * ordered + np.arange(ordered)[:, None]) * 64
    place = place + (np.minimum(state, 4) - 1) * 4 + seen - 1
    new = np.ones_like(state)
    for rung in range(3):
        new += choice >= flat[place + rung * 16]
    new += 2 * ((choice >= flat[place + 48]) & (state >= 4))
    return np.where(choice < play.chances.accident[play.of_run].T, 4, new)


def _note(record: dict[str, Any], state: Ints, peak: Ints, step: int) -> None:
    rung = np.minimum(state, AT_WAR)
    np.maximum(peak, rung, out=peak)
    top = rung.max(axis=0)
    for name, least in (("force", 4), ("war", 5)):
        record[name] = np.where((top >= least) & (record[name] == NEVER), step, record[name])
    record["weeks"] += top >= 4
    record["last"] = np.where(top >= 2, step, record["last"])


def _peaks(peak: Ints, of_run: Ints, draws: int) -> Ints:
    rows = [np.bincount(of_run * 6 + row, minlength=draws * 6).reshape(draws, 6) for row in peak]
    return np.stack(rows, axis=1)
