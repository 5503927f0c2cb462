"""The events that an entry of a channel is, and that it speaks of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.app.channel_written import Written
from detente.codebook.channel_events import ChannelEvent
from detente.model.actors import Actor
from detente.model.dates import OPEN, DateRange
from detente.model.events import Event, Mark, Participant
from detente.model.statements import Statement


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry is, by the table.

    Attributes:
        row: The row.
        sender: Party that does it.
        recipients: Parties to whom.
        when: When, by the witnesses.
        accused: Whether it is only held against the party.
        body: Content of the message, from which what it speaks of takes its name and days.
    """

    row: ChannelEvent
    sender: str
    recipients: tuple[str, ...]
    when: DateRange
    accused: bool = False
    body: Mapping[str, Any] = field(default_factory=dict)


def events_of(
    said: Said,
    statements: Sequence[Statement],
    text: Written,
    actors: Mapping[str, Actor],
) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """What the sender does and what the message speaks of; then the act as others carry it."""
    act, *carried = (_act(said, statement, text, actors) for statement in statements)
    return (act, *_spoken_of(said, act, text, actors)), tuple(carried)


def _act(said: Said, statement: Statement, text: Written, actors: Mapping[str, Actor]) -> Event:
    place = text.sender if text.sender.of(text.text) else None
    return Event(
        id=f"{statement.id}.e", statement=statement.id, type=said.row.type,
        mark=Mark.ACCUSED if said.accused else Mark.ASSERTED,
        actors=(Participant(said.sender, place, actors[said.sender], "channel"),),
        recipients=tuple(Participant(p, None, actors[p], "channel") for p in said.recipients),
        trail=statement.trail, predicate=said.row.predicate, predicate_span=text.title, mode=said.row.mode,
        contexts=tuple(sorted(said.row.contexts)), date=said.when, speech_act=not said.accused,
    )  # fmt: skip


def _spoken_of(
    said: Said, act: Event, text: Written, actors: Mapping[str, Actor]
) -> tuple[Event, ...]:
    """What the message speaks of: an activity announced, or one that is asked about."""
    if said.row.carries is None:
        return ()
    kind, mark = said.row.carries
    by = (said.sender,) if said.row.carried_by == "sender" else said.recipients
    return tuple(
        Event(
            id=f"{act.id}.{number}", statement=act.statement, type=kind, mark=mark,
            actors=(Participant(party, None, actors[party], "channel"),), recipients=(),
            trail=act.trail, predicate=str(said.body.get("activity", said.row.predicate)),
            predicate_span=text.title, contexts=act.contexts,
            date=_between(said.body.get("start"), said.body.get("end")), within=act.id,
        )
        for number, party in enumerate(by, 1)
    )  # fmt: skip


def _between(start: object, end: object) -> DateRange:
    first, last = _day(start), _day(end)
    return DateRange(first, last, "explicit") if first or last else OPEN


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
