"""What the attribution tagger sees of each word: no name, only class, form and place.

Every name is shown as one and the same word, so a swap of two actors leaves the features, and
with them the spans, as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from detente.codebook.cues import CueRow, cues
from detente.reading.quotes import Quote
from detente.reading.syntax import Parsed, Token

NAME: Final = "<name>"
NUMBER: Final = "<number>"
POS: Final = (
    "<pad>",
    "ADJ",
    "ADP",
    "ADV",
    "AUX",
    "CCONJ",
    "DET",
    "INTJ",
    "NOUN",
    "NUM",
    "PART",
    "PRON",
    "PROPN",
    "PUNCT",
    "SCONJ",
    "SYM",
    "VERB",
    "X",
)
DEP: Final = (
    "<pad>",
    "ROOT",
    "nsubj",
    "nsubj:pass",
    "csubj",
    "obj",
    "iobj",
    "ccomp",
    "xcomp",
    "obl",
    "obl:agent",
    "advcl",
    "advmod",
    "aux",
    "aux:pass",
    "cop",
    "mark",
    "nmod",
    "nmod:poss",
    "amod",
    "det",
    "case",
    "punct",
    "conj",
    "cc",
    "appos",
    "acl",
    "acl:relcl",
    "parataxis",
    "discourse",
    "compound",
    "compound:prt",
    "flat",
    "nummod",
    "expl",
    "fixed",
    "vocative",
    "dep",
    "dislocated",
    "orphan",
    "list",
)
TAG: Final = (
    "<pad>",
    "VBD",
    "VBZ",
    "VBP",
    "VB",
    "VBG",
    "VBN",
    "MD",
    "NN",
    "NNS",
    "NNP",
    "NNPS",
    "PRP",
    "PRP$",
    "WP",
    "WDT",
    "IN",
    "RB",
    "TO",
    "CD",
    "JJ",
    "DT",
)
SENSES: Final = (
    "<pad>",
    "say",
    "write",
    "announce",
    "confirm",
    "deny",
    "reject",
    "claim",
    "accuse",
    "criticise",
    "praise",
    "demand",
    "order",
    "ask",
    "answer",
    "promise",
    "threaten",
    "warn",
    "agree",
    "propose",
    "predict",
    "apologise",
    "cite",
    "defend",
    "express",
    "show",
    "believe",
    "expect",
    "want",
    "know",
    "seem",
    "according",
    "hearsay",
)
PARTS: Final = {"VERB": "verb", "NOUN": "noun", "ADJ": "adjective", "ADV": "adverb"}
_SHAPES: Final = 6
_QUOTE_STATES: Final = 7
_PLACES: Final = 8
_SIDES: Final = 3

FEATURES: Final = {
    "pos": len(POS),
    "dep": len(DEP),
    "tag": len(TAG),
    "sense": len(SENSES) * 2,
    "shape": _SHAPES,
    "quote": _QUOTE_STATES,
    "place": _PLACES,
    "path": len(DEP) * _SIDES,
}
"""Feature -> how many values it takes; 0 is "unknown" everywhere."""


@dataclass(frozen=True, slots=True)
class Features:
    """The features of a text, one row per word.

    Attributes:
        words: The form shown for each word.
        codes: Per word the value of each feature, in the order of :data:`FEATURES`.
        heads: Per word the index of its head.
    """

    words: tuple[str, ...]
    codes: tuple[tuple[int, ...], ...]
    heads: tuple[int, ...]


def features(parsed: Parsed, quotes: Sequence[Quote]) -> Features:
    """The features of every word of a text."""
    senses = [_sense(token) for token in parsed.tokens]
    in_quotes = _quote_states(parsed, quotes)
    rows = tuple(
        (
            _code(POS, token.pos),
            _code(DEP, token.dep) or _code(DEP, token.dep.split(":")[0]),
            _code(TAG, token.tag),
            senses[token.index],
            _shape(token),
            in_quotes[token.index],
            _place(parsed, token),
            _path(parsed, token, senses),
        )
        for token in parsed.tokens
    )
    return Features(
        tuple(shown(token) for token in parsed.tokens),
        rows,
        tuple(token.head for token in parsed.tokens),
    )


def shown(token: Token) -> str:
    """The form of a word as the tagger sees it."""
    if token.mask is not None or token.pos == "PROPN":
        return NAME
    if any(letter.isdigit() for letter in token.text):
        return NUMBER
    return token.text.lower()


@cache
def _codes(names: tuple[str, ...]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names)}


def _code(names: tuple[str, ...], name: str) -> int:
    return _codes(names).get(name, 0)


def _sense(token: Token) -> int:
    row = _row(token)
    if row is None:
        return 0
    return _code(SENSES, row.sense) + (len(SENSES) if row.part == "noun" else 0)


def _row(token: Token) -> CueRow | None:
    part = PARTS.get(token.pos)
    return cues(part).get(token.lemma) if part is not None else None


def _shape(token: Token) -> int:
    text = token.text
    if not any(letter.isalnum() for letter in text):
        return 1
    if text.isdigit():
        return 2
    if text.isupper() and len(text) > 1:
        return 3
    return 4 if text[:1].isupper() else 5


def _quote_states(parsed: Parsed, quotes: Sequence[Quote]) -> list[int]:
    """0 outside, 1 opening mark, 2 inside, 3 closing mark; 4-6 the same for a few words only."""
    states = [0] * len(parsed.tokens)
    waiting = iter(parsed.tokens)
    token = next(waiting, None)
    for quote in quotes:
        inside: list[Token] = []
        while token is not None and token.start < quote.span.end:
            if token.start >= quote.span.start:
                inside.append(token)
            token = next(waiting, None)
        few = 3 if len(inside) <= 6 else 0
        for at, one in enumerate(inside):
            mark = 1 if at == 0 else 3 if at == len(inside) - 1 else 2
            states[one.index] = mark + few
    return states


def _place(parsed: Parsed, token: Token) -> int:
    first, last = parsed.sentences[token.sentence]
    if token.index == first:
        before = parsed.text[parsed.tokens[first - 1].end : token.start] if first else "\n"
        return 2 if "\n" in before else 1
    if token.index == last - 1:
        return 3
    return 4 if token.index - first < 3 else 5


def _path(parsed: Parsed, token: Token, senses: Sequence[int]) -> int:
    """By which relation the word hangs under the nearest cue above it, and on which side."""
    below = token
    for above in _above(parsed, token):
        if senses[above.index] > 0 and above.index != token.index:
            side = 1 if token.index < above.index else 2
            return (_code(DEP, below.dep) or _code(DEP, below.dep.split(":")[0])) * _SIDES + side
        below = above
    return 0


def _above(parsed: Parsed, token: Token) -> Iterator[Token]:
    for depth, above in enumerate(parsed.ancestors(token.index)):
        if depth > 12:
            return
        yield above
