"""Which words are predicates, and what their lemma is, also where the tagger went wrong.

A word with a subject or an auxiliary of its own is a predicate whatever its tag says; headlines
and clipped news style bring many such words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from detente.codebook.event_nouns import event_nouns, noun_classes
from detente.codebook.loader import load_table
from detente.codebook.verbs import verbs_by_lemma
from detente.reading.lemmas import lemma
from detente.reading.syntax import Parsed, Token

_CLAUSAL: Final = (
    "ROOT",
    "ccomp",
    "xcomp",
    "conj",
    "parataxis",
    "advcl",
    "acl",
    "acl:relcl",
    "dep",
)
_THINGS: Final = frozenset(
    {"place", "territory", "property", "target", "vessel", "aircraft", "weapon", "vehicle"}
)
_MISTAKEN: Final = ("NOUN", "ADJ", "ADV", "PROPN", "X", "INTJ", "ADP", "SCONJ", "NUM")


def part_of_speech(parsed: Parsed, token: Token) -> str:
    """Return "verb", "adj" or "noun" for a word that can make an event, else ""."""
    if token.mask is not None:
        return ""
    if token.pos in ("VERB", "ADJ", "ADV", "AUX") and _is_adjective(token):
        return "adj"
    if token.pos == "VERB" or (token.pos == "AUX" and token.dep == "ROOT"):
        return "verb"
    if token.pos in _MISTAKEN and is_mistaken_verb(parsed, token):
        return "verb"
    if token.pos in ("NOUN", "PROPN", "VERB") and noun_lemma(parsed, token) in event_nouns():
        return "" if _names_a_kind(parsed, token) else "noun"
    return ""


def _names_a_kind(parsed: Parsed, token: Token) -> bool:
    """Whether an event noun only says what kind of place or thing another noun names.

    "The exercise area" and "an attack helicopter" tell of no exercise and no attack; "drones
    strike depot" may.
    """
    named, before = parsed.head(token.index), parsed.tokens[token.index - 1]
    if token.dep != "compound" or named.index != token.index + 1 or named.mask is not None:
        return False
    subject = token.index > 0 and before.pos in ("NOUN", "PROPN") and before.head == named.index
    known = (noun_classes().get(word, frozenset()) for word in singular_forms(named))
    return not subject and any(classes & _THINGS for classes in known)


def _is_adjective(token: Token) -> bool:
    return any(row.pos == "adj" for row in verbs_by_lemma().get(token.text.lower(), ()))


def is_mistaken_verb(parsed: Parsed, token: Token) -> bool:
    """Whether a word tagged as something else behaves as a verb the codebook knows."""
    if token.dep not in _CLAUSAL or not verb_lemma(token):
        return False
    below = parsed.children(token.index)
    if any(c.dep in ("cop", "det", "nmod:poss") for c in below):
        return False
    return any(c.dep.startswith(("nsubj", "aux")) or c.dep in ("obj", "mark") for c in below)


@dataclass(frozen=True, slots=True)
class TimeWordRow:
    """What the coder needs of a date word: its kind."""

    kind: str
    word: str


@cache
def _time_words() -> frozenset[str]:
    rows = load_table("date_words", TimeWordRow)
    return frozenset(row.word for row in rows if row.kind in ("weekday", "month"))


def is_time(token: Token) -> bool:
    """Whether a word names a day or month, which is nobody's act."""
    return token.mask is None and token.text.lower() in _time_words()


def singular_forms(token: Token) -> tuple[str, ...]:
    """What the dictionary form of a noun may be, also where the lemma kept its plural."""
    lemma_ = token.lemma.lower()
    if lemma_.endswith("ies"):
        return lemma_, lemma_.removesuffix("ies") + "y"
    return lemma_, lemma_.removesuffix("s")


def predicate_lemma(token: Token) -> str:
    """Lemma of a verb, lower case, whatever it was tagged as."""
    if token.pos == "VERB" and token.lemma in verbs_by_lemma():
        return token.lemma
    return verb_lemma(token) or token.lemma.lower()


def verb_lemma(token: Token) -> str:
    """The verb of the codebook of which a word may be a form, "" if none."""
    word = token.text.lower()
    if not word.isalpha():
        return ""
    known = verbs_by_lemma()
    return next((form for form in _forms(word) if form in known), "")


def _forms(word: str) -> Iterator[str]:
    """What a word may be the form of, likeliest first."""
    for tag in ("VBD", "VBN", "VBZ", "VBG", "VB"):
        yield lemma(word, "VERB", tag)
    for ending in ("d", "ed", "s", "es", "ing"):
        yield word.removesuffix(ending)


def noun_lemma(parsed: Parsed, token: Token) -> str:
    """Lemma of a noun, with its modifier when the codebook knows the pair as one event noun."""
    found = token.lemma.lower()
    for child in parsed.children(token.index, "compound", "amod", "nmod"):
        joined = f"{child.lemma.lower()}-{found}"
        if child.mask is None and joined in event_nouns():
            return joined
    return found
