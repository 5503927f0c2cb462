"""Moments as they are written on the log: exact, with their zone."""

from __future__ import annotations

import datetime as dt
from typing import Final

from detente.model.errors import InputError

_LAST: Final = 253_402_300_799  # the end of the year 9999


def exact(moment: str) -> str:
    """A moment with its zone, as it is written on the log.

    Raises:
        InputError: If it is no time, or names no zone.
    """
    return _zoned(moment).isoformat()


def exact_moment(value: object) -> int:
    """Seconds since 1970 of a time with its zone.

    Raises:
        InputError: If it is no time, names no zone, or lies outside what clocks show.
    """
    seconds = int(_zoned(value).timestamp())
    if not 0 <= seconds <= _LAST:
        raise InputError(f"{value!r} lies outside the years that a clock can show")
    return seconds


def _zoned(value: object) -> dt.datetime:
    try:
        read = dt.datetime.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(f"{value!r} is no exact time; write 2031-06-01T12:00:00+00:00") from error
    if read.tzinfo is None:
        raise InputError(f"{value!r} names no time zone; a time on the log is exact: add +00:00")
    return read
