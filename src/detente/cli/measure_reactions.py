"""``detente measures reactions``: how sides answered each other, and how sure that is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import click

from detente.cli.printed import print_table

if TYPE_CHECKING:
    from detente.render.tables import Table

PARTS: Final = ("replies", "scores", "crises", "force to war")


@click.command("reactions")
@click.argument("part", type=click.Choice(PARTS), required=False)
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print one part as CSV with a header.")
def reactions(*, part: str | None, form: str | None) -> None:
    """Show how sides answered each other: replies, scores on unseen disputes, crises, war.

    \b
    Examples:
      detente measures reactions
      detente measures reactions scores
      detente measures reactions replies --csv
    """
    from detente.render.export import table_csv  # noqa: PLC0415 - help stays quick
    from detente.render.reactions import reaction_tables  # noqa: PLC0415

    found = reaction_tables()
    if form == "csv":
        if part is None:
            raise click.UsageError(f"--csv needs one part: {', '.join(PARTS)}")
        click.echo(table_csv(found[part]), nl=False)
        return
    chosen = {part: found[part]} if part else found
    if form == "json":
        click.echo(json.dumps(_records(chosen), ensure_ascii=False, indent=1))
        return
    for table in chosen.values():
        print_table(table)
    click.echo(
        "Associations in past disputes, not what will happen; nothing here claims an effect."
    )


def _records(chosen: dict[str, Table]) -> dict[str, list[dict[str, str]]]:
    return {
        name: [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        for name, table in chosen.items()
    }
