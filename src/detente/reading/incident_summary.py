"""One neutral line for an incident, in the tool's own voice."""

from __future__ import annotations

from collections.abc import Sequence

from detente.codebook.happenings import Happening, happening
from detente.model.actors import Actor
from detente.model.dates import DateRange
from detente.model.events import EventType, Place
from detente.model.incidents import Facet, FacetStatus
from detente.reading.facet_claims import names

_AUTHOR_UNSURE = {
    FacetStatus.CONTESTED: "author contested",
    FacetStatus.DENIED: "author denied",
    FacetStatus.UNKNOWN: "author not named",
}


def summarise(
    kind: EventType,
    mode: str,
    *,
    authors: Sequence[Actor],
    recipients: Sequence[Actor],
    place: Place | None,
    date: DateRange,
    occurrence: Facet,
    author: Facet,
    called: Happening | None = None,
) -> str:
    """Say in one line what is said to have happened, and how well that stands.

    Returns:
        A line such as "Attack by Avaria on Belmar in Sandport, 3 March 2024 (claimed)".
    """
    row = called or happening(kind, mode)
    unsure = _AUTHOR_UNSURE.get(author.status, "")
    by = f" {row.author_word} {names(authors)}" if authors and not unsure else ""
    to = f" {row.recipient_word} {names(recipients)}" if recipients else ""
    named = {actor.name for actor in recipients}
    where = f" in {place.name}" if place and place.name not in named else ""
    marks = ", ".join(part for part in (occurrence.status.value, unsure) if part)
    return f"{row.noun.capitalize()}{by}{to}{where}{_when(date)} ({marks})"


def _when(date: DateRange) -> str:
    if date.start and date.end and date.start != date.end:
        return f", {_day(date.start)} to {_day(date.end)}"
    if date.latest:
        return f", {_day(date.latest)}"
    return ", undated"


def _day(day: object) -> str:
    return f"{day:%-d %B %Y}"
