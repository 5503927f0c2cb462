"""Replace names in treebank sentences by the placeholders that the reader will show the parser.

The treebank has no entity classes, so the class is guessed from form and syntax. A wrong guess
costs little: every placeholder is a proper noun (or a demonym), and what matters is that the
parser meets each of them in all the places where names stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from treebank import Paragraph, Sentence, Word

from detente.reading.surface import placeholder

HERE = Path(__file__).parent
NAME_LINKS = frozenset({"flat", "compound", "nmod:desc", "punct"})
PEOPLE = re.compile(
    r"(?:[a-z]{3,}(?:ian|ean|ish|ese|can|tan|aqi|ani|eli|nch|tch|rab|urd))$", re.IGNORECASE
)


def _listed(name: str) -> frozenset[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().lower() for line in lines if line and not line.startswith("#"))


STATES = _listed("states.txt")


def masked(paragraph: Paragraph, *, rate: float, random: Random) -> Paragraph:
    """Return the paragraph with each name replaced with probability ``rate``."""
    return tuple(_mask_sentence(s, rate=rate, random=random) for s in paragraph)


def _mask_sentence(sentence: Sentence, *, rate: float, random: Random) -> Sentence:
    spans = [span for span in names(sentence) if random.random() < rate]
    for first, last in reversed(spans):
        sentence = _merge(sentence, first, last, random=random)
    return sentence


def names(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the spans (last exclusive) of proper names and demonyms, left to right."""
    spans, at = [], 0
    while at < len(sentence):
        if not _is_name(sentence[at]):
            at += 1
            continue
        end = _name_end(sentence, at)
        spans.append((at, end))
        at = end
    return spans


def _is_name(word: Word) -> bool:
    if word.pos == "PROPN":
        return word.form[:1].isupper() and word.form.lower() not in CALENDAR
    return word.form[:1].isupper() and _is_demonym(word)


def _is_demonym(word: Word) -> bool:
    return word.pos in {"ADJ", "NOUN", "PROPN"} and bool(
        PEOPLE.search(word.form.rstrip("s")) and word.form[:1].isupper()
    )


CALENDAR = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)


def _name_end(sentence: Sentence, first: int) -> int:
    """Return the end of the longest name that starts here and hangs together by name links."""
    end = first + 1
    if sentence[first].pos != "PROPN":
        return end
    for last in range(first + 1, min(first + 7, len(sentence))):
        if sentence[last].pos != "PROPN" and sentence[last].form not in {"-", "."}:
            break
        if sentence[last].pos == "PROPN" and _holds(sentence, first, last + 1):
            end = last + 1
    return end


def _holds(sentence: Sentence, first: int, last: int) -> bool:
    inside = range(first, last)
    heads = [i for i in inside if sentence[i].head not in inside or sentence[i].head == i]
    links = all(sentence[i].dep in NAME_LINKS for i in inside if i not in heads)
    return len(heads) == 1 and links


def _merge(sentence: Sentence, first: int, last: int, *, random: Random) -> Sentence:
    """Return the sentence with one span as a single placeholder word."""
    inside = range(first, last)
    top = next(i for i in inside if sentence[i].head not in inside or sentence[i].head == i)
    shift = last - first - 1

    def moved(at: int) -> int:
        return first if at in inside else at if at < first else at - shift

    form = _form(sentence, first, last, top, random=random)
    word = replace(sentence[top], form=form, lemma=form, space=sentence[last - 1].space)
    kept = (*sentence[:first], word, *sentence[last:])
    return tuple(replace(w, head=moved(w.head)) for w in kept)


def _form(s: Sequence[Word], first: int, last: int, top: int, *, random: Random) -> str:
    plural = "Number=Plur" in s[top].morph or s[top].tag in {"NNPS", "NNS"}
    return placeholder(_kind(s, first, last, top, random=random), plural=plural)


def _kind(s: Sequence[Word], first: int, last: int, top: int, *, random: Random) -> str:
    text = " ".join(w.form.lower() for w in s[first:last])
    if text in STATES:
        return "state"
    if _is_demonym(s[top]) and last - first == 1:
        return "demonym"
    if s[top].dep == "amod" or s[top].pos == "ADJ":
        return "demonym"
    return random.choice(tuple(_likely(s, first, last, top)))


def _likely(s: Sequence[Word], first: int, last: int, top: int) -> Iterable[str]:
    """Yield the classes this name may have; a class yielded twice is twice as likely."""
    before = s[first - 1].form.lower() if first else ""
    acronym = s[top].form.isupper() and len(s[top].form) > 1
    flat = any(w.dep == "flat" for w in s[first:last])
    if flat and not acronym:
        return ("person",) * 4 + ("organisation",)
    if acronym or before == "the":
        return ("organisation",) * 3 + ("group", "place", "state")
    if before in {"in", "at", "near", "from", "to"}:
        return ("place",) * 2 + ("state",) * 2 + ("organisation",)
    return ("person", "person", "organisation", "state", "group", "place")
