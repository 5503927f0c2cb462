"""Rows of ``languages.csv``: languages a report may turn out to be written in."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """One language.

    Attributes:
        code: ISO 639-1 code.
        name: English name.
        function_words: Its most frequent short words, where they are on record.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    code: str
    name: str
    function_words: tuple[str, ...]
    source: str
    verified: Verified
