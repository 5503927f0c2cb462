"""Demands by mandate, openings and their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from detente.model.demands import Demand, Opening
from detente.model.events import EventType
from detente.model.statements import Mandate, Speaker, SpeakerRole
from detente.render.index import Index, unique
from detente.render.view import Asked, Line, Offered, Voice
from detente.render.voices import mandate_words, speaker_name, statement_voice
from detente.render.words import capital, clipped, day, listed, quoted

_LISTED: Final = 4
_ANSWERS: Final = {
    EventType.AGREE: "agreed",
    EventType.CONCEDE: "gave way",
    EventType.REJECT: "rejected",
    EventType.REQUEST: "answered with a demand",
    EventType.THREATEN: "answered with a threat",
    EventType.ACCUSE: "answered with an accusation",
    EventType.CONSULT: "talked",
}


def asked(index: Index, demands: Iterable[Demand]) -> tuple[Asked, ...]:
    """Demands by principal; only authorised ones are headed as the position of a party."""
    groups: dict[tuple[bool, str], list[Demand]] = {}
    for demand in demands:
        position = demand.mandate is Mandate.AUTHORISED and bool(demand.speaks_for)
        side = demand.speaks_for if position else _side(demand)
        groups.setdefault((position, side), []).append(demand)
    ranked = sorted(groups.items(), key=lambda item: (not item[0][0], index.name(item[0][1])))
    return tuple(_asked(index, *key, same) for key, same in ranked)


def _side(demand: Demand) -> str:
    return demand.speaks_for or (demand.speaker.principal if demand.speaker else "")


def _asked(index: Index, position: bool, side: str, demands: Sequence[Demand]) -> Asked:
    name = index.name(side) if side else ""
    if position:
        heading = f"Position of {name}"
    elif name:
        heading = f"Asked by others on the side of {name}, not its position"
    else:
        heading = "Asked by speakers who stand for no party"
    wants = "; ".join(_words(index, demand) for demand in demands[:_LISTED])
    more = f"; {len(demands) - _LISTED} more" if len(demands) > _LISTED else ""
    lines = tuple(_demand(index, demand) for demand in demands)
    return Asked(heading, position, wants + more, lines)


def _demand(index: Index, demand: Demand) -> Line:
    who = index.neutral(_speaker(demand))
    whom = listed([actor.name for actor in demand.of_whom])
    parts = [f"{who} asks{' of ' + whom if whom else ''}: {_words(index, demand)}"]
    if demand.precondition_for:
        parts.append(f"a precondition for {_as_said(index, demand.precondition_for, demand)}")
    parts.append(mandate_words(index, demand.mandate, demand.speaks_for))
    if demand.last_said:
        parts.append(f"said {_said(demand)}")
    return Line("; ".join(parts), demand.statements)


def _speaker(item: Demand | Opening) -> str:
    return speaker_name(Speaker(item.speaker_name, SpeakerRole.SPEAKER, item.speaker))


def _words(index: Index, item: Demand | Opening) -> str:
    return _as_said(index, clipped(item.what), item)


def _as_said(index: Index, words: str, item: Demand | Opening) -> str:
    spoken = any(index.is_verbatim(words.rstrip(" …"), statement) for statement in item.statements)
    return quoted(words) if spoken else index.neutral(words)


def _said(demand: Demand) -> str:
    days = [day(date) for date in (demand.first_said, demand.last_said) if date]
    return " and again ".join(unique(days))


def offered(index: Index, openings: Iterable[Opening]) -> tuple[Offered, ...]:
    """Openings with how they were answered; offers before recommendations."""
    ranked = sorted(openings, key=lambda opening: opening.kind == "recommendation")
    return tuple(_offered(index, opening) for opening in ranked)


def _offered(index: Index, opening: Opening) -> Offered:
    to_whom = listed([actor.name for actor in opening.to_whom])
    return Offered(
        heading=capital(opening.kind) + (f" to {to_whom}" if to_whom else ""),
        voice=_voice(index, opening),
        awaits_answer=opening.kind != "recommendation",
        answers=tuple(_answers(index, opening)),
    )


def _voice(index: Index, opening: Opening) -> Voice:
    statement = index.statements[opening.statements[0]]
    voice = statement_voice(index, statement, _words(index, opening))
    return Voice(voice.name, voice.chain, voice.standing, voice.says, True, opening.statements)


def _answers(index: Index, opening: Opening) -> Iterator[Line]:
    for event in (index.events[e] for e in opening.answers if e in index.events):
        who = listed([p.actor.name if p.actor else p.text for p in event.actors]) or "It was"
        words = _ANSWERS.get(event.type, f"answered ({event.type.value})")
        said = quoted(clipped(index.said(index.statements[event.statement]), 140))
        yield Line(f"{capital(index.neutral(who))} {words}: {said}", (event.statement,))
