"""A small world to build readings by hand: two sides, their allies, and some who watch."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from detente.model.actors import Actor, ActorKind
from detente.model.dates import OPEN, DateRange
from detente.model.events import Event, EventType, Magnitude, Mark, Participant, Place
from detente.model.reports import Report, Source
from detente.model.spans import Span, Trail
from detente.model.statements import Mandate, Speaker, SpeakerRole, Statement, StatementKind
from detente.reading.incidents import merge
from detente.reading.relations_of_sides import Tie, observe


def state(code: str, name: str) -> Actor:
    return Actor(code, name, ActorKind.STATE, code, "", code, official=True)


def organ(of: Actor, short: str, name: str, sector: str = "MIL") -> Actor:
    return Actor(f"{of.id}-{short}", name, ActorKind.OFFICE, of.id, sector, of.id, official=True)


def person(of: Actor, name: str, sector: str = "", *, official: bool = False) -> Actor:
    key = name.lower().replace(" ", "-")
    return Actor(f"person:{key}", name, ActorKind.PERSON, of.id, sector, of.id, official)


AVARIA = state("AVA", "Avaria")
BELMAR = state("BEL", "Belmar")
CORVIA = state("COR", "Corvia")
DORNIA = state("DOR", "Dornia")
ESTMARK = state("EST", "Estmark")
AVAR_GUARD = organ(AVARIA, "GUARD", "Avar Guard")
AVAR_MINISTRY = organ(AVARIA, "MFA", "Avar foreign ministry", "GOV")
BELMAR_ARMY = organ(BELMAR, "ARMY", "Belmar army")
BELMAR_MINISTRY = organ(BELMAR, "MFA", "Belmar foreign ministry", "GOV")
CORVIA_MINISTRY = organ(CORVIA, "MFA", "Corvian foreign ministry", "GOV")
PACT = Actor("PACT", "Northern Pact", ActorKind.ALLIANCE, "PACT", "", "PACT", official=True)
RIDGE = Actor("RIDGE", "Ridge Front", ActorKind.ARMED_GROUP, "", "REB", "RIDGE")
WEST = Actor("WEST", "the West", ActorKind.COLLECTIVE, "", "", "WEST")
TIES = (Tie("PACT", "BEL"), Tie("PACT", "DOR"))
SOURCES = (
    Source("avar-voice", "Avar Voice", controlled_by="AVA", controlled_source="own example"),
    Source("avar-herald", "Avar Herald", controlled_by="AVA", controlled_source="own example"),
    Source("belmar-radio", "Belmar Radio", controlled_by="BEL", controlled_source="own example"),
    Source("corvia-news", "Corvia News", controlled_by="COR", controlled_source="own example"),
)


def place(name: str, country: str, text: str = "") -> Place:
    return Place(text or name, Span(0, 0), name, country, contested=bool(text))


def on(day: int, month: int = 3, year: int = 2031) -> DateRange:
    return DateRange(dt.date(year, month, day), dt.date(year, month, day), "explicit")


def count(kind: str, value: float, bound: str = "exactly", name: str = "") -> Magnitude:
    return Magnitude(kind, f"{value:g}", Span(0, 0), value, bound, name)


def part(actor: Actor | None, text: str = "") -> Participant:
    return Participant(text or (actor.name if actor else ""), None, actor)


@dataclass
class World:
    """A batch being built."""

    reports: list[Report] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def report(self, outlet: str = "", published: dt.date | None = None, text: str = "") -> Report:
        name = f"r{len(self.reports) + 1}"
        made = Report(name, text or " " * 400, outlet=outlet, published=published)
        self.reports.append(made)
        return made

    def says(
        self,
        report: Report,
        actor: Actor | None,
        *,
        name: str = "",
        words: str = "",
        mandate: Mandate = Mandate.AUTHORISED,
        through: tuple[Speaker, ...] = (),
        cue: str = "say",
        said_on: DateRange | None = None,
        contested_by: tuple[str, ...] = (),
        speaks_for: str = "",
    ) -> Statement:
        speaker = Speaker(name or (actor.name if actor else ""), SpeakerRole.SPEAKER, actor)
        return self._add(
            report, (*through, speaker), StatementKind.INDIRECT, words, mandate, cue,
            said_on, contested_by, speaks_for,
        )  # fmt: skip

    def prints(self, report: Report, words: str = "") -> Statement:
        return self._add(report, (), StatementKind.OUTLET, words, Mandate.UNKNOWN, "", None, (), "")

    def _add(self, report, chain, kind, words, mandate, cue, said_on, contested_by, speaks_for):
        names = {source.id: source.name for source in SOURCES}
        outlet = Speaker(names.get(report.outlet, report.outlet), SpeakerRole.OUTLET)
        span = span_of(report, words)
        made = Statement(
            id=f"s{len(self.statements) + 1}",
            report=report.id,
            chain=(outlet, *chain),
            content=(span,),
            kind=kind,
            cue=(),
            cue_lemma=cue,
            trail=Trail(report.id, span, "test"),
            speaks_for=speaks_for,
            mandate=mandate,
            contested_by=contested_by,
            said_on=said_on,
        )
        self.statements.append(made)
        return made

    def event(
        self,
        statement: Statement,
        kind: EventType,
        by: Actor | tuple[Actor, ...] | None,
        to: Actor | tuple[Actor, ...] | None = None,
        *,
        mark: Mark = Mark.ASSERTED,
        mode: str = "",
        contexts: tuple[str, ...] = (),
        date: DateRange = OPEN,
        where: Place | None = None,
        numbers: tuple[Magnitude, ...] = (),
        predicate: str = "strike",
        speech: bool = False,
        within: str = "",
        negated: bool = False,
        via: tuple[Actor, ...] = (),
        words: str = "",
    ) -> Event:
        report = next(r for r in self.reports if r.id == statement.report)
        span = span_of(report, words) if words else statement.trail.span
        made = Event(
            id=f"e{len(self.events) + 1}",
            statement=statement.id,
            type=kind,
            mark=mark,
            actors=parts(by),
            recipients=parts(to),
            trail=Trail(statement.report, span, "test"),
            predicate=predicate,
            predicate_span=span,
            mode=mode,
            contexts=contexts,
            date=date,
            place=where,
            magnitudes=numbers,
            speech_act=speech,
            within=within,
            negated=negated,
            via=parts(via),
        )
        self.events.append(made)
        return made

    @property
    def sides(self):
        return observe(self.reports, self.statements, self.events, ties=TIES, sources=SOURCES)

    @property
    def incidents(self):
        return merge(self.reports, self.statements, self.events, self.sides)


def parts(actors: Actor | tuple[Actor, ...] | None) -> tuple[Participant, ...]:
    if actors is None:
        return ()
    return tuple(part(each) for each in (actors if isinstance(actors, tuple) else (actors,)))


def span_of(report: Report, words: str) -> Span:
    if not words:
        return Span(0, 0)
    start = report.text.index(words)
    return Span(start, start + len(words))
