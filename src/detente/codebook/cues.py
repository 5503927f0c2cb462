"""Words that mark an attribution: verbs, nouns, adjectives, adverbs and prepositions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class CueRow:
    """One cue of attribution.

    Attributes:
        cue: Lemma or phrase of lemmas, such as ``say``, ``point out`` or ``according to``.
        part: "verb", "noun", "adjective", "adverb" or "preposition".
        sense: What saying it does: "say", "accuse", "deny", "demand", ...
        communicates: Whether it reports words said; False for thoughts and wishes.
        frames: What may carry the content: ``that``, ``quote``, ``np``, ``inf``, ``ing``,
            ``whether``, ``as``, ``clause``, ``listener`` (the object is who is told) or
            ``pp:of``, ``pp:for``, ...
        source: Where the row comes from.
        verified: How it is backed.
    """

    cue: str
    part: str
    sense: str
    communicates: bool
    frames: tuple[str, ...]
    source: str
    verified: Verified

    @property
    def prepositions(self) -> frozenset[str]:
        """Prepositions that may bring the content."""
        return frozenset(frame[3:] for frame in self.frames if frame.startswith("pp:"))


@cache
def cues(part: str) -> Mapping[str, CueRow]:
    """All cues of one part of speech, by lemma or phrase.

    Raises:
        CodebookError: If the table is damaged.
    """
    rows = load_table("cues", CueRow)
    return MappingProxyType({row.cue: row for row in rows if row.part == part})
