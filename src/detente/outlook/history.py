"""The history of each pair as it was known at the end of the year before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.model.ladder import Rung
from detente.outlook.pairs import Columns, Pairs
from detente.outlook.rungs import RungTable
from detente.outlook.third_parties import third_parties

Floats = NDArray[np.float32]
WINDOW: Final = 10
"""Years that the counts look back."""
FADING: Final = 0.8
"""What is left of a dispute's weight after each year."""


@dataclass(slots=True)
class _Running:
    """What is carried from year to year, each a table (states, states)."""

    peace: Floats
    rung: Floats
    before: Floats
    fading: Floats
    fading_force: Floats
    ever: Floats
    out: dict[str, list[Floats]] = field(default_factory=dict)


def history_columns(
    pairs: Pairs,
    rungs: RungTable,
    disputes: Columns,
    *,
    allied: NDArray[np.bool_] | None = None,
) -> dict[str, Floats]:
    """Columns of the past, each as known on the last day of the year before.

    Args:
        pairs: The pairs and years.
        rungs: The rung of every pair and year.
        disputes: Rows of pair, dispute, year and beginning, as in dyadic MID 4.02.
        allied: Table (states, states, years) of defence pacts, None if not known.

    Returns:
        ``last_rung`` and ``rung_two_back`` (rung one and two years before),
        ``peace_years`` (years since a rung above 1, else since both states exist),
        ``disputes_10`` and ``highest_rung_10`` (disputes begun or running, and the highest rung,
        in the ten years before), ``fading_disputes`` and ``fading_force`` (years with a dispute,
        or with force, each weighing 0.8 as much after every year), ``disputes_ever`` (years with
        a dispute since the beginning), ``begun_late`` (month in which the latest dispute begun in
        the year before began, 0 if none), ``elsewhere_low`` and ``elsewhere_high`` (pairs with
        others in which either state stood above rung 1; ``wars_elsewhere`` counts wars alone and
        ``fading_elsewhere`` all years so far, fading), ``share_above`` (share of all pairs above
        rung 1), ``allies_at_odds`` (allies of one that were above rung 1 with the other) and
        ``shared_enemies`` (states with which both were). NaN where the year before lies after
        the last outcome year.
    """
    counts = _counts(pairs, disputes)
    begun = _begun(pairs, disputes)
    peak = _peak(rungs.rung)
    columns = _carried(pairs, rungs)
    columns["disputes_10"] = pairs.rows(counts, back=1)
    columns["highest_rung_10"] = pairs.rows(peak, back=1)
    columns["begun_late"] = pairs.rows(begun, back=1)
    columns |= _elsewhere(pairs, rungs)
    columns |= third_parties(pairs, rungs, allied)
    first = pairs.year == 0
    for name, values in columns.items():
        values[first] = 1 if "rung" in name else 0
        values[pairs.year + pairs.first_year - 1 > rungs.last_year] = np.nan
    return columns


def _counts(pairs: Pairs, disputes: Columns) -> NDArray[np.int16]:
    """Disputes running in the ten years that end with each year."""
    keys = np.stack([disputes[name] for name in ("dispute", "ccode1", "ccode2")])
    low, high = np.minimum(keys[1], keys[2]), np.maximum(keys[1], keys[2])
    whole = np.stack([keys[0], low, high]).astype(np.int64)
    unique, group = np.unique(whole, axis=1, return_inverse=True)
    first = np.full(unique.shape[1], 9999, np.int64)
    last = np.zeros(unique.shape[1], np.int64)
    year = disputes["year"].astype(np.int64) - pairs.first_year
    np.minimum.at(first, group.ravel(), year)
    np.maximum.at(last, group.ravel(), year)
    steps = np.zeros((pairs.states, pairs.states, pairs.years + 1), np.int16)
    a, b = pairs.places(unique[1]), pairs.places(unique[2])
    kept = (a >= 0) & (b >= 0) & (first < pairs.years) & (last >= 0)
    a, b, first, last = a[kept], b[kept], np.maximum(first[kept], 0), last[kept]
    np.add.at(steps, (a, b, first), 1)
    np.add.at(steps, (a, b, np.minimum(last + WINDOW, pairs.years)), -1)
    return np.cumsum(steps[:, :, :-1], axis=2, dtype=np.int16)


def _begun(pairs: Pairs, disputes: Columns) -> NDArray[np.int8]:
    table = np.zeros((pairs.states, pairs.states, pairs.years), np.int8)
    a, b = pairs.places(disputes["ccode1"]), pairs.places(disputes["ccode2"])
    when = disputes["start_year"].astype(np.int64) - pairs.first_year
    kept = (a >= 0) & (b >= 0) & (when >= 0) & (when < pairs.years)
    month = np.nan_to_num(disputes["start_month"], nan=6).astype(np.int8)
    low, high = np.minimum(a, b)[kept], np.maximum(a, b)[kept]
    np.maximum.at(table, (low, high, when[kept]), month[kept])
    return table


def _peak(rung: NDArray[np.int8]) -> NDArray[np.int8]:
    """Highest rung of the ten years that end with each year."""
    peak = rung.copy()
    for back in range(1, WINDOW):
        np.maximum(peak[:, :, back:], rung[:, :, :-back], out=peak[:, :, back:])
    return peak


def _carried(pairs: Pairs, rungs: RungTable) -> dict[str, Floats]:
    """Columns that are carried on from year to year."""
    shape = (pairs.states, pairs.states)
    zero, one_everywhere = np.zeros(shape, np.float32), np.ones(shape, np.float32)
    now = _Running(zero, one_everywhere, one_everywhere, zero, zero, zero)
    seen = np.zeros(shape, np.bool_)
    edges = np.searchsorted(pairs.year, np.arange(pairs.years + 1))
    for year in range(pairs.years):
        rows = slice(edges[year], edges[year + 1])
        one, two = pairs.one[rows], pairs.two[rows]
        for name, table in _shown(now).items():
            now.out.setdefault(name, []).append(table[one, two])
        seen[one, two] = True
        _advance(now, rungs.rung[:, :, year], seen)
    return {name: np.concatenate(parts) for name, parts in now.out.items()}


def _shown(now: _Running) -> dict[str, Floats]:
    return {
        "last_rung": now.rung,
        "rung_two_back": now.before,
        "peace_years": now.peace,
        "fading_disputes": now.fading,
        "fading_force": now.fading_force,
        "disputes_ever": now.ever,
    }


def _advance(now: _Running, rung: NDArray[np.int8], seen: NDArray[np.bool_]) -> None:
    above = rung > 1
    now.peace = np.where(above, 0, now.peace + seen).astype(np.float32)
    now.before, now.rung = now.rung, rung.astype(np.float32)
    now.fading = FADING * now.fading + above
    now.fading_force = FADING * now.fading_force + (rung >= 4)
    now.ever = now.ever + above


def _elsewhere(pairs: Pairs, rungs: RungTable) -> dict[str, Floats]:
    """How either state stands with others: the pair's own disputes are taken out."""
    above = rungs.rung > 1
    there = np.bincount(pairs.year, minlength=pairs.years)
    share = above.sum(axis=(0, 1)) / np.maximum(there, 1)
    columns = {"share_above": share[np.maximum(pairs.year - 1, 0)].astype(np.float32)}
    for name, table in (("elsewhere", above), ("wars_elsewhere", rungs.rung == Rung.WAR)):
        columns |= _low_and_high(name, _of_others(pairs, table, fading=0))
    columns |= _low_and_high("fading_elsewhere", _of_others(pairs, above, fading=FADING))
    return columns


def _low_and_high(name: str, both: tuple[Floats, Floats]) -> dict[str, Floats]:
    return {f"{name}_low": np.minimum(*both), f"{name}_high": np.maximum(*both)}


def _of_others(pairs: Pairs, table: NDArray[np.bool_], *, fading: float) -> tuple[Floats, Floats]:
    """For either state, how many pairs with others are marked, older years weighing less."""
    whole = (table.sum(axis=0) + table.sum(axis=1)).astype(np.float32)
    own = table.astype(np.float32)
    for year in range(1, pairs.years if fading else 0):
        whole[:, year] += fading * whole[:, year - 1]
        own[:, :, year] += fading * own[:, :, year - 1]
    shared = pairs.rows(own, back=1)
    one, two = pairs.of_each(whole, back=1)
    return one - shared, two - shared
