"""Paragraphs of a text, whether parted by blank lines, by line ends or wrapped at a margin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from detente.model.spans import Span

_ELLIPSIS: Final = re.compile(r"(?:\.{3,}|…|\[(?:\.{3}|…)\])['\"”’)\]]*\s*$")
_FINISHED: Final = re.compile(r"[.!?:…]['\"”’)\]]*\s*$")
_WORD: Final = re.compile(r"[^\W\d_]+")
_MARGIN: Final = range(40, 101)
_WRAPPED_SHARE: Final = 0.5
_PROSE_WORDS: Final = 8


def paragraphs(text: str) -> tuple[Span, ...]:
    """Paragraphs in order, without the white space around them.

    Every line is one, unless the text is wrapped at a margin and parted by blank lines.
    """
    lines = list(_lines(text))
    if not _is_wrapped(lines, text):
        return tuple(line for line in lines if line is not None)
    return tuple(_blocks(lines))


def is_unfinished(paragraph: str) -> bool:
    """Whether it breaks off in an ellipsis, as a cut-off teaser does."""
    return bool(_ELLIPSIS.search(paragraph[-12:]))


def is_finished(paragraph: str) -> bool:
    """Whether it ends as a sentence does."""
    return bool(_FINISHED.search(paragraph[-12:]))


def is_prose(paragraph: str) -> bool:
    """Whether it is running text: some words, and a sentence that ends or is cut off."""
    enough = len(_WORD.findall(paragraph)) >= _PROSE_WORDS
    return enough and (is_finished(paragraph) or len(paragraph) > 220)


def _lines(text: str) -> Iterator[Span | None]:
    """Lines without the white space around them; None for a blank one."""
    start = 0
    for line in text.split("\n"):
        bare = line.strip()
        begin = start + len(line) - len(line.lstrip())
        yield Span(begin, begin + len(bare)) if bare else None
        start += len(line) + 1


def _blocks(lines: Iterable[Span | None]) -> Iterator[Span]:
    for blank, group in groupby(lines, key=lambda line: line is None):
        if not blank:
            block = [line for line in group if line is not None]
            yield Span(block[0].start, block[-1].end)


def _is_wrapped(lines: Sequence[Span | None], text: str) -> bool:
    """Whether line ends are a margin: most lines inside blocks stop short of a sentence end."""
    if None not in lines[:-1]:
        return False
    inner = [line for line, after in pairwise(lines) if line is not None and after is not None]
    wrapped = sum(
        line.end - line.start in _MARGIN and not is_finished(line.of(text)) for line in inner
    )
    return bool(inner) and wrapped >= _WRAPPED_SHARE * len(inner)
