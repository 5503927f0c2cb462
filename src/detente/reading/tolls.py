"""Deaths and injuries told without the deed: "four workers died, doctors said".

Such words name no author and no act, so they make no event. They count as effect of the
happening they stand beside in the same report, with whoever says them as speaker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from detente.codebook.event_nouns import noun_classes
from detente.model.dates import OPEN, DateRange
from detente.model.events import Event, EventType, Magnitude, Mark
from detente.model.reports import Report
from detente.model.spans import Span, Trail
from detente.model.statements import Statement
from detente.reading.magnitudes import magnitudes
from detente.reading.syntax import Parsed, Token
from detente.reading.verb_phrase import modal_kinds, tense_of

RULE: Final = "tolls"
HARM: Final = frozenset({"killed", "wounded", "missing", "casualties"})
_NOT_TOLD: Final = frozenset({"infinitive", "future", "imperative"})
_OWN_CLAUSE: Final = frozenset({"acl:relcl", "advcl", "ccomp", "conj", "parataxis"})
_MISHAPS: Final = frozenset({"accident", "blaze", "capsizing", "collision", "crash", "sinking"})
"""What may follow from a deed, unlike an earthquake."""


@dataclass(frozen=True, slots=True)
class Toll:
    """Those hurt, as one statement counts them.

    Attributes:
        report: Id of the report.
        statement: Id of the statement.
        span: The stretch from the first to the last number.
        magnitudes: How many were killed, wounded or are missing.
        date: The day named beside them, if any.
    """

    report: str
    statement: str
    span: Span
    magnitudes: tuple[Magnitude, ...]
    date: DateRange = OPEN

    def as_event(self) -> Event:
        """The toll in the form in which accounts are weighed; it has no id and no author."""
        return Event(
            id="",
            statement=self.statement,
            type=EventType.ASSAULT,
            mark=Mark.ASSERTED,
            actors=(),
            recipients=(),
            trail=Trail(self.report, self.span, RULE),
            predicate="die",
            predicate_span=self.span,
            date=self.date,
            magnitudes=self.magnitudes,
        )


def toll_of(event: Event) -> Toll | None:
    """Those hurt in an attack of which nobody is named as author or target; None if nobody is."""
    found = tuple(one for one in event.magnitudes if one.kind in HARM)
    known = any(each.actor for each in (*event.actors, *event.recipients))
    if event.type is not EventType.ASSAULT or known or not found:
        return None
    return Toll(event.trail.report, event.statement, event.trail.span, found, event.date)


def tolls(
    report: Report,
    parsed: Parsed,
    statements: Sequence[Statement],
    events: Sequence[Event],
    *,
    dates: Sequence[tuple[Span, DateRange]] = (),
) -> tuple[Toll, ...]:
    """Those hurt in one report as far as no event counts them.

    Args:
        report: The report; furniture is left out.
        parsed: Its parse.
        statements: Who says what in it.
        events: Its events.
        dates: Date expressions with what they resolve to.
    """
    counted = [m.span for event in events for m in event.magnitudes if m.kind in HARM]
    return tuple(_tolls(report, parsed, statements, counted, dates))


def _tolls(
    report: Report,
    parsed: Parsed,
    statements: Sequence[Statement],
    counted: Sequence[Span],
    dates: Sequence[tuple[Span, DateRange]],
) -> Iterator[Toll]:
    for number in range(len(parsed.sentences)):
        sentence = Span(*parsed.sentence_span(number))
        if any(part.overlaps(sentence) for part in report.furniture) or _natural(parsed, number):
            continue
        told: dict[str, list[Magnitude]] = {}
        for one in _harm(parsed, number):
            said = _narrowest(statements, one.span)
            if said is not None and not any(one.span.overlaps(other) for other in counted):
                told.setdefault(said.id, []).append(one)
        day = next((day for span, day in dates if sentence.covers(span)), OPEN)
        for statement, found in told.items():
            span = Span(found[0].span.start, found[-1].span.end)
            yield Toll(report.id, statement, span, tuple(found), day)


def _harm(parsed: Parsed, number: int) -> Iterator[Magnitude]:
    """Counts of people hurt in a sentence, told as having happened."""
    first, last = parsed.sentences[number]
    starts = {token.start: token for token in parsed.sentence(number)}
    for one in magnitudes(parsed, range(first, last)):
        if one.kind in HARM and _is_told(parsed, starts[one.span.start]):
            yield one


def _is_told(parsed: Parsed, token: Token) -> bool:
    """Whether the clauses around a word tell of the past: no plan, fear, condition or denial."""
    above = [token, *parsed.ancestors(token.index)]
    for word in above:
        if word.pos not in ("VERB", "ADJ", "AUX"):
            continue
        kinds = tuple(modal_kinds(parsed, word))
        if kinds or tense_of(parsed, word, kinds) in _NOT_TOLD:
            return False
        if word.dep not in _OWN_CLAUSE:
            break
    return True


def _natural(parsed: Parsed, number: int) -> bool:
    lemmas = {token.lemma.lower() for token in parsed.sentence(number) if token.pos == "NOUN"}
    return any("natural" in noun_classes().get(word, ()) for word in lemmas - _MISHAPS)


def _narrowest(statements: Sequence[Statement], span: Span) -> Statement | None:
    over = [s for s in statements if any(part.overlaps(span) for part in s.content)]
    return min(over, key=lambda s: sum(p.end - p.start for p in s.content), default=None)
