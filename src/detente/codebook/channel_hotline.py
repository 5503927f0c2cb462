"""Rows of the tables of hotline priorities, and of the levels a call is taken to."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class Priority:
    """How urgent a call is.

    Attributes:
        priority: Code.
        rank: How urgent, 0 for routine.
        escalate_minutes: After how long without an acknowledgement a call is taken a level up;
            the duty to acknowledge has a deadline of its own, in the table of rules.
        title: When it is meant to be used.
        source: Where the row comes from.
        verified: How it is backed.
    """

    priority: str
    rank: int
    escalate_minutes: int
    title: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class Level:
    """Who is to be reached.

    Attributes:
        level: Number, 1 for the first who takes a call.
        title: Office, never a person.
        source: Where the row comes from.
        verified: How it is backed.
    """

    level: int
    title: str
    source: str
    verified: Verified


def priorities() -> dict[str, Priority]:
    """All priorities by code, least urgent first."""
    return {row.priority: row for row in load_table("channel_priorities", Priority)}


def levels() -> dict[int, Level]:
    """All levels by number."""
    return {row.level: row for row in load_table("channel_levels", Level)}
