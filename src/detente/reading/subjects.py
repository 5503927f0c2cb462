"""The subject of a clause that has none of its own.

Control ("urged X to leave"), raising, coordination, relative clauses, participles, and subjects
that an aside has cut off from their verb.
"""

from __future__ import annotations

from detente.reading.predicates import is_time, part_of_speech
from detente.reading.syntax import Parsed, Token
from detente.reading.verb_phrase import case_of, is_finite, is_passive, marker_of

_DEEPEST = 8
_INSIDE = ("compound", "nmod", "nmod:poss", "amod", "flat", "obl:tmod", "nmod:tmod")
_OBJECT_CONTROL = frozenset({"of", "for", "from", "into"})
_SUBJECT_CONTROL = frozenset({"promise", "threaten", "pledge", "vow", "offer", "agree", "refuse"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
"""Pronouns that stand for the noun their clause hangs on."""


def antecedent(parsed: Parsed, child: Token) -> int:
    """The noun a relative pronoun stands for; else the word itself."""
    if child.lemma.lower() in RELATIVE and child.pos in ("PRON", "DET", "SCONJ"):
        for above in parsed.ancestors(child.index):
            if above.dep.startswith("acl"):
                return above.head
        return _noun_told_of(parsed, child)
    return child.index


def _noun_told_of(parsed: Parsed, pronoun: Token) -> int:
    """The noun right before ", which", when the parser made no relative clause of it."""
    comma, before = pronoun.index - 1, pronoun.index - 2
    first, _ = parsed.sentences[pronoun.sentence]
    if before < first or parsed.tokens[comma].text != ",":
        return pronoun.index
    return before if parsed.tokens[before].pos in ("NOUN", "PROPN") else pronoun.index


def inherited_subject(parsed: Parsed, token: Token, *, passive: bool, depth: int = 0) -> int | None:
    """The subject a clause without one takes from the clause or noun it hangs on."""
    if depth > _DEEPEST:
        return None
    if token.dep == "ROOT":
        return _leading_noun(parsed, token) if is_finite(parsed, token) else None
    head = parsed.head(token.index)
    if part_of_speech(parsed, head) not in ("verb", "adj") and head.pos != "AUX":
        return _subject_beside_noun(parsed, token, head, passive=passive)
    return _subject_from_clause(parsed, token, head, depth=depth)


def _subject_beside_noun(parsed: Parsed, token: Token, head: Token, *, passive: bool) -> int | None:
    """Subject of a clause that hangs on a noun."""
    if token.dep.startswith("acl"):
        return _subject_of_noun_clause(parsed, token, head, passive=passive)
    joined = token.dep in ("conj", "parataxis", "appos", "dep") and is_finite(parsed, token)
    return head.index if joined and head.pos in ("NOUN", "PROPN") else None


def _subject_from_clause(parsed: Parsed, token: Token, head: Token, *, depth: int) -> int | None:
    """Subject a clause shares with, or gets by control from, the clause it hangs on."""
    if token.dep == "xcomp" or marker_of(parsed, token) in _OBJECT_CONTROL:
        control = _controller(parsed, head)
        if control is not None:
            return control
    if token.dep in ("ccomp", "parataxis") and token.tag not in ("VB", "VBG", "VBN"):
        return None
    return _subject_of(parsed, head, depth=depth)


def _leading_noun(parsed: Parsed, token: Token) -> int | None:
    """The first noun before a verb that no preposition governs: a subject cut off by an aside."""
    first, _ = parsed.sentences[token.sentence]
    for at in range(first, token.index):
        word = parsed.tokens[at]
        if is_time(word):
            continue
        if word.pos in ("NOUN", "PROPN") and not case_of(parsed, word) and word.dep not in _INSIDE:
            return _end_of_run(parsed, at, token.index)
    return None


def _end_of_run(parsed: Parsed, start: int, stop: int) -> int:
    """The last of the nouns that stand in a row."""
    at = start
    while at + 1 < stop and parsed.tokens[at + 1].pos in ("NOUN", "PROPN"):
        at += 1
    return at


def _subject_of_noun_clause(
    parsed: Parsed, token: Token, noun: Token, *, passive: bool
) -> int | None:
    """Subject of "forces deployed", "troops guarding", "a decision to strike"."""
    infinitive = token.tag == "VB" or any(
        c.lemma == "to" for c in parsed.children(token.index, "mark")
    )
    if passive or not infinitive:
        return noun.index
    owners = parsed.children(noun.index, "nmod:poss")
    if owners:
        return owners[0].index
    above = parsed.head(noun.index)
    return _subject_of(parsed, above, depth=1) if above.pos == "VERB" else noun.index


def _controller(parsed: Parsed, head: Token) -> int | None:
    """The object that controls an infinitive ("urged X to leave"), if any."""
    if head.lemma in _SUBJECT_CONTROL:
        return None
    objects = parsed.children(head.index, "obj", "iobj")
    if objects:
        return objects[0].index
    passive_subject = [c for c in parsed.children(head.index) if c.dep == "nsubj:pass"]
    return passive_subject[0].index if passive_subject else None


def _subject_of(parsed: Parsed, token: Token, *, depth: int) -> int | None:
    subjects = parsed.children(token.index, "nsubj")
    if subjects:
        return antecedent(parsed, subjects[0])
    return inherited_subject(parsed, token, passive=is_passive(parsed, token), depth=depth + 1)
