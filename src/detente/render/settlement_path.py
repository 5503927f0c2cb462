"""The way to a settlement as tables: steps, temptations, consent; rounds of a single text."""

from __future__ import annotations

import math

from detente.model.settlement import BargainingTable, Range
from detente.model.settlement_path import Change, SettlementPath, Temptation
from detente.model.settlement_rounds import Comment, SingleText
from detente.render.tables import Table


def steps_table(path: SettlementPath) -> Table:
    """Every change of every step, what verifies it, and where each party then stands."""
    names = _names(path.table)
    issues = {issue.key: issue.name for issue in path.table.issues}
    rows = [
        (
            str(step.number) if at == 0 else "",
            issues[change.issue],
            change.was,
            change.becomes,
            ", ".join(names[key] for key in change.givers) or "nobody",
            _verified(change),
            *(f"{step.worths[key]:.1f}" if at == 0 else "" for key in names),
            ("yes" if step.reciprocal else "no") if at == 0 else "",
        )
        for step in path.steps
        for at, change in enumerate(step.changes)
    ]
    start = ("today", "", "", "", "", "", *(f"{path.worths_today[key]:.1f}" for key in names), "")
    return Table(
        caption="Step by step; after each, nobody stands below its walk-away",
        columns=("step", "issue", "from", "to", "who gives", "verified by",
                 *(f"{name}: worth" for name in names.values()), "reciprocal"),
        rows=(start, *rows),
    )  # fmt: skip


def _verified(change: Change) -> str:
    if not change.verified_by:
        return "nothing named"
    return f"{change.verifier} (recalled)" if change.recalled else change.verifier


def temptations_table(path: SettlementPath) -> Table:
    """Per step and party: what reneging brings, against detection times loss."""
    names = _names(path.table)
    return Table(
        caption="Gain from leaving one's part undone, against the chance of being caught times "
        "what is then lost",
        columns=("step", "party", "leaves undone", "gain", "loss if caught", "detection",
                 "needed", "by itself", "guarantor adds"),
        rows=tuple(
            (
                str(step.number),
                names[one.party],
                ", ".join(one.issues),
                f"{one.gain:.1f}",
                f"{one.loss:.1f}",
                _range(one.detection),
                _needed(one),
                one.verdict.value,
                f"{one.guarantee:.1f}" if one.guarantee else "",
            )
            for step in path.steps
            for one in step.temptations
        ),
    )  # fmt: skip


def _range(known: Range | None) -> str:
    if known is None:
        return "not judged"
    return f"{known.low:.2f}" if known.exact else f"{known.low:.2f} to {known.high:.2f}"


def _needed(one: Temptation) -> str:
    return "none is enough" if not math.isfinite(one.needed) or one.needed > 1 else (
        f"{one.needed:.2f}"
    )  # fmt: skip


def consent_table(path: SettlementPath) -> Table:
    """Bodies that ratify, and members that stay in their coalition or leave it."""
    names = _names(path.table)
    coalitions = {one.key: one.name for one in path.table.coalitions}
    rows = [(names[one.party], one.body, "ratifies", one.verdict.value, f"{one.margin:+.1f}",
             "yes" if one.blocks else "no") for one in path.ratification]  # fmt: skip
    for holding in path.coalitions:
        rows += [
            (names[one.party], coalitions[holding.coalition], "stays", one.verdict.value,
             f"{one.margin:+.1f}", "yes" if one.blocks else "no")
            for one in holding.members
        ]  # fmt: skip
    return Table(
        caption="Who must consent at home, and who can break away",
        columns=("party", "body or coalition", "asked to", "verdict", "margin", "blocks alone"),
        rows=tuple(rows),
    )


def coalition_table(path: SettlementPath) -> Table:
    """Whether each coalition holds under the package."""
    names = _names(path.table)
    coalitions = {one.key: one.name for one in path.table.coalitions}
    return Table(
        caption="Coalitions under the package",
        columns=("coalition", "needs", "surely stays", "at most", "verdict", "can block"),
        rows=tuple(
            (
                coalitions[one.coalition],
                f"{one.needs:.2f}",
                f"{one.staying:.2f}",
                f"{one.at_most:.2f}",
                one.verdict.value,
                "; ".join(" + ".join(names[key] for key in group) for group in one.blocking),
            )
            for one in path.coalitions
        ),
    )


def rounds_table(text: SingleText) -> Table:
    """Every version of the text with what changed and what it is worth."""
    names = _names(text.table)
    rows = []
    for at, one in enumerate(text.rounds):
        before = text.rounds[at - 1].options if at else {}
        changed = [f"{k}: {o}" for k, o in one.options.items() if before.get(k) != o]
        rows.append(
            (
                str(at + 1),
                "; ".join(changed) or "nothing",
                *(f"{text.worths[at][key]:.1f}" for key in names),
                ", ".join(names[key] for key in text.below[at]) or "nobody",
                "yes" if text.ruled_out[at] else "no",
                "; ".join(_said(comment, names) for comment in one.comments),
            )
        )
    return Table(
        caption="The text, round by round",
        columns=("round", "changed", *(f"{name}: worth" for name in names.values()),
                 "below walk-away", "ruled out", "comments"),
        rows=tuple(rows),
    )  # fmt: skip


def _said(comment: Comment, names: dict[str, str]) -> str:
    wants = f" {comment.wants}" if comment.wants else ""
    words = f" ({comment.words})" if comment.words else ""
    return f"{names[comment.party]} {comment.answer.value}{wants} on {comment.issue}{words}"


def revisions_table(text: SingleText) -> Table:
    """What could be changed next without hurting anybody."""
    names = _names(text.table)
    return Table(
        caption="What could be changed next: somebody gains, nobody loses",
        columns=("change", *(f"{name}: gains" for name in names.values()), "meets"),
        rows=tuple(
            (
                "; ".join(f"{key}: {option}" for key, option in one.changes.items()),
                *(f"{one.gains[key]:+.1f}" for key in names),
                "; ".join(_said(comment, names) for comment in one.answers),
            )
            for one in text.revisions
        ),
    )


def _names(table: BargainingTable) -> dict[str, str]:
    return {party.key: party.name for party in table.parties}
