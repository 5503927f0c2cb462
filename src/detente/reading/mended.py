"""Parses put right where a sentence cannot mean what the parser made of it.

News runs verbs and nouns together ("X and Y imposed sanctions on Z") in ways that a small parser
takes for one noun phrase. Each mend looks for a shape that is no English and gives the words
the only grammar they can have; a sentence without such a shape passes untouched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from detente.codebook.event_nouns import event_nouns, noun_classes
from detente.codebook.verbs import verbs_by_lemma
from detente.reading.headline_verbs import leading_verb, second_verb
from detente.reading.lemmas import lemma
from detente.reading.predicates import is_time, noun_lemma
from detente.reading.syntax import Parsed, Token
from detente.reading.verb_phrase import case_of, is_passive

_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_PARTICLES: Final = frozenset({"over", "off", "out", "up", "down", "back", "away"})
_COMPANY: Final = frozenset({"together", "along", "alongside"})
_NO_CLAUSE_OF_ITS_OWN: Final = frozenset({"xcomp", "ccomp", "conj", "advcl", "parataxis"})

Changes = dict[int, Token]


def mended(parsed: Parsed) -> Parsed:
    """The parse with every shape that cannot be as it is put right."""
    for mend in (
        leading_verb,
        second_verb,
        _swallowed_verbs,
        _describing,
        _infinitives,
        _particles,
        _main_verbs,
        _lists,
        _company,
        _authors,
        _tests,
        _objects,
        _after_asides,
    ):
        for token in parsed.tokens:
            changes = mend(parsed, token)
            if changes:
                parsed = _changed(parsed, changes)
    return parsed


def _changed(parsed: Parsed, changes: Changes) -> Parsed:
    tokens = tuple(changes.get(token.index, token) for token in parsed.tokens)
    return Parsed(parsed.text, tokens, parsed.sentences)


def _current(parsed: Parsed, token: Token) -> Token:
    return parsed.tokens[token.index]


def _is_verb_form(token: Token, tag: str) -> bool:
    return token.mask is None and token.text.isalpha() and _base(token, tag) in verbs_by_lemma()


def _base(token: Token, tag: str) -> str:
    return lemma(token.text.lower(), "VERB", tag)


def _as_verb(token: Token, tag: str, dep: str, head: int) -> Token:
    return replace(token, pos="VERB", tag=tag, lemma=_base(token, tag), dep=dep, head=head)


def _swallowed_verbs(parsed: Parsed, token: Token) -> Changes:
    """Read "X imposed sanctions": a subject stands before what was taken for an adjective."""
    verb, noun = _current(parsed, token), parsed.head(token.index)
    if verb.dep != "amod" or noun.index < verb.index or not _is_verb_form(verb, "VBD"):
        return {}
    if verb.tag not in ("VBN", "VBD", "JJ") or not verb.text.lower().endswith("d"):
        return {}
    subjects = [c for c in _subjects(parsed, verb, noun) if c.index < verb.index]
    if not subjects:
        return {}
    head = verb.index if noun.head == noun.index else noun.head
    changes = {
        verb.index: _as_verb(verb, "VBD", noun.dep, head),
        noun.index: replace(noun, dep="obj", head=verb.index),
    }
    for child in parsed.children(noun.index):
        before = child.index < verb.index or child.dep in ("punct", "conj", "parataxis", "advcl")
        if child.index != verb.index and before:
            changes[child.index] = replace(child, head=verb.index)
    return changes


def _describing(parsed: Parsed, token: Token) -> Changes:
    """Read "inside the announced area": what stands between article and noun only describes it."""
    verb = _current(parsed, token)
    noun = parsed.tokens[min(verb.index + 1, len(parsed.tokens) - 1)]
    article = parsed.tokens[max(verb.index - 1, 0)]
    if verb.tag not in ("VBN", "VBD") or (noun.head, noun.dep) != (verb.index, "obj"):
        return {}
    if (article.head, article.dep) != (verb.index, "det") or noun.pos != "NOUN":
        return {}
    head = noun.index if verb.head == verb.index else verb.head
    changes = {
        child.index: replace(child, head=noun.index)
        for child in parsed.children(verb.index)
        if child.index != noun.index
    }
    changes[verb.index] = replace(verb, tag="VBN", dep="amod", head=noun.index)
    changes[noun.index] = replace(noun, dep=verb.dep, head=head)
    return changes


def _subjects(parsed: Parsed, verb: Token, noun: Token) -> Iterator[Token]:
    yield from parsed.children(verb.index, "nsubj")
    yield from parsed.children(noun.index, "nsubj")


def _infinitives(parsed: Parsed, token: Token) -> Changes:
    """Read "decided to sever trade links": the verb was taken for a part of its object."""
    marker = _current(parsed, token)
    if marker.text.lower() != "to" or marker.index + 1 >= len(parsed.tokens):
        return {}
    verb = parsed.tokens[marker.index + 1]
    noun = parsed.head(verb.index)
    above = parsed.head(noun.index)
    if not _is_inside(verb, noun, marker) or above.pos != "VERB":
        return {}
    changes = {
        verb.index: _as_verb(verb, "VB", "xcomp", above.index),
        noun.index: replace(noun, dep="obj", head=verb.index),
        marker.index: replace(marker, pos="PART", tag="TO", dep="mark", head=verb.index),
    }
    return {**changes, **_to_subject_clause(parsed, noun, verb)}


def _is_inside(verb: Token, noun: Token, marker: Token) -> bool:
    word = verb.text.lower()
    if verb.dep not in ("compound", "amod") or noun.index < verb.index or verb.mask is not None:
        return False
    if marker.head != noun.index or word not in verbs_by_lemma():
        return False
    return verb.tag == "VB" or (word not in event_nouns() and not noun_classes().get(word))


def _to_subject_clause(parsed: Parsed, noun: Token, verb: Token) -> Changes:
    """Prepositional phrases of the noun stay with it; only what stands before the verb moves."""
    return {
        child.index: replace(child, head=verb.index)
        for child in parsed.children(noun.index)
        if child.index < verb.index - 1
    }


def _particles(parsed: Parsed, token: Token) -> Changes:
    """Read "hand over the suspects": a particle was taken for the object's preposition."""
    particle = _current(parsed, token)
    if particle.text.lower() not in _PARTICLES or particle.dep != "case" or not particle.index:
        return {}
    verb, noun = parsed.tokens[particle.index - 1], parsed.head(particle.index)
    known = verbs_by_lemma().get(lemma(verb.text.lower(), "VERB", verb.tag), ())
    if not any(row.particle == particle.text.lower() for row in known):
        return {}
    cases = parsed.children(noun.index, "case")
    objects = [c for c in parsed.children(verb.index, "obj") if c.index != noun.index]
    if noun.dep not in ("obl", "obj") or len(cases) > 1 or objects:
        return {}
    if noun.head not in (verb.index, verb.head):
        return {}
    return {
        particle.index: replace(particle, dep="compound:prt", head=verb.index),
        noun.index: replace(noun, dep="obj", head=verb.index),
    }


def _main_verbs(parsed: Parsed, token: Token) -> Changes:
    """Read "troops who held X left Y": the main verb was hung on the relative clause."""
    verb = _current(parsed, token)
    if verb.dep not in _NO_CLAUSE_OF_ITS_OWN or verb.tag not in _FINITE:
        return {}
    relative = parsed.head(verb.index)
    noun = parsed.head(relative.index)
    if relative.dep != "acl:relcl" or noun.head != noun.index or noun.pos not in _NOMINAL:
        return {}
    if not noun.index < relative.index < verb.index:
        return {}
    if parsed.children(verb.index, "nsubj", "mark", "cc", "expl"):
        return {}
    return {
        verb.index: replace(verb, dep="ROOT", head=verb.index),
        noun.index: replace(noun, dep="nsubj", head=verb.index),
    }


def _lists(parsed: Parsed, token: Token) -> Changes:
    """Read "X, Y and Z": the second of three names was taken for an apposition."""
    second = _current(parsed, token)
    first = parsed.head(second.index)
    if second.dep != "appos" or second.mask is None or first.mask is None:
        return {}
    if second.index != first.index + 2 or parsed.tokens[first.index + 1].text != ",":
        return {}
    later = (*parsed.children(first.index, "conj"), *parsed.children(second.index, "conj"))
    third = next((c for c in later if c.index > second.index), None)
    if third is None or third.mask is None or third.index > second.index + 3:
        return {}
    return {second.index: replace(second, dep="conj", head=first.index)}


def _company(parsed: Parsed, token: Token) -> Changes:
    """Read "X, together with Y, pledged": company acts with the subject."""
    word = _current(parsed, token)
    if word.text.lower() not in _COMPANY:
        return {}
    verb = parsed.head(word.index)
    subjects = parsed.children(verb.index, "nsubj")
    named = [
        c
        for c in parsed.children(word.index, "obl", "nmod", "fixed")
        if c.mask is not None or c.pos == "PROPN"
    ]
    if not subjects or not named or named[0].index > verb.index:
        return {}
    return {named[0].index: replace(named[0], dep="conj", head=subjects[0].index)}


def _authors(parsed: Parsed, token: Token) -> Changes:
    """Read "condemned the killing of A by B": B does what the noun names, not the verb."""
    author = _current(parsed, token)
    verb = parsed.head(author.index)
    if author.dep.split(":")[0] != "obl" or verb.pos != "VERB":
        return {}
    if case_of(parsed, author) != "by" or is_passive(parsed, verb):
        return {}
    deeds = [
        c for c in parsed.children(verb.index, "obj") if noun_lemma(parsed, c) in event_nouns()
    ]
    if not deeds or not verb.index < deeds[0].index < author.index or is_time(author):
        return {}
    return {author.index: replace(author, dep="nmod", head=deeds[0].index)}


def _tests(parsed: Parsed, token: Token) -> Changes:
    """Read "test-fired a missile" as a test."""
    verb = _current(parsed, token)
    before = [parsed.tokens[at].text.lower() for at in range(max(0, verb.index - 2), verb.index)]
    if before != ["test", "-"] or verb.text.lower() not in ("fired", "fires", "fire", "launched"):
        return {}
    test = parsed.tokens[verb.index - 2]
    owners = {
        child.index: replace(child, dep="nsubj", head=verb.index)
        for child in parsed.children(test.index)
        if child.mask is not None and child.index < test.index
    }
    return {
        verb.index: replace(verb, lemma="test", pos="VERB"),
        test.index: replace(test, dep="compound", head=verb.index),
        **owners,
    }


def _objects(parsed: Parsed, token: Token) -> Changes:
    """Read "shot down a drone": what stands bare after a particle is the object."""
    noun = _current(parsed, token)
    verb = parsed.head(noun.index)
    if noun.dep != "obl:unmarked" or noun.index < verb.index or is_time(noun):
        return {}
    if not parsed.children(verb.index, "compound:prt") or parsed.children(verb.index, "obj"):
        return {}
    return {noun.index: replace(noun, dep="obj")}


def _after_asides(parsed: Parsed, token: Token) -> Changes:
    """Read "X, backed by Y, demanded an apology": the aside was taken for the sentence."""
    verb, noun = _current(parsed, token), parsed.head(token.index)
    first, _ = parsed.sentences[verb.sentence]
    if verb.dep != "amod" or verb.tag != "VBN" or not _is_verb_form(verb, "VBD"):
        return {}
    if verb.index <= first or parsed.tokens[verb.index - 1].text != ",":
        return {}
    root = parsed.root(verb.sentence)
    subject = _cut_off(parsed, root)
    if subject is None or not subject.index < verb.index < noun.index:
        return {}
    aside = {root.index: replace(root, dep="acl", head=subject.index)} if root != subject else {}
    return {
        **aside,
        subject.index: replace(subject, dep="nsubj", head=verb.index),
        verb.index: _as_verb(verb, "VBD", "ROOT", verb.index),
        noun.index: replace(noun, dep="obj", head=verb.index),
    }


def _cut_off(parsed: Parsed, root: Token) -> Token | None:
    """The noun before an aside that has no verb: the root, or the subject of a participle."""
    found = root
    if root.tag == "VBN" and not parsed.children(root.index, "aux"):
        found = next(iter(parsed.children(root.index, "nsubj")), root)
    after = parsed.tokens[found.index + 1 : found.index + 2]
    stands = found.pos in _NOMINAL and bool(after) and after[0].text == ","
    return found if stands else None
