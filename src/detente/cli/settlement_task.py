"""``detente evaluate settlement FOLDER``: every negotiation domain under a folder, solved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

import click


def evaluate_settlement(root: Path, predictions: TextIO | None, *, as_json: bool) -> None:
    """Solve every domain and write one JSON object, path to figures."""
    from detente.app.evaluate_settlement import evaluate_domains  # noqa: PLC0415

    answers = {}
    for domain in evaluate_domains(root):
        answers[domain.path] = domain.figures
        if domain.failed:
            click.echo(f"{domain.path}: {domain.figures['error']}", err=True)
    if predictions is not None:
        json.dump(answers, predictions, indent=1)
        predictions.write("\n")
        predictions.flush()
    figures = {
        "domains": len(answers),
        "failed": sum("error" in figures for figures in answers.values()),
    }
    taken = predictions is not None and predictions.name in ("-", "<stdout>")
    lines = [json.dumps(figures)] if as_json else [f"{k:<8} {v}" for k, v in figures.items()]
    click.echo("\n".join(lines), err=taken)
