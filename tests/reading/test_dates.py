"""Days in a text, resolved against the day of publication or left open."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.dates import DateRange
from detente.reading.dates import find, resolve

WEDNESDAY = dt.date(2031, 5, 7)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("on Wednesday", "2031-05-07", "2031-05-07"),
        ("a Sunday report", "2031-05-04", "2031-05-04"),
        ("last Wednesday", "2031-04-30", "2031-04-30"),
        ("next Tuesday", "2031-05-13", "2031-05-13"),
        ("early on Monday morning", "2031-05-05", "2031-05-05"),
        ("they will meet on Friday", "2031-05-09", "2031-05-09"),
        ("On Friday the ministers will meet", "2031-05-09", "2031-05-09"),
        ("shots fired by a patrol boat on Friday", "2031-05-02", "2031-05-02"),
        ("due to bad weather on Friday", "2031-05-02", "2031-05-02"),
        ("yesterday", "2031-05-06", "2031-05-06"),
        ("tomorrow", "2031-05-08", "2031-05-08"),
        ("overnight", "2031-05-06", "2031-05-07"),
        ("in recent days", "2031-04-30", "2031-05-07"),
        ("last week", "2031-04-28", "2031-05-04"),
        ("earlier this week", "2031-05-05", "2031-05-07"),
        ("later this month", "2031-05-07", "2031-05-31"),
        ("last weekend", "2031-05-03", "2031-05-04"),
        ("two days ago", "2031-05-05", "2031-05-05"),
        ("three months ago", "2031-02-01", "2031-02-28"),
        ("within 48 hours", "2031-05-07", "2031-05-09"),
        ("over the past 50 years", "1981-05-07", "2031-05-07"),
        ("on 3 March", "2031-03-03", "2031-03-03"),
        ("on 30 December", "2030-12-30", "2030-12-30"),
        ("in March", "2031-03-01", "2031-03-31"),
        ("last December", "2030-12-01", "2030-12-31"),
        ("between 3 and 7 March", "2031-03-03", "2031-03-07"),
        ("between Monday and Wednesday", "2031-05-05", "2031-05-07"),
    ],
)
def test_relative_days_resolve_against_publication(words: str, start: str, end: str) -> None:
    meant = resolve(words, WEDNESDAY)
    assert (meant.start, meant.end, meant.basis) == (day(start), day(end), "relative")
    assert resolve(words, None) == DateRange(basis="open", text=meant.text)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2031-05-04", "2031-05-04", "2031-05-04"),
        ("May 4, 2031", "2031-05-04", "2031-05-04"),
        ("the 4th of May 2031", "2031-05-04", "2031-05-04"),
        ("4.5.2031", "2031-05-04", "2031-05-04"),
        ("14/05/2031", "2031-05-14", "2031-05-14"),
        ("May 3-7, 2031", "2031-05-03", "2031-05-07"),
        ("from 28 April to 3 May 2031", "2031-04-28", "2031-05-03"),
        ("in early May 2031", "2031-05-01", "2031-05-10"),
        ("in February 2028", "2028-02-01", "2028-02-29"),
        ("in 2031", "2031-01-01", "2031-12-31"),
    ],
)
def test_whole_dates_need_no_day_of_publication(words: str, start: str, end: str) -> None:
    meant = resolve(words, None)
    assert (meant.start, meant.end) == (day(start), day(end))


def test_since_and_until_leave_one_end_open() -> None:
    assert resolve("since 24 February 2029", None) == DateRange(
        day("2029-02-24"), None, "explicit", "since 24 February 2029"
    )
    assert resolve("by Friday", WEDNESDAY) == DateRange(
        None, day("2031-05-09"), "relative", "by Friday"
    )


def test_a_word_that_looks_ahead_reaches_only_to_the_end_of_its_clause() -> None:
    text = "The boats will leave the bay on Friday, the ministry said on Monday."
    friday, monday = (meant.start for _, meant in find(text, WEDNESDAY))
    assert (friday, monday) == (day("2031-05-09"), day("2031-05-05"))


@pytest.mark.parametrize(
    "words",
    [
        "the Good Friday Agreement",
        "it told the Sunday Courier Mail that it may",
        "Borduria Today, a broadcaster",
        "they may march 30 miles",
        "Sharaf-136 drones, more than 100 of them, in the 61st wave",
        "the second of three",
        "31 June",
        "2031-13-40",
    ],
)
def test_what_only_looks_like_a_date_is_none(words: str) -> None:
    text = words.replace("Sunday Courier Mail", "Sunday Mail")
    assert find(text, WEDNESDAY) == ()


def test_a_numeric_date_that_can_be_read_both_ways_stays_open() -> None:
    assert not resolve("03/04/2031", WEDNESDAY).known


@given(st.text(max_size=300), st.dates() | st.none())
def test_any_text_gives_ordered_spans_and_ranges(text: str, published: dt.date | None) -> None:
    found = find(text, published)
    assert all(a.end <= b.start for (a, _), (b, _) in pairwise(found))
    for span, meant in found:
        assert meant.text == span.of(text)
        assert meant.start is None or meant.end is None or meant.start <= meant.end
        assert meant.known == (meant.basis != "open")


FORMS = st.sampled_from(
    ["on Monday", "999 decades ago", "next year", "last month", "in the coming months", "12 May"]
)


@given(FORMS, st.dates())
def test_days_at_the_ends_of_the_calendar_do_no_harm(words: str, published: dt.date) -> None:
    find(words, published)


@given(st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2090, 1, 1)), st.integers(0, 6))
def test_a_weekday_in_a_report_is_one_of_the_last_seven_days(
    published: dt.date, wanted: int
) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[wanted]
    meant = resolve(f"on {name}", published).start
    assert meant is not None
    assert meant.weekday() == wanted
    assert 0 <= (published - meant).days < 7
