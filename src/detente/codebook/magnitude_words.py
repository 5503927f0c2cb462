"""Words that count: what is counted, bounds such as "more than", numbers in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class MagnitudeWordRow:
    """One word or phrase that takes part in a count.

    Attributes:
        word: Lemma of a counted noun, a phrase that bounds a number, or a number word.
        role: "counted", "bound", "number", or "suffered" (what befalls whoever is counted).
        kind: Kind of magnitude for a counted noun or what is suffered, bound for a bounding phrase.
        value: Value of a number word.
        source: On what the row rests.
        verified: How the row is backed.
    """

    word: str
    role: str
    kind: str
    value: float | None
    source: str
    verified: Verified


def _rows(role: str) -> tuple[MagnitudeWordRow, ...]:
    rows = load_table("magnitude_words", MagnitudeWordRow)
    return tuple(row for row in rows if row.role == role)


@cache
def magnitude_kinds() -> Mapping[str, str]:
    """Counted noun -> kind of magnitude."""
    return MappingProxyType({row.word: row.kind for row in _rows("counted")})


@cache
def bound_words() -> Mapping[str, str]:
    """Phrase before a number -> "at least", "at most" or "about"."""
    return MappingProxyType({row.word: row.kind for row in _rows("bound")})


@cache
def number_words() -> Mapping[str, float]:
    """Number word -> value."""
    return MappingProxyType(
        {row.word: row.value for row in _rows("number") if row.value is not None}
    )


@cache
def suffered_words() -> Mapping[str, str]:
    """Verb or adjective that tells what befell somebody -> kind of magnitude."""
    return MappingProxyType({row.word: row.kind for row in _rows("suffered")})
