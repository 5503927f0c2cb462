"""Pairs of states through the years: who is there when, and dense tables to look values up in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Columns = Mapping[str, NDArray[Any]]
Floats = NDArray[np.float32]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Every undirected pair of states in every year in which both exist on one day at least.

    Attributes:
        codes: Correlates of War codes, sorted; a place in this list stands for the state below.
        first_year: First year of the tables.
        last_year: Last year of the tables.
        one: Place of the state with the lesser code, one entry per row.
        two: Place of the state with the greater code.
        year: Year minus first year.
    """

    codes: Whole
    first_year: int
    last_year: int
    one: Whole
    two: Whole
    year: Whole

    @property
    def years(self) -> int:
        """How many years the tables span."""
        return self.last_year - self.first_year + 1

    @property
    def states(self) -> int:
        """How many states occur."""
        return len(self.codes)

    def places(self, ccode: NDArray[Any]) -> Whole:
        """Places of states by code; -1 for a code that is no state."""
        found = np.clip(np.searchsorted(self.codes, ccode), 0, len(self.codes) - 1)
        return np.where(self.codes[found] == ccode, found, -1)

    def rows(self, grid: NDArray[Any], *, back: int = 0) -> NDArray[Any]:
        """Values of a table (states, states, years) for every row, ``back`` years before it.

        Returns:
            Float32, NaN where the table does not reach back that far.
        """
        when = self.year - back
        values = grid[self.one, self.two, np.maximum(when, 0)].astype(np.float32)
        values[when < 0] = np.nan
        return values

    def of_each(self, grid: NDArray[Any], *, back: int = 0) -> tuple[Floats, Floats]:
        """Values of a table (states, years) for the lesser and the greater of every row."""
        when = self.year - back
        both = []
        for side in (self.one, self.two):
            values = grid[side, np.maximum(when, 0)].astype(np.float32)
            values[when < 0] = np.nan
            both.append(values)
        return both[0], both[1]

    def grid(
        self, one: NDArray[Any], two: NDArray[Any], year: NDArray[Any], value: NDArray[Any],
        *, empty: float = np.nan,
    ) -> Floats:  # fmt: skip
        """A table (states, states, years) from rows by code, both ways round filled.

        Rows on states or years outside the tables are left out.
        """
        a, b = self.places(one), self.places(two)
        when = year.astype(np.int64) - self.first_year
        kept = (a >= 0) & (b >= 0) & (when >= 0) & (when < self.years) & ~np.isnan(value)
        table = np.full((self.states, self.states, self.years), empty, np.float32)
        a, b, when, value = a[kept], b[kept], when[kept], value[kept]
        table[np.minimum(a, b), np.maximum(a, b), when] = value
        return table

    def state_grid(self, code: NDArray[Any], year: NDArray[Any], value: NDArray[Any]) -> Floats:
        """A table (states, years) from rows by code; NaN where nothing is known."""
        place = self.places(code)
        when = year.astype(np.int64) - self.first_year
        kept = (place >= 0) & (when >= 0) & (when < self.years)
        table = np.full((self.states, self.years), np.nan, np.float32)
        table[place[kept], when[kept]] = value[kept]
        return table

    def spans(
        self, one: NDArray[Any], two: NDArray[Any], first: NDArray[Any], last: NDArray[Any],
        *, until: int,
    ) -> Floats:  # fmt: skip
        """A table of 0 and 1 from spans of years, NaN after ``until``, the last year of data."""
        table = np.zeros((self.states, self.states, self.years), np.float32)
        a, b = self.places(one), self.places(two)
        starts = np.clip(first.astype(np.int64) - self.first_year, 0, None)
        ends = np.clip(last.astype(np.int64) - self.first_year, None, self.years - 1)
        for row in np.flatnonzero((a >= 0) & (b >= 0)):
            low, high = min(a[row], b[row]), max(a[row], b[row])
            table[low, high, starts[row] : ends[row] + 1] = 1
        table[:, :, max(until - self.first_year + 1, 0) :] = np.nan
        return table


def pairs_of(states: Columns, *, until: int) -> Pairs:
    """Every pair of states whose time in the state system overlaps by a day in a year.

    Args:
        states: One row per spell in the system: ``ccode`` and the first and last day as
            ``styear, stmonth, stday, endyear, endmonth, endday``.
        until: Last year.
    """
    codes = np.unique(states["ccode"]).astype(np.int64)
    place = np.searchsorted(codes, states["ccode"].astype(np.int64))
    start, end = _days(states, "st"), _days(states, "end")
    first_year = int(states["styear"].min())
    found = []
    for year in range(first_year, until + 1):
        low, high = np.array([f"{year}-01-01", f"{year}-12-31"], "datetime64[D]").astype(np.int64)
        here = (start <= high) & (end >= low)
        one, two = _together(place[here], start[here], end[here])
        found.append(np.stack([one, two, np.full(len(one), year - first_year)]))
    rows = np.concatenate(found, axis=1) if found else np.empty((3, 0), np.int64)
    return Pairs(codes, first_year, until, rows[0], rows[1], rows[2])


def _together(place: Whole, start: Whole, end: Whole) -> tuple[Whole, Whole]:
    """Places of all pairs that share a day."""
    shared = np.maximum.outer(start, start) <= np.minimum.outer(end, end)
    one, two = np.nonzero(shared)
    kept = place[one] < place[two]
    pairs = np.unique(np.stack([place[one[kept]], place[two[kept]]]), axis=1)
    return pairs[0], pairs[1]


def _days(states: Columns, mark: str) -> Whole:
    months = (states[f"{mark}year"] - 1970) * 12 + states[f"{mark}month"] - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return np.asarray(first + states[f"{mark}day"].astype(np.int64) - 1)
