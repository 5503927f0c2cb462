"""A message of the log as numbered text, with what the log says beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from detente.app.channel_party import record_of
from detente.channel.formats import Format, render_text
from detente.channel.naming import named
from detente.channel.verify import Verdict
from detente.model.channel import Interval


def message_text(verdict: Verdict, start: str, party: str, known: Mapping[str, Format]) -> str:
    """A message as text; lines with ``#`` say who sent it and when it came in.

    Args:
        verdict: The checked log.
        start: The digest, or at least eight characters of its start.
        party: Who reads.
        known: Text formats by kind; a kind without one is shown as JSON lines.

    Raises:
        InputError: If the log holds no such message that the party may read, or several.
    """
    entry = named(verdict.ledger, start, party)
    assert entry.signed is not None
    message = entry.signed.message
    form = known.get(message.kind) or Format("-", message.kind, (), {})
    head = [
        f"# message {entry.signed.digest}",
        f"# from {message.sender} to {', '.join(message.to) or 'all'}",
        *([f"# about {message.about}"] if message.about else []),
        f"# entry {entry.index}, {_came(record_of(verdict).when(entry))}",
    ]
    return "\n".join(head) + "\n" + render_text(message.body, form)


def _came(when: Interval) -> str:
    if when.before is None:
        return "which no witness has seen yet"
    after = "" if when.after is None else f"after {_iso(when.after)} and "
    return f"in the log {after}by {_iso(when.before)}"


def _iso(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
