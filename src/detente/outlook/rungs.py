"""The rung of every pair and year, timed from incidents where incidents are on record.

The highest hostility of a dispute (``hihost``) is written into each of its years: a dispute that
reached war in its third year bears rung 5 in its first. Only incident files say when a rung was
reached. Where they exist for a pair and year they decide; ``timed`` keeps the two kinds apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.outlook.pairs import Columns, Pairs

Small = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class RungTable:
    """Rungs of pairs by year.

    Attributes:
        rung: Table (states, states, years) of 1 to 5; 1 where no dispute is on record.
        timed: Table of whether the rung comes from dated incidents.
        last_year: Last year with outcomes; nothing is known after it.
    """

    rung: Small
    timed: NDArray[np.bool_]
    last_year: int


@dataclass(frozen=True, slots=True)
class PairIncidents:
    """Incidents between two states on opposite sides, one row per pair and incident.

    Attributes:
        one: Code of one state.
        two: Code of the other.
        dispute: Number of the dispute.
        rung: Highest hostility of the two.
        start: First month, counted as year * 12 + month - 1; January where the month is unknown.
        end: Last month, counted alike; December where the month is unknown.
    """

    one: NDArray[np.int64]
    two: NDArray[np.int64]
    dispute: NDArray[np.int64]
    rung: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


def pair_incidents(participants: Columns) -> PairIncidents:
    """Join the participants of each incident with those on its other side.

    Args:
        participants: Rows of state, incident, side and hostility, as in MIDIP 5.0.
    """
    order = np.argsort(participants["incident"], kind="stable")
    incident = participants["incident"][order]
    side = participants["side"][order]
    edges = np.flatnonzero(np.diff(incident)) + 1
    joined = []
    for group in np.split(np.arange(len(order)), edges):
        ours, theirs = np.meshgrid(group[side[group] == 1], group[side[group] == 0])
        joined.append(np.stack([ours.ravel(), theirs.ravel()]))
    a, b = order[np.concatenate(joined, axis=1)] if joined else np.empty((2, 0), np.int64)
    return _incidents(participants, a, b)


def _incidents(participants: Columns, a: NDArray[np.int64], b: NDArray[np.int64]) -> PairIncidents:
    def month(mark: str, unknown: int) -> NDArray[np.int64]:
        months = np.nan_to_num(participants[f"{mark}_month"], nan=unknown)
        return np.asarray(participants[f"{mark}_year"] * 12 + months - 1, np.int64)

    start, end = month("start", 1), month("end", 12)
    rung = np.nan_to_num(participants["rung"], nan=1).astype(np.int64)
    whole = {name: participants[name].astype(np.int64) for name in ("ccode", "dispute")}
    return PairIncidents(
        one=whole["ccode"][a],
        two=whole["ccode"][b],
        dispute=whole["dispute"][a],
        rung=np.maximum(rung[a], rung[b]),
        start=np.minimum(start[a], start[b]),
        end=np.maximum(end[a], end[b]),
    )


def rung_table(pairs: Pairs, disputes: Columns, incidents: PairIncidents | None) -> RungTable:
    """Rungs by year: of incidents where there are any, else of the dispute, else 1.

    Args:
        pairs: The pairs and years.
        disputes: Rows of pair, year and highest hostility, as in dyadic MID 4.02.
        incidents: Dated incidents between pairs.
    """
    shape = (pairs.states, pairs.states, pairs.years)
    whole, dated = np.ones(shape, np.int8), np.ones(shape, np.int8)
    ends = (disputes["ccode1"], disputes["ccode2"])
    _raise(whole, pairs, ends, disputes["year"], disputes["rung"])
    last = int(disputes["year"].max(initial=pairs.first_year))
    if incidents is not None and len(incidents.one):
        last = max(last, int(incidents.end.max()) // 12)
        for year in range(int(incidents.start.min()) // 12, int(incidents.end.max()) // 12 + 1):
            now = (incidents.start // 12 <= year) & (incidents.end // 12 >= year)
            when = np.full(int(now.sum()), float(year))
            both = (incidents.one[now], incidents.two[now])
            _raise(dated, pairs, both, when, incidents.rung[now])
    timed = dated > 1
    return RungTable(np.where(timed, dated, whole).astype(np.int8), timed, last)


def _raise(
    table: Small,
    pairs: Pairs,
    ends: tuple[NDArray[Any], NDArray[Any]],
    year: NDArray[Any],
    rung: NDArray[Any],
) -> None:
    a, b = (pairs.places(codes) for codes in ends)
    when = year.astype(np.int64) - pairs.first_year
    kept = (a >= 0) & (b >= 0) & (when >= 0) & (when < pairs.years)
    low, high = np.minimum(a, b)[kept], np.maximum(a, b)[kept]
    known = np.nan_to_num(rung[kept].astype(float), nan=2).astype(np.int8)
    np.maximum.at(table, (low, high, when[kept]), known)
