"""``detente evaluate escalation PANEL.parquet --from YEAR``: rolling origin, and frozen."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from detente.app.evaluate_escalation import EscalationEvaluation


def evaluate_panel(panel: Path, predictions: Path | None, *, start: int, as_json: bool) -> None:
    """Predict, write and print."""
    from detente.app.evaluate_escalation import evaluate_escalation  # noqa: PLC0415

    watched = sys.stderr.isatty()

    def progress(year: int, left: int) -> None:
        if watched:
            click.echo(f"\r{year} done, {left} to go ", err=True, nl=left == 0)

    done = evaluate_escalation(
        panel,
        start=start,
        predictions=predictions,
        progress=progress,
        tell=lambda words: click.echo(words, err=True),
    )
    click.echo(json.dumps(_record(done), indent=1) if as_json else _words(done))


def _record(done: EscalationEvaluation) -> dict[str, object]:
    return {
        "vintage": dict(done.vintage),
        "predicted": done.predicted,
        "unscored": done.unscored,
        "scores": {
            split: {
                "years": [scores.first_year, scores.last_year],
                "rows": scores.rows,
                "pairs": scores.pairs,
                "figures": {
                    name: [figure.value, figure.low, figure.high]
                    for name, figure in scores.figures.items()
                },
            }
            for split, scores in done.scores.items()
        },
    }


def _words(done: EscalationEvaluation) -> str:
    lines = [f"{done.predicted:,} politically relevant pair-years predicted one step ahead"]
    if done.unscored:
        lines.append(f"{done.unscored:,} of them have no outcome on record and are not scored")
    vintage = ", ".join(f"{name} {year}" for name, year in sorted(done.vintage.items()))
    lines.append(f"Vintage, last year of data: {vintage or 'not said by the panel'}")
    for split, scores in done.scores.items():
        years = f"{scores.first_year}-{scores.last_year}"
        lines.append(f"\n{split}, {years}: {scores.rows:,} pair-years of {scores.pairs:,} pairs")
        width = max(map(len, scores.figures))
        for name, figure in scores.figures.items():
            interval = f"[{figure.low:.4f}, {figure.high:.4f}]"
            lines.append(f"  {name:<{width}}  {figure.value:8.4f}  {interval}")
    lines.append("\nIntervals: 95 %, whole pairs drawn with replacement (seed 2026).")
    return "\n".join(lines)
