"""What the words of a statement say about access, interest, effects and blame."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detente.codebook.loader import Verified, load_table
from detente.model.incidents import Access, FacetKind


@dataclass(frozen=True, slots=True)
class AccessWords:
    """Words that show how a speaker can know; the first row that fits decides.

    Attributes:
        access: How the speaker can know.
        part: "words" (anything said, or who says it) or "speaker" (who says it alone).
        pattern: Regular expression, case ignored.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    access: Access
    part: str
    pattern: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class Admission:
    """When a side speaks against its own interest.

    Attributes:
        facet: The facet it speaks of.
        side: "author" or "recipient": whose side the speaker is on.
        cues: Lemmas of the words that introduce the statement; empty fits any.
        kinds: Kinds of magnitude the statement must give; empty fits any.
        predicates: Lemmas of the event; empty fits any.
        reason: Why it is against interest.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    facet: str
    side: str
    cues: tuple[str, ...]
    kinds: tuple[str, ...]
    predicates: tuple[str, ...]
    reason: str
    source: str
    verified: Verified

    @property
    def about(self) -> FacetKind:
        """The facet as the model names it."""
        return FacetKind(self.facet)


@dataclass(frozen=True, slots=True)
class EffectKind:
    """A kind of magnitude that tells an effect, and the word that goes with its number."""

    kind: str
    word: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class BlameWords:
    """Words by which a speaker says that others blame somebody else.

    Attributes:
        part: "staged" (calls an act staged) or "blamed" (stands before who is blamed).
        pattern: Regular expression, case ignored.
        note: What the words say.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    part: str
    pattern: str
    note: str
    source: str
    verified: Verified


@cache
def access_patterns(part: str = "words") -> tuple[tuple[Access, re.Pattern[str]], ...]:
    """Access and the words that show it, in the order in which they are tried."""
    rows = (row for row in load_table("access_words", AccessWords) if row.part == part)
    return tuple((row.access, re.compile(row.pattern, re.IGNORECASE)) for row in rows)


def admissions() -> tuple[Admission, ...]:
    """All rows."""
    return load_table("admissions", Admission)


@cache
def effect_words() -> dict[str, str]:
    """Kinds of magnitude that tell an effect, with their word."""
    return {row.kind: row.word for row in load_table("effect_kinds", EffectKind)}


@cache
def blame_patterns(part: str = "staged") -> tuple[re.Pattern[str], ...]:
    """Patterns by which acts are called staged, or what stands before who is blamed."""
    rows = load_table("blame_words", BlameWords)
    return tuple(re.compile(row.pattern, re.IGNORECASE) for row in rows if row.part == part)
