"""``detente balance``: how an alliance's burdens, benefits and capabilities lie."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.options import Day
from detente.cli.printed import print_table

if TYPE_CHECKING:
    from detente.model.balance import BalanceSheet


class GroupOrVerb(click.Group):
    """A first word that is no verb is an alliance."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hand everything but the verbs to ``of``."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["of", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=GroupOrVerb,
    epilog="Exit codes: 0 done; 1 a group or file cannot be used; 2 wrong usage.",
)
def balance() -> None:
    """Show how an alliance's burdens, benefits and capabilities lie. There is no single index.

    \b
    Examples:
      detente balance NATO
      detente balance NATO --against RUS --html balance.html
      detente balance POL,DEU,FRA --figures MY.csv --votes VOTES.csv
      detente balance NATO --svg scatter.svg
      detente balance template economic > MY.csv
    """


@balance.command("of")
@click.argument("group")
@click.option(
    "--against", default="", metavar="GROUP", help="The other side, for power and border."
)
@click.option("--figures", type=click.Path(path_type=Path, dir_okay=False), metavar="CSV",
              help="Your own figures: indicator,member,year,value,source.")  # fmt: skip
@click.option("--votes", type=click.Path(path_type=Path, dir_okay=False), metavar="CSV",
              help="Votes: vote,member,position (yes, no, abstain).")  # fmt: skip
@click.option("--reading", default="", metavar="READING.json",
              help="Where members' stated positions are taken from.")  # fmt: skip
@click.option("--as-of", type=Day(), metavar="DAY", help="Day on which membership is judged.")
@click.option("--seed", type=click.IntRange(min=0), default=7, show_default=True,
              help="On which the intervals hang.")  # fmt: skip
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option("--csv", "form", flag_value="csv", help="Print every figure with its definition.")
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.svg",
              help="Write burden against capacity as a scatter.")  # fmt: skip
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.html",
              help="Write one page with the picture and all tables.")  # fmt: skip
def of_group(
    *, group: str, against: str, figures: Path | None, votes: Path | None, reading: str,
    as_of: dt.date | None, seed: int, form: str | None, svg: Path | None, html: Path | None,
) -> None:  # fmt: skip
    """Show GROUP: an organisation with members on file, or states such as POL,DEU (the default).

    Each definition has a table of its own. Under a definition your figures replace all shipped
    ones. A star marks what was recalled and not read.
    """
    from detente.app.balance import SCHEMA, sheet  # noqa: PLC0415 - help stays quick

    done = sheet(
        group, against=against, figure_file=figures, vote_file=votes, reading=reading,
        as_of=as_of, seed=seed,
    )  # fmt: skip
    _write(done, svg, html)
    if form == "json":
        from detente.model.serialise import to_plain  # noqa: PLC0415

        click.echo(json.dumps({"schema": SCHEMA, **to_plain(done)}, ensure_ascii=False, indent=1))
    elif form == "csv":
        from detente.render.balance import figure_records  # noqa: PLC0415
        from detente.render.export import csv_text  # noqa: PLC0415

        click.echo(csv_text(figure_records(done)), nl=False)
    else:
        _print(done)


@balance.command("template")
@click.argument("panel")
def of_panel(*, panel: str) -> None:
    """Print an empty CSV for PANEL: input, output, economic, political, benefit or power."""
    from detente.app.balance import template  # noqa: PLC0415 - help stays quick

    click.echo(template(panel), nl=False)


def _write(done: BalanceSheet, svg: Path | None, html: Path | None) -> None:
    if svg is not None:
        from detente.render.balance_chart import burden_chart  # noqa: PLC0415
        from detente.render.export import table_csv  # noqa: PLC0415

        chart = burden_chart(done)
        svg.write_text(chart.svg, encoding="utf-8")
        svg.with_suffix(".csv").write_text(table_csv(chart.table), encoding="utf-8")
        click.echo(f"wrote {svg} and its table {svg.with_suffix('.csv')}", err=True)
    if html is not None:
        from detente.render.balance import balance_page  # noqa: PLC0415

        html.write_text(balance_page(done), encoding="utf-8")


def _print(done: BalanceSheet) -> None:
    from detente.render.balance import definition_lines, tables  # noqa: PLC0415

    other = f" against {done.other}" if done.other else ""
    click.echo(f"{done.group}{other}: {len(done.members)} members. No single index.\n")
    for one in done.tables:
        if one.figures:
            click.echo("\n".join(definition_lines(one)) + "\n")
    definitions = {f"{one.panel}: {one.indicator}" for one in done.tables}
    for name, table in tables(done).items():
        if name not in definitions:
            print_table(table)
    for note in done.notes:
        click.echo(f"Note: {note}.")
