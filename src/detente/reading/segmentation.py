"""A saved page may hold several articles: where one ends and the next begins.

Cues are weighed and added up; the weights are rows of ``article_cues.csv``. A boundary is drawn
where the sum is above zero. The weights are set so that a page keeps two articles together more
often than one article is torn apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from detente.codebook import load_table
from detente.codebook.article_cues import ArticleCue
from detente.model.spans import Span
from detente.reading.article_cues import Blocks, Story, candidates, cues_at, read_blocks

_MOST_BLOCKS: Final = 5_000


def articles(text: str) -> tuple[Span, ...]:
    """The articles on a page, in order, without the white space around them.

    Args:
        text: The whole page.

    Returns:
        At least one span unless the page is blank. Every word of the page lies in exactly one.
    """
    blocks = read_blocks(text)
    if not blocks.items:
        return ()
    starts = (0, *boundaries(blocks))
    ends = (*starts[1:], len(blocks.items))
    return tuple(
        Span(blocks.items[first].span.start, blocks.items[last - 1].span.end)
        for first, last in zip(starts, ends, strict=True)
    )


def boundaries(blocks: Blocks) -> tuple[int, ...]:
    """Blocks at which a new article begins, the first one left out.

    A page of more than five thousand blocks is a list or a table and stays in one piece.
    """
    if len(blocks.items) > _MOST_BLOCKS:
        return ()
    found: list[int] = []
    story, grown_to = Story(), 0
    for at in candidates(blocks):
        for block in blocks.items[grown_to:at]:
            story = story.grown(block)
        grown_to = at
        if story.paragraphs and weigh(cues_at(blocks, story, at)) > 0:
            found.append(at)
            story = Story()
    return tuple(found)


def weigh(cues: Mapping[str, float]) -> float:
    """Log-odds of a new article, from the cues and the weights of the codebook."""
    weights = _weights()
    return sum(weights[cue] * value for cue, value in cues.items())


@cache
def _weights() -> Mapping[str, float]:
    return {row.cue: row.weight for row in load_table("article_cues", ArticleCue)}
