"""Pressure below force: which events belong to which part of the second gauge."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class PressureRow:
    """One kind of event that counts as pressure; the first row that fits decides.

    Attributes:
        type: PLOVER event type.
        mode: PLOVER mode; "" fits any.
        context: A PLOVER context the event must have; "" fits any.
        predicates: Lemmas one of which the event must have; empty fits any.
        kind: "diplomatic", "economic", "cyber", "information" or "sabotage".
        level: "words" or "acts".
        source: Where the row comes from.
        verified: How the row is backed.
    """

    type: str
    mode: str
    context: str
    predicates: tuple[str, ...]
    kind: str
    level: str
    source: str
    verified: Verified


def pressure_rows() -> tuple[PressureRow, ...]:
    """All rows in the order in which they are tried."""
    return load_table("pressure", PressureRow)
