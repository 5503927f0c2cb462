"""Words that take a side, with their neutral form and what they mean by who says them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.codebook.loader import Verified, load_table


class ContestedKind(StrEnum):
    """What a contested term names."""

    PLACE = "place"
    ACTOR = "actor"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class ContestedRow:
    """One term as one side uses it.

    Attributes:
        term: The words, as said.
        neutral: What the tool's own voice says instead, "" to leave it out.
        kind: A place, an actor, or any other word.
        said_by: Actor id of the side in whose mouth it has this meaning, "" for anybody.
        means: Alpha-3 or actor id that is meant, "" if nobody in particular.
        note: Whose usage it is.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    term: str
    neutral: str
    kind: ContestedKind
    said_by: str
    means: str
    note: str
    source: str
    verified: Verified


def contested_words() -> tuple[ContestedRow, ...]:
    """All rows."""
    return load_table("contested_words", ContestedRow)
