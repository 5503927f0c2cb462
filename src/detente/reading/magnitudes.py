"""How much and which: numbers of targets and casualties, troops, weapons by name, waves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from detente.codebook.event_nouns import noun_classes
from detente.codebook.event_words import weapon_modes
from detente.codebook.magnitude_words import (
    bound_words,
    magnitude_kinds,
    number_words,
    suffered_words,
)
from detente.model.events import Magnitude
from detente.model.spans import Span
from detente.reading.syntax import Parsed, Token

_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)$")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?$")
_OWN_FATE = frozenset({"die", "perish", "missing"})
"""What befalls the subject in the active voice."""
_NUMBER_OF_NAME = re.compile(r"-?\d{1,4}[A-Z]?$")
_REACH = 7
_JOINTS = frozenset({"and", "or", ",", "&"})
_NAMED_BY = re.compile(r"[A-Z][\w’'-]*(?:-\d+\w*)?$")


_STORES = frozenset({"fuel", "property", "utility", "food"})


def is_store(parsed: Parsed, noun: Token) -> bool:
    """Whether a "tank" holds something: "two tanks of the fuel depot" are no vehicles."""
    if noun.lemma.lower() != "tank":
        return False
    below = parsed.children(noun.index, "nmod", "compound")
    heads = (*below, *(c for b in below for c in parsed.children(b.index, "compound")))
    return any(noun_classes().get(t.lemma.lower(), frozenset()) & _STORES for t in heads)


def magnitudes(parsed: Parsed, indices: Iterable[int]) -> tuple[Magnitude, ...]:
    """Counts and names among the given tokens, in text order.

    Args:
        parsed: The parse.
        indices: Tokens of the clause that tells the event.
    """
    inside = sorted(indices)
    found = [*_counts(parsed, inside), *_waves(parsed, inside), *_weapons(parsed, inside)]
    return tuple(sorted(set(found), key=lambda m: (m.span, m.kind)))


def number(token: Token) -> float | None:
    """The value of a number written in digits or words; None if it is none."""
    text = token.text.lower()
    if _NUMBER.match(text):
        return float(text.replace(",", ""))
    return number_words().get(text)


def _counts(parsed: Parsed, inside: list[int]) -> Iterator[Magnitude]:
    for at in inside:
        token = parsed.tokens[at]
        value = number(token)
        if value is None or token.dep not in (
            "nummod",
            "compound",
            "obj",
            "nsubj",
            "nsubj:pass",
            "advmod",
        ):
            continue
        noun = _counted(parsed, token)
        kind = _kind(parsed, noun)
        if kind:
            yield _count(parsed, token, noun, kind, value)


def _counted(parsed: Parsed, token: Token) -> Token:
    """The noun a number counts; past its adjectives when the parser stopped at one of them."""
    if token.dep not in ("nummod", "compound"):
        return token
    head = parsed.head(token.index)
    if _kind(parsed, head):
        return head
    for after in parsed.tokens[token.index + 1 : token.index + _REACH]:
        if after.pos not in ("ADJ", "NOUN", "CCONJ", "PROPN", "NUM"):
            break
        if magnitude_kinds().get(after.lemma.lower()):
            return after
    return head


def _kind(parsed: Parsed, noun: Token) -> str:
    if is_store(parsed, noun):
        return ""
    by_noun = magnitude_kinds().get(noun.lemma.lower(), "")
    return suffered(parsed, noun) or by_noun


def suffered(parsed: Parsed, noun: Token) -> str:
    """What befell those a noun names: "killed", "wounded", "missing"; "" if nothing is told."""
    verb = parsed.head(noun.index)
    known = suffered_words()
    kind = known.get(verb.lemma) or known.get(verb.text.lower(), "")
    if noun.dep in ("obj", "nsubj:pass"):
        return kind
    own = verb.lemma in _OWN_FATE or verb.text.lower() in _OWN_FATE
    return kind if noun.dep == "nsubj" and (own or verb.tag in ("VBN", "JJ")) else ""


def _count(parsed: Parsed, token: Token, noun: Token, kind: str, value: float) -> Magnitude:
    start, bound = _bound(parsed, token)
    end = max(token.end, noun.end)
    text = parsed.text[start:end]
    name = "" if noun is token else parsed.text[token.end : noun.end].strip()
    return Magnitude(kind, text, Span(start, end), _scaled(parsed, token, value), bound, name)


def _scaled(parsed: Parsed, token: Token, value: float) -> float:
    """Multiply "5 million", where the multiplier is a word of its own after the digits."""
    after = parsed.tokens[token.index + 1 : token.index + 2]
    factor = number_words().get(after[0].text.lower()) if after else None
    return value * factor if factor and factor >= 100 and _NUMBER.match(token.text) else value


def _bound(parsed: Parsed, token: Token) -> tuple[int, str]:
    """Where the expression starts, and whether it says more, less or about."""
    for length in (3, 2, 1):
        first = token.index - length
        if first < 0:
            continue
        words = parsed.tokens[first : token.index]
        phrase = " ".join(t.text.lower() for t in words)
        if phrase in bound_words():
            return words[0].start, bound_words()[phrase]
    return token.start, "exactly"


def _waves(parsed: Parsed, inside: list[int]) -> Iterator[Magnitude]:
    for at in inside:
        token = parsed.tokens[at]
        found = _ORDINAL.match(token.text.lower())
        noun = parsed.head(at)
        if found and noun.lemma.lower() in ("wave", "round", "phase", "stage"):
            span = Span(min(token.start, noun.start), max(token.end, noun.end))
            yield Magnitude("wave", span.of(parsed.text), span, float(found[1]))


def _weapons(parsed: Parsed, inside: list[int]) -> Iterator[Magnitude]:
    """Names before a weapon noun, coordinated ones each on their own."""
    for at in inside:
        token = parsed.tokens[at]
        if token.lemma.lower() not in weapon_modes() or token.pos not in ("NOUN", "PROPN"):
            continue
        for first, last in _names_before(parsed, at):
            span = Span(parsed.tokens[first].start, parsed.tokens[last].end)
            name = span.of(parsed.text)
            yield Magnitude("weapons", name, span, name=name)


def _names_before(parsed: Parsed, at: int) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words right before a noun, cut at "and" and commas."""
    last = at - 1
    run: list[int] = []
    while last >= 0:
        token = parsed.tokens[last]
        if _is_name(parsed, token):
            run.insert(0, last)
        elif token.text.lower() in _JOINTS and run:
            yield run[0], run[-1]
            run = []
        elif token.text not in ("-", "–"):
            break
        last -= 1
    if run:
        yield run[0], run[-1]


def _is_name(parsed: Parsed, token: Token) -> bool:
    """A capitalised word that is no actor, or the number behind one; "-4" may cling to it."""
    if _NUMBER_OF_NAME.match(token.text):
        before = parsed.tokens[token.index - 1]
        return before.text[:1].isupper() or before.text == "-"
    if not (token.text[:1].isupper() and _NAMED_BY.match(token.text)) or token.pos == "DET":
        return False
    after = parsed.tokens[token.index + 1]
    return token.mask is None or (after.start == token.end and after.text[:1] in "-–0123456789")
