"""``detente outlook --fatalities COUNTRY``."""

from __future__ import annotations

from pathlib import Path

import click


def show_fatalities(
    country: str,
    *,
    form: str | None,
    seed: int,
    history: Path | None,
    draws: Path | None,
    svg: Path | None,
) -> None:
    """Print the outlook on deaths; write draws and picture where asked."""
    from detente.app.outlook_fatalities import fatalities_text  # noqa: PLC0415 - help stays quick

    text = fatalities_text(
        country, form=form, seed=seed, history=history, draws=draws, pictures=svg
    )
    click.echo(text, nl=False)
