"""``detente settle``: what the parties around a table could accept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.printed import print_table
from detente.cli.settle_confidence import on_screen, opened, seal, sealed_option, unseal
from detente.cli.settle_path import commitments, path, rounds
from detente.cli.settle_positions import positions
from detente.cli.settle_print import Words
from detente.cli.settle_robustness import robust

if TYPE_CHECKING:
    from detente.model.settlement import Assessment


class TableOrVerb(click.Group):
    """A first word that is no verb is the table."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Hand everything but the verbs to ``table``."""
        verb = args[0] if args and args[0] in self.commands else "table"
        return super().resolve_command(ctx, args if verb == args[0] else [verb, *args])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let options stand before the table."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["table", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=TableOrVerb,
    epilog="Exit codes: 0 done, with or without a zone; 1 the table cannot be used; 2 wrong usage; "
    "130 stopped by Ctrl-C, with the best found so far.",
)
def settle() -> None:
    """Say what the parties around a table could accept, or what would have to move.

    \b
    Examples:
      detente settle examples/settlement/harbour.toml
      detente settle TABLE.toml --json
      detente settle GENIUS_FOLDER
      detente settle TABLE.toml --csv > frontier.csv
      detente settle TABLE.toml --svg pictures/
      detente settle draft READING.json > TABLE.toml
      detente settle robust TABLE.toml
      detente settle positions POSITIONS.csv
      detente settle path TABLE.toml
      detente settle rounds TABLE.toml ROUNDS.toml
      detente settle commitments TABLE.toml --start 2031-05-01 > proposal.json
      detente settle seal TABLE.toml --set ald.walk_away
      detente settle TABLE.toml --sealed
    """


settle.add_command(seal)
settle.add_command(unseal)
settle.add_command(path)
settle.add_command(rounds)
settle.add_command(commitments)
settle.add_command(robust)
settle.add_command(positions)


@settle.command("table")
@click.argument("table", type=click.Path(path_type=Path))
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option("--csv", "form", flag_value="csv", help="Print the frontier as CSV with a header.")
@click.option("--chart", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.svg",
              help="Write the picture of the frontier.")  # fmt: skip
@click.option("--svg", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Write every picture and its table into a folder.")  # fmt: skip
@click.option("--seconds", type=click.FloatRange(min=0), metavar="N",
              help="Stop a long search after this time, with the best found so far.")  # fmt: skip
@sealed_option
def of_table(
    *, table: Path, form: str | None, chart: Path | None, svg: Path | None,
    seconds: float | None, sealed: bool,
) -> None:  # fmt: skip
    """Assess TABLE.toml: zone, frontier, solutions, or what must move (the default verb).

    TABLE may be a Genius domain too: its folder, or one of its XML files.
    """
    from detente.app.settle import as_record, settle_table  # noqa: PLC0415 - help stays quick

    read = opened(table, sealed=sealed)
    if form or chart or svg:
        read.refuse("--" + (form or ("chart" if chart else "svg")))
    on_screen(read)
    words = Words()
    done = settle_table(read, tell=words, seconds=seconds)
    if chart is not None:
        from detente.render.settlement_charts import frontier_chart  # noqa: PLC0415

        chart.write_text(frontier_chart(done).svg, encoding="utf-8")
    if svg is not None:
        _pictures(done, svg)
    if form == "json":
        click.echo(json.dumps(as_record(done), ensure_ascii=False, indent=1))
    elif form == "csv":
        from detente.render.export import table_csv  # noqa: PLC0415
        from detente.render.settlement import frontier_table  # noqa: PLC0415

        click.echo(table_csv(frontier_table(done)), nl=False)
    else:
        _print(done)
    words.finish()


@settle.command("draft")
@click.argument("reading", type=click.Path(allow_dash=True))
def of_reading(*, reading: str) -> None:
    """Draft a table from the demands of READING.json; people add weights and walk-aways."""
    from detente.app.settle import draft_table  # noqa: PLC0415

    click.echo(draft_table(reading), nl=False)


def _pictures(done: Assessment, folder: Path) -> None:
    from detente.app.settle import pictures  # noqa: PLC0415
    from detente.render.export import table_csv  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    for name, chart in pictures(done).items():
        (folder / f"{name}.svg").write_text(chart.svg, encoding="utf-8")
        (folder / f"{name}.csv").write_text(table_csv(chart.table), encoding="utf-8")


def _print(done: Assessment) -> None:
    from detente.render.settlement import (  # noqa: PLC0415
        envy_table,
        frontier_table,
        moves_table,
        solutions_table,
        survival_table,
    )

    click.echo(f"{done.table.title or 'Settlement'}: {done.outcomes:,} packages")
    if done.zone:
        click.echo("There is a zone of possible agreement.\n")
        print_table(solutions_table(done))
        print_table(frontier_table(done))
        if done.table.ratifiers or done.table.coalitions:
            print_table(survival_table(done))
        if any(issue.shares for issue in done.table.issues):
            print_table(envy_table(done))
    else:
        click.echo("There is no zone: no package keeps every party at or above its walk-away.\n")
        print_table(moves_table(done))
    for note in done.notes:
        click.echo(f"Note: {note}.")
