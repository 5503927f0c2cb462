"""The numbers and names of a happening, each once and in its fullest form."""

from __future__ import annotations

from collections.abc import Iterable

from detente.model.events import Event, Magnitude
from detente.reading.facet_claims import told_magnitudes


def merged_magnitudes(events: Iterable[Event]) -> tuple[Magnitude, ...]:
    """Counts and names of all accounts, in order.

    Args:
        events: The accounts of one happening.
    """
    once: dict[tuple[object, ...], Magnitude] = {}
    for event in events:
        for m in told_magnitudes(event):
            words = m.name.lower() or (m.text.lower() if m.value is None else "")
            once.setdefault((m.kind, m.value, m.bound, words), m)
    found = tuple(once.values())
    return tuple(m for m in found if not any(_says_more(other, m) for other in found))


def _says_more(other: Magnitude, one: Magnitude) -> bool:
    """Whether a count says the same and more: "four workers killed", "six Heron-3 drones"."""
    if other is one:
        return False
    if (other.kind, other.value, other.bound) == (one.kind, one.value, one.bound):
        fuller, bare = other.name.lower(), one.name.lower()
        return bool(bare) and fuller != bare and fuller.endswith(f" {bare}")
    if one.kind == "count" and one.value is not None:
        same = (other.value, other.name.lower()) == (one.value, one.name.lower())
        return same and other.kind != "count"
    named = one.value is None and bool(one.name) and one.kind == other.kind
    return named and other.value is not None and one.name.lower() in other.name.lower().split()
