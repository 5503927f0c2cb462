"""A path as commitments with deadlines: the body of a proposal that the channel takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from detente.model.settlement_path import Change, SettlementPath, Step

SCHEMA: Final = "detente-commitments/1"


def proposal_body(
    path: SettlementPath, *, room: str, start: dt.date, every: int, silence: int
) -> dict[str, Any]:
    """Write a path as a proposal under silence, with one deadline a step.

    What a party's worth is, and who would gain by reneging, is not in it.

    Args:
        path: The way to a package.
        room: Room of the channel in which it is proposed.
        start: Day on which silence begins; steps count from its end.
        every: Days between the deadlines of two steps.
        silence: Days of silence before the proposal is adopted.

    Raises:
        Confidential: If the table was read with sealed fields.
        ValueError: If a length of time is not positive.
    """
    path.table.refuse("commitments for the channel")
    if every < 1 or silence < 1:
        raise ValueError("days between steps and days of silence must be at least 1")
    adopted = start + dt.timedelta(days=silence)
    rows = [
        _commitment(path, step, change, adopted + dt.timedelta(days=every * step.number))
        for step in path.steps
        for change in step.changes
    ]
    return {
        "schema": SCHEMA,
        "room": room,
        "title": path.table.title,
        "text": _text(path, rows),
        "expiry": _moment(adopted),
        "commitments": rows,
    }


def _commitment(path: SettlementPath, step: Step, change: Change, due: dt.date) -> dict[str, Any]:
    issue = next(one for one in path.table.issues if one.key == change.issue)
    return {
        "step": step.number,
        "by": list(change.givers),
        "issue": issue.name,
        "from": change.was,
        "to": change.becomes,
        "due": _moment(due),
        "verified_by": change.verified_by,
    }


def _text(path: SettlementPath, rows: list[dict[str, Any]]) -> str:
    names = {party.key: party.name for party in path.table.parties}
    lines = [f"{path.table.title}: what is committed to, step by step."]
    for row in rows:
        who = " and ".join(names[key] for key in row["by"]) or "The parties"
        how = f", verified by {row['verified_by']}" if row["verified_by"] else ""
        lines.append(
            f"Step {row['step']}: {who}: {row['issue']} goes from {row['from']!r} to "
            f"{row['to']!r} by {row['due'][:10]}{how}."
        )
    return "\n".join(lines)


def _moment(day: dt.date) -> str:
    return dt.datetime.combine(day, dt.time(), dt.UTC).isoformat()


def deadlines(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Every deadline of a proposal, first to last."""
    return tuple(dict.fromkeys(row["due"] for row in body["commitments"]))
