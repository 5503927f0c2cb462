"""Equal terms as a table: what is counted down the side, the parties across in equal columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from detente.channel.terms import Terms
from detente.render.tables import Table

_COUNTS: Final = {
    "items raised": "items_raised",
    "items reached": "items_reached",
    "median wait, hours": "wait",
    "proposals made": "proposals",
    "proposals adopted": "adopted",
    "proposals not adopted": "not_adopted",
    "silence of others broken": "silence_broken",
    "more time asked": "time_asked",
    "more time granted to it": "time_granted",
    "more time it granted": "time_given",
    "turns in the chair": "chair_turns",
    "sessions opened": "sessions_opened",
    "entries taken as host": "hosted",
    "messages held back as host": "held_back",
    "longest cosignature gap as host, hours": "host_gap",
}


def terms_table(rows: Sequence[Terms]) -> Table:
    """One column a party, in the order in which they joined."""
    names = tuple(row.party if row.member else f"{row.party} (left)" for row in rows)
    body = tuple(
        (label, *(_cell(field, getattr(row, field)) for row in rows))
        for label, field in _COUNTS.items()
    )
    return Table("What the log shows of each party; no score, no ranking", ("", *names), body)


def _cell(field: str, value: int | None) -> str:
    if value is None:
        return "-"
    return f"{value / 3600:.1f}" if field in ("wait", "host_gap") else str(value)
