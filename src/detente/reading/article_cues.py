"""What speaks for and against a new article at each paragraph of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from detente.codebook.furniture import FurnitureRow, Position
from detente.model.spans import Span
from detente.reading import cohesion
from detente.reading.furniture import is_heading, row_of
from detente.reading.paragraphs import is_unfinished, paragraphs

_RULE: Final = re.compile(r"[-=*_~#•· ]{3,}")
_DATELINE: Final = re.compile(
    r"[A-Z][A-Z .'’-]{2,30}(?:, [\w. ]{3,20})?(?: \([\w .]{2,30}\))? ?(?:—|–|--|-) "
)
_NEAR: Final = 4
_FAR: Final = 12
_ENOUGH: Final = 4


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, and what part of a page it is.

    Attributes:
        span: Where it stands.
        text: Its words.
        words: Its names and content words.
        row: The codebook row that makes it furniture; None if it is not.
        heading: Whether it looks like a title or heading.
        rule: Whether it is a drawn line.
    """

    span: Span
    text: str
    words: cohesion.Vocabulary
    row: FurnitureRow | None
    heading: bool
    rule: bool

    @property
    def prose(self) -> bool:
        """Whether it is part of a story."""
        return self.row is None and not self.heading and not self.rule

    def stands_at(self, position: Position) -> bool:
        """Whether it is furniture of the start, or of the end, of an article."""
        return self.row is not None and self.row.position is position


@dataclass(frozen=True)
class Blocks:
    """The blocks of one page, and what is asked of them over and over."""

    items: tuple[Block, ...]

    @cached_property
    def common(self) -> frozenset[str]:
        """Words that tell nothing on this page, since they are everywhere."""
        return cohesion.common_words([block.words for block in self.items if block.prose])

    @cached_property
    def prose(self) -> tuple[int, ...]:
        """Positions of the paragraphs that are part of a story."""
        return tuple(at for at, block in enumerate(self.items) if block.prose)


@dataclass(frozen=True, slots=True)
class Story:
    """The article so far: its paragraphs and their names, with how often each was used."""

    paragraphs: tuple[Block, ...] = ()
    words: cohesion.Vocabulary = cohesion.NOTHING
    often: frozenset[str] = frozenset()

    def grown(self, block: Block) -> Story:
        """The same article with one more block."""
        if not block.prose:
            return self
        often = self.often | (self.words.names & block.words.names)
        return Story((*self.paragraphs[-_NEAR:], block), self.words | block.words, often)


def read_blocks(text: str) -> Blocks:
    """The blocks of a page."""
    names = cohesion.page_names(text)
    return Blocks(tuple(_block(text, span, names) for span in paragraphs(text)))


def candidates(blocks: Blocks) -> Iterator[int]:
    """Blocks at which an article can begin: its title or, if it has none, its first paragraph."""
    if not blocks.prose:
        return
    for at in range(blocks.prose[0] + 1, blocks.prose[-1] + 1):
        block, above = blocks.items[at], blocks.items[at - 1]
        if block.rule or (block.row is not None and not block.stands_at(Position.START)):
            continue
        if not (above.heading or above.stands_at(Position.START)):
            yield at


def cues_at(blocks: Blocks, story: Story, at: int) -> dict[str, float]:
    """How strongly each cue speaks at one block, from 0 to 1.

    Args:
        blocks: The page.
        story: The article so far; it has at least one paragraph.
        at: The block at which the next article may begin.
    """
    ahead = _prose_from(blocks, at, _FAR)
    near = cohesion.together(block.words for block in ahead[:_NEAR])
    far = cohesion.together(block.words for block in ahead)
    recent = cohesion.together(block.words for block in story.paragraphs[-_NEAR:])
    lead = ahead[0]
    fresh = cohesion.shared_words(recent, near, common=blocks.common)
    return {
        "always": 1.0,
        "new names": 1 - cohesion.shared_names(story.words, near),
        "new names in the first paragraph": 1 - cohesion.shared_names(story.words, lead.words),
        "new words": 1 - fresh,
        "names do not come back": _lost(story, far),
        "no name in common": _strangers(story, near),
        **_lead_cues(story, lead.text),
        **_page_cues(blocks, at),
        "cut off": float(is_unfinished(story.paragraphs[-1].text)),
        "one paragraph so far": float(len(story.paragraphs) == 1),
        "one paragraph left": float(len(ahead) == 1),
    }


def _lead_cues(story: Story, lead: str) -> dict[str, float]:
    """What the first paragraph itself tells."""
    defined = cohesion.defines_acronym(lead)
    return {
        "acronym explained": float(bool(defined - story.words.names)),
        "acronym explained again": float(bool(defined & story.words.names)),
        "full name again": float(cohesion.reintroduces(story.words, lead)),
        "carries on": float(cohesion.carries_on(lead)),
        "dateline": float(bool(_DATELINE.match(lead))),
    }


def _page_cues(blocks: Blocks, at: int) -> dict[str, float]:
    """What the lines between the last paragraph and the first of the next article tell."""
    heading = blocks.items[at].heading
    masthead = any(block.stands_at(Position.START) for block in blocks.items[at : at + 4])
    between = _between(blocks, at)
    return {
        "title": float(heading),
        "title with byline": float(heading and masthead),
        "end furniture": float(any(block.stands_at(Position.END) for block in between)),
        "rule": float(any(block.rule for block in between)),
    }


def _lost(story: Story, ahead: cohesion.Vocabulary) -> float:
    """Share of the names the story uses again and again that are gone from here on."""
    names = story.often or story.words.names
    return 1 - (len(names & ahead.names) + 1) / (len(names) + 2)


def _strangers(story: Story, ahead: cohesion.Vocabulary) -> float:
    """Whether there are names on both sides, and none on both."""
    enough = min(len(story.words.names), len(ahead.names)) >= _ENOUGH
    return float(enough and not story.words.names & ahead.names)


def _between(blocks: Blocks, at: int) -> Sequence[Block]:
    first = at
    while first > 0 and not blocks.items[first - 1].prose:
        first -= 1
    return blocks.items[first:at]


def _prose_from(blocks: Blocks, at: int, count: int) -> list[Block]:
    found: list[Block] = []
    for block in blocks.items[at:]:
        if block.prose:
            found.append(block)
        if len(found) == count:
            break
    return found


def _block(text: str, span: Span, names: frozenset[str]) -> Block:
    part = span.of(text)
    rule = bool(_RULE.fullmatch(part))
    row = None if rule else row_of(part)
    heading = row is None and not rule and is_heading(part)
    return Block(span, part, cohesion.vocabulary(part, names), row, heading, rule)
