"""The outlet's own voice: sentences nobody is quoted for, and whose claim they still are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from detente.model.actors import Actor, Mention
from detente.model.reports import Report
from detente.model.spans import Span
from detente.model.statements import SpeakerRole, Statement
from detente.reading.attribution_spans import without
from detente.reading.nearby import Nearby
from detente.reading.page import Page
from detente.reading.syntax import Token
from detente.reading.triples import Attribution

_WORDS: Final = frozenset({"NOUN", "VERB", "NUM", "PROPN", "ADJ"})
_LIGHT: Final = frozenset({"be", "have", "do", "say", "make", "take", "year", "day", "country"})
_REACH: Final = 4
"""How many sentences apart the outlet's sentence and the attributed one may stand."""
_ENOUGH: Final = 2
"""How many words of content the two must share when a number or the speaker is shared too."""


def outlet_sentences(
    page: Page, report: Report, spoken: Sequence[Attribution]
) -> Iterator[tuple[Span, ...]]:
    """What is left of each sentence when cues and contents are taken out, if it says something.

    Stretches without a verb of their own (a source with its title, a date line) say nothing.
    """
    taken = Nearby((span, span) for one in spoken for span in (*one.cue, *one.content))
    for number, sentence in enumerate(page.sentences):
        loose = any(part.overlaps(sentence) for part in report.furniture)
        if loose or sentence.start in page.datelines:
            continue
        holes = list(taken.over(sentence))
        left = without((sentence,), holes, page.parsed.text)
        if left and (not holes or _says_something(page, number, left)):
            yield (sentence,) if not holes else left


def _says_something(page: Page, number: int, left: Sequence[Span]) -> bool:
    return any(
        token.pos == "VERB" and any(span.start <= token.start < span.end for span in left)
        for token in page.words_of(number)
    )


class Attributed:
    """What an article attributes to somebody, to compare the outlet's own sentences with."""

    def __init__(self, page: Page, reported: Sequence[Statement]) -> None:
        self.page = page
        self.by_sentence: dict[int, list[tuple[Statement, frozenset[str]]]] = defaultdict(list)
        for one in filter(_named, reported):
            number = page.number_at(one.content[0].start)
            self.by_sentence[number].append((one, _content_words(page, one.content)))

    def origin(self, content: Sequence[Span], mentions: Nearby[Mention]) -> Statement | None:
        """The statement elsewhere in the article whose speaker the outlet speaks for here.

        That is the statement nearby that shares most content words with the sentence, and
        either a number or its own speaker as somebody the sentence names.
        """
        here = self.page.number_at(content[0].start)
        near = [
            pair
            for number in range(here - _REACH, here + _REACH + 1)
            for pair in self.by_sentence.get(number, ())
            if number != here
        ]
        if not near:
            return None
        mine = _content_words(self.page, content)
        about = {mention.actor for span in content for mention in mentions.over(span)}
        weighed = [(_weight(mine & words, one.speaker.actor, about), one) for one, words in near]
        weight, best = max(weighed, key=lambda pair: pair[0])
        return best if weight >= _ENOUGH else None


def _named(one: Statement) -> bool:
    return one.speaker.role in {SpeakerRole.SPEAKER, SpeakerRole.AGENCY} and len(one.chain) > 1


def _weight(shared: frozenset[str], speaker: Actor | None, about: set[Actor | None]) -> int:
    """Shared words count when the two also share a number or the speaker is the subject."""
    number = any(word[:1].isdigit() for word in shared)
    own = speaker is not None and speaker in about
    words = sum(not word[:1].isdigit() for word in shared)
    if number and own:
        return words + 2
    if own:
        return words - 1
    return words - 1 if number else 0


def _content_words(page: Page, content: Sequence[Span]) -> frozenset[str]:
    words = (page.parsed.tokens[at] for span in content for at in page.inside(span))
    return frozenset(token.lemma.lower() for token in words if _bears_content(token))


def _bears_content(token: Token) -> bool:
    return token.pos in _WORDS and token.mask is None and token.lemma not in _LIGHT
