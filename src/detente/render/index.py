"""Looking things up in a reading: names, statements, labels and loaded words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from detente.model.actors import Actor
from detente.model.events import Event
from detente.model.incidents import Incident
from detente.model.reading import Reading
from detente.model.reports import Report, Source
from detente.model.statements import Statement
from detente.render.words import quoted, unloaded


@dataclass(frozen=True, slots=True)
class Index:
    """A reading with everything that a brief looks up by id.

    Attributes:
        reading: The reading itself.
        reports: By id.
        statements: By id.
        events: By id.
        incidents: By id.
        by_statement: Events of each statement, in order.
        names: Neutral names by actor id.
        labels: Short labels of the reports, R1, R2 and so on.
        loaded: Words that take a side, longest first; only ever shown in quotation marks.
        places: Neutral names of places.
    """

    reading: Reading
    reports: Mapping[str, Report]
    statements: Mapping[str, Statement]
    events: Mapping[str, Event]
    incidents: Mapping[str, Incident]
    by_statement: Mapping[str, tuple[Event, ...]]
    names: Mapping[str, str]
    labels: Mapping[str, str]
    loaded: tuple[str, ...]
    places: frozenset[str]

    def name(self, actor_id: str) -> str:
        """The neutral name of an actor, its id when no name is known."""
        plain = actor_id.rsplit(":", 1)[-1]
        readable = plain.replace("-", " ") if plain.islower() else plain
        return self.names.get(actor_id, readable)

    def neutral(self, text: str) -> str:
        """A line in the tool's own voice: loaded words only in quotation marks."""
        return unloaded(text, self.loaded)

    def value(self, value: str, statement: str, *, own_words: bool = True) -> str:
        """What a claim says: an actor's or place's name, or the speaker's words as a quotation."""
        if value in self.names:
            return self.names[value]
        if value and own_words and value not in self.places and self.is_verbatim(value, statement):
            return quoted(value)
        return self.neutral(value)

    def is_verbatim(self, words: str, statement: str) -> bool:
        """Whether the words stand like this in the report of that statement.

        Translated words are never quoted as verbatim until a person confirms the translation.
        """
        said = self.statements.get(statement)
        if said is None:
            return False
        report = self.reports[said.report]
        confirmed = report.translation is None or bool(report.translation.confirmed_by)
        return confirmed and words in report.text

    def of_incidents(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Statements behind these incidents, each once, in order."""
        events = (event for i in ids if i in self.incidents for event in self.incidents[i].events)
        return self.of_events(events)

    def of_events(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Statements behind these events, each once, in order."""
        return unique(self.events[e].statement for e in ids if e in self.events)

    def said(self, statement: Statement) -> str:
        """The words a statement reports."""
        text = self.reports[statement.report].text
        return " … ".join(span.of(text) for span in statement.content)


def outlet_of(reading: Reading, report: Report) -> Source | None:
    """The outlet that published a report, if it is known as a source."""
    named = report.outlet.casefold()
    return next((s for s in reading.sources if named and named in (s.id, s.name.casefold())), None)


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Each item once, in the order of first appearance."""
    return tuple(dict.fromkeys(items))


def index(reading: Reading, loaded_words: Iterable[str] = ()) -> Index:
    """Prepare a reading for looking things up.

    Args:
        reading: What was read.
        loaded_words: Words of the codebook that take a side.
    """
    by_statement: dict[str, tuple[Event, ...]] = {}
    for event in reading.events:
        by_statement[event.statement] = (*by_statement.get(event.statement, ()), event)
    places = [event.place for event in reading.events if event.place]
    contested = {p.text for p in places if p.contested and p.text.casefold() != p.name.casefold()}
    return Index(
        reading=reading,
        reports={report.id: report for report in reading.reports},
        statements={statement.id: statement for statement in reading.statements},
        events={event.id: event for event in reading.events},
        incidents={incident.id: incident for incident in reading.incidents},
        by_statement=by_statement,
        names=_names(reading),
        labels={report.id: f"R{n}" for n, report in enumerate(reading.reports, start=1)},
        loaded=tuple(sorted({*contested, *loaded_words}, key=lambda word: (-len(word), word))),
        places=frozenset(place.name for place in places),
    )


def _names(reading: Reading) -> dict[str, str]:
    names = {dyad.a: dyad.a_name for dyad in reading.dyads}
    names |= {dyad.b: dyad.b_name for dyad in reading.dyads}
    return names | {actor.id: actor.name for actor in _actors(reading)}


def _actors(reading: Reading) -> Iterator[Actor]:
    for statement in reading.statements:
        yield from (link.actor for link in statement.chain if link.actor)
    for event in reading.events:
        for role in (event.actors, event.recipients, event.via):
            yield from (participant.actor for participant in role if participant.actor)
    for incident in reading.incidents:
        yield from (*incident.authors, *incident.recipients)
    yield from (demand.speaker for demand in reading.demands if demand.speaker)
    yield from (opening.speaker for opening in reading.openings if opening.speaker)
