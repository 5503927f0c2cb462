"""On which day an event happened, as far as its own sentence tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.model.dates import OPEN, DateRange
from detente.model.events import Mark
from detente.model.spans import Span
from detente.model.statements import Statement
from detente.reading.drafts import Draft
from detente.reading.scene import Scene

Dates = Sequence[tuple[Span, DateRange]]

_TOLD = frozenset({Mark.ASSERTED, Mark.ACCUSED, Mark.DENIED})


def date_of(
    stage: Scene,
    draft: Draft,
    tokens: Sequence[int],
    *,
    statement: Statement | None,
    dates: Dates,
) -> DateRange:
    """The day of an event.

    A speech act was done when it was said. Anything else happened on the day its own clause
    names; what is told as happened, on the one day its sentence names, where it names one.

    Args:
        stage: The text.
        draft: The event.
        tokens: Tokens of its clause.
        statement: The statement that carries it.
        dates: Date expressions of the text with what they resolve to.
    """
    inside = {stage.token(at).start for at in tokens}
    own = [day for span, day in dates if span.start in inside]
    if draft.speech_act:
        return _said(draft, own, statement)
    said = [day for span, day in dates if span.start in inside and _content(span, statement)]
    if said or draft.mark not in _TOLD:
        return next(iter(said or own), OPEN)
    return _only(tuple(_around(stage, draft, statement, dates)))


def _said(draft: Draft, own: Sequence[DateRange], statement: Statement | None) -> DateRange:
    if statement is not None and statement.said_on is not None and statement.said_on.known:
        return statement.said_on
    # the day in a clause with "will" or "must" is the day of what is promised or demanded
    return OPEN if "+" in draft.rule else next(iter(own), OPEN)


def _around(
    stage: Scene, draft: Draft, statement: Statement | None, dates: Dates
) -> Iterator[DateRange]:
    """Days named in the same sentence and the same statement."""
    first, last = stage.parsed.sentences[stage.token(draft.head).sentence]
    start, end = stage.token(first).start, stage.token(last - 1).end
    for span, day in dates:
        if start <= span.start < end and _content(span, statement):
            yield day


def _content(span: Span, statement: Statement | None) -> bool:
    return statement is None or any(part.covers(span) for part in statement.content)


def _only(days: Sequence[DateRange]) -> DateRange:
    return days[0] if days and all(_same(day, days[0]) for day in days) else OPEN


def _same(day: DateRange, other: DateRange) -> bool:
    return (day.start, day.end) == (other.start, other.end)
