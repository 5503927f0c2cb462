"""Which language a report is in. Only English is read; the rest is named and kept aside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from detente.codebook import load_table
from detente.codebook.languages import LanguageRow

ENGLISH: Final = "en"
_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 6_000
_SURELY_ENGLISH: Final = 0.25
_HARDLY_ENGLISH: Final = 0.1
_FEW_WORDS: Final = 25
_SURE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a text.

    Attributes:
        code: ISO 639-1 (or 639-3) code.
        name: English name of the language.
    """

    code: str
    name: str

    @property
    def english(self) -> bool:
        """Whether Détente reads it."""
        return self.code == ENGLISH


def detect(text: str, *, declared: str = "") -> Language:
    """The language of a text.

    Text of English function words is English without further ado. A short text in plain Latin
    letters is English unless a model of languages is sure of another, or the publisher says so.

    Args:
        text: The text, without page furniture.
        declared: What the publisher declares, such as "en" or "fr-CA"; "" if nothing.
    """
    words = [word.casefold() for word in _WORD.findall(text[:_SAMPLE])]
    share = sum(word in _function_words() for word in words) / max(1, len(words))
    if share >= _SURELY_ENGLISH:
        return named(ENGLISH)
    code, probability = _classified(text[:_SAMPLE])
    if code == ENGLISH or (probability < _SURE and _plain(text)):
        return _unless_declared(declared, share)
    if share > _HARDLY_ENGLISH or (len(words) < _FEW_WORDS and _plain(text) and not declared):
        return _unless_declared(declared, share) if probability < _SURE else named(code)
    return named(code)


def named(code: str) -> Language:
    """A language code with its English name; the code itself where no name is on record."""
    short = code.casefold().replace("_", "-").split("-")[0]
    return Language(short, _names().get(short, short))


def _unless_declared(declared: str, share: float) -> Language:
    if declared and share < _HARDLY_ENGLISH:
        return named(declared)
    return named(ENGLISH)


def _plain(text: str) -> bool:
    """Whether nearly all its letters are plain Latin ones."""
    letters = [c for c in text[:_SAMPLE] if c.isalpha()]
    return sum(c.isascii() for c in letters) >= 0.98 * len(letters)


@cache
def _function_words() -> frozenset[str]:
    rows = load_table("languages", LanguageRow)
    return frozenset(word for row in rows if row.code == ENGLISH for word in row.function_words)


@cache
def _names() -> dict[str, str]:
    return {row.code: row.name for row in load_table("languages", LanguageRow)}


def _classified(text: str) -> tuple[str, float]:
    code, probability = _identifier().classify(text)
    return str(code), float(probability)


@cache
def _identifier() -> Any:
    """The model of languages, loaded only when function words leave a doubt: it takes a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(_names()) & set(identifier.labels)
    identifier.set_languages(sorted(known))
    return identifier
