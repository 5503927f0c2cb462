"""The conformance check says which promise a loader breaks."""

from __future__ import annotations

from detente.model.reports import Report
from detente.model.spans import Span
from detente.ports.reports import check_reports

GOOD = Report(id="a", text="Two boats left.", path="a.txt")


def test_good_reports_break_no_promise() -> None:
    assert check_reports([GOOD]) == []


def test_every_broken_promise_is_named() -> None:
    bad = Report(id="a", text=" ", furniture=(Span(3, 9), Span(0, 1)))
    assert check_reports([GOOD, bad]) == [
        "a: no text",
        "a: no path it was read from",
        "a: furniture out of order or twice",
        "a: furniture beyond the end of the text",
        "a: the id occurs twice",
    ]
