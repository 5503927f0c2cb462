"""Moments as they are written on the log: exact, with their zone."""

from __future__ import annotations

import datetime as dt

from detente.model.errors import InputError


def exact(moment: str) -> str:
    """A moment with its zone, as it is written on the log.

    Raises:
        InputError: If it is no time, or names no zone.
    """
    try:
        read = dt.datetime.fromisoformat(moment)
    except ValueError as error:
        raise InputError(f"{moment!r} is no time; write 2031-06-01T12:00:00+00:00") from error
    if read.tzinfo is None:
        raise InputError(f"{moment!r} names no time zone; a time on the log is exact: add +00:00")
    return read.isoformat()
