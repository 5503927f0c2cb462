"""The compiled engine: plays blocks of 256 crises side by side.

Chances reach the engine as thresholds on 32-bit words (:mod:`detente.measures.chances`), so it does
no floating-point arithmetic at all and :mod:`detente.measures.plain` can be compared with it bit
for bit. Numba promotes 32-bit to 64-bit arithmetic, so every operation is cast.

States of an ordered pair: 1-4 the rungs below war, 5 at war, 6 began a war in the last step,
7 was attacked in the last step; 8, within a step only, joins a war.
"""

# ruff: noqa: PLR0917 - compiled functions take their arrays by position

from __future__ import annotations

from typing import Any, Final

import numba as nb
import numpy as np

from detente.measures.philox import MULTIPLIER_0, MULTIPLIER_1, WEYL_0, WEYL_1

LANES: Final = 256
AT_WAR: Final = 5
ATTACKER: Final = 6
ATTACKED: Final = 7
JOINS: Final = 8
AFTER_WAR: Final = 3
NEVER: Final = -1
JOINING: Final = 0x40000

_M0: Final = np.uint64(MULTIPLIER_0)
_M1: Final = np.uint64(MULTIPLIER_1)
_W0: Final = np.uint32(WEYL_0)
_W1: Final = np.uint32(WEYL_1)
_SHIFT: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)


def _probe() -> None:
    """Something to ask about a cache for."""


def cacheable() -> bool:
    """Whether compiled code can be kept, beside the package or in the user's cache folder.

    Where neither can be written the engine is compiled afresh in every process.
    """
    try:
        nb.njit(cache=True)(_probe)
    except RuntimeError:
        return False
    return True


_compiled: Any = nb.njit(nogil=True, cache=cacheable(), error_model="numpy")
_INT: Final = np.int32


@_compiled  # type: ignore[untyped-decorator]
def fill(run: Any, step: Any, slot: Any, k0: Any, k1: Any, words: Any) -> None:
    """Four Philox words for each lane; lane n has the run number ``run + n``.

    The words are kept in 64 bits and cut at the end: a 32 by 32 bit product is then one
    instruction, and what stands above the low word never reaches one.
    """
    for lane in range(LANES):
        number = np.uint64(run + np.uint64(lane))
        c0, c1 = np.uint64(number & _LOW), np.uint64(number >> _SHIFT)
        c2, c3 = np.uint64(step), np.uint64(slot)
        a, b = k0, k1
        for _ in range(10):
            first = np.uint64(np.uint64(c0 & _LOW) * _M0)
            second = np.uint64(np.uint64(c2 & _LOW) * _M1)
            c0 = np.uint64(np.uint64(np.uint64(second >> _SHIFT) ^ c1) ^ np.uint64(a))
            c2 = np.uint64(np.uint64(np.uint64(first >> _SHIFT) ^ c3) ^ np.uint64(b))
            c1, c3 = second, first
            a, b = np.uint32(a + _W0), np.uint32(b + _W1)
        words[0, lane] = np.uint32(c0)
        words[1, lane] = np.uint32(c1)
        words[2, lane] = np.uint32(c2)
        words[3, lane] = np.uint32(c3)


@_compiled  # type: ignore[untyped-decorator]
def _perceive(
    own: Any, other: Any, seen: Any, drawn: Any, look: Any, limits: Any, state: Any
) -> None:
    """One side looks at the other: what it takes the other's rung for, and where it stands."""
    mistaken, stale, right, above = limits[0], limits[1], limits[2], limits[3]
    for lane in range(LANES):
        word, shown = look[lane], min(other[lane], _INT(4))
        up, down = min(_INT(shown + 1), _INT(4)), max(_INT(shown - 1), _INT(1))
        fresh = up if word < above else down
        fresh = shown if word < right else fresh
        view = seen[lane] if word < stale else fresh
        view = _INT(4) if word < mistaken else view
        view = max(view, min(drawn[lane], _INT(4)))
        seen[lane] = view
        rung = min(own[lane], _INT(4))
        state[lane] = _INT(_INT(_INT(rung - 1) * 4) + _INT(view - 1))


@_compiled  # type: ignore[untyped-decorator]
def _ends(state: Any, choice: Any, low: Any, top: Any, step: Any) -> None:
    """Start from rung 1 or 2, and go on to war: the thresholds that matter in few states.

    Nobody comes down to rung 1 from above rung 2, and nobody goes to war from below rung 4.
    """
    a0, a1, a2, a3 = low[0], low[1], low[2], low[3]
    b0, b1, b2, b3 = low[4], low[5], low[6], low[7]
    d0, d1, d2, d3 = top[12], top[13], top[14], top[15]
    for lane in range(LANES):
        here = state[lane]
        odd, high = (here & 1) != 0, (here & 2) != 0
        a = (a3 if odd else a2) if high else (a1 if odd else a0)
        b = (b3 if odd else b2) if high else (b1 if odd else b0)
        d = (d3 if odd else d2) if high else (d1 if odd else d0)
        floor = b if (here & 4) != 0 else a
        above = (here >= 8) | (choice[lane] >= floor)
        wages = (here >= 12) & (choice[lane] >= d)
        step[lane] = _INT(_INT(_INT(1) + _INT(above)) + (_INT(2) if wages else _INT(0)))


@_compiled  # type: ignore[untyped-decorator]
def _passed(state: Any, choice: Any, row: Any, step: Any) -> None:
    """Go up a rung where the word reaches the threshold of the lane's state.

    The sixteen thresholds are chosen by the four bits of the state and not by a look-up, since
    choices run in sixteen lanes at once and look-ups one by one.
    """
    a0, a1, a2, a3 = row[0], row[1], row[2], row[3]
    b0, b1, b2, b3 = row[4], row[5], row[6], row[7]
    c0, c1, c2, c3 = row[8], row[9], row[10], row[11]
    d0, d1, d2, d3 = row[12], row[13], row[14], row[15]
    for lane in range(LANES):
        here = state[lane]
        odd, high = (here & 1) != 0, (here & 2) != 0
        a = (a3 if odd else a2) if high else (a1 if odd else a0)
        b = (b3 if odd else b2) if high else (b1 if odd else b0)
        c = (c3 if odd else c2) if high else (c1 if odd else c0)
        d = (d3 if odd else d2) if high else (d1 if odd else d0)
        low, top = (b if (here & 4) != 0 else a), (d if (here & 4) != 0 else c)
        limit = top if (here & 8) != 0 else low
        step[lane] = _INT(step[lane] + _INT(choice[lane] >= limit))


@_compiled  # type: ignore[untyped-decorator]
def _decide(own: Any, drawn: Any, choice: Any, accident: Any, new: Any) -> None:
    """Accidents, wars joined and wars that go on come before what was decided."""
    for lane in range(LANES):
        step = _INT(4) if choice[lane] < accident else new[lane]
        step = _INT(JOINS) if drawn[lane] == JOINS else step
        new[lane] = _INT(AT_WAR) if own[lane] >= AT_WAR else step


@_compiled  # type: ignore[untyped-decorator]
def _act(
    own: Any, other: Any, seen: Any, drawn: Any, look: Any, choice: Any, limits: Any,
    accident: Any, table: Any, state: Any, new: Any,
) -> None:  # fmt: skip
    """One side of a pair perceives the other and decides, in every lane."""
    _perceive(own, other, seen, drawn, look, limits, state)
    _ends(state, choice, table[0], table[3], new)
    _passed(state, choice, table[1], new)
    _passed(state, choice, table[2], new)
    _decide(own, drawn, choice, accident, new)


@_compiled  # type: ignore[untyped-decorator]
def _settle(first: Any, second: Any, joined: Any, answered: Any) -> Any:
    """War is mutual: the side that did not choose it was attacked. True if any lane is at war."""
    any_war = False
    for lane in range(LANES):
        a, b = first[lane], second[lane]
        joins = (a == JOINS) | (b == JOINS)
        begun = (a == ATTACKER) | (b == ATTACKER)
        x = _INT(ATTACKER) if a == ATTACKER else _INT(ATTACKED)
        y = _INT(ATTACKER) if b == ATTACKER else _INT(ATTACKED)
        x = x if begun else a
        y = y if begun else b
        first[lane] = _INT(AT_WAR) if joins else x
        second[lane] = _INT(AT_WAR) if joins else y
        joined[lane] += _INT(joins)
        answered[lane] |= _INT((a >= 2) & (b >= 2))
        any_war |= a >= AT_WAR
        any_war |= b >= AT_WAR
    return any_war


@_compiled  # type: ignore[untyped-decorator]
def _end_wars(
    was: Any, first: Any, second: Any, seen_first: Any, seen_second: Any, word: Any, limit: Any
) -> None:
    """A war that stood before this step ends by chance; both sides stay on display."""
    for lane in range(LANES):
        if was[lane] >= AT_WAR and word[lane] < limit:
            first[lane] = second[lane] = _INT(AFTER_WAR)
            seen_first[lane] = seen_second[lane] = _INT(AFTER_WAR)


@_compiled  # type: ignore[untyped-decorator]
def _draw_in(hostile: Any, drawn: Any, word: Any, limit: Any) -> Any:
    """An ally takes acts against its partner as acts against itself. True if one was attacked."""
    attacked = False
    for lane in range(LANES):
        shown = hostile[lane]
        level = shown if word[lane] < limit else _INT(0)
        drawn[lane] = max(drawn[lane], min(level, _INT(4)) if shown >= 2 else _INT(0))
        attacked |= shown == ATTACKER
    return attacked


@_compiled  # type: ignore[untyped-decorator]
def _join(hostile: Any, partner: Any, own: Any, drawn: Any, word: Any, limit: Any) -> None:
    """An ally joins the war of a partner who was attacked and did not attack itself."""
    for lane in range(LANES):
        begun = (hostile[lane] == ATTACKER) & (partner[lane] == ATTACKED)
        if begun and own[lane] < AT_WAR and word[lane] < limit:
            drawn[lane] = _INT(JOINS)


@_compiled  # type: ignore[untyped-decorator]
def _tally(
    step: Any, new: Any, peak: Any, top: Any, force: Any, war: Any, weeks: Any, last: Any,
    rungs: Any,
) -> None:  # fmt: skip
    """What this step adds to the record of each lane and of the block."""
    top[:] = _INT(0)
    for pair in range(new.shape[0]):
        for lane in range(LANES):
            rung = min(new[pair, lane], _INT(AT_WAR))
            peak[pair, lane] = max(peak[pair, lane], rung)
            top[lane] = max(top[lane], rung)
    for lane in range(LANES):
        rung = top[lane]
        force[lane] = _INT(step) if (rung >= 4) & (force[lane] == NEVER) else force[lane]
        war[lane] = _INT(step) if (rung >= 5) & (war[lane] == NEVER) else war[lane]
        weeks[lane] += _INT(rung >= 4)
        last[lane] = _INT(step) if rung >= 2 else last[lane]
    for rung in range(1, 6):
        count = _INT(0)
        for lane in range(LANES):
            count += _INT(top[lane] == rung)
        rungs[rung] += count


@_compiled  # type: ignore[untyped-decorator]
def _third_parties(
    run: Any, step: Any, low: Any, high: Any, ties: Any, old: Any, drawn: Any, entangle: Any,
    join: Any, words: Any,
) -> None:  # fmt: skip
    """Every ally looks at what is done to its partner."""
    drawn[:] = _INT(0)
    code = -1
    for at in range(ties.shape[0]):
        own, hostile, partner, alliance = ties[at, 0], ties[at, 1], ties[at, 2], ties[at, 3]
        word = ties[at, 5]
        if ties[at, 4] != code:
            code = ties[at, 4]
            fill(run, step, np.uint32(code), low, high, words)
        if _draw_in(old[hostile], drawn[own], words[word], entangle[alliance]):
            fill(run, step, np.uint32(code | JOINING), low, high, words)
            _join(old[hostile], old[partner], old[own], drawn[own], words[word], join[alliance])
            code = -1  # the words of the first question are gone


@_compiled  # type: ignore[untyped-decorator]
def _both_sides(
    run: Any, step: Any, low: Any, high: Any, pairs: Any, old: Any, new: Any, seen: Any,
    drawn: Any, perceive: Any, accident: Any, decide: Any, ending: Any, words: Any, state: Any,
    joined: Any, answered: Any,
) -> None:  # fmt: skip
    """Every pair of sides looks and acts at once; wars begin, spread or end."""
    for at in range(pairs.shape[0]):
        one, two, slots = pairs[at, 0], pairs[at, 1], pairs[at, 2]
        fill(run, step, np.uint32(slots), low, high, words)
        _act(old[one], old[two], seen[one], drawn[one], words[0], words[1],
             perceive[one], accident[one], decide[one], state, new[one])  # fmt: skip
        _act(old[two], old[one], seen[two], drawn[two], words[2], words[3],
             perceive[two], accident[two], decide[two], state, new[two])  # fmt: skip
        if _settle(new[one], new[two], joined, answered):
            # a side at war decides nothing, so its word is free to say whether the war ends
            _end_wars(old[one], new[one], new[two], seen[one], seen[two], words[1], ending[at])


@_compiled  # type: ignore[untyped-decorator]
def _keep(base: Any, peak: Any, tally: Any, records: Any, peaks: Any) -> None:
    """Write what came of the lanes of a block."""
    for lane in range(LANES):
        highest = 0
        for pair in range(peak.shape[0]):
            rung = peak[pair, lane]
            highest = max(highest, rung)
            peaks[pair, rung] += 1
        records[0, base + lane] = highest
        for row in range(1, 5):
            records[row, base + lane] = tally[row, lane]
        records[5, base + lane] = tally[5, lane] * 2 + tally[6, lane]


@_compiled  # type: ignore[untyped-decorator]
def play(
    seed_low: Any, seed_high: Any, first_run: Any, steps: Any, phase_steps: Any, start: Any,
    pairs: Any, ties: Any, perceive: Any, accident: Any, decide: Any, ending: Any, entangle: Any,
    join: Any, records: Any, peaks: Any, rungs: Any,
) -> None:  # fmt: skip
    """Play every block of every draw.

    Args:
        seed_low: Low word of the seed.
        seed_high: High word of the seed.
        first_run: Number of the first run (uint64).
        steps: Steps to play.
        phase_steps: Steps for which one table of decisions holds.
        start: Rung of each ordered pair before the first step, int32 (pairs).
        pairs: Unordered pairs, int64 (n, 3): ordered pair of the lower slot, of the higher slot,
            code of the role slots.
        ties: Third parties an ally can be drawn against, int64 (n, 6): own pair, pair of the third
            party against the partner, pair of the partner against the third party, place of the
            alliance, code, word.
        perceive: Thresholds uint32 (draws, ordered pairs, 4).
        accident: Thresholds uint32 (draws, ordered pairs).
        decide: Thresholds uint32 (draws, phases, ordered pairs, 4, 16).
        ending: Thresholds uint32 (draws, unordered pairs).
        entangle: Thresholds uint32 (draws, alliances).
        join: Thresholds uint32 (draws, alliances).
        records: Out, int16 (6, runs): highest rung, first week of force, of war, weeks with force,
            last week above rung 1, allies that joined times 2 plus 1 if a side was answered.
        peaks: Out, int64 (draws, ordered pairs, 6): runs by highest rung of the pair.
        rungs: Out, int64 (draws, steps + 1, 6): runs by highest rung of any pair.
    """
    draws, ordered = accident.shape
    lanes_a_draw = records.shape[1] // draws
    words, state = np.empty((4, LANES), np.uint32), np.empty(LANES, np.int32)
    old, new = np.empty((ordered, LANES), np.int32), np.empty((ordered, LANES), np.int32)
    seen, drawn = np.empty((ordered, LANES), np.int32), np.empty((ordered, LANES), np.int32)
    peak, tally = np.empty((ordered, LANES), np.int32), np.empty((7, LANES), np.int32)
    for block in range(draws * lanes_a_draw // LANES):
        draw = block * LANES // lanes_a_draw
        run = np.uint64(first_run + np.uint64(block * LANES))
        for pair in range(ordered):
            old[pair, :] = start[pair]
        for at in range(pairs.shape[0]):
            one, two = pairs[at, 0], pairs[at, 1]
            seen[one, :], seen[two, :] = min(start[two], 4), min(start[one], 4)
        peak[:], tally[:] = 0, 0
        tally[1], tally[2] = NEVER, NEVER
        rungs[draw, 0, max(start)] += LANES
        for step in range(1, steps + 1):
            week, phase = np.uint32(step), min((step - 1) // phase_steps, decide.shape[1] - 1)
            _third_parties(
                run, week, seed_low, seed_high, ties, old, drawn, entangle[draw], join[draw], words
            )
            _both_sides(
                run, week, seed_low, seed_high, pairs, old, new, seen, drawn, perceive[draw],
                accident[draw], decide[draw, phase], ending[draw], words, state, tally[5], tally[6],
            )  # fmt: skip
            old, new = new, old
            _tally(
                step, old, peak, tally[0], tally[1], tally[2], tally[3], tally[4], rungs[draw, step]
            )
        _keep(block * LANES, peak, tally, records, peaks[draw])
