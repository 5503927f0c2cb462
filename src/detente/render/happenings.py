"""What happened, facet by facet: what is corroborated stands apart from what is claimed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from detente.model.events import Event, Magnitude, Mark, Participant, Place
from detente.model.incidents import FacetStatus, Incident
from detente.render.index import Index, unique
from detente.render.view import Happening
from detente.render.voices import facet_view
from detente.render.words import capital, day, quoted, when

GROUPS: Final = {
    "corroborated": "Corroborated",
    "contested": "Contested",
    "claimed": "Claimed, not corroborated",
    "alleged": "Alleged or denied only; counted nowhere",
    "said": "Acts of speech",
}
"""Groups of incidents, in the order in which a brief shows them."""

_GROUP_OF: Final = {
    FacetStatus.CORROBORATED: "corroborated",
    FacetStatus.ADMITTED: "corroborated",
    FacetStatus.CONTESTED: "contested",
    FacetStatus.DENIED: "contested",
}
_HARM: Final = ("killed", "wounded", "missing", "casualties")
_FIRST: Final = dt.date.min


def ordered(index: Index, incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Incidents in the order of the brief: by group, material before verbal, newest first."""
    groups = list(GROUPS)

    def rank(incident: Incident) -> tuple[int, int, int, str]:
        last = incident.date.latest or incident.date.start or _FIRST
        material = 0 if incident.type.quad == 4 else 1
        return (groups.index(group(index, incident)), material, -last.toordinal(), incident.id)

    return tuple(sorted(incidents, key=rank))


def group(index: Index, incident: Incident) -> str:
    """In which group an incident stands."""
    events = [index.events[e] for e in incident.events if e in index.events]
    if events and all(event.speech_act for event in events):
        return "said"
    if events and not any(event.mark is Mark.ASSERTED for event in events):
        return "alleged"
    return _GROUP_OF.get(incident.occurrence.status, "claimed")


def happening(index: Index, incident: Incident, number: int) -> Happening:
    """One incident as the brief shows it."""
    spoken = [facet for facet in incident.facets if facet.claims]
    return Happening(
        id=incident.id,
        number=number,
        summary=index.neutral(incident.summary),
        kind=kind_words(incident.type.value, incident.mode),
        when=when(incident.date),
        where=place_words(index, incident.place),
        group=group(index, incident),
        facets=tuple(facet_view(index, facet) for facet in spoken),
        silent=tuple(facet.kind.value for facet in incident.facets if not facet.claims),
        counts=unique(magnitude_words(item) for item in incident.magnitudes),
        assessed=_assessed(incident),
        cites=index.of_events(incident.events),
    )


def kind_words(event_type: str, mode: str) -> str:
    """Type and mode as a reader takes them in.

    >>> kind_words("ASSAULT", "aerial")
    'Assault, aerial'
    """
    return event_type.capitalize() + (f", {mode.replace('_', ' ')}" if mode else "")


def place_words(index: Index, place: Place | None) -> str:
    """The neutral name of a place; where it is contested, that and the speaker's own words."""
    if place is None:
        return "place not named"
    country = index.name(place.country) if place.country else ""
    notes = [country] if country not in ("", place.name) else []
    notes += ["contested"] if place.contested else []
    if place.contested and place.text.casefold() != place.name.casefold():
        notes.append(f"in the speaker’s words {quoted(place.text)}")
    return f"{place.name} ({', '.join(notes)})" if notes else place.name


def magnitude_words(item: Magnitude) -> str:
    """How much or which, as written."""
    if item.kind == "weapons" and item.name and item.value is None:
        return item.name
    words = " ".join(item.text.split())
    unsaid = item.kind in _HARM and item.kind not in words
    return f"{words} {item.kind}" if unsaid else words


def _assessed(incident: Incident) -> str:
    judged = incident.assessment
    return f"{judged.analyst}, {day(judged.date)}: {judged.reason}" if judged else ""


def event_words(index: Index, event: Event) -> str:
    """An event in a formula: type, mark, who to whom, rule.

    The formula is for checking the coding; it is no sentence of the brief.
    """
    actors = _roles(index, event.actors)
    recipients = _roles(index, event.recipients)
    arrow = f"{actors or '?'} → {recipients}" if recipients else actors or "?"
    mode = f"/{event.mode}" if event.mode else ""
    words = f"{event.type.value}{mode}, {event.mark.value}: {arrow} · rule {event.trail.rule}"
    return f"{words} · moved by {event.trail.why}" if event.trail.why else words


def _roles(index: Index, participants: Iterable[Participant]) -> str:
    names = (item.actor.name if item.actor else index.neutral(item.text) for item in participants)
    return ", ".join(capital(name) for name in names)
