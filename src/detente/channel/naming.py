"""A message by the start of its digest, as people copy it."""

from __future__ import annotations

from typing import Final

from detente.channel.ledger import Ledger
from detente.channel.messages import may_read
from detente.model.channel import Entry
from detente.model.errors import InputError

WHOLE: Final = 64
"""Characters of a whole digest."""
SHORTEST: Final = 8
"""Fewest characters that name a message. Who wants a second message with the same start can make
one, and then the start names two and is refused; it never names another."""


def named(ledger: Ledger, start: str, party: str) -> Entry:
    """The one message that a party may read and whose digest begins so.

    Args:
        ledger: The checked log.
        start: The digest, or at least eight characters of its start.
        party: Who reads.

    Raises:
        InputError: If there is none, or there are several.
    """
    found = [
        entry
        for entry in ledger.entries
        if entry.signed is not None
        and entry.signed.digest.startswith(start)
        and may_read(entry.signed.message, party)
    ]
    if len(start) < SHORTEST or len(found) != 1:
        raise InputError(
            f"{start[:WHOLE]!r} names {len(found)} messages in this mirror; give the digest or at "
            f"least {SHORTEST} characters of its start, and fetch what is new: `channel mirror`"
        )
    return found[0]
