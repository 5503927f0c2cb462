"""Whose weapons they were, when a side goes on telling of its own attack.

"Our missiles hit ..." often comes as "the missiles hit ...", in the very statement in which the
speaker said before that the attack was its own. Only then is the speaker taken as the author;
weapons in anybody else's account keep their author open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from detente.model.events import Event, EventType, Mark, Participant
from detente.model.statements import Statement


def with_authors(events: Sequence[Event], statements: Sequence[Statement]) -> tuple[Event, ...]:
    """The events, with the speaker as author of attacks it tells as its own.

    Args:
        events: Events of one report in text order.
        statements: Its statements.
    """
    by_id = {statement.id: statement for statement in statements}
    return tuple(_authored(events, by_id))


def _authored(events: Sequence[Event], statements: Mapping[str, Statement]) -> Iterator[Event]:
    own: dict[str, Participant] = {}
    for event in events:
        speaker = _speaker(event, statements)
        if not _is_attack(event) or not speaker:
            yield event
            continue
        mine = next((p for p in event.actors if p.actor and p.actor.id == speaker), None)
        if mine is not None:
            own[speaker] = replace(mine, span=None, rule="own account")
        continues = speaker in own and not any(p.actor for p in event.actors) and _armed(event)
        yield replace(event, actors=(own[speaker],)) if continues else event


def _is_attack(event: Event) -> bool:
    return event.type is EventType.ASSAULT and event.mark is Mark.ASSERTED


def _armed(event: Event) -> bool:
    return any(m.kind == "weapons" and m.name for m in event.magnitudes)


def _speaker(event: Event, statements: Mapping[str, Statement]) -> str:
    statement = statements.get(event.statement)
    actor = statement.speaker.actor if statement else None
    return actor.id if actor else ""
