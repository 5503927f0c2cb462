"""Looking for attributions takes work that grows with the text, not with its square."""

from __future__ import annotations

import sys

import pytest

from detente.model.reports import Report
from detente.reading.attribution import attributions
from detente.reading.statements import statements
from detente.reading.syntax import parse


def operations(text: str) -> int:
    """How many calls it takes to find out who says what."""
    parsed, count = parse(text), 0

    def counted(_frame: object, event: str, _value: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        found = attributions(parsed)
        statements(Report("r1", text), parsed, (), found=found)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("run", ["“a,” he said “b "])
def test_twice_the_unclosed_quotations_take_about_twice_the_work(run):
    attributions(parse("He said it."))
    short = operations(run * (2_500 // len(run)))
    long = operations(run * (5_000 // len(run)))
    assert long / short < 2.7  # four times would be the square
