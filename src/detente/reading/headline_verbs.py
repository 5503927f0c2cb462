"""Headlines whose verbs the parser takes for nouns: "X denies attack and speaks of a plot".

The parser learned full sentences, where a word in -s between two nouns is mostly a plural. A
headline has its verb right behind its subject, and a second one behind "and". Only forms that
are no noun of the codebook are taken for the first verb.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from detente.codebook.cues import cues
from detente.codebook.event_nouns import event_nouns, noun_classes
from detente.codebook.verbs import verbs_by_lemma
from detente.reading.lemmas import lemma
from detente.reading.syntax import Parsed, Token

Changes = dict[int, Token]

_LONGEST: Final = 30
"""No headline has more words."""
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_SUBJECT: Final = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "PART", "PRON"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
_AUXILIARIES: Final = frozenset({"is", "was", "has", "does"})
_OPENS_OBJECT: Final = frozenset({"DET", "NOUN", "PROPN", "ADJ", "NUM", "PRON"})


def leading_verb(parsed: Parsed, token: Token) -> Changes:
    """Read "X denies attack": the word right behind the subject is the verb."""
    verb = parsed.tokens[token.index]
    first, last = parsed.sentences[verb.sentence]
    if verb.tag == "VBZ" or last - first > _LONGEST or not _only_a_verb(verb):
        return {}
    if not _is_subject(parsed, first, verb.index) or _goes_on(parsed, verb, last):
        return {}
    return _as_root(parsed, verb)


def second_verb(parsed: Parsed, token: Token) -> Changes:
    """Read "X denies attack and speaks of a plot": one subject does both."""
    verb = parsed.tokens[token.index]
    first, last = parsed.sentences[verb.sentence]
    if not first + 2 < verb.index < last - 1 or last - first > _LONGEST:
        return {}
    main = parsed.root(verb.sentence)
    joint = parsed.tokens[verb.index - 1]
    if joint.pos != "CCONJ" or main.tag != "VBZ" or not main.index < verb.index:
        return {}
    if verb.head == main.index and verb.tag == "VBZ":
        return {}
    if not (_only_a_verb(verb) or (_present_form(verb) and _takes_what_follows(parsed, verb))):
        return {}
    return {
        verb.index: _as_verb(verb, "conj", main.index),
        joint.index: replace(joint, dep="cc", head=verb.index),
        **_what_follows(parsed, verb),
    }


def _present_form(token: Token) -> str:
    """The verb of which a word may be the present form, "" if of none."""
    word = token.text.lower()
    if token.mask is not None or not word.isalpha() or not word.endswith("s"):
        return ""
    if token.pos == "AUX" or word in _AUXILIARIES:
        return ""
    base = lemma(word, "VERB", "VBZ")
    regular = word in (f"{base}s", f"{base}es", f"{base.removesuffix('y')}ies")
    return base if regular and (base in verbs_by_lemma() or base in cues("verb")) else ""


def _only_a_verb(token: Token) -> bool:
    base = _present_form(token)
    return bool(base) and base not in event_nouns() and base not in noun_classes()


def _as_verb(token: Token, dep: str, head: int) -> Token:
    base = _present_form(token)
    return replace(token, pos="VERB", tag="VBZ", lemma=base, dep=dep, head=head)


def _is_subject(parsed: Parsed, first: int, end: int) -> bool:
    """Whether the words from the beginning to here can only be a subject."""
    words = parsed.tokens[first:end]
    if not words:
        return False
    named = words[-1].mask is not None or words[-1].pos in ("NOUN", "PROPN", "PRON")
    return named and all(word.mask is not None or word.pos in _SUBJECT for word in words)


def _goes_on(parsed: Parsed, verb: Token, last: int) -> bool:
    """Whether the verb of the sentence still comes: "X denies have grown"."""
    after = parsed.tokens[verb.index + 1 : min(last, verb.index + 2)]
    if not after or after[0].pos == "AUX" or after[0].tag in ("VBD", "MD"):
        return True
    return after[0].tag == "VBN" and after[0].dep != "amod"


def _as_root(parsed: Parsed, verb: Token) -> Changes:
    subject = parsed.tokens[verb.index - 1]
    root = parsed.root(verb.sentence)
    changes = {
        verb.index: _as_verb(verb, "ROOT", verb.index),
        subject.index: replace(subject, dep="nsubj", head=verb.index),
    }
    if root.index > verb.index:
        noun = "NOUN" if root.pos == "VERB" and root.lemma in event_nouns() else root.pos
        tag = "NN" if noun != root.pos else root.tag
        changes[root.index] = replace(root, dep="obj", head=verb.index, pos=noun, tag=tag)
    for child in _loose(parsed, root, verb):
        changes[child.index] = _moved(child, subject, verb)
    return changes


def _loose(parsed: Parsed, root: Token, verb: Token) -> Iterator[Token]:
    """What hung on the old root or on the verb and cannot stay there."""
    for head in dict.fromkeys((root.index, verb.index)):
        for child in parsed.children(head):
            joined = child.dep in ("punct", "conj", "parataxis") and child.tag in ("VBZ", "VBP")
            if child.index < verb.index - 1 or child.pos == "PUNCT" or joined:
                yield child


def _moved(child: Token, subject: Token, verb: Token) -> Token:
    if child.index < subject.index:
        dep = "compound" if child.dep == "nsubj" else child.dep
        return replace(child, head=subject.index, dep=dep)
    return replace(child, head=verb.index)


def _takes_what_follows(parsed: Parsed, verb: Token) -> bool:
    """Whether a word that may be a noun too is a verb by what stands behind it."""
    after = parsed.tokens[verb.index + 1]
    if after.tag == "TO" or after.text.lower() == "that" or after.mask is not None:
        return True
    if after.pos == "ADP":
        phrase = f"{_present_form(verb)} {after.text.lower()}"
        return phrase in cues("verb") and not _joins_demands(parsed, verb)
    return after.pos in _OPENS_OBJECT or after.tag in ("NN", "NNS")


def _joins_demands(parsed: Parsed, verb: Token) -> bool:
    """Whether a noun of asking stands before: "rejects demands and calls for talks"."""
    before = (parsed.tokens[at].lemma.lower() for at in range(max(0, verb.index - 4), verb.index))
    return any((row := event_nouns().get(word)) and row.type == "REQUEST" for word in before)


def _what_follows(parsed: Parsed, verb: Token) -> Changes:
    """The object or phrase right behind a second verb hangs on it."""
    after = parsed.tokens[verb.index + 1]
    if after.pos == "ADP":
        noun = parsed.head(after.index)
        inside = noun.index > after.index and noun.sentence == verb.sentence
        return {noun.index: replace(noun, dep="obl", head=verb.index)} if inside else {}
    if after.tag == "TO":
        return _aim(parsed, verb, parsed.head(after.index))
    done = _object(parsed, verb)
    if done is None:
        return {}
    bare = replace(done, dep="obj", head=verb.index)
    return {done.index: replace(bare, pos="NOUN") if done.pos == "VERB" else bare}


def _aim(parsed: Parsed, verb: Token, below: Token) -> Changes:
    """Hang "to close ports" on its verb, the noun it was taken to describe on the infinitive."""
    changes = {below.index: replace(below, dep="xcomp", head=verb.index)}
    noun = parsed.head(below.index)
    if below.dep in ("amod", "compound") and noun.index > below.index:
        changes[noun.index] = replace(noun, dep="obj", head=below.index)
    return changes


def _object(parsed: Parsed, verb: Token) -> Token | None:
    """The last of the words that stand together behind a verb."""
    _, last = parsed.sentences[verb.sentence]
    found: Token | None = None
    for token in parsed.tokens[verb.index + 1 : last]:
        nominal = token.mask is not None or token.pos in _NOMINAL or token.tag in ("NN", "NNS")
        if not nominal and token.pos not in ("DET", "ADJ"):
            break
        found = token if nominal else found
    return found
