"""Acts of speech: accusations, threats, refusals, undertakings, and what is merely recommended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from detente.model.events import Event, EventType, Mark
from detente.render.index import Index
from detente.render.view import SaidGroup, Voice
from detente.render.voices import statement_voice
from detente.render.words import listed

_SHOWN: Final = 25
_ACTS: Final = (
    (EventType.ACCUSE, "Accusations", "Nothing in an accusation is counted as having happened."),
    (EventType.THREATEN, "Threats and warnings", "A threatened act is not an act."),
    (EventType.REJECT, "Refusals and denials", ""),
    (EventType.AGREE, "Agreements and undertakings", "Announced, not yet observed."),
    (EventType.CONCEDE, "Concessions announced", "Announced, not yet observed."),
    (EventType.SUPPORT, "Support expressed", ""),
)
_VIEWS: Final = {
    Mark.RECOMMENDED: "recommended",
    Mark.PREDICTED: "predicted",
    Mark.CONDITIONAL: "said under a condition",
    Mark.OPINION: "held as an opinion",
}


def said_groups(index: Index) -> tuple[SaidGroup, ...]:
    """Acts of speech by sort, then what was only recommended, predicted or held."""
    events = index.reading.events
    groups = [
        _group(index, [e for e in events if e.speech_act and e.type is kind], heading, note)
        for kind, heading, note in _ACTS
    ]
    views = [event for event in events if not event.speech_act and event.mark in _VIEWS]
    groups.append(_group(index, views, "Recommendations, predictions and opinions", _VIEW_NOTE))
    return tuple(group for group in groups if group.voices)


def _group(index: Index, events: Sequence[Event], heading: str, note: str) -> SaidGroup:
    by_statement: dict[str, list[Event]] = {}
    for event in events:
        by_statement.setdefault(event.statement, []).append(event)
    voices = [_voice(index, same) for same in by_statement.values()]
    return SaidGroup(heading, note, tuple(voices[:_SHOWN]), max(0, len(voices) - _SHOWN))


def _voice(index: Index, events: Sequence[Event]) -> Voice:
    statement = index.statements[events[0].statement]
    voice = statement_voice(index, statement)
    marks = listed(list(dict.fromkeys(_VIEWS[e.mark] for e in events if e.mark in _VIEWS)))
    against = _towards(index, events)
    standing = "; ".join(part for part in (against, marks, voice.standing) if part)
    return replace(voice, standing=standing)


def _towards(index: Index, events: Iterable[Event]) -> str:
    names = dict.fromkeys(
        participant.actor.name if participant.actor else index.neutral(participant.text)
        for event in events
        if event.speech_act
        for participant in event.recipients
    )
    return f"towards {listed(list(names))}" if names else ""


_VIEW_NOTE: Final = "They say what somebody thinks should or may be; they are counted nowhere."
