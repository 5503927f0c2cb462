"""Own example sentences, drawn from ``examples.txt``: every CAMEO class, actors interchangeable.

What is labelled by others holds few instances of rare classes, and those much alike. These
sentences spread what the PLOVER and CAMEO definitions say over many wordings.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from detente.codebook.cameo_plover import cameo_plover
from detente.model.spans import Span
from detente.reading.relations.labels import NO_EVENT, SENTENCE_LABELS, root_of
from detente.reading.relations.pairs import SOURCE, TARGET, Pair
from detente.reading.tokens import Masked

_NOTHING: Final = "none"
_MARKED: Final = 0.65
_WITHOUT_ARTICLES: Final = 0.3
_CHOICE: Final = re.compile(r"\(([^()]*)\)")
_SLOT: Final = re.compile(r"<([st]):(\w+)>|\[(\w+)\]")
_PART: Final = re.compile(r"(</?[st]>|\{\w+\})")
_ARTICLE: Final = re.compile(r"\b(?:the|a|an) ")
_ROLE: Final = {"s": SOURCE, "t": TARGET}


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled text."""

    pair: Pair
    label: str


@dataclass(frozen=True, slots=True)
class Stock:
    """What examples are drawn from.

    Attributes:
        templates: Label -> sentences with choices and slots; those behind ``*`` are used with
            marked spans only, for alone they tell of no event ("urged").
        phrases: Class -> noun phrases.
    """

    templates: Mapping[str, Sequence[str]]
    phrases: Mapping[str, Sequence[str]]


@cache
def stock() -> Stock:
    """The sentences and phrases of ``examples.txt``."""
    roots = {row.code: root_of(row.event) for row in cameo_plover()} | {_NOTHING: NO_EVENT}
    templates: dict[str, list[str]] = {label: [] for label in SENTENCE_LABELS}
    phrases: dict[str, list[str]] = {}
    text = files("detente.reading.relations").joinpath("examples.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        key, _, rest = line.partition(" ")
        if key.startswith("@"):
            phrases[key[1:]] = rest.split("|")
        elif key and key != "#":
            templates[roots[key.rstrip("*")]].append(rest if "*" not in key else f"*{rest}")
    return Stock(templates, phrases)


def draw(count: int, chance: random.Random) -> list[Example]:
    """Examples of all labels evenly, about two in three with marked spans.

    Args:
        count: How many.
        chance: Where the draws come from; one seed gives one sequence.
    """
    labels = [*SENTENCE_LABELS, NO_EVENT]
    return [_draw_one(chance.choice(labels), chance) for _ in range(count)]


def _draw_one(label: str, chance: random.Random) -> Example:
    marked = label != NO_EVENT and chance.random() < _MARKED
    text = chance.choice(stock().templates[label])
    if text.startswith("*"):
        text, marked = text[1:], True
    while _CHOICE.search(text):
        text = _CHOICE.sub(lambda found: chance.choice(found[1].split("|")), text)
    text = _SLOT.sub(lambda found: _filled(found, chance), text)
    return Example(read(_dressed(text.strip(), chance), marked=marked), label)


def _filled(slot: re.Match[str], chance: random.Random) -> str:
    role, kind = slot[1], slot[2] or slot[3]
    phrase = chance.choice(stock().phrases.get(kind, [f"{{{kind}}}"]))
    return f"<{role}>{phrase}</{role}>" if role else phrase


def _dressed(text: str, chance: random.Random) -> str:
    """A time or place around the sentence, now and then in the short style of headlines."""
    text = chance.choice(stock().phrases["before"]) + text + chance.choice(stock().phrases["after"])
    if chance.random() < _WITHOUT_ARTICLES:
        text = _ARTICLE.sub("", text)
    return " ".join(text.split()) + chance.choice((".", ".", ""))


def read(text: str, *, marked: bool) -> Pair:
    """Take tags and braces out of a text, and keep where they stood."""
    out = ""
    opened = 0
    spans: dict[str, list[Span]] = {SOURCE: [], TARGET: []}
    names: list[Masked] = []
    for part in _PART.split(text):
        if part.startswith("</"):
            spans[_ROLE[part[2]]].append(Span(opened, len(out)))
        elif part.startswith("<"):
            opened = len(out)
        elif part.startswith("{"):
            names.append(Masked(len(out), len(out) + len(part) - 2, part[1:-1]))
            out += part[1:-1]
        else:
            out += part
    if not marked:
        return Pair(out, names=tuple(names))
    return Pair(out, tuple(spans[SOURCE]), tuple(spans[TARGET]), tuple(names))
