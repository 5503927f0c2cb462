"""Events from any event coder behind the port: a language model, or another program.

The coder answers with a label and the words it means; who those words are, which statement they
stand in and when it happened is worked out here, as for the shipped reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from detente.codebook.event_types import event_types
from detente.model.actors import Mention
from detente.model.dates import OPEN, DateRange
from detente.model.events import Event, EventType, Mark, Participant
from detente.model.reports import Report
from detente.model.spans import Span, Trail
from detente.model.statements import Statement
from detente.ports.event_coder import CodedEvent, EventCoder, Label
from detente.reading.coding import statement_of
from detente.reading.syntax import Parsed

_SPEECH_ACTS: Final = frozenset(
    {
        EventType.AGREE,
        EventType.REQUEST,
        EventType.ACCUSE,
        EventType.REJECT,
        EventType.THREATEN,
        EventType.CONCEDE,
    }
)


def labels() -> tuple[Label, ...]:
    """The sixteen event types as a closed set of labels, from the codebook."""
    return tuple(
        Label(row.type.value, row.definition, row.includes, row.excludes, row.example)
        for row in event_types()
    )


def code(
    report: Report,
    parsed: Parsed,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    coder: EventCoder,
    *,
    name: str,
    dates: Sequence[tuple[Span, DateRange]] = (),
) -> tuple[Event, ...]:
    """Code a report sentence by sentence.

    Args:
        report: The report; furniture is not sent.
        parsed: Its parse.
        mentions: Its resolved mentions.
        statements: Who says what in it.
        coder: The implementation.
        name: How it is named in trails.
        dates: Date expressions with what they resolve to.
    """
    events: list[Event] = []
    for sentence in _sentences(report, parsed):
        coded = coder.code(sentence.of(report.text), labels=labels())
        for one in coded.events:
            ident = f"{report.id}:e{len(events) + 1}"
            said = statement_of(one.predicate.shifted(sentence.start), statements)
            events.append(
                _event(
                    ident, report, one, sentence, said, mentions=mentions, name=name, dates=dates
                )
            )
    return tuple(events)


def _sentences(report: Report, parsed: Parsed) -> Iterator[Span]:
    for number in range(len(parsed.sentences)):
        sentence = Span(*parsed.sentence_span(number))
        if not any(stretch.overlaps(sentence) for stretch in report.furniture):
            yield sentence


def _event(
    ident: str,
    report: Report,
    one: CodedEvent,
    sentence: Span,
    statement: Statement | None,
    *,
    mentions: Sequence[Mention],
    name: str,
    dates: Sequence[tuple[Span, DateRange]],
) -> Event:
    predicate = one.predicate.shifted(sentence.start)
    kind = EventType(one.label)
    return Event(
        id=ident,
        statement=statement.id if statement else "",
        type=kind,
        mark=Mark(one.mark),
        actors=_people(one.actors, sentence, mentions, report.text),
        recipients=_people(one.recipients, sentence, mentions, report.text),
        trail=Trail(report.id, sentence, f"language-model:{name}"),
        predicate=predicate.of(report.text),
        predicate_span=predicate,
        date=next((day for span, day in dates if sentence.covers(span)), OPEN),
        speech_act=kind in _SPEECH_ACTS and one.mark == Mark.ASSERTED,
        negated=one.mark == Mark.DENIED,
    )


def _people(
    spans: Sequence[Span], sentence: Span, mentions: Sequence[Mention], text: str
) -> tuple[Participant, ...]:
    return tuple(_participant(span.shifted(sentence.start), mentions, text) for span in spans)


def _participant(span: Span, mentions: Sequence[Mention], text: str) -> Participant:
    here = [one for one in mentions if one.span.overlaps(span) and one.actor is not None]
    best = max(here, key=lambda one: (one.span.end - one.span.start, -one.span.start), default=None)
    if best is None:
        return Participant(span.of(text), span, None, "unresolved")
    return Participant(span.of(text), span, best.actor, best.rule)
