"""Port: something that codes the events of a text against a codebook.

The shipped reader is one implementation, a language model behind an endpoint another. An
implementation must follow the codebook it is *given*, not the names it has seen in training;
:func:`check_event_coder` runs the behavioural tests at which language models are known to fail
(Halterman & Keith 2025, "Codebook LLMs", Political Analysis): legal labels, order of examples,
generic labels, swapped labels, and exact spans.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from detente.model.spans import Span


@dataclass(frozen=True, slots=True)
class Label:
    """One class of a closed set, as the coder is told to apply it.

    Attributes:
        name: What the coder must answer.
        definition: What it covers, in words.
        includes: Doubtful cases that belong here.
        excludes: Cases that belong elsewhere.
        example: One sentence that belongs here.
    """

    name: str
    definition: str
    includes: str = ""
    excludes: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """One event found in a text; all spans point into that text.

    Attributes:
        label: Name of a label of the closed set.
        predicate: The words that express the event.
        actors: Who does it.
        recipients: To whom.
        mark: Value of :class:`detente.model.events.Mark`.
    """

    label: str
    predicate: Span
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    mark: str = "asserted"


@dataclass(frozen=True, slots=True)
class Coded:
    """What a coder made of one text, and what it cost.

    Attributes:
        events: Events whose label is legal and whose spans stand in the text.
        refused: Answers refused for an invented span or an illegal label.
        tokens_in: Tokens sent, 0 where no tokens are counted.
        tokens_out: Tokens received.
        cost: In the currency of the price list given, 0 where there is none.
        cached: Whether the answer came from the cache.
    """

    events: tuple[CodedEvent, ...]
    refused: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    cached: bool = False


class EventCoder(Protocol):
    """Codes the events of one text against a closed set of labels."""

    def code(self, text: str, *, labels: Sequence[Label]) -> Coded:
        """Events of ``text``; an empty result when it holds none."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Outcome of one behavioural test.

    Attributes:
        name: Which test.
        passed: Whether the coder kept to the codebook.
        detail: What was seen.
    """

    name: str
    passed: bool
    detail: str


def check_event_coder(
    coder: EventCoder, *, labels: Sequence[Label], texts: Sequence[str]
) -> tuple[Probe, ...]:
    """Run every probe on an implementation.

    Args:
        coder: The implementation.
        labels: At least two labels, each with an example.
        texts: A few texts with events under these labels.
    """
    return (
        _legal_labels(coder, labels, texts),
        _spans_stand_in_text(coder, labels, texts),
        _order_of_examples(coder, labels, texts),
        _generic_labels(coder, labels, texts),
        _swapped_labels(coder, labels, texts),
        _nothing_from_nothing(coder, labels),
    )


def _names(coder: EventCoder, labels: Sequence[Label], texts: Sequence[str]) -> list[list[str]]:
    return [[event.label for event in coder.code(text, labels=labels).events] for text in texts]


def _compare(name: str, expected: list[list[str]], seen: list[list[str]]) -> Probe:
    same = sum(a == b for a, b in zip(expected, seen, strict=True))
    return Probe(name, same == len(expected), f"{same} of {len(expected)} texts coded alike")


def _legal_labels(coder: EventCoder, labels: Sequence[Label], texts: Sequence[str]) -> Probe:
    legal = {label.name for label in labels}
    seen = {name for names in _names(coder, labels, texts) for name in names}
    return Probe("legal labels", seen <= legal, f"illegal: {sorted(seen - legal)}")


def _spans_stand_in_text(coder: EventCoder, labels: Sequence[Label], texts: Sequence[str]) -> Probe:
    wrong = 0
    for text in texts:
        for event in coder.code(text, labels=labels).events:
            spans = (event.predicate, *event.actors, *event.recipients)
            wrong += sum(not span.of(text) or span.end > len(text) for span in spans)
    return Probe("exact spans", wrong == 0, f"{wrong} spans outside the text")


def _order_of_examples(coder: EventCoder, labels: Sequence[Label], texts: Sequence[str]) -> Probe:
    backwards = tuple(reversed(labels))
    return _compare(
        "order of examples", _names(coder, labels, texts), _names(coder, backwards, texts)
    )


def _generic_labels(coder: EventCoder, labels: Sequence[Label], texts: Sequence[str]) -> Probe:
    generic = {label.name: f"LABEL_{place}" for place, label in enumerate(labels, start=1)}
    renamed = [replace(label, name=generic[label.name]) for label in labels]
    expected = [[generic[name] for name in names] for names in _names(coder, labels, texts)]
    return _compare("generic labels", expected, _names(coder, renamed, texts))


def _swapped_labels(coder: EventCoder, labels: Sequence[Label], texts: Sequence[str]) -> Probe:
    names = [label.name for label in labels]
    turned = dict(zip(names, [*names[1:], names[0]], strict=True))
    renamed = [replace(label, name=turned[label.name]) for label in labels]
    expected = [[turned[name] for name in found] for found in _names(coder, labels, texts)]
    return _compare("swapped labels", expected, _names(coder, renamed, texts))


def _nothing_from_nothing(coder: EventCoder, labels: Sequence[Label]) -> Probe:
    events = coder.code("The museum opens at nine.", labels=labels).events
    return Probe("nothing from nothing", not events, f"{len(events)} events in a text without any")
