"""Panels that tell outcomes and nothing of the past: the history is read from their own rungs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.outlook.history import history_columns
from detente.outlook.pairs import Pairs
from detente.outlook.rungs import RungTable


def with_history(columns: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The panel with history columns, made from ``rung`` where it has none of its own.

    Every year above rung 1 counts as one dispute begun in its middle, since a panel of rungs does
    not tell disputes apart. Rows come back sorted by year and pair.
    """
    order = np.lexsort([columns[name] for name in ("ccode2", "ccode1", "year")])
    rows = {name: column[order] for name, column in columns.items()}
    if "last_rung" in rows or not len(order):
        return rows
    pairs = _pairs(rows)
    made = history_columns(pairs, _rungs(pairs, rows), _disputes(rows))
    return rows | {name: column for name, column in made.items() if name not in rows}


def _pairs(rows: Mapping[str, NDArray[Any]]) -> Pairs:
    one, two = (rows[name].astype(np.int64) for name in ("ccode1", "ccode2"))
    year = rows["year"].astype(np.int64)
    codes = np.unique(np.concatenate([one, two]))
    return Pairs(
        codes=codes,
        first_year=int(year.min()),
        last_year=int(year.max()),
        one=np.searchsorted(codes, one),
        two=np.searchsorted(codes, two),
        year=year - year.min(),
    )


def _rungs(pairs: Pairs, rows: Mapping[str, NDArray[Any]]) -> RungTable:
    rung = rows["rung"].astype(float)
    table = np.ones((pairs.states, pairs.states, pairs.years), np.int8)
    table[pairs.one, pairs.two, pairs.year] = np.nan_to_num(rung, nan=1).astype(np.int8)
    known = rows["year"][~np.isnan(rung)]
    last = int(known.max()) if len(known) else pairs.first_year - 1
    return RungTable(table, np.zeros_like(table, dtype=np.bool_), last)


def _disputes(rows: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float64]]:
    above = np.flatnonzero(np.nan_to_num(rows["rung"].astype(float)) > 1)
    year = rows["year"][above].astype(float)
    return {
        "dispute": np.arange(len(above), dtype=float),
        "ccode1": rows["ccode1"][above].astype(float),
        "ccode2": rows["ccode2"][above].astype(float),
        "year": year,
        "start_year": year,
        "start_month": np.full(len(above), np.nan),
    }
