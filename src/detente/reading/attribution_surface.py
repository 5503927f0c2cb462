"""What the order of words tells where the parse fails: "..., X said, ...", "said ... that ..."."""

from __future__ import annotations

from typing import Final

from detente.codebook.cues import cues
from detente.reading.page import Page
from detente.reading.syntax import Token

_STOP: Final = frozenset({";", "--", "-", "—", "–", ":"})
_SPAN_TO_THAT: Final = 16
"""How many words, a listener or a medium, may stand between a cue and its "that"."""
_BEFORE_CUE: Final = frozenset({",", "”", '"', "?", "!"})
_OPENS_NAME: Final = frozenset({"PROPN", "DET", "PRON", "ADJ", "NOUN"})
_LONGEST_SOURCE: Final = 45
_NO_CLAUSE: Final = frozenset({"so", "such", "in", "all", "of", "at", "on", "for"})
_ASIDE: Final = frozenset({"but", "while", "as", "after", "although", "though", "whereas"})
_QUOTES: Final = frozenset('"“”‘’')


def that_clause(page: Page, verb: Token) -> range:
    """The words of "that ..." after a cue, to the end of the sentence; empty if there is none."""
    _, last = page.words(verb)
    for at in range(verb.index + 1, min(last, verb.index + 1 + _SPAN_TO_THAT)):
        token = page.parsed.tokens[at]
        before = page.parsed.tokens[at - 1].text.lower()
        if token.text.lower() == "that" and before not in _NO_CLAUSE:
            return range(at, _clause_end(page, verb, last))
        if token.text in _STOP or token.text in _QUOTES or _finite(token) or token.tag == "TO":
            break
    return range(0)


def _finite(token: Token) -> bool:
    return token.tag in {"VBD", "VBZ", "VBP", "MD"}


def closing(page: Page, verb: Token) -> int | None:
    """Where ", X said." begins if the verb closes its sentence so; None if it does not."""
    row = cues("verb").get(verb.lemma)
    if row is None or not row.communicates or verb.tag == "VBG":
        return None
    _, last = page.words(verb)
    tokens = page.parsed.tokens
    who = named_before(page, verb)
    end = _past_adverbs(page, verb, verb.index + 1, last)
    ends = end >= last or tokens[end].text in {".", ",", "!", "?"}
    if not who or not ends or who.start == 0 or tokens[who.start - 1].text != ",":
        return None
    return who.start - 1


def clause_after(page: Page, verb: Token, start: int) -> range:
    """The words from ``start`` to where the clause that a cue brings ends."""
    return range(start, _clause_end(page, verb, page.words(verb)[1]))


def _clause_end(page: Page, verb: Token, last: int) -> int:
    """The end of the sentence, an aside, or where a second cue of the same speaker begins."""
    known = cues("verb")
    for token in page.parsed.tokens[verb.index + 3 : last]:
        start = closing(page, token)
        if start is not None and start > verb.index:
            return start
        aside = token.text in _ASIDE and page.parsed.tokens[token.index - 1].text == ","
        if aside and token.dep in {"mark", "cc"}:
            return token.index - 1
        again = token.lemma in known and known[token.lemma].communicates
        beside = token.head == verb.index and token.dep in {"advcl", "conj"}
        if again and beside and page.parsed.tokens[token.index - 1].text in {",", "and", "but"}:
            return token.index - 1
    return last


def inserted(page: Page, verb: Token, who: range) -> tuple[range, ...]:
    """What stands around ", X said," or before ", X said." in its sentence."""
    first, last = page.words(verb)
    tokens = page.parsed.tokens
    start = min(who.start, verb.index) if who else verb.index
    end = _past_adverbs(page, verb, max(who.stop, verb.index + 1) if who else verb.index + 1, last)
    closed = end >= last or tokens[end].text in {",", ".", "!", "?", ";"}
    if start <= first or tokens[start - 1].text not in _BEFORE_CUE or not closed:
        return ()
    if verb.tag == "VBG" or any(c.tag in {"MD", "TO"} for c in page.parsed.children(verb.index)):
        return ()
    if end < last - 1 and tokens[end].text == "," and tokens[end + 1].text in _QUOTES:
        return ()
    goes_on = end < last - 1 and tokens[end].text == "," and not _participle(tokens[end + 1])
    after = range(end + 1, _clause_end(page, verb, last)) if goes_on else range(0)
    if not any(tokens[at].pos in {"VERB", "AUX"} for at in (*range(first, start), *after)):
        return ()
    return (range(first, start), after)


def _participle(token: Token) -> bool:
    return token.tag == "VBG" or token.text.endswith("ing")


def _past_adverbs(page: Page, verb: Token, end: int, last: int) -> int:
    """One past a time, a place or a listener that belongs to the cue: "X said on Monday"."""
    row = cues("verb").get(verb.lemma)
    told = {"obj", "iobj"} if row is not None and "listener" in row.frames else set()
    beside = {"obl", "advmod", "compound"} | told
    hung = [
        max(page.parsed.subtree(child.index)) + 1
        for child in page.parsed.children(verb.index)
        if child.index >= end and child.dep.split(":")[0] in beside
    ]
    return min(last, max([end, *hung]))


def after_colon(page: Page, verb: Token) -> range:
    """What follows a colon behind the cue in its sentence."""
    _, last = page.words(verb)
    for at in range(verb.index + 1, last - 1):
        token = page.parsed.tokens[at]
        if token.text == ":":
            return range(at + 1, last)
        if token.text in _QUOTES or (_finite(token) and token.head != verb.index):
            break
    return range(0)


def named_before(page: Page, verb: Token) -> range:
    """The name, with its titles between commas, that stands right before a cue."""
    first, _ = page.words(verb)
    tokens = page.parsed.tokens
    end = verb.index
    while end > first and tokens[end - 1].pos in {"AUX", "ADV", "PART"}:
        end -= 1
    if end <= first or not _may_end_name(tokens[end - 1]):
        return range(0)
    commas = tokens[end - 1].text == ","
    first = max(first, end - _LONGEST_SOURCE)
    start = _source_start(page, first, end - 1 if commas else end, commas=commas)
    stop = end - 1 if commas else end
    return range(start, stop) if _names(page, start, stop) else range(0)


def _may_end_name(token: Token) -> bool:
    return token.pos in {"NOUN", "PROPN", "PRON", "ADJ", "NUM"} or token.text in {",", ")", "]"}


def _source_start(page: Page, first: int, end: int, *, commas: bool) -> int:
    """Where the name begins: over the titles between commas, as long as they may be titles."""
    tokens = page.parsed.tokens
    start = end
    for at in range(end - 1, first - 1, -1):
        token = tokens[at]
        if token.text in _QUOTES or token.text in _STOP or _predicate(token):
            return start if commas else at + 1
        if token.text == "," and not commas:
            return at + 1
        if at == first or tokens[at - 1].text == ",":
            if token.pos not in _OPENS_NAME and token.mask is None:
                return start
            start = at
    return start


def _predicate(token: Token) -> bool:
    """Whether a clause begins or speaks here, so that no name can reach over it."""
    verb = token.pos == "VERB" and token.dep not in {"amod", "acl", "acl:relcl"}
    return token.pos == "SCONJ" or verb


def _names(page: Page, start: int, stop: int) -> bool:
    if start >= stop:
        return False
    opening = page.parsed.tokens[start]
    return opening.pos in _OPENS_NAME or opening.mask is not None
