"""Attributions of the trained tagger, with what the codebook knows of their cues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from detente.codebook.cues import CueRow, cues
from detente.model.spans import Span
from detente.reading.attribution_linking import Linked, Part, link
from detente.reading.attribution_rules import attributive, cue_row
from detente.reading.attribution_spans import without
from detente.reading.attribution_tagger import tag
from detente.reading.nearby import Nearby
from detente.reading.page import Page
from detente.reading.triples import Attribution

_PARTS: Final = {"NOUN": "noun", "ADJ": "adjective", "ADV": "adverb"}
_ACTS: Final = frozenset(
    {"accuse", "deny", "demand", "reject", "threaten", "warn", "promise", "announce", "criticise"}
)


def tagged_attributions(page: Page) -> tuple[Attribution, ...]:
    """What the tagger finds, none inside another.

    Raises:
        ModelFileError: If the shipped tagger is missing or damaged.
    """
    found = [_attribution(page, one) for one in link(page, tag(page))]
    return tuple(sorted(found, key=lambda one: (one.start, one.lemma)))


def _attribution(page: Page, one: Linked) -> Attribution:
    row = _row(page, one.cue)
    return Attribution(
        source=_spans(page, one.source),
        cue=_spans(page, one.cue),
        content=_spans(page, one.content),
        lemma=row.cue if row is not None else _lemma(page, one.cue),
        sense=row.sense if row is not None else "",
        communicates=row is not None and row.communicates,
        rule="tagger",
    )


def _spans(page: Page, parts: Sequence[Part]) -> tuple[Span, ...]:
    tokens = page.parsed.tokens
    return tuple(Span(tokens[p.first].start, tokens[p.last - 1].end) for p in parts)


def _row(page: Page, parts: Sequence[Part]) -> CueRow | None:
    """The row of the last cue word the codebook knows: "went on to criticise" criticises."""
    return next(_rows(page, parts), None)


def _rows(page: Page, parts: Sequence[Part]) -> Iterator[CueRow]:
    for part in parts:
        words = page.parsed.tokens[part.first : part.last]
        if [word.text.lower() for word in words[:2]] == ["according", "to"]:
            yield cues("preposition")["according to"]
        for word in reversed(words):
            acts = word.pos in {"VERB", "AUX"} and not attributive(page.parsed, word)
            row = cue_row(page.parsed, word) if acts else None
            if row is not None and row.cue != "be":
                yield row
        for word in reversed(words):
            row = cues(_PARTS[word.pos]).get(word.lemma) if word.pos in _PARTS else None
            if row is not None:
                yield row


def _lemma(page: Page, parts: Sequence[Part]) -> str:
    words = [word for p in parts for word in page.parsed.tokens[p.first : p.last]]
    return " ".join(word.lemma for word in words)


def joined(
    ruled: Sequence[Attribution], tagged: Sequence[Attribution], text: str
) -> list[Attribution]:
    """The attributions of both readers, each cue once.

    Where both found a cue the rules' reading of it stands, with the source as the tagger sees
    it where the rules see none. What only the tagger found counts when words are plainly
    reported: a clause with "that", a quotation, or an act such as an accusation or a demand.
    """
    result = list(ruled)
    places = Nearby((span, at) for at, other in enumerate(ruled) for span in other.cue)
    for one in tagged:
        same = sorted(at for span in one.cue for at in places.over(span))
        if same:
            result[same[0]] = _completed(result[same[0]], one, text)
        elif one.source and one.communicates and _plain(one, text):
            result.append(one)
    return result


def _plain(one: Attribution, text: str) -> bool:
    words = [span.of(text) for span in one.content]
    opens = any(part.startswith(("that ", '"', "“")) for part in words)
    return bool(words) and (opens or one.sense in _ACTS)


def _completed(ruled: Attribution, tagged: Attribution, text: str) -> Attribution:
    source = without(tagged.source, (), text)
    # who accepts an offer has not made it: a noun's owner is not the subject of its verb
    of_a_verb = ruled.rule.endswith("(noun)") and tagged.cue != ruled.cue
    if ruled.source or not source or of_a_verb:
        return ruled
    return replace(ruled, source=source, rule=f"{ruled.rule}+tagger")


def sourced(tagged: Sequence[Attribution], ruled: Sequence[Attribution]) -> list[Attribution]:
    """The tagger's attributions; those without a source take the one the rules see."""
    found: list[Attribution] = []
    places = Nearby((span, other) for other in ruled for span in other.cue)
    for one in tagged:
        same = [] if one.source else [other for span in one.cue for other in places.over(span)]
        found.append(replace(one, source=same[0].source) if same else one)
    return found
