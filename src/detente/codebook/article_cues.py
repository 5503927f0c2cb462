"""Rows of ``article_cues.csv``: what speaks for and against a new article on a page."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified


@dataclass(frozen=True, slots=True)
class ArticleCue:
    """One cue and what it weighs.

    Attributes:
        cue: Its name, as :func:`detente.reading.segmentation.cues_at` gives it.
        weight: Log-odds it adds; above zero speaks for a new article.
        meaning: What it is, in plain words.
        source: Where the weight comes from.
        verified: How the row is backed.
    """

    cue: str
    weight: float
    meaning: str
    source: str
    verified: Verified
