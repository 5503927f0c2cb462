"""Words of confidence and of likelihood, each from one written table."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table
from detente.model.incidents import FacetStatus


@dataclass(frozen=True, slots=True)
class FacetConfidence:
    """Confidence that follows from the status of two facets.

    Attributes:
        occurrence: Status of the occurrence.
        author: Status of the author; None fits any.
        confidence: "high", "moderate" or "low".
        wording: Why, in words for a reader.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    occurrence: FacetStatus
    author: FacetStatus | None
    confidence: str
    wording: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class Estimative:
    """A likelihood word and the range of probability it stands for, low end included."""

    word: str
    other_word: str
    low: float
    high: float
    source: str
    verified: Verified


def facet_confidence(occurrence: FacetStatus, author: FacetStatus) -> FacetConfidence:
    """The first row that fits the two statuses.

    Raises:
        KeyError: If the table has no row for them.
    """
    for row in load_table("facet_confidence", FacetConfidence):
        if row.occurrence is occurrence and row.author in (None, author):
            return row
    raise KeyError((occurrence, author))


def estimative_words() -> tuple[Estimative, ...]:
    """The likelihood words from the least to the most likely."""
    return load_table("estimative", Estimative)


def likelihood(probability: float) -> str:
    """The word for a probability; the ends of the table stand for what lies beyond them.

    >>> likelihood(0.7)
    'likely'
    """
    words = estimative_words()
    return next((row.word for row in words if probability < row.high), words[-1].word)
