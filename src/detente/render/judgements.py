"""Key judgements: what stands out, with a confidence that anyone can check in the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from detente.model.events import Event, EventType
from detente.model.incidents import FacetStatus, Incident
from detente.model.ladder import Arrow, DyadPosition, Rung, WindowRungs
from detente.model.statements import Mandate
from detente.render.asked import asked
from detente.render.confidence import incident_confidence
from detente.render.contests import contests
from detente.render.happenings import group, magnitude_words
from detente.render.index import Index, unique
from detente.render.ladder_chart import RUNG_WORDS
from detente.render.pairs import highest
from detente.render.view import Judgement
from detente.render.voices import facet_note, statement_voice
from detente.render.words import capital, counted, day, listed

_PAIRS: Final = 3
_INCIDENTS: Final = 4
_PARTIES: Final = 4
_ACCUSATIONS: Final = 3
_BY_MANDATE: Final = {
    True: "stated by authorised voices",
    False: "stated by voices that are not authorised to state a position",
}
_DIRECTIONS: Final = {
    Arrow.UP: "moving up",
    Arrow.DOWN: "moving down",
    Arrow.LEVEL: "level",
    Arrow.NO_NEW_INFORMATION: "no new information on the direction",
}


def judgements(
    index: Index, pairs: Sequence[DyadPosition], incidents: Sequence[Incident]
) -> tuple[Judgement, ...]:
    """What stands out, pairs first, then incidents, disputes, accusations and demands.

    Args:
        index: The reading.
        pairs: In the order of the brief.
        incidents: In the order of the brief.
    """
    shown = [pair for pair in pairs if highest(pair) > Rung.NONE]
    return (
        *(_pair(index, pair) for pair in shown[:_PAIRS]),
        *islice(_incidents(index, incidents), _INCIDENTS),
        *_accusations(index),
        *_mandates(index),
        *_positions(index),
        *_one_sided(index),
    )


def _pair(index: Index, pair: DyadPosition) -> Judgement:
    window = _telling(pair)
    low, high = window.corroborated, window.claimed
    names = f"{pair.a_name} and {pair.b_name}"
    if low.rung == high.rung:
        stand = f"stand at rung {low.rung.value} ({RUNG_WORDS[low.rung]}), corroborated,"
    else:
        stand = (
            f"stand at rung {low.rung.value} ({RUNG_WORDS[low.rung]}) on what is corroborated and "
            f"at rung {high.rung.value} ({RUNG_WORDS[high.rung]}) on what is claimed"
        )
    text = f"{names} {stand} {_span(pair, window)}; {_DIRECTIONS[pair.arrow]}."
    incidents = unique((*low.incidents, *high.incidents))
    confidence, basis = _weakest(index, high.incidents or low.incidents)
    return Judgement(index.neutral(text), confidence, basis, index.of_incidents(incidents))


def _telling(pair: DyadPosition) -> WindowRungs:
    dated = [w for w in pair.windows if w.claimed.rung > Rung.NONE]
    return dated[0] if dated else pair.undated or pair.windows[-1]


def _span(pair: DyadPosition, window: WindowRungs) -> str:
    if window.days == 0:
        return "on undated reports alone"
    until = f" to {day(pair.as_of)}" if pair.as_of else ""
    return f"over the {counted(window.days, 'day')}{until}"


def _weakest(index: Index, incidents: Sequence[str]) -> tuple[str, str]:
    """Confidence in a claimed rung is that in the best of the incidents that give it."""
    levels = ["high", "moderate", "low"]
    found = [incident_confidence(index.incidents[i]) for i in incidents if i in index.incidents]
    return min(found, key=lambda pair: levels.index(pair[0])) if found else ("", "")


def _incidents(index: Index, incidents: Sequence[Incident]) -> Iterator[Judgement]:
    for incident in incidents:
        if group(index, incident) in ("said", "alleged"):
            continue
        confidence, basis = incident_confidence(incident)
        counts = unique(magnitude_words(item) for item in incident.magnitudes)
        text = index.neutral(
            ": ".join([incident.summary, "; ".join(counts)] if counts else [incident.summary])
        )
        cites = index.of_events(incident.events)
        yield Judgement(text, confidence, basis, cites, _facets(incident))


def _facets(incident: Incident) -> str:
    """The status of each facet; facets of the same standing are named together."""
    standings: dict[str, list[str]] = {}
    for facet in incident.facets:
        if facet.status is not FacetStatus.UNKNOWN:
            words = ", ".join(part for part in (facet.status.value, facet_note(facet)) if part)
            standings.setdefault(words, []).append(facet.kind.value)
    parts = [f"{listed(kinds)}: {words}" for words, kinds in standings.items()]
    return capital(" · ".join(parts))


def _accusations(index: Index) -> Iterator[Judgement]:
    events = [e for e in index.reading.events if e.speech_act and e.type is EventType.ACCUSE]
    ranked = sorted(events, key=lambda event: _weight(index, event))
    for event in _one_a_statement(ranked)[:_ACCUSATIONS]:
        voice = statement_voice(index, index.statements[event.statement])
        whom = unique(p.actor.name for p in event.recipients if p.actor)
        text = f"{voice.name} accuses {listed(whom) or 'others'}: {voice.says}."
        yield Judgement(text, "", "an accusation; nothing in it is counted as fact", voice.cites)


def _weight(index: Index, event: Event) -> tuple[bool, bool]:
    """Accusations of violence by authorised voices come first."""
    carried = [e for e in index.by_statement[event.statement] if e.within == event.id]
    authorised = index.statements[event.statement].mandate is Mandate.AUTHORISED
    return (not any(e.type.quad == 4 for e in carried), not authorised)


def _one_a_statement(events: Sequence[Event]) -> list[Event]:
    return list({event.statement: event for event in reversed(events)}.values())[::-1]


def _mandates(index: Index) -> Iterator[Judgement]:
    for contest in contests(index, ()):
        if contest.question.startswith("In whose name"):
            first, *others = contest.sides
            against = listed([side.voices[0].name for side in others])
            verb = "disputes" if len(others) == 1 else "dispute"
            text = f"It is contested in whose name {first.heading} speaks: {against} {verb} it."
            cites = tuple(c for side in contest.sides for v in side.voices for c in v.cites)
            yield Judgement(text, "", contest.about[:1].lower() + contest.about[1:], cites)


def _positions(index: Index) -> Iterator[Judgement]:
    groups = asked(index, index.reading.demands)
    for group_ in groups[:_PARTIES]:
        cites = tuple(cite for line in group_.lines for cite in line.cites)
        yield Judgement(
            f"{group_.heading}: {group_.wants}.", "", _BY_MANDATE[group_.position], cites
        )


def _one_sided(index: Index) -> Iterator[Judgement]:
    missing = unique(camp for pair in index.reading.dyads for camp in pair.missing_camps)
    if missing:
        names = listed([index.name(camp) for camp in missing])
        yield Judgement(
            f"The picture is one-sided: no statement by {names} was read.", "", "whole batch", ()
        )
