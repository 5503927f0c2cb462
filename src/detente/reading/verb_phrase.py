"""Voice, tense and modality of a verb, read off its auxiliaries and markers."""

from __future__ import annotations

from collections.abc import Iterator

from detente.codebook.operators import modals
from detente.reading.syntax import Parsed, Token

_PRESENT = frozenset({"VBZ", "VBP"})


def is_passive(parsed: Parsed, token: Token) -> bool:
    """Whether a verb is passive, also without auxiliary as in headlines and participles."""
    below = parsed.children(token.index)
    if any(c.dep in ("aux:pass", "nsubj:pass", "csubj:pass") for c in below):
        return True
    if token.tag != "VBN" or any(c.dep == "nsubj" for c in below):
        return False
    if any(c.lemma == "have" and c.dep == "aux" for c in below):
        return False
    if token.dep == "conj":
        head = parsed.head(token.index)
        return is_passive(parsed, head) and not any(c.dep == "obj" for c in below)
    return not any(c.dep == "obj" for c in below)


def is_finite(parsed: Parsed, token: Token) -> bool:
    """Whether a verb form can stand as the verb of a sentence."""
    has_auxiliary = any(c.dep.startswith("aux") for c in parsed.children(token.index))
    return has_auxiliary or token.tag in ("VBD", "VBZ", "VBP")


def modal_kinds(parsed: Parsed, token: Token) -> Iterator[str]:
    """Kinds of modal words, negators and conditions in the clause of a verb."""
    known = modals()
    for child in parsed.children(token.index, "aux", "advmod", "mark", "cc", "det", "discourse"):
        kind = known.get(child.text.lower()) or known.get(child.lemma.lower())
        if kind and not (child.dep == "mark" and kind == "negation" and child.lemma != "without"):
            yield kind
    for subject in parsed.children(token.index, "nsubj"):
        if any(
            known.get(d.lemma.lower()) == "negation" for d in parsed.children(subject.index, "det")
        ):
            yield "negation"
    if token.dep == "conj" and _shares_auxiliary(parsed, token):
        yield from modal_kinds(parsed, parsed.head(token.index))


def _shares_auxiliary(parsed: Parsed, token: Token) -> bool:
    """Whether a coordinated verb continues the auxiliary of the first ("will meet and sign")."""
    below = parsed.children(token.index)
    own = any(c.dep.startswith(("aux", "nsubj")) for c in below)
    return not own and token.tag in ("VB", "VBN") and parsed.head(token.index).pos == "VERB"


def tense_of(parsed: Parsed, token: Token, kinds: tuple[str, ...]) -> str:
    """Tense of a clause, with "future", "infinitive", "imperative" and "participle" among them."""
    below = parsed.children(token.index)
    has_subject = any(c.dep.startswith("nsubj") for c in below)
    main = token.dep in ("ROOT", "conj", "parataxis")
    if "future" in kinds:
        return "future"
    if any(c.lemma == "to" and c.dep in ("mark", "aux") for c in below):
        coming = (has_subject and main) or _is_headline_future(parsed, token)
        return "future" if coming else "infinitive"
    finite = [c for c in below if c.dep.startswith(("aux", "cop"))]
    if token.tag == "VB" and not finite and not has_subject:
        return "imperative" if main else "infinitive"
    return _finite_tense(token, finite, has_subject=has_subject)


def _is_headline_future(parsed: Parsed, token: Token) -> bool:
    """Read "X to send troops" as future: an infinitive on a bare name that is all the sentence has."""
    head = parsed.head(token.index)
    return token.dep == "acl" and head.dep == "ROOT" and head.mask is not None


def _finite_tense(token: Token, finite: list[Token], *, has_subject: bool) -> str:
    tags = {token.tag, *(c.tag for c in finite)}
    if token.tag == "VBN" and any(c.tag in _PRESENT and c.lemma == "have" for c in finite):
        return "perfect"
    if "VBD" in tags or (token.tag == "VBN" and not tags & _PRESENT):
        return "past"
    if tags & _PRESENT or has_subject:
        return "present"
    return "participle" if token.tag == "VBG" else ""


def marker_of(parsed: Parsed, token: Token) -> str:
    """The word that joins a clause to what it hangs on, "" if none."""
    below = parsed.children(token.index, "mark", "case")
    return next(
        (c.lemma.lower() for c in below if c.lemma != "to"), below[0].lemma if below else ""
    )


def case_of(parsed: Parsed, token: Token) -> str:
    """The preposition before a noun, "" if none."""
    cases = [c for c in parsed.children(token.index, "case") if c.lemma not in ("'s", "’s", "'")]
    words = [c.lemma.lower() for c in cases]
    return "from" if words == ["out", "of"] else next(iter(words), "")
