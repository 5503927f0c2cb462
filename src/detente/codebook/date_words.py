"""Rows of ``date_words.csv``: words that name days, months and stretches of time."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified


@dataclass(frozen=True, slots=True)
class DateWord:
    """One word or phrase about time.

    Attributes:
        kind: "weekday" (0 = Monday), "month" (1-12), "number", "unit" (its length), "phrase"
            (first and last day, counted from the day of publication), "future" (a word that
            turns the weekdays of its clause to the days ahead), "deadline" (one that does so only
            right before the weekday), "name before" and "name after" (words
            beside which a weekday or "today" is part of a name).
        word: The word, in lower case.
        low: Its value, or the least it can mean.
        high: Its value, or the most it can mean.
        note: For a unit "days" or "months"; for a month "full" or "short".
        source: Where the row comes from.
        verified: How the row is backed.
    """

    kind: str
    word: str
    low: int
    high: int
    note: str
    source: str
    verified: Verified
