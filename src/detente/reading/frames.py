"""Predicate frames: who stands in which relation to each verb, adjective and event noun.

Voice, control, raising, coordination and relative clauses are undone here, so that ``agent`` and
``patient`` mean the same in "A struck B", "B was struck by A", "A, which struck B" and "A vowed to
strike B". Nothing here knows what a predicate means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.codebook.operators import modals
from detente.reading.predicates import (
    is_mistaken_verb,
    is_time,
    noun_lemma,
    part_of_speech,
    predicate_lemma,
)
from detente.reading.subjects import RELATIVE, antecedent, inherited_subject
from detente.reading.syntax import Parsed, Token
from detente.reading.verb_phrase import case_of, is_passive, marker_of, modal_kinds, tense_of

_COUNTED = ("obl", "nmod", "obj", "nsubj")
_MORE_OR_LESS = frozenset({"more", "less", "fewer"})


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a predicate.

    Attributes:
        role: "agent", "patient", "recipient" (a second object), "oblique", "possessor" or
            "modifier" (the last two of nouns only).
        head: Index of the argument's head token.
        preposition: Preposition before it, "" if none.
    """

    role: str
    head: int
    preposition: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """One predicate with its arguments, polarity and place in the sentence.

    Attributes:
        head: Index of the predicate's token.
        lemma: Lemma; for event nouns with the modifier the codebook knows ("missile-test").
        particle: Second word of a phrasal verb, "" if none.
        pos: "verb", "adj" or "noun".
        passive: Whether the clause is passive.
        tense: "past", "perfect", "present", "future", "infinitive", "imperative", "participle" or "".
        modals: Kinds of modal words in the clause, in order.
        negated: Whether the clause is negated.
        arguments: Arguments in text order.
        governor: Index of the predicate it hangs on, None at the top.
        link: Relation to the governor ("ccomp", "xcomp", "acl", "conj", ...), "root" at the top.
        marker: Word that joins it to the governor ("if", "that", "of", ...), "" if none.
    """

    head: int
    lemma: str
    particle: str
    pos: str
    passive: bool
    tense: str
    modals: tuple[str, ...]
    negated: bool
    arguments: tuple[Argument, ...]
    governor: int | None
    link: str
    marker: str

    def heads(self, role: str, *prepositions: str) -> tuple[int, ...]:
        """Heads of the arguments in a role, only those after one of the prepositions if given."""
        return tuple(
            a.head
            for a in self.arguments
            if a.role == role and (not prepositions or a.preposition in prepositions)
        )


def frames(parsed: Parsed) -> tuple[Frame, ...]:
    """All frames of a text in text order."""
    return tuple(_frames(parsed))


def _frames(parsed: Parsed) -> Iterator[Frame]:
    for token in parsed.tokens:
        pos = part_of_speech(parsed, token)
        if pos == "noun":
            yield _noun_frame(parsed, token)
        elif pos:
            yield _verb_frame(parsed, token, pos)


def _verb_frame(parsed: Parsed, token: Token, pos: str) -> Frame:
    passive = is_passive(parsed, token)
    kinds = tuple(modal_kinds(parsed, token))
    governor, link = _governor(token)
    return Frame(
        head=token.index,
        lemma=token.text.lower() if pos == "adj" else predicate_lemma(token),
        particle=" ".join(c.lemma.lower() for c in parsed.children(token.index, "compound:prt")),
        pos=pos,
        passive=passive,
        tense=tense_of(parsed, token, kinds),
        modals=tuple(kind for kind in kinds if kind != "negation"),
        negated="negation" in kinds,
        arguments=tuple(sorted(_arguments(parsed, token, passive=passive), key=_by_position)),
        governor=governor,
        link=link,
        marker=marker_of(parsed, token),
    )


def _by_position(argument: Argument) -> tuple[int, str]:
    return argument.head, argument.role


def _arguments(parsed: Parsed, token: Token, *, passive: bool) -> Iterator[Argument]:
    has_agent = False
    for child in parsed.children(token.index):
        argument = None if is_time(child) else _argument(parsed, child, passive=passive)
        if argument is not None:
            has_agent = has_agent or argument.role == ("patient" if passive else "agent")
            yield argument
    if not has_agent:
        subject = inherited_subject(parsed, token, passive=passive)
        if subject is None and is_mistaken_verb(parsed, token):
            subject = _noun_before(parsed, token)
        if subject is not None and subject != token.index and not is_time(parsed.tokens[subject]):
            yield Argument("patient" if passive else "agent", subject)
    yield from _relative_object(parsed, token, passive=passive)


def _noun_before(parsed: Parsed, token: Token) -> int | None:
    """The noun right before a verb that the parser took for a noun."""
    before = parsed.tokens[token.index - 1] if token.index else None
    if before is None or before.sentence != token.sentence:
        return None
    return before.index if before.pos in ("NOUN", "PROPN") else None


def _argument(parsed: Parsed, child: Token, *, passive: bool) -> Argument | None:
    kind = child.dep.split(":")[0]
    counted = _counted(parsed, child)
    if counted is not None:
        return Argument("patient", counted)
    if kind == "nsubj":
        head = antecedent(parsed, child)
        return Argument("patient" if passive else "agent", head)
    if kind == "obj":
        return Argument("patient", antecedent(parsed, child))
    if kind == "iobj":
        only = not parsed.children(child.head, "obj")
        return Argument("patient" if only and not passive else "recipient", child.index)
    if kind in ("obl", "nmod"):
        return _oblique(parsed, child, passive=passive)
    return None


def _counted(parsed: Parsed, child: Token) -> int | None:
    """The noun of "more than a hundred targets", which parsers like to call an oblique."""
    if child.text.lower() in _MORE_OR_LESS:
        return next((c.index for c in parsed.children(child.index, *_COUNTED)), None)
    if child.dep == "obl" and case_of(parsed, child) == "than":
        return child.index
    return None


def _oblique(parsed: Parsed, child: Token, *, passive: bool) -> Argument | None:
    preposition = case_of(parsed, child)
    if child.dep == "obl:agent" or (passive and preposition == "by"):
        return Argument("agent", child.index, "by")
    return Argument("oblique", child.index, preposition)


def _relative_object(parsed: Parsed, token: Token, *, passive: bool) -> Iterator[Argument]:
    """The noun a relative clause hangs on is its object when the clause has its own subject."""
    if token.dep != "acl:relcl" or passive:
        return
    below = parsed.children(token.index)
    subjects = [c for c in below if c.dep == "nsubj"]
    if subjects and subjects[0].lemma not in RELATIVE and not any(c.dep == "obj" for c in below):
        yield Argument("patient", token.head)


def _governor(token: Token) -> tuple[int | None, str]:
    if token.head == token.index:
        return None, "root"
    return token.head, token.dep


def _noun_frame(parsed: Parsed, token: Token) -> Frame:
    governor, link = _governor(token)
    return Frame(
        head=token.index,
        lemma=noun_lemma(parsed, token),
        particle="",
        pos="noun",
        passive=False,
        tense="",
        modals=tuple(_noun_hedges(parsed, token)),
        negated=any(
            modals().get(c.lemma.lower()) == "negation" for c in parsed.children(token.index, "det")
        ),
        arguments=tuple(sorted(_noun_arguments(parsed, token), key=_by_position)),
        governor=governor,
        link=link,
        marker=case_of(parsed, token),
    )


def _noun_hedges(parsed: Parsed, token: Token) -> Iterator[str]:
    for child in parsed.children(token.index, "amod", "advmod"):
        kind = modals().get(child.lemma.lower()) or modals().get(child.text.lower())
        if kind and kind != "negation":
            yield kind


def _noun_arguments(parsed: Parsed, token: Token) -> Iterator[Argument]:
    for child in parsed.children(token.index):
        if child.dep == "nmod:poss":
            yield Argument("possessor", child.index)
        elif child.dep in ("compound", "amod", "nmod:desc"):
            yield Argument("modifier", child.index)
        elif child.dep.split(":")[0] in ("nmod", "obl"):
            yield Argument("oblique", child.index, case_of(parsed, child))
