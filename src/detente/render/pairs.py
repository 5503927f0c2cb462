"""Where each pair stands, said in lines that lead back to statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from detente.model.ladder import DyadPosition, Pressure, Rung, RungEvidence
from detente.render.index import Index
from detente.render.ladder_chart import (
    RUNG_WORDS,
    all_windows,
    highest_of,
    merged_windows,
    pair_title,
)
from detente.render.view import Line, Pair
from detente.render.words import capital, counted, listed


def ordered_pairs(dyads: Iterable[DyadPosition]) -> tuple[DyadPosition, ...]:
    """Pairs by highest rung, corroborated before claimed, then by name."""
    return tuple(sorted(dyads, key=_rank))


def _rank(dyad: DyadPosition) -> tuple[int, int, str, str]:
    corroborated = max((w.corroborated.rung.value for w in all_windows(dyad)), default=1)
    return (-highest(dyad).value, -corroborated, dyad.a_name, dyad.b_name)


def highest(dyad: DyadPosition) -> Rung:
    """The highest rung anyone claims, in any window."""
    return max((w.claimed.rung for w in all_windows(dyad)), default=Rung.NONE)


def pair(index: Index, dyad: DyadPosition) -> Pair:
    """One pair as the brief shows it."""
    return Pair(position=dyad, title=pair_title(dyad), lines=tuple(_lines(index, dyad)))


def _lines(index: Index, dyad: DyadPosition) -> Iterator[Line]:
    yield from _window_lines(index, dyad)
    reason = f": {dyad.arrow_reason}" if dyad.arrow_reason else ""
    yield Line(
        index.neutral(f"Direction: {dyad.arrow.value}{reason}"),
        index.of_incidents(dyad.arrow_incidents),
    )
    yield from (_pressure(index, gauge) for gauge in dyad.pressure if gauge.level != "none")
    if dyad.proxies:
        text = f"Through third parties: {counted(len(dyad.proxies), 'incident')}"
        yield Line(text, index.of_incidents(dyad.proxies))
    if dyad.missing_camps:
        missing = listed([index.name(camp) for camp in dyad.missing_camps])
        yield Line(f"One-sided picture: no statement by {missing} was read")
    if dyad.war_note:
        yield Line(index.neutral(dyad.war_note[:1].upper() + dyad.war_note[1:]))


def _window_lines(index: Index, dyad: DyadPosition) -> Iterator[Line]:
    for days, window in merged_windows(dyad):
        where = capital(days)
        if window.corroborated == window.claimed or highest_of(window) is Rung.NONE:
            yield _evidence(index, window.claimed, where)
        else:
            yield _evidence(index, window.corroborated, f"{where}, corroborated")
            yield _evidence(index, window.claimed, f"{where}, claimed")


def _evidence(index: Index, evidence: RungEvidence, where: str) -> Line:
    by = f", by {index.name(evidence.member)}" if evidence.member else ""
    reason = f": {evidence.reason}" if evidence.reason else ""
    text = f"{where}: rung {evidence.rung.value} ({RUNG_WORDS[evidence.rung]}){by}{reason}"
    return Line(index.neutral(text), index.of_incidents(evidence.incidents))


def _pressure(index: Index, gauge: Pressure) -> Line:
    text = f"Pressure below force, {gauge.kind}: {gauge.level}"
    text += f" ({counted(len(gauge.incidents), 'incident')}); not part of the rung"
    return Line(text, index.of_incidents(gauge.incidents))


def pair_records(dyads: Iterable[DyadPosition]) -> Iterator[dict[str, Any]]:
    """Every window of every pair as a record of its own."""
    for dyad in dyads:
        for window in all_windows(dyad):
            yield {
                "a": dyad.a,
                "b": dyad.b,
                "a_name": dyad.a_name,
                "b_name": dyad.b_name,
                "as_of": dyad.as_of.isoformat() if dyad.as_of else None,
                "days": window.days,
                **_evidence_record("corroborated", window.corroborated),
                **_evidence_record("claimed", window.claimed),
                "arrow": dyad.arrow.value,
                "arrow_reason": dyad.arrow_reason,
                "missing_camps": list(dyad.missing_camps),
                "proxies": list(dyad.proxies),
                "war_note": dyad.war_note,
            }


def _evidence_record(name: str, evidence: RungEvidence) -> dict[str, Any]:
    return {
        f"{name}_rung": evidence.rung.value,
        f"{name}_action": evidence.action,
        f"{name}_member": evidence.member,
        f"{name}_incidents": list(evidence.incidents),
        f"{name}_reason": evidence.reason,
    }
