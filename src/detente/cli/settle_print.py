"""A table on the terminal, as every ``detente settle`` command prints it."""

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
