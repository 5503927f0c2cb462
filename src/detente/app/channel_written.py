"""A message of the channel written out as plain text, with the place of each part in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.codebook.channel_kinds import message_kinds
from detente.model.channel import Message
from detente.model.spans import Span


@dataclass(frozen=True, slots=True)
class Written:
    """A message as text.

    Attributes:
        text: All of it.
        sender: Where the sender stands; empty at the start for what the log itself shows.
        title: Where it says what kind of message it is.
        content: Where what is said stands.
    """

    text: str
    sender: Span
    title: Span
    content: Span


def written(message: Message) -> Written:
    """Write out a message: who to whom, what kind, and each field of its body on a line."""
    kind = message_kinds()[message.kind].title
    to = f" to {', '.join(message.to)}" if message.to else ""
    head = f"{message.sender}{to}: {kind}"
    start = len(head) - len(kind)
    text = _with_fields(head, message.body)
    return Written(
        text, Span(0, len(message.sender)), Span(start, len(head)), Span(start, len(text))
    )


def written_finding(head: str, facts: Mapping[str, Any]) -> Written:
    """Write out what the log itself shows."""
    text = _with_fields(head, facts)
    return Written(text, Span(0, 0), Span(0, len(head)), Span(0, len(text)))


def _with_fields(head: str, fields: Mapping[str, Any]) -> str:
    return ";\n".join([head, *(f"{name}: {_words(value)}" for name, value in fields.items())])


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
