"""What every ``detente settle`` command prints alike: tables, words, and a stop by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from detente.render.tables import Table


def print_table(table: Table) -> None:
    """Print the caption and the rows, columns as wide as they must be."""
    rows = [table.columns, *table.rows]
    widths = [max(len(row[at]) for row in rows) for at in range(len(table.columns))]
    click.echo(table.caption)
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  " + "  ".join(cells).rstrip())
    click.echo()


class Words:
    """Tells words on standard error, and remembers whether Ctrl-C cut the work short.

    Attributes:
        stopped: Whether it did.
    """

    def __init__(self) -> None:
        self.stopped = False

    def __call__(self, words: str) -> None:
        """Tell."""
        from detente.app.settle import STOPPING  # noqa: PLC0415 - help stays quick

        self.stopped = self.stopped or words == STOPPING
        click.echo(words, err=True)

    def finish(self) -> None:
        """Leave with the exit code of an interruption if there was one."""
        if self.stopped:
            click.get_current_context().exit(130)
