"""Months, and what may be known before a window."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.errors import InputError
from detente.outlook.country_months import (
    country_months,
    history_of_window,
    month_name,
    month_number,
    month_of,
    until,
)


def table(first, last, countries=(7, 3)):
    months = np.arange(month_of(first), month_of(last) + 1)
    month = np.tile(months, len(countries))
    country = np.repeat(countries, len(months))
    return country_months(month, country, month % 5 * (country == 3))


@given(st.integers(1, 2000))
def test_a_month_has_one_name(number):
    assert month_of(month_name(number)) == number


def test_months_are_counted_as_views_counts_them():
    assert month_number(1989, 1) == 109
    assert month_name(504) == "2021-12"
    with pytest.raises(InputError, match="is no month"):
        month_of("2021-13")


def test_a_window_sees_nothing_after_october():
    history = history_of_window(table("2000-01", "2021-12"), 2018)
    assert month_name(history.last) == "2017-10"
    assert history.deaths.shape == (2, 214)
    assert history.countries.tolist() == [3, 7]


def test_what_is_missing_before_a_window_is_said():
    with pytest.raises(
        InputError, match="up to 2021-10; this file's end with 2021-06, so 4 months"
    ):
        history_of_window(table("2000-01", "2021-06"), 2022)
    with pytest.raises(InputError, match="three years of history; this file begins with 2019-01"):
        history_of_window(table("2019-01", "2021-12"), 2021)


def test_rows_without_an_outcome_are_listed_but_not_known():
    told = country_months([1, 2, 3], [5, 5, 5], [4, np.nan, np.nan])
    assert (told.last, told.last_known) == (3, 1)
    assert told.listed.all()
    assert until(told, 1).deaths.tolist() == [[4.0]]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (([], [], []), "no rows"),
        (([1, 1], [5, 5], [0, 1]), "country 5, 1980-01: two rows"),
        (([1], [5], [-2]), "negative deaths"),
    ],
)
def test_rows_that_cannot_be_used_are_named(rows, said):
    with pytest.raises(InputError, match=said):
        country_months(*rows)
