"""What a contested word means in the mouth of the one who says it."""

from __future__ import annotations

from functools import cache

from detente.codebook.contested_words import ContestedKind, ContestedRow, contested_words


def rows_in(words: str) -> tuple[ContestedRow, ...]:
    """Rows whose term stands in the words, longest term first."""
    low = words.casefold()
    found = [row for row in contested_words() if row.term.casefold() in low]
    return tuple(sorted(found, key=lambda row: (-len(row.term), row.term, row.said_by)))


def meant_by(words: str, camp: str, *, kind: ContestedKind = ContestedKind.PLACE) -> str:
    """Whom or where contested words mean when this side says them, "" if it cannot be told.

    Args:
        words: The words as said.
        camp: Actor id of the side the speaker stands with.
        kind: Whether a place or an actor is asked for.
    """
    fitting = [row for row in rows_in(words) if row.kind is kind]
    said = [row for row in fitting if row.said_by == camp]
    anybody = [row for row in fitting if not row.said_by]
    return next((row.means for row in (*said, *anybody)), "")


@cache
def contested_places() -> frozenset[str]:
    """Every contested term that names a place, in lower case."""
    return frozenset(
        row.term.casefold() for row in contested_words() if row.kind is ContestedKind.PLACE
    )
