"""In whose name a speaker may speak, from the words that describe the office."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.codebook.loader import Verified, load_table
from detente.model.statements import Mandate


class Basis(StrEnum):
    """What a row looks at."""

    WORDS = "words"
    SECTOR = "sector"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class MandateRow:
    """One row: who is described like this speaks with that mandate.

    Attributes:
        words: Words of the description, ``*`` for up to five words between; or a PLOVER
            sector code; or a kind of actor.
        basis: What ``words`` is compared with.
        mandate: In whose name such a speaker may speak.
        rank: The lowest rank wins where several rows fit one description.
        covers: What the mandate is limited to, "" if nothing.
        source: Where the row comes from.
        verified: How it is backed.
    """

    words: str
    basis: Basis
    mandate: Mandate
    rank: int
    covers: str
    source: str
    verified: Verified


def mandate_rows() -> tuple[MandateRow, ...]:
    """All rows.

    Raises:
        CodebookError: If the table is damaged.
    """
    return load_table("mandates", MandateRow)
