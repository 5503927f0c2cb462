"""Words for the other side of a conflict, which mean whom their speaker has against him."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class AdversaryWord:
    """One word that names nobody but the speaker's opponent.

    Attributes:
        word: The noun, lower case.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    word: str
    source: str
    verified: Verified


@cache
def adversary_words() -> frozenset[str]:
    """The words for an opponent."""
    return frozenset(row.word for row in load_table("adversary_words", AdversaryWord))
