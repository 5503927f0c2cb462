"""Rows of ``furniture.csv``: what stands on a page and is no part of an article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.codebook.loader import Verified


class Match(StrEnum):
    """How a row's words are compared with a line, letter case aside."""

    WHOLE = "whole"
    PREFIX = "prefix"
    PATTERN = "pattern"


class Position(StrEnum):
    """Where such a line stands: it can tell where an article begins or ends."""

    START = "start"
    END = "end"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class FurnitureRow:
    """One kind of line that belongs to the page and makes no statement.

    Attributes:
        kind: "related", "credit", "share", "cookie", "subscription", "advert",
            "navigation", "length" or "byline".
        match: How ``words`` are compared with a line.
        words: The words, or a regular expression for the whole line.
        position: Where in an article such a line stands.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    kind: str
    match: Match
    words: str
    position: Position
    source: str
    verified: Verified
