"""Gaps: what the reports leave open, as questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from detente.codebook.bargaining import gap_question
from detente.codebook.happenings import happening
from detente.model.demands import Demand, Gap, Opening
from detente.model.events import EventType
from detente.model.incidents import Facet, FacetStatus, Incident
from detente.model.ladder import DyadPosition
from detente.model.statements import Mandate, Statement
from detente.reading.facet_claims import listed, names
from detente.reading.witnesses import spoken_name

_MATERIAL: Final = 4
"""Quad class of material conflict: only these happenings need an author, a day and an effect."""
_SPOKESPERSON: Final = re.compile(
    r"^(?:an? |the )?spokes(?:man|woman|person) (?:for|of) ", re.IGNORECASE
)
"""A spokesman is no source of his own beside the body he speaks for."""
_SETTLED: Final = frozenset({FacetStatus.CORROBORATED, FacetStatus.ADMITTED})


def gaps(
    statements: Sequence[Statement],
    incidents: Sequence[Incident],
    dyads: Sequence[DyadPosition] = (),
    demands: Sequence[Demand] = (),
    openings: Sequence[Opening] = (),
) -> tuple[Gap, ...]:
    """The questions a batch leaves open.

    Args:
        statements: Who says what.
        incidents: Incidents of the batch.
        dyads: Where each pair of sides stands.
        demands: What is asked.
        openings: What is offered.

    Returns:
        Questions about happenings first, then about sides, mandates and answers; each once.
    """
    found = (
        *(gap for incident in incidents for gap in _of_incident(incident)),
        *_of_dyads(dyads),
        *_of_mandates(demands, dyads),
        *_of_contests(statements),
        *_of_openings(openings),
    )
    return tuple({(gap.kind, gap.question): gap for gap in reversed(found)}.values())[::-1]


def _of_incident(incident: Incident) -> Iterator[Gap]:
    if incident.type.quad != _MATERIAL:
        return
    what, about = _named(incident), (incident.id,)
    if not any(claim.asserts for claim in incident.occurrence.claims):
        yield from _of_denial(incident, what)
        return
    if incident.author.status in (
        FacetStatus.UNKNOWN,
        FacetStatus.CONTESTED,
        FacetStatus.DENIED,
    ):
        case, values = incident.author.status.value, _values(incident.author)
        yield Gap(_ask("author", case, what=what, values=values), about, "author")
    if incident.occurrence.status is FacetStatus.CLAIMED:
        yield _uncorroborated(incident, what)
    yield from _of_effect(incident, what)
    if incident.type is EventType.MOBILIZE and incident.target.status is FacetStatus.UNKNOWN:
        by = names(incident.authors) or "unnamed forces"
        yield Gap(_ask("target", "unknown", what=what, by=by), about, "target")
    if not incident.date.known:
        yield Gap(_ask("date", "unknown", what=what), about, "date")
    if incident.place is None:
        yield Gap(_ask("place", "unknown", what=what), about, "place")


def _of_denial(incident: Incident, what: str) -> Iterator[Gap]:
    """Where only a denial was read, the one question is who says otherwise."""
    if incident.author.status is FacetStatus.DENIED:
        question = _ask("author", "denied", what=what, values=_values(incident.author))
        yield Gap(question, (incident.id,), "author")


def _uncorroborated(incident: Incident, what: str) -> Gap:
    speakers = _speakers(incident.occurrence) or "the one source read"
    question = _ask("corroboration", "claimed", what=what, speakers=speakers)
    return Gap(question, (incident.id,), "corroboration")


def _of_effect(incident: Incident, what: str) -> Iterator[Gap]:
    effect = incident.effect
    if effect.status in _SETTLED:
        return
    question = _ask(
        "effect",
        effect.status.value,
        what=what,
        value=effect.value,
        values=_values(effect),
        speakers=_speakers(effect) or "the one source read",
    )
    yield Gap(question, (incident.id,), "effect")


def _of_dyads(dyads: Iterable[DyadPosition]) -> Iterator[Gap]:
    silent: dict[str, list[str]] = {}
    for dyad in dyads:
        for camp in dyad.missing_camps:
            silent.setdefault(camp, []).append(f"{dyad.a}-{dyad.b}")
        if dyad.war_note:
            question = _ask("war threshold", "open", a=dyad.a_name, b=dyad.b_name)
            yield Gap(question, (f"{dyad.a}-{dyad.b}",), "war threshold")
    called = _names_of_sides(dyads)
    for camp, about in silent.items():
        yield Gap(_ask("missing camp", "missing", camp=called[camp]), tuple(about), "missing camp")


def _of_mandates(demands: Iterable[Demand], dyads: Iterable[DyadPosition]) -> Iterator[Gap]:
    called = _names_of_sides(dyads)
    by_speaker: dict[tuple[str, str], list[Demand]] = {}
    for demand in demands:
        if demand.mandate is not Mandate.AUTHORISED and demand.speaks_for:
            key = demand.speaker_name, demand.mandate.value
            by_speaker.setdefault(key, []).append(demand)
    for (speaker, mandate), asked in by_speaker.items():
        question = _ask(
            "mandate",
            "unauthorised",
            speaker=_inside(speaker),
            mandate=f"mandate: {mandate}",
            camp=called.get(asked[0].speaks_for, asked[0].speaks_for),
            what=listed(list(dict.fromkeys(f"“{demand.what}”" for demand in asked))),
        )
        told = (name for demand in asked for name in demand.statements)
        yield Gap(question, tuple(dict.fromkeys(told)), "mandate")


def _names_of_sides(dyads: Iterable[DyadPosition]) -> dict[str, str]:
    return {key: name for d in dyads for key, name in ((d.a, d.a_name), (d.b, d.b_name))}


def _of_contests(statements: Iterable[Statement]) -> Iterator[Gap]:
    by_id = {statement.id: statement for statement in statements}
    for statement in by_id.values():
        rivals = [by_id[name] for name in statement.contested_by if name in by_id]
        if rivals:
            by = dict.fromkeys(_inside(spoken_name(rival.speaker)) for rival in rivals)
            question = _ask(
                "mandate",
                "contested",
                speaker=_inside(_full_name(statement)),
                by=listed([name or "the outlet" for name in by]),
            )
            yield Gap(question, (statement.id, *(rival.id for rival in rivals)), "mandate")


def _full_name(statement: Statement) -> str:
    actor = statement.speaker.actor
    return actor.name if actor else statement.speaker.name


def _of_openings(openings: Iterable[Opening]) -> Iterator[Gap]:
    for opening in openings:
        if opening.answers or opening.kind == "recommendation":
            continue
        question = _ask(
            "answer",
            "open",
            to=names(opening.to_whom) or "the other side",
            kind=opening.kind,
            speaker=_inside(opening.speaker_name),
            what=f"“{opening.what}”",
        )
        yield Gap(question, opening.statements, "answer")


def _ask(kind: str, case: str, /, **filled: str) -> str:
    question = gap_question(kind, case).format(**filled)
    return question[0].upper() + question[1:]


def _named(incident: Incident) -> str:
    row = happening(incident.type, incident.mode)
    to = f" {row.recipient_word} {names(incident.recipients)}" if incident.recipients else ""
    called = {actor.name for actor in incident.recipients}
    where = incident.place.name if incident.place else ""
    return f"{row.noun}{to}" + (f" in {where}" if where and where not in called else "")


def _values(facet: Facet) -> str:
    """The values claimed, or for a denial the values denied, parted by "or"."""
    return " or ".join(dict.fromkeys(claim.value for claim in facet.claims))


def _speakers(facet: Facet) -> str:
    told = (claim for claim in facet.claims if claim.asserts and claim.speaker_name)
    once: dict[str, str] = {}
    for claim in told:
        name = _SPOKESPERSON.sub("", claim.speaker_name) or claim.speaker_name
        once.setdefault(claim.speaker.id if claim.speaker else name, name)
    return listed([_inside(name) for name in once.values()])


def _inside(name: str) -> str:
    """A name as it stands inside a sentence."""
    return f"the {name[4:]}" if name.startswith("The ") else name
