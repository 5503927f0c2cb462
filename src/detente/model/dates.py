"""Days and ranges of days as texts give them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateRange:
    """A day or a range of days, both ends included.

    Attributes:
        start: First day; None when open.
        end: Last day; None when open.
        basis: "explicit" (stands in the text), "relative" ("on Wednesday", resolved against
            the date of publication), "published" (the day of publication itself) or "open".
        text: The words it was read from, "" if none.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    basis: str = "open"
    text: str = ""

    @property
    def known(self) -> bool:
        """Whether at least one day is known."""
        return self.start is not None or self.end is not None

    @property
    def latest(self) -> dt.date | None:
        """The last day it can mean."""
        return self.end or self.start


OPEN = DateRange()
