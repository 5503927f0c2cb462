"""Frames of headlines and clipped sentences in which the parser finds no verb.

"X lifts blockade of Y" looks like a pile of nouns to a parser trained on full sentences. Where a
sentence has no clause of its own and a known verb form stands right after a noun, its arguments
are read off the word order: subject, verb, object, then prepositions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from detente.codebook.operators import modals
from detente.reading.frames import Argument, Frame
from detente.reading.lemmas import lemma
from detente.reading.predicates import is_time, verb_lemma
from detente.reading.syntax import Parsed, Token

_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_INNER: Final = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "SYM"})
_CUT: Final = frozenset({"VERB", "AUX", "SCONJ", "PUNCT"})
_DAYS: Final = frozenset({"today", "yesterday", "tomorrow"})


def clipped_frames(parsed: Parsed, known: Mapping[int, Frame]) -> Iterator[Frame]:
    """Frames of sentences without a clause, at most one per sentence.

    Args:
        parsed: The parse.
        known: Frames the grammar gives, by head.
    """
    for number, (first, last) in enumerate(parsed.sentences):
        tokens = parsed.sentence(number)
        if any(_is_clause(known.get(t.index)) for t in tokens):
            continue
        verb = next((t for t in tokens[1:] if _is_verb(parsed, t, first)), None)
        if verb is not None:
            yield _frame(parsed, verb, first, last)


def _is_clause(frame: Frame | None) -> bool:
    return (
        frame is not None
        and frame.pos != "noun"
        and frame.link.split(":")[0] not in ("acl", "compound", "amod", "advcl")
        and bool(frame.heads("agent") or frame.heads("patient"))
    )


def _is_verb(parsed: Parsed, token: Token, first: int) -> bool:
    """A form of a known verb right after a noun, past or third person."""
    before = _before(parsed, token, first)
    if token.mask is not None or not verb_lemma(token):
        return False
    named = before.mask is not None or before.pos in _NOMINAL
    if not named or before.index < first:
        return False
    word = token.text.lower()
    past = lemma(word, "VERB", "VBD") != word
    return (past and not word.endswith("s")) or (word.endswith("s") and token.tag != "VBG")


def _before(parsed: Parsed, token: Token, first: int) -> Token:
    """The word before a verb, past the day on which it happened ("on Friday")."""
    at = token.index - 1
    if at > first and is_time(parsed.tokens[at]):
        at -= 1
        if at > first and parsed.tokens[at].lemma == "on":
            at -= 1
    return parsed.tokens[at]


def _frame(parsed: Parsed, verb: Token, first: int, last: int) -> Frame:
    before = [parsed.tokens[at].text.lower() for at in range(first, verb.index)]
    word = verb.text.lower()
    return Frame(
        head=verb.index,
        lemma=verb_lemma(verb),
        particle="",
        pos="verb",
        passive=False,
        tense="present" if word.endswith("s") else "past",
        modals=(),
        negated=any(modals().get(word) == "negation" for word in before),
        arguments=tuple(_arguments(parsed, verb, first, last)),
        governor=None,
        link="root",
        marker="",
    )


def _arguments(parsed: Parsed, verb: Token, first: int, last: int) -> Iterator[Argument]:
    yield Argument("agent", _before(parsed, verb, first).index)
    preposition, head = "", None
    for at in range(verb.index + 1, last):
        token = parsed.tokens[at]
        if token.pos in _CUT and token.mask is None:
            break
        if token.pos == "ADP":
            yield from _argument(head, preposition)
            preposition, head = token.lemma.lower(), None
        elif (token.mask is not None or token.pos in _INNER) and token.text.lower() not in _DAYS:
            nominal = token.mask is not None or token.pos in _NOMINAL
            head = at if nominal else head
    yield from _argument(head, preposition)


def _argument(head: int | None, preposition: str) -> Iterator[Argument]:
    if head is not None:
        yield Argument("oblique" if preposition else "patient", head, preposition)
