"""Names and where they stand in a text: one index over every spelling, longest match first.

A spelling is a sequence of words with the gaps between them. Words are compared without case in
the index and with case afterwards, since "US" is a state and "us" is not. Chinese characters are
words of their own, since nothing stands between the words they make; letters of the Arabic
script are compared without vowel signs and in one of their ways of writing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Final, Generic, TypeVar

from detente.codebook.loader import load_table
from detente.codebook.script_names import LetterRow
from detente.model.actors import Actor

_WORD: Final = re.compile(r"[^\W_]+")
_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SIGNS: Final = "\u064b-\u0655\u0670"
_CASELESS: Final = re.compile(f"[\u0600-\u06ff{_HAN}]")
_CASELESS_WORD: Final = re.compile(rf"[{_HAN}]|[^\W_{_HAN}](?:[^\W_{_HAN}]|[{_SIGNS}])*")
_OTHER_SCRIPT: Final = re.compile(f"[\u0400-\u04ff\u0600-\u06ff{_HAN}]")
_GAPS: Final = str.maketrans("’‘ʼʿ`‐‑–—\u00a0\n\t\u200c", "'''''---- " + "   ")
_LOOSE: Final = frozenset({" ", "-"})
_LONGEST_GAP: Final = 4
_SHORTEST_SHOUTED: Final = 4
_T = TypeVar("_T")


class Category(StrEnum):
    """What a name names; the first part of it decides the placeholder the parser sees."""

    STATE = "state"
    DEMONYM = "demonym"
    PLACE = "place"
    ORGANISATION = "organisation"
    GROUP = "group"
    PERSON = "person"
    OUTLET = "outlet"
    COLLECTIVE = "collective"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling's meaning during some stretch of time.

    Attributes:
        actor: Whom it means.
        category: What it names.
        plural: Whether the spelling is a plural ("Ruritanians").
        start: First day on which it means this; None if always.
        end: Last day on which it means this; None if still.
        ambiguous: Whether the spelling is also a common name of something else.
        short: Whether it is a surname alone, which needs the full name or a high office.
        metonym: Whether a place's name stands for its government.
        role: Role of an office holder, such as "foreign minister"; "" otherwise.
        holder: Full name of a person; "" otherwise.
        custom: Whether it is from the user's own table.
    """

    actor: Actor
    category: Category
    plural: bool = False
    start: dt.date | None = None
    end: dt.date | None = None
    ambiguous: bool = False
    short: bool = False
    metonym: bool = False
    role: str = ""
    holder: str = ""
    custom: bool = False

    def holds(self, on: dt.date) -> bool:
        """Whether the spelling has this meaning on that day."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits with its place in the text."""

    text: str
    fold: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match(Generic[_T]):
    """A spelling found in a text.

    Attributes:
        start: First code point.
        end: One past the last code point.
        first: Number of its first word.
        last: One past the number of its last word.
        values: What the spelling can mean.
    """

    start: int
    end: int
    first: int
    last: int
    values: tuple[_T, ...]


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text: runs of letters and digits, single Chinese characters."""
    if not text.isascii() and _CASELESS.search(text):
        return _caseless_words(text)
    return tuple(
        Word(found[0], found[0].casefold(), found.start(), found.end())
        for found in _WORD.finditer(text)
    )


def _caseless_words(text: str) -> tuple[Word, ...]:
    letters = _letters()
    return tuple(
        Word(found[0], found[0].casefold().translate(letters), found.start(), found.end())
        for found in _CASELESS_WORD.finditer(text)
    )


@cache
def _letters() -> Mapping[int, str]:
    rows = load_table("script_letters", LetterRow)
    return {ord(letter): row.read_as for row in rows for letter in row.written}


def _gap(text: str) -> str:
    gap = text.translate(_GAPS)
    return " " if gap.isspace() else gap.strip() or gap


@dataclass(frozen=True, slots=True)
class _Form(Generic[_T]):
    texts: tuple[str, ...]
    folds: tuple[str, ...]
    gaps: tuple[str, ...]
    dotted: bool
    any_case: bool
    values: tuple[_T, ...]

    def end(self, text: str, here: Sequence[Word]) -> int | None:
        """Where the match ends in the text, None if gaps or cases do not fit."""
        if not self._gaps_fit(text, here) or not (self.any_case or self._cases_fit(here)):
            return None
        end = here[-1].end
        return end + 1 if self.dotted and text[end : end + 1] == "." else end

    def _gaps_fit(self, text: str, here: Sequence[Word]) -> bool:
        for number, wanted in enumerate(self.gaps):
            start, end = here[number].end, here[number + 1].start
            if end - start > _LONGEST_GAP:
                return False
            found = _gap(text[start:end])
            if found != wanted and not (found in _LOOSE and wanted in _LOOSE):
                return False
        return True

    def _cases_fit(self, here: Sequence[Word]) -> bool:
        return all(
            _case_fits(word.text, wanted) for word, wanted in zip(here, self.texts, strict=True)
        )


def _case_fits(found: str, wanted: str) -> bool:
    if found == wanted or wanted.islower():
        return True
    return len(wanted) >= _SHORTEST_SHOUTED and found.isupper()


@dataclass(frozen=True, slots=True)
class _Shelf(Generic[_T]):
    """The spellings that begin with one word."""

    forms: Mapping[tuple[str, ...], Sequence[_Form[_T]]]
    lengths: tuple[int, ...]


class NameIndex(Generic[_T]):
    """Every spelling, found by its first word.

    Spellings are taken apart when their first word is first met, so that a large index is
    ready at once.

    Args:
        spellings: Pairs of a spelling and one meaning; a spelling may come several times.
        any_case: Whether case never matters.
        other_scripts: Gives the spellings in Cyrillic, Arabic and Chinese script; called when
            the first text in one of them is met, so that a reader of English never waits.
    """

    __slots__ = ("_any_case", "_by_first", "_other_scripts", "_shelves")

    def __init__(
        self,
        spellings: Iterable[tuple[str, _T]],
        *,
        any_case: bool = False,
        other_scripts: Callable[[], Iterable[tuple[str, _T]]] | None = None,
    ) -> None:
        self._any_case = any_case
        self._by_first: dict[str, dict[str, list[_T]]] = {}
        self._other_scripts = other_scripts
        self._shelves: dict[str, _Shelf[_T]] = {}
        self._add(spellings)

    def _add(self, spellings: Iterable[tuple[str, _T]]) -> None:
        for spelling, value in spellings:
            first = _first_fold(spelling)
            if first:
                shelf = self._by_first.setdefault(first, {})
                shelf.setdefault(spelling, []).append(value)

    def _prepare(self, text: str) -> None:
        """Read the spellings in other scripts when a text needs them."""
        if self._other_scripts and not text.isascii() and _OTHER_SCRIPT.search(text):
            self._add(self._other_scripts())
            self._other_scripts = None
            self._shelves.clear()

    def matches(self, text: str, words: Sequence[Word]) -> Iterator[Match[_T]]:
        """All longest matches, left to right, without overlaps."""
        self._prepare(text)
        at = 0
        while at < len(words):
            found = self._at(text, words, at) if words[at].fold in self._by_first else None
            if found is not None:
                yield found
            at = found.last if found else at + 1

    def at(self, text: str, words: Sequence[Word], first: int) -> Match[_T] | None:
        """The longest match that begins with this word, None if there is none."""
        self._prepare(text)
        return self._at(text, words, first)

    def _at(self, text: str, words: Sequence[Word], first: int) -> Match[_T] | None:
        shelf = self._shelf(words[first].fold)
        for length in shelf.lengths if shelf else ():
            here = words[first : first + length]
            forms = shelf.forms.get(tuple(word.fold for word in here)) if shelf else None
            if forms:
                found = _longest(forms, text, here, first)
                if found is not None:
                    return found
        return None

    def _shelf(self, fold: str) -> _Shelf[_T] | None:
        if fold not in self._by_first:
            return None
        if fold not in self._shelves:
            self._shelves[fold] = _shelf(self._by_first[fold], any_case=self._any_case)
        return self._shelves[fold]


def _first_fold(spelling: str) -> str:
    if spelling.isascii() or not _CASELESS.search(spelling):
        cased = _WORD.search(spelling)
        return cased[0].casefold() if cased else ""
    found = _CASELESS_WORD.search(spelling)
    return found[0].casefold().translate(_letters()) if found else ""


def _shelf(spellings: Mapping[str, Sequence[_T]], *, any_case: bool) -> _Shelf[_T]:
    forms: dict[tuple[str, ...], list[_Form[_T]]] = {}
    for spelling, values in spellings.items():
        form = _form(spelling, tuple(values), any_case=any_case)
        if form is not None:
            forms.setdefault(form.folds, []).append(form)
    lengths = sorted({len(folds) for folds in forms}, reverse=True)
    return _Shelf(forms, tuple(lengths))


def _longest(
    forms: Sequence[_Form[_T]], text: str, here: Sequence[Word], first: int
) -> Match[_T] | None:
    ends = [(form.end(text, here), form.values) for form in forms]
    fitting = [(end, values) for end, values in ends if end is not None]
    if not fitting:
        return None
    values = tuple(value for _, group in fitting for value in group)
    return Match(here[0].start, max(end for end, _ in fitting), first, first + len(here), values)


def _form(spelling: str, values: tuple[_T, ...], *, any_case: bool) -> _Form[_T] | None:
    words = words_of(spelling)
    if not words:
        return None
    gaps = tuple(_gap(spelling[one.end : other.start]) for one, other in pairwise(words))
    return _Form(
        texts=tuple(word.text for word in words),
        folds=tuple(word.fold for word in words),
        gaps=gaps,
        dotted="." in gaps and spelling.endswith("."),
        any_case=any_case or spelling.lower() == spelling.upper(),
        values=values,
    )
