"""What a sector of a state is called in words: "armed forces of Belmar"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class SectorWords:
    """Words for one PLOVER sector.

    Attributes:
        sector: PLOVER code, such as MIL.
        words: What it is called; the state's name goes into the braces.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    sector: str
    words: str
    source: str
    verified: Verified


def in_words(sector: str, owner: str) -> str:
    """A sector of a state in words; the code stays where the table is silent.

    Args:
        sector: PLOVER code.
        owner: Name of the state or organisation.
    """
    words = _words().get(sector)
    return words.format(owner) if words else f"{owner} ({sector})"


@cache
def _words() -> dict[str, str]:
    return {row.sector: row.words for row in load_table("sector_words", SectorWords)}
