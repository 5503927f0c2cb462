"""`--as-of` takes a moment as people write it, with its zone, or as the log counts it."""

from __future__ import annotations

import click
import pytest

from detente.cli.channel_options import Moment


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1930000000", 1_930_000_000), ("2031-06-01T12:00:00+00:00", 1_938_081_600),
     ("2031-06-01T14:00:00+02:00", 1_938_081_600), ("0", 0)],
)  # fmt: skip
def test_a_moment_is_read(text: str, seconds: int) -> None:
    assert Moment().convert(text, None, None) == seconds


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2031-06-01T12:00", "names no time zone"),
        ("tomorrow", "is no exact time"),
        ("-5", "is no exact time"),
    ],
)
def test_what_is_not_exact_is_refused(text: str, says: str) -> None:
    with pytest.raises(click.BadParameter, match=says):
        Moment().convert(text, None, None)
