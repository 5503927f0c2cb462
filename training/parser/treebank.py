"""Read a CoNLL-U treebank into sentences and paragraphs of plain rows."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from detente.reading.surface import plain_word


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word; ``head`` counts from 0 within the sentence, and the root is its own head."""

    form: str
    lemma: str
    pos: str
    tag: str
    morph: str
    head: int
    dep: str
    space: bool


Sentence = tuple[Word, ...]
Paragraph = tuple[Sentence, ...]


def paragraphs(path: Path) -> Iterator[Paragraph]:
    """Yield the paragraphs of a gzipped CoNLL-U file in order."""
    held: list[Sentence] = []
    for opens, sentence in _sentences(path):
        if opens and held:
            yield tuple(held)
            held = []
        held.append(sentence)
    if held:
        yield tuple(held)


def _sentences(path: Path) -> Iterator[tuple[bool, Sentence]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        opens, block = False, []
        for line in lines:
            if line.startswith(("# newpar", "# newdoc")):
                opens = True
            elif line.strip() and not line.startswith("#"):
                block.append(line.rstrip("\n").split("\t"))
            elif not line.strip() and block:
                yield opens, _words(block)
                opens, block = False, []


def _words(rows: list[list[str]]) -> Sentence:
    """Turn rows into words; inside a multiword token no space follows."""
    spaces: dict[int, bool] = {}
    words = []
    for row in rows:
        after = "SpaceAfter=No" not in row[9]
        if ranged := re.fullmatch(r"(\d+)-(\d+)", row[0]):
            first, last = int(ranged[1]), int(ranged[2])
            spaces |= dict.fromkeys(range(first, last), False) | {last: after}
        elif row[0].isdigit():
            number = int(row[0])
            words.append(_word(row, spaces.get(number, after)))
    return tuple(words)


def _word(row: list[str], space: bool) -> Word:
    number, head = int(row[0]) - 1, int(row[6]) - 1
    morph = "" if row[5] == "_" else row[5]
    dep = "ROOT" if head < 0 else row[7]
    head = number if head < 0 else head
    return Word(row[1], row[2], row[3], row[4], morph, head, dep, space)


def plain(paragraph: Paragraph) -> Paragraph:
    """Give quotation marks and dashes their plain form, as the reader does with its input."""
    return tuple(
        tuple(replace(w, form=plain_word(w.form)) for w in sentence) for sentence in paragraph
    )


def words_of(source: Iterable[Paragraph]) -> Iterator[Word]:
    """Yield every word."""
    for paragraph in source:
        for sentence in paragraph:
            yield from sentence
