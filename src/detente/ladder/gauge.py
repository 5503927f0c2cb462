"""The second gauge: pressure below force, beside the ladder and never added to the rung."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from detente.codebook.pressure import PressureRow, pressure_rows
from detente.ladder.windows import MemberDeed
from detente.model.events import Event, Mark
from detente.model.ladder import Pressure

KINDS: Final = ("diplomatic", "economic", "cyber", "information", "sabotage")
_LEVELS: Final = ("none", "words", "acts")


def pressure(deeds: Iterable[MemberDeed]) -> tuple[Pressure, ...]:
    """Read the gauge for what two sides did to each other, all five kinds in fixed order.

    An act one side is only accused of stands as words.
    """
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
    for each in deeds:
        for event in each.deed.events:
            row = next((row for row in pressure_rows() if _fits(row, event)), None)
            if row and not event.negated and event.mark in (Mark.ASSERTED, Mark.ACCUSED):
                level = row.level if event.mark is Mark.ASSERTED else "words"
                found[row.kind].append((each.deed.incident.id, level))
    return tuple(_read(kind, found[kind]) for kind in KINDS)


def _read(kind: str, found: Sequence[tuple[str, str]]) -> Pressure:
    level = max((_LEVELS.index(level) for _, level in found), default=0)
    return Pressure(kind, tuple(dict.fromkeys(name for name, _ in found)), _LEVELS[level])


def _fits(row: PressureRow, event: Event) -> bool:
    words = f" {event.predicate.lower()} "
    return (
        row.type == event.type
        and row.mode in ("", event.mode)
        and (not row.context or row.context in event.contexts)
        and (not row.predicates or any(f" {lemma} " in words for lemma in row.predicates))
    )
