"""Word form, part of speech and tag -> dictionary form ("struck" -> "strike").

A table holds the irregular forms and every form of the treebank that the rules get wrong; the
rules are English spelling: they take off an ending and, among the stems that it may have been
added to, prefer one that is a known word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

_VOWELS: Final = frozenset("aeiou")
_NAMES: Final = frozenset({"NNP", "NNPS"})
_ENDINGS: Final = {
    "VBZ": "s", "NNS": "s", "VBG": "ing", "VBD": "ed", "VBN": "ed",
    "JJR": "er", "RBR": "er", "JJS": "est", "RBS": "est",
}  # fmt: skip
_KEPT_LAST: Final = frozenset({"ll", "ss", "zz", "ff"})
_SILENT_E: Final = re.compile(
    r"(?:[vcuz]|[^aeiou]g|rs|ns|[^aeiou][aiou]s|[^s]s[iou]?l|[^aeiou]{2}l(?<!rl)(?<!ll)"
    r"|[aeiou][^aeiou]+[aiu]t(?<!it)|[aeiou][^aeiou]+ibut|[aeiou][^aeiou]*[iou]d(?<!oid)"
    r"|[ao]k|[aiou][iou]?r(?<!our)|[aeiou]n?g|[aiou]p|th)$"
)
"""Ends of stems whose verb has a silent e: "negotiat-", "forc-", "deceiv-"; for unknown verbs."""


def lemma(form: str, pos: str, tag: str) -> str:
    """Return the dictionary form of one word.

    Args:
        form: The word as written.
        pos: Its universal part of speech ("VERB").
        tag: Its Penn Treebank tag ("VBD"), which says what ending it may have.

    Returns:
        The lemma: lower case, save for proper names, which stay as they are.
    """
    if tag in _NAMES or pos == "PROPN":
        return form
    lower = form.lower()
    return _listed().get((lower, pos)) or _by_rule(lower, pos, tag)


def _by_rule(lower: str, pos: str, tag: str) -> str:
    if tag == "NNS" and lower.endswith("men"):
        return lower[:-2] + "an"
    ending = _ENDINGS.get(tag, "")
    if not ending or not lower.endswith(ending) or len(lower) < len(ending) + 2:
        return lower
    stems = tuple(_stems(lower, ending))
    known = _known().get("ADJ" if tag[0] in "JR" else pos, frozenset())
    return next((stem for stem in stems if stem in known), stems[0])


def _stems(word: str, ending: str) -> Iterator[str]:
    """Yield the words the ending may have been added to, the likeliest first."""
    if ending == "s":
        yield from _before_s(word)
        return
    stem = word[: -len(ending)]
    if stem.endswith("i"):
        yield stem[:-1] + "y"
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-2:] not in _KEPT_LAST:
        yield from (stem[:-1], stem)
    elif _SILENT_E.search(stem):
        yield from (stem + "e", stem)
    elif ending != "ing" and stem.endswith("e"):
        yield stem
    else:
        yield from (stem, stem + "e")
    yield stem[:-1]


def _before_s(word: str) -> Iterator[str]:
    if word.endswith(("ss", "us", "is")):
        yield word
        return
    if word.endswith("ies") and len(word) > 4:
        yield word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        yield word[:-2]
    yield word[:-1]
    yield word[:-2]


@cache
def _listed() -> dict[tuple[str, str], str]:
    return {(form, pos): found for form, pos, found in _rows() if form}


@cache
def _known() -> dict[str, frozenset[str]]:
    """The dictionary forms seen in the treebank, by part of speech."""
    words: dict[str, set[str]] = {}
    for _, pos, found in _rows():
        words.setdefault(pos, set()).add(found)
    return {pos: frozenset(found) for pos, found in words.items()}


def _rows() -> Iterator[tuple[str, str, str]]:
    """Yield form, part of speech and lemma; the form is empty in a row that only lists a word."""
    table = files("detente.reading") / "parser" / "lemmas.tsv"
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        form, pos, found = line.split("\t")
        yield form, pos, found
