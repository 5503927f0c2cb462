"""How sides answer each other, as tables."""

from __future__ import annotations

from detente.codebook.reactions import (
    ReplyChanceRow,
    crisis_responses,
    force_to_war,
    reply_chances,
    reply_scores,
)
from detente.render.tables import Table

_RUNGS = {2: "threat (2)", 3: "display (3)", 4: "force (4)"}


def reaction_tables() -> dict[str, Table]:
    """Every table by name."""
    return {
        "replies": chance_table(),
        "scores": score_table(),
        "crises": crisis_table(),
        "force to war": war_table(),
    }


def chance_table() -> Table:
    """What comes first after an act at the start of a dispute, one row an act and window."""
    rows = reply_chances()
    found = {(row.sample, row.trigger, row.days, row.next): row for row in rows}
    causes = tuple(dict.fromkeys(row.next for row in rows))
    keys = tuple(dict.fromkeys((row.sample, row.trigger, row.days) for row in rows))
    return Table(
        caption="What comes first after an act at the start of a dispute, 1992-2005 (in %, 95 % "
        "interval)",
        columns=("disputes", "act", "days", *causes),
        rows=tuple(
            (key[0], _RUNGS[key[1]], str(key[2]),
             *(_percent(found[(*key, cause)]) for cause in causes))
            for key in keys
        ),
    )  # fmt: skip


def _percent(row: ReplyChanceRow) -> str:
    return f"{100 * row.best:.1f} ({100 * row.low:.1f} to {100 * row.high:.1f})"


def score_table() -> Table:
    """How much better than a baseline replies are foreseen in unseen disputes."""
    return Table(
        caption="How replies are foreseen in disputes not seen: gain in log-likelihood per act over a "
        "baseline; habit is the baseline without any reaction",
        columns=("disputes", "model", "against", "gain", "interval", "number", "acts"),
        rows=tuple(
            (row.sample, row.model, row.against, f"{row.gain:+.3f}",
             f"{row.low:+.3f} to {row.high:+.3f}", str(row.disputes), f"{row.acts:,}")
            for row in reply_scores()
        ),
    )  # fmt: skip


def crisis_table() -> Table:
    """What actors in crises answer, and after how many days."""
    return Table(
        caption="What answers what in international crises since 1918 (share, 95 % interval; days: "
        "quartiles)",
        columns=("trigger", "answer", "actors", "share", "interval", "days"),
        rows=tuple(
            (row.trigger, row.answer, f"{row.cases} of {row.actors}", f"{row.share:.2f}",
             f"{row.low:.2f} to {row.high:.2f}",
             f"{row.days_25}, {row.days_50}, {row.days_75}" if row.days_50 is not None else "")
            for row in crisis_responses()
        ),
    )  # fmt: skip


def war_table() -> Table:
    """How often force became war."""
    return Table(
        caption="Of disputes with use of force, those that reached war, 1816-2005 (share drawn towards "
        "all groups, 90 % interval)",
        columns=("group", "wars", "share", "interval"),
        rows=tuple(
            (row.group, f"{row.wars} of {row.disputes}", f"{row.best:.3f}",
             f"{row.low:.3f} to {row.high:.3f}")
            for row in force_to_war()
        ),
    )  # fmt: skip
