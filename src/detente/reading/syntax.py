"""Sentences, words and their grammar: what every later step of reading looks at.

:func:`parse` runs the parser shipped in ``reading/parser`` (Universal Dependencies for English).
It shows it a placeholder for each recognised mention, so that the parse of a sentence hangs on
the class and number of its actors and never on their names; each token still carries the words
and offsets of the original text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from sys import intern
from typing import TYPE_CHECKING, Any, Final

from detente.model.errors import ModelFileError
from detente.reading.lemmas import lemma
from detente.reading.tokens import Masked, Word, blocks, checked, words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Masked", "Parsed", "Token", "parse", "parse_many"]

_BATCH: Final = 2_000
"""Words parsed together: the parser holds some 10 KB for each of them."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the text, or one masked mention.

    Attributes:
        index: Its number in the text, from 0.
        text: The original characters.
        start: First code point in the original text.
        end: One past the last code point.
        lemma: The dictionary form, lower case ("said" -> "say"); the text itself for a mention.
        pos: Universal part of speech ("VERB").
        tag: Penn Treebank tag ("VBD").
        morph: Features as in CoNLL-U ("Mood=Ind|Tense=Past|VerbForm=Fin"), or "".
        dep: Universal dependency relation to the head ("nsubj:pass"); "ROOT" for a root.
        head: Index of the head; a root is its own head.
        sentence: Number of its sentence, from 0.
        mask: Number of the mask it stands for, in the order they were given; else None.
    """

    index: int
    text: str
    start: int
    end: int
    lemma: str
    pos: str
    tag: str
    morph: str
    dep: str
    head: int
    sentence: int
    mask: int | None = None

    @property
    def features(self) -> dict[str, str]:
        """The morphological features by name."""
        return dict(part.split("=", 1) for part in self.morph.split("|") if part)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed text.

    Attributes:
        text: The original text.
        tokens: Its words in order; white space is no token.
        sentences: Per sentence its first token and one past its last.
    """

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    _children: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        below: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                below[token.head].append(token.index)
        object.__setattr__(self, "_children", tuple(map(tuple, below)))

    def children(self, index: int, *deps: str) -> tuple[Token, ...]:
        """Return the direct dependents, in order; with ``deps``, only those so related.

        ``"nsubj"`` also finds its subtypes ("nsubj:pass"); ``"nsubj:pass"`` only itself.
        """
        below = (self.tokens[child] for child in self._children[index])
        if not deps:
            return tuple(below)
        return tuple(t for t in below if t.dep in deps or t.dep.split(":")[0] in deps)

    def head(self, index: int) -> Token:
        """Return the head of a token; a root is its own head."""
        return self.tokens[self.tokens[index].head]

    def ancestors(self, index: int) -> Iterator[Token]:
        """Yield the head, its head, and so on up to the root."""
        while self.tokens[index].head != index:
            index = self.tokens[index].head
            yield self.tokens[index]

    def subtree(self, index: int, within: range | None = None) -> tuple[int, ...]:
        """Return the indices of a token and of all that hangs on it, in text order.

        With ``within``, what lies outside that stretch is not visited: a run of thousands of
        words without a full stop, all hung on each other, costs what the stretch costs.
        """
        found, waiting = [], [index]
        while waiting:
            at = waiting.pop()
            found.append(at)
            below = self._children[at]
            waiting.extend(below if within is None else (c for c in below if c in within))
        return tuple(sorted(found))

    def span_of(self, index: int) -> tuple[int, int]:
        """Return the code points from the first to the last word of a token's subtree."""
        below = self.subtree(index)
        return self.tokens[below[0]].start, self.tokens[below[-1]].end

    def sentence(self, number: int) -> tuple[Token, ...]:
        """Return the tokens of one sentence."""
        first, last = self.sentences[number]
        return self.tokens[first:last]

    def sentence_span(self, number: int) -> tuple[int, int]:
        """Return the code points of one sentence."""
        first, last = self.sentences[number]
        return self.tokens[first].start, self.tokens[last - 1].end

    def sentence_text(self, number: int) -> str:
        """Return one sentence as it stands in the text."""
        start, end = self.sentence_span(number)
        return self.text[start:end]

    def root(self, number: int) -> Token:
        """Return the first root of one sentence."""
        tokens = self.sentence(number)
        return next((t for t in tokens if t.head == t.index), tokens[0])

    def masked(self) -> dict[int, Token]:
        """Return the token of each mask by the mask's number."""
        return {token.mask: token for token in self.tokens if token.mask is not None}


def parse(text: str, masked: Sequence[Masked] = ()) -> Parsed:
    """Parse one text.

    Args:
        text: Any text; every line is its own paragraph.
        masked: Recognised mentions, in any order, without overlap.

    Returns:
        Tokens and sentences; none for a text without words.

    Raises:
        ValueError: if masks overlap or end beyond the text.
        ModelFileError: if the shipped parser cannot be loaded.
    """
    return next(parse_many([(text, masked)]))


def parse_many(texts: Iterable[tuple[str, Sequence[Masked]]]) -> Iterator[Parsed]:
    """Parse texts, each with its masks, in order and in batches; faster for many short texts.

    Raises:
        ValueError: if masks overlap or end beyond their text.
        ModelFileError: if the shipped parser cannot be loaded.
    """
    nlp = _model()
    tokens: list[Token] = []
    sentences: list[tuple[int, int]] = []
    for block, doc in _read(nlp, _blocks(nlp, texts)):
        if not block.words:
            yield Parsed(block.text, tuple(tokens), tuple(sentences))
            tokens, sentences = [], []
            continue
        offset = len(tokens)
        for span in doc.sents:
            number = len(sentences)
            sentences.append((offset + span.start, offset + span.end))
            tokens.extend(_token(block, t, offset=offset, sentence=number) for t in span)


@cache
def _model() -> Language:
    """Load the shipped parser once, on first use."""
    import spacy  # noqa: PLC0415 (a second of work that importing detente must not cost)

    try:
        with as_file(files("detente.reading") / "parser") as folder:
            return spacy.load(folder)
    except (OSError, ValueError) as problem:
        raise ModelFileError(
            f"the parser shipped in detente/reading/parser cannot be loaded ({problem}); "
            "install Détente again"
        ) from problem


@dataclass(frozen=True, slots=True)
class _Block:
    """The words of one stretch of a text; a block without words closes its text."""

    text: str
    words: Sequence[Word]


def _blocks(nlp: Language, texts: Iterable[tuple[str, Sequence[Masked]]]) -> Iterator[_Block]:
    def tokenize(shown: str) -> list[tuple[int, str]]:
        return [(t.idx, t.text) for t in nlp.tokenizer(shown) if not t.is_space]

    for text, masked in texts:
        ordered, at = checked(text, masked), 0
        for start, end in blocks(text, masked):
            first = at
            while at < len(ordered) and ordered[at][1].end <= end:
                at += 1
            if found := words(text, start, end, ordered[first:at], tokenize):
                yield _Block(text, found)
        yield _Block(text, ())


def _read(nlp: Language, source: Iterable[_Block]) -> Iterator[tuple[_Block, Doc]]:
    """Yield each block with what the parser makes of it."""
    from spacy.tokens import Doc  # noqa: PLC0415 (see _model)

    for batch in _batches(source):
        docs = (Doc(nlp.vocab, words=[word.shown for word in block.words]) for block in batch)
        yield from zip(batch, nlp.pipe(docs, batch_size=len(batch)), strict=True)


def _batches(source: Iterable[_Block]) -> Iterator[list[_Block]]:
    batch: list[_Block] = []
    held = 0
    for block in source:
        batch.append(block)
        held += len(block.words) + 1
        if held >= _BATCH:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _token(block: _Block, parsed: Any, *, offset: int, sentence: int) -> Token:
    word = block.words[parsed.i]
    original = block.text[word.start : word.end]
    pos, tag = intern(parsed.pos_), intern(parsed.tag_)
    return Token(
        index=offset + parsed.i,
        text=original,
        start=word.start,
        end=word.end,
        lemma=lemma(word.shown, pos, tag) if word.mask is None else original,
        pos=pos,
        tag=tag,
        morph=intern(str(parsed.morph)),
        dep=intern(parsed.dep_),
        head=offset + parsed.head.i,
        sentence=sentence,
        mask=word.mask,
    )
