"""Deaths by country and month, as one table with gaps where a country did not exist."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.model.errors import InputError

Values = NDArray[np.float64]

_FIRST_YEAR: Final = 1980
_OCTOBER: Final = 10


@dataclass(frozen=True, slots=True)
class CountryMonths:
    """State-based deaths per country and month.

    Attributes:
        countries: Identifiers (VIEWS ``country_id``), rising, shape (countries,).
        first: Number of the first month; 1 is January 1980, as in VIEWS.
        deaths: Shape (countries, months); NaN where there is no row or no outcome.
        listed: Same shape: whether the source has a row, with or without an outcome.
    """

    countries: NDArray[np.int64]
    first: int
    deaths: Values
    listed: NDArray[np.bool_]

    @property
    def last(self) -> int:
        """Number of the last month in the table."""
        return self.first + int(self.deaths.shape[1]) - 1

    @property
    def last_known(self) -> int:
        """Number of the last month in which any outcome is known."""
        known = np.flatnonzero(np.isfinite(self.deaths).any(axis=0))
        return self.first + int(known[-1]) if len(known) else self.first - 1


def country_months(month: ArrayLike, country: ArrayLike, deaths: ArrayLike) -> CountryMonths:
    """Arrange rows as a table.

    Args:
        month: Month numbers, shape (rows,).
        country: Country identifiers, shape (rows,).
        deaths: Deaths, NaN where the outcome is unknown, shape (rows,).

    Raises:
        InputError: If there is no row, a row stands twice, or deaths are negative.
    """
    months, ids = np.asarray(month, np.int64), np.asarray(country, np.int64)
    dead = np.asarray(deaths, np.float64)
    if not len(months):
        raise InputError("the table of country-months has no rows")
    if (dead < 0).any():
        at = int(np.flatnonzero(dead < 0)[0])
        raise InputError(
            f"country {ids[at]}, {month_name(int(months[at]))}: negative deaths ({dead[at]:g})"
        )
    names, row = np.unique(ids, return_inverse=True)
    first = int(months.min())
    table = np.full((len(names), int(months.max()) - first + 1), np.nan)
    listed = np.zeros(table.shape, np.bool_)
    np.add.at(seen := np.zeros(table.shape, np.int64), (row, months - first), 1)
    if (seen > 1).any():
        twice, when = np.argwhere(seen > 1)[0]
        raise InputError(f"country {names[twice]}, {month_name(first + int(when))}: two rows")
    table[row, months - first] = dead
    listed[row, months - first] = True
    return CountryMonths(names, first, table, listed)


def until(table: CountryMonths, month: int) -> CountryMonths:
    """The table as it stood at the end of a month: nothing later is left in it."""
    width = max(0, month - table.first + 1)
    return replace(table, deaths=table.deaths[:, :width], listed=table.listed[:, :width])


def history_of_window(table: CountryMonths, year: int) -> CountryMonths:
    """What the VIEWS challenge lets a forecaster see for a year: all up to October before it.

    Raises:
        InputError: If the table ends earlier than that, or begins less than three years before.
    """
    end = month_number(year - 1, _OCTOBER)
    if table.last_known < end:
        raise InputError(
            f"window {year} needs outcomes up to {month_name(end)}; this file's end with "
            f"{month_name(table.last_known)}, so {end - table.last_known} months are missing"
        )
    if table.first > end - 36:
        raise InputError(
            f"window {year} needs at least three years of history; this file begins with "
            f"{month_name(table.first)}"
        )
    return until(table, end)


def month_number(year: int, month: int) -> int:
    """Number of a month; January 1980 is 1.

    >>> month_number(2018, 1)
    457
    """
    return (year - _FIRST_YEAR) * 12 + month


def month_name(number: int) -> str:
    """Year and month of a number.

    >>> month_name(504)
    '2021-12'
    """
    return f"{_FIRST_YEAR + (number - 1) // 12}-{(number - 1) % 12 + 1:02d}"


def month_of(words: str) -> int:
    """Number of a month written as year and month.

    Raises:
        InputError: If the words are no month.
    """
    found = re.fullmatch(r"(\d{4})-(\d\d)", words.strip())
    if not found or not 1 <= int(found[2]) <= 12:
        raise InputError(f"{words!r} is no month; write it as 2021-10")
    return month_number(int(found[1]), int(found[2]))
