"""Rows of the table that says which event an entry of a channel is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.codebook.loader import Verified, load_table
from detente.model.events import EventType, Mark


@dataclass(frozen=True, slots=True)
class ChannelEvent:
    """The PLOVER event that a message of some kind is.

    Attributes:
        kind: Kind of message; "duty:STATE" and "proposal:STATE" stand for what the log shows of a
            duty or proposal. A kind without a row is no event between parties.
        condition: Field and value the body must have, such as ``accepted=false``; "" for any.
        type: PLOVER event type.
        mode: PLOVER mode, "" if none.
        contexts: PLOVER contexts.
        recipients: "to" (those addressed, else all others), "cause" (who sent what it answers)
            or "party" (whom the body names).
        predicate: What the sender does, in words.
        carried: Type of the event that the message speaks of, "" if none.
        carried_by: Who does that: "sender" or "addressed".
        carried_mark: In which way the message carries it.
        note: Why it is coded so.
        source: Where the row comes from.
        verified: How it is backed.
    """

    kind: str
    condition: str
    type: EventType
    mode: str
    contexts: tuple[str, ...]
    recipients: str
    predicate: str
    carried: str
    carried_by: str
    carried_mark: str
    note: str
    source: str
    verified: Verified

    @property
    def carries(self) -> tuple[EventType, Mark] | None:
        """Type and mark of the carried event, None if there is none."""
        return (EventType(self.carried), Mark(self.carried_mark)) if self.carried else None


def channel_event(kind: str, body: Mapping[str, Any]) -> ChannelEvent | None:
    """The first row that fits a message; None where it is no event between parties."""
    rows = load_table("channel_events", ChannelEvent)
    return next((row for row in rows if row.kind == kind and _holds(row.condition, body)), None)


def _holds(condition: str, body: Mapping[str, Any]) -> bool:
    if not condition:
        return True
    field, _, value = condition.partition("=")
    given = body.get(field)
    return (str(given).lower() if isinstance(given, bool) else given) == value
