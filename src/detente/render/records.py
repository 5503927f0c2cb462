"""Statements, events and incidents as records for other programs.

Field names are PLOVER's (manual of 2021, "PLOVER JSON" and the information objects for actors,
text, size, citation and place). What PLOVER has no field for begins with ``detente_``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from detente.model.actors import Actor, ActorKind
from detente.model.dates import DateRange
from detente.model.events import Event, Magnitude, Participant, Place
from detente.model.incidents import Facet, Incident
from detente.model.reading import Reading
from detente.model.reports import Report
from detente.model.serialise import to_plain
from detente.model.spans import Span
from detente.model.statements import Speaker, Statement
from detente.render.index import Index, index, outlet_of
from detente.version import __version__

Record = dict[str, Any]
KINDS: Final = ("events", "statements", "incidents")
"""What can be printed as records."""

_SIZES: Final = {"killed": "dead", "wounded": "injured", "arrested": "arrested"}


def records(reading: Reading, kind: str) -> Iterator[Record]:
    """All records of one kind, in the order of the reading.

    Args:
        reading: What was read.
        kind: One of :data:`KINDS`.

    Raises:
        ValueError: If there is no such kind.
    """
    found = index(reading)
    if kind == "events":
        return (event_record(found, event) for event in reading.events)
    if kind == "statements":
        return (statement_record(found, statement) for statement in reading.statements)
    if kind == "incidents":
        return (incident_record(found, incident) for incident in reading.incidents)
    raise ValueError(f"records are {', '.join(KINDS)}, not {kind!r}")


def event_record(found: Index, event: Event) -> Record:
    """One event."""
    report = found.reports[event.trail.report]
    statement = found.statements[event.statement]
    return {
        "id": event.id,
        "has_event": True,
        **_dates(event.date),
        "source": [_actor(item) for item in event.actors],
        "recipient": [_actor(item) for item in event.recipients],
        "event": [event.type.value],
        "event_loc": _place(event.place),
        "event_text": [event.predicate_span.of(report.text)],
        "quad_code": event.type.quad,
        "mode": event.mode,
        "context": list(event.contexts),
        "size": _sizes(event.magnitudes),
        "text": event.trail.span.of(report.text),
        "text_info": _offsets([event.trail.span]),
        "cite_info": _citation(found, report.id),
        "coder": f"detente {__version__}",
        "detente_mark": event.mark.value,
        "detente_speech_act": event.speech_act,
        "detente_within": event.within,
        "detente_negated": event.negated,
        "detente_via": [_actor(item) for item in event.via],
        "detente_magnitudes": [to_plain(item) for item in event.magnitudes],
        "detente_predicate": event.predicate,
        "detente_rule": event.trail.rule,
        "detente_why": event.trail.why,
        "detente_typed_by": event.typed_by,
        "detente_date_basis": event.date.basis,
        "detente_date_text": event.date.text,
        **_said_by(statement),
    }


def statement_record(found: Index, statement: Statement) -> Record:
    """One statement, with the events it carries by id."""
    report = found.reports[statement.report]
    events = found.by_statement.get(statement.id, ())
    said_on = statement.said_on or DateRange()
    return {
        "id": statement.id,
        "has_event": bool(events),
        **_dates(said_on),
        "source": [_link(statement.speaker)],
        "text": found.said(statement),
        "text_info": _offsets(statement.content),
        "cite_info": _citation(found, report.id),
        "coder": f"detente {__version__}",
        **_said_by(statement),
        "detente_original": _original(report, statement),
        "detente_cue": " ".join(span.of(report.text) for span in statement.cue),
        "detente_cue_lemma": statement.cue_lemma,
        "detente_contested_by": list(statement.contested_by),
        "detente_parent": statement.parent,
        "detente_rule": statement.trail.rule,
        "detente_events": [event.id for event in events],
    }


def incident_record(found: Index, incident: Incident) -> Record:
    """One incident, facet by facet."""
    facets: Record = {}
    for facet in incident.facets:
        facets |= _facet(found, facet)
    return {
        "id": incident.id,
        "has_event": True,
        **_dates(incident.date),
        "source": [_whole(actor) for actor in incident.authors],
        "recipient": [_whole(actor) for actor in incident.recipients],
        "event": [incident.type.value],
        "event_loc": _place(incident.place),
        "quad_code": incident.type.quad,
        "mode": incident.mode,
        "context": list(incident.contexts),
        "size": _sizes(incident.magnitudes),
        "link": list(incident.events),
        "coder": f"detente {__version__}",
        "detente_summary": incident.summary,
        **facets,
        "detente_assessment": to_plain(incident.assessment),
    }


def _dates(dates: DateRange) -> Record:
    first, last = dates.start or dates.end, dates.end
    return {
        "date": first.isoformat() if first else None,
        "enddate": last.isoformat() if last and last != first else None,
    }


def _actor(item: Participant) -> Record:
    whole = _whole(item.actor)
    offsets = {"detente_start": item.span.start if item.span else None}
    return {**whole, "actor_text": item.text, "detente_resolved_by": item.rule, **offsets}


def _link(speaker: Speaker) -> Record:
    return {**_whole(speaker.actor), "actor_text": speaker.name, "office": speaker.function}


def _whole(actor: Actor | None) -> Record:
    if actor is None:
        return {"code": "", "sector": "", "actor_text": "", "office": "", "detente_id": ""}
    return {
        "code": actor.country,
        "sector": actor.sector,
        "actor_text": actor.name,
        "office": actor.name if actor.kind is ActorKind.OFFICE else "",
        "detente_id": actor.id,
    }


def _place(place: Place | None) -> Record:
    if place is None:
        return {"name": "", "cc3": "", "detente_text": "", "detente_contested": False}
    return {
        "name": place.name,
        "cc3": place.country,
        "detente_text": place.text,
        "detente_contested": place.contested,
    }


def _sizes(magnitudes: Iterable[Magnitude]) -> Record:
    sizes: Record = dict.fromkeys(_SIZES.values())
    for item in magnitudes:
        if item.kind in _SIZES and sizes[_SIZES[item.kind]] is None:
            sizes[_SIZES[item.kind]] = item.value
    return sizes


def _offsets(spans: Sequence[Span]) -> Record:
    return {
        "start": min((span.start for span in spans), default=None),
        "end": max((span.end for span in spans), default=None),
        "detente_spans": [f"{span.start}-{span.end}" for span in spans],
    }


def _original(report: Report, statement: Statement) -> list[Record]:
    """The words of the original behind translated ones, with their offsets in it."""
    if report.translation is None:
        return []
    spans = [s for part in statement.content for s in report.translation.original_of(part)]
    return [
        {"text": span.of(report.translation.original), "start": span.start, "end": span.end}
        for span in dict.fromkeys(spans)
    ]


def _citation(found: Index, report_id: str) -> Record:
    report = found.reports[report_id]
    source = outlet_of(found.reading, report)
    published = report.published.isoformat() if report.published else None
    return {
        "citation": report.path,
        "url": report.url,
        "title": report.title,
        "language": report.language,
        "publication": source.name if source else report.outlet,
        "codebook": "plover-2021",
        "detente_report": report.id,
        "detente_published": published,
        "detente_translated_from": report.translation.language if report.translation else "",
        "detente_translated_by": report.translation.engine if report.translation else "",
    }


def _said_by(statement: Statement) -> Record:
    return {
        "detente_statement": statement.id,
        "detente_chain": [link.name for link in statement.chain],
        "detente_kind": statement.kind.value,
        "detente_mandate": statement.mandate.value,
        "detente_speaks_for": statement.speaks_for,
    }


def _facet(found: Index, facet: Facet) -> Record:
    name = f"detente_{facet.kind.name.lower()}"
    return {
        name: found.name(facet.value) if facet.value else "",
        f"{name}_status": facet.status.value,
        f"{name}_independent": facet.independent,
        f"{name}_credibility": facet.credibility,
        f"{name}_claims": [to_plain(claim) for claim in facet.claims],
    }
