"""What two stretches of text have in common: names, words, and names brought in anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:…\n]['\"”’)\]]*\s+|[\"“‘(]\s*)$")
_ACRONYM: Final = re.compile(r"(?<=\w )\((?:the )?([A-Z][A-Za-z]*[A-Z]s?)\)")
_FULL_NAME: Final = re.compile(
    r"(?<![\w.])[A-Z][\w’'-]+(?: (?:[A-Z]\.|al|von|van|de|bin|ibn))*(?: [A-Z][\w’'-]+)+"
)
_CARRIES_ON: Final = re.compile(
    r"[\"“'‘(]?(?:He|She|They|It|His|Her|Their|Its|This|That|These|Those|But|And|Also|Yet|So|Still"
    r"|However|Meanwhile|Moreover|Therefore|Instead|Besides|Additionally|Furthermore|Thus|Then"
    r"|What’s more|What's more|In addition|In response|Such|Both|The latter|The former"
    r"|The (?:statement|spokes\w+|minister|ministry|official|report|two|move|decision|group)(?! (?:for|of)\b))\b"
)
_POSSESSIVE: Final = re.compile(r"['’]s$")
_SHORTEST_STEM: Final = 4
_LONGEST_STEM: Final = 6


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names and the content words of a stretch of text, as sets."""

    names: frozenset[str]
    words: frozenset[str]

    def __or__(self, other: Vocabulary) -> Vocabulary:
        """The vocabulary of both stretches together."""
        return Vocabulary(self.names | other.names, self.words | other.words)


NOTHING: Final = Vocabulary(frozenset(), frozenset())


def page_names(text: str) -> frozenset[str]:
    """Words that are only ever names on a page, in lower case.

    They are capitalised inside a sentence and never stand in small letters: "Council" is no name
    on a page that also speaks of a council.
    """
    inside: set[str] = set()
    small: set[str] = set()
    for match in _TOKEN.finditer(text):
        word = _bare(match.group())
        if not word[:1].isupper():
            small.add(word)
        elif _inside(text, match.start()) or word[1:].isupper():
            inside.add(word.casefold())
    return frozenset(inside - small)


def vocabulary(text: str, names: frozenset[str]) -> Vocabulary:
    """The names of a page that stand in a text, and stems of its longer other words."""
    words = [_bare(match.group()) for match in _TOKEN.finditer(text)]
    found = {word.casefold() for word in words if word[:1].isupper()} & names
    stems = {word.casefold()[:_LONGEST_STEM] for word in words if len(word) >= _SHORTEST_STEM}
    return Vocabulary(frozenset(found), frozenset(stems - {name[:_LONGEST_STEM] for name in found}))


def together(parts: Iterable[Vocabulary]) -> Vocabulary:
    """The vocabulary of several stretches."""
    return reduce(Vocabulary.__or__, parts, NOTHING)


def shared_names(known: Vocabulary, new: Vocabulary) -> float:
    """Share of the new names that are known already, drawn to one half where there are few."""
    return (len(known.names & new.names) + 1) / (len(new.names) + 2)


def shared_words(known: Vocabulary, new: Vocabulary, *, common: frozenset[str]) -> float:
    """Share of the new words known already, words that occur all over the page left out."""
    fresh = new.words - common
    return len(fresh & known.words) / len(fresh) if fresh else 0.5


def common_words(parts: Sequence[Vocabulary]) -> frozenset[str]:
    """Words that occur in at least a fifth of the paragraphs, as function words do."""
    counts: dict[str, int] = {}
    for part in parts:
        for word in part.words:
            counts[word] = counts.get(word, 0) + 1
    least = max(2, len(parts) // 5)
    return frozenset(word for word, count in counts.items() if count > least)


def defines_acronym(text: str) -> frozenset[str]:
    """Acronyms the text explains, as "the Northern Fisheries Board (NFB)" does."""
    return frozenset(match.group(1).casefold() for match in _ACRONYM.finditer(text))


def reintroduces(known: Vocabulary, text: str) -> bool:
    """Whether the text gives a full name of which the last part is known already."""
    return any(
        name.group().rsplit(None, 1)[-1].casefold() in known.names
        for name in _FULL_NAME.finditer(text)
    )


def carries_on(text: str) -> bool:
    """Whether it opens with a word that leans on what was said before: "He", "But", "This"."""
    return bool(_CARRIES_ON.match(text))


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _inside(text: str, at: int) -> bool:
    return not _SENTENCE_START.search(text[max(0, at - 6) : at])
