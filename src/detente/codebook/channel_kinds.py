"""Rows of the table of message kinds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One kind of message on the channel.

    Attributes:
        kind: Code.
        title: What it is called.
        answers: Kinds one of which it must be about; empty if it stands by itself.
        fields: Fields its body must have.
        membership: Whether it changes who is a party.
        sealable: Whether it may be kept to an audience.
        source: Where subject and fields come from.
        verified: How the row is backed.
    """

    kind: str
    title: str
    answers: tuple[str, ...]
    fields: tuple[str, ...]
    membership: bool
    sealable: bool
    source: str
    verified: Verified


@cache
def message_kinds() -> dict[str, MessageKind]:
    """All kinds by code."""
    return {row.kind: row for row in load_table("channel_kinds", MessageKind)}
