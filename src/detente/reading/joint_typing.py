"""Rules and a trained scorer decide together what an event is.

The codebook's rules say who does something to whom and what it is called; the scorer, which has
seen labelled relations, says how likely each of the fifteen roots is between the same two spans.
The rule's word counts as log odds of :data:`BONUS` for its root. The small scorer is asked first:
where it agrees with the rule that settles it, else the large one is heard too. A clause that no
row names is typed by the scorer alone, if the sentence as a whole is taken for an event.

What a scorer says never makes a demand, an accusation or another speech act into a deed, and
the ladder takes no rung from a type that a scorer gave.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from detente.model.events import EventType, Mark, Participant
from detente.model.spans import Span
from detente.reading.drafts import SPEECH_ACTS, Draft
from detente.reading.headline_events import is_comment, is_in_passing
from detente.reading.relations.labels import NO_EVENT, QUAD, kinds_of, root_of
from detente.reading.relations.pairs import Pair
from detente.reading.relations.typist import EVENT, Typist
from detente.reading.relations.verdict import Verdict
from detente.reading.scene import Scene
from detente.reading.sides import key_of
from detente.reading.tokens import Masked
from detente.reading.untold import untold

BONUS: Final = 4.0
"""Log odds by which a rule's root is raised: between 2, best on held-out relations, and 6, which leaves the
rules alone. Their own fictional suite loses what the relations win."""

ROOT: Final = 0.3
"""How likely a root must be before such a clause is given it."""

_MATERIAL: Final = (2, 4)


def typed(
    stage: Scene,
    number: int,
    drafts: Sequence[Draft],
    names: Sequence[Masked],
    typist: Typist,
    *,
    running: bool = False,
) -> tuple[Draft, ...]:
    """The drafts of a sentence with the types that rules and scorer settle on together.

    Args:
        stage: The text.
        number: Which sentence.
        drafts: What the rules made of it, outer events only.
        names: Recognised names of the whole text, in text order.
        typist: The scorers.
        running: Whether the text is a report rather than a headline or a sentence alone.
    """
    sentence = _Sentence.of(stage, number, names)
    if all(_is_in_passing(draft) for draft in drafts):
        return (*_named(sentence, untold(stage, number, running=running), typist), *drafts)
    told = Counter(_sides(draft) for draft in drafts)
    return tuple(
        _settled(sentence, draft, typist) if told[_sides(draft)] == 1 else draft for draft in drafts
    )


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence with the names in it, offsets counted from its beginning."""

    text: str
    start: int
    names: tuple[Masked, ...]

    @classmethod
    def of(cls, stage: Scene, number: int, names: Sequence[Masked]) -> _Sentence:
        first, last = stage.parsed.sentences[number]
        words = stage.parsed.tokens
        start, end = words[first].start, words[last - 1].end
        inside = (n for n in names if start <= n.start and n.end <= end)
        moved = (replace(n, start=n.start - start, end=n.end - start) for n in inside)
        return cls(stage.parsed.text[start:end], start, tuple(moved))

    def pair(self, draft: Draft) -> Pair | None:
        """The sides of an event as spans; None unless both stand in the sentence."""
        source, target = self._spans(draft.actors), self._spans(draft.recipients)
        if not source or not target or any(s.overlaps(t) for s in source for t in target):
            return None
        return Pair(self.text, source, target, self.names)

    def whole(self) -> Pair:
        return Pair(self.text, names=self.names)

    def _spans(self, side: Sequence[Participant]) -> tuple[Span, ...]:
        moved = (p.span.shifted(-self.start) for p in side if p.span and p.span.start >= self.start)
        return tuple(span for span in moved if span.end <= len(self.text))


def _is_in_passing(draft: Draft) -> bool:
    return is_in_passing(draft.rule, draft.actors, draft.recipients)


def _settled(sentence: _Sentence, draft: Draft, typist: Typist) -> Draft:
    pair = sentence.pair(draft) if _is_open(draft) else None
    if pair is None:
        return draft
    own = root_of(EventType(draft.type))
    verdict = typist.of_pair(pair, own)
    raised = {
        root: math.log(max(likely, 1e-9)) + (BONUS if root == own else 0.0)
        for root, likely in verdict.probabilities.items()
    }
    root = max(raised, key=lambda label: (raised[label], label))
    if root == own or _would_act(draft, root):
        return draft
    return _retyped(draft, root, verdict)


def _is_open(draft: Draft) -> bool:
    """Whether a scorer is heard on an event: stated, no comment, and its type hangs on a verb alone.

    A type that an operator made ("vowed to strike"), or that carries another event, rests on
    grammar which the scorer does not see.
    """
    if draft.mark is not Mark.ASSERTED or draft.negated or _is_in_passing(draft):
        return False
    if draft.inner or draft.operator:
        return False
    return not is_comment(EventType(draft.type), draft.mode, draft.rule, draft.predicate)


def _would_act(draft: Draft, root: str) -> bool:
    """Whether a speech act would become a deed."""
    return draft.speech_act and QUAD[root] in _MATERIAL


def _retyped(draft: Draft, root: str, verdict: Verdict) -> Draft:
    kind = _kind(root, deed=not draft.speech_act)
    return replace(
        draft,
        type=kind,
        mode="",
        contexts=(),
        speech_act=kind in SPEECH_ACTS,
        rule=f"{draft.rule}+{verdict.model}",
        typed_by=verdict.model,
        why=verdict.reason,
    )


def _named(sentence: _Sentence, deeds: Iterator[Draft], typist: Typist) -> Iterator[Draft]:
    """The first deed without a row, typed by the scorer if it takes the sentence for an event."""
    draft = next(deeds, None)
    if draft is None:
        return
    whole = typist.of_sentence(sentence.whole())
    if whole.event < EVENT:
        return
    known = any(p.actor for p in draft.recipients)
    pair = sentence.pair(draft) if known else None
    verdict = typist.of_pair(pair, "") if pair else whole
    root = verdict.root
    share = verdict.probabilities[root] / (1.0 - verdict.probabilities.get(NO_EVENT, 0.0))
    if share >= ROOT:
        yield _retyped(draft, root, verdict)


def _kind(root: str, *, deed: bool) -> str:
    """The event type of a root: of the two that YIELD stands for, the one of deeds or of words."""
    kinds = kinds_of(root)
    return kinds[-1 if deed else 0].value


def _sides(draft: Draft) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(key_of, draft.actors)), frozenset(map(key_of, draft.recipients))
