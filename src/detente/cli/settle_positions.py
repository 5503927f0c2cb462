"""``detente settle positions``: position arithmetic, three models side by side."""

from __future__ import annotations

import json
from pathlib import Path

import click

from detente.cli.printed import print_table
from detente.cli.settle_confidence import TABLE


@click.command()
@click.argument("positions", type=TABLE)
@click.option("--rounds", type=click.IntRange(1, 100), default=10, show_default=True,
              help="Rounds of the challenge model, turns of the spatial one.")  # fmt: skip
@click.option("--needs", type=click.FloatRange(0, 1), default=0.5, show_default=True,
              help="Share of capability times salience that must not be against.")  # fmt: skip
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option("--csv", "form", flag_value="csv", help="Print the models side by side as CSV.")
@click.option("--svg", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Write positions over rounds, a picture and a table an issue.")  # fmt: skip
def positions(
    *, positions: Path, rounds: int, needs: float, form: str | None, svg: Path | None
) -> None:
    """Say what three models expect from POSITIONS.csv, first where they disagree.

    \b
    Examples:
      detente settle positions examples/settlement/positions.csv
      detente settle positions POSITIONS.csv --rounds 5 --svg pictures/
      detente settle positions POSITIONS.csv --csv

    POSITIONS.csv has the columns issue, actor, position, salience (0 to 1), capability. The models
    were tested mainly on law-making inside binding institutions: this is arithmetic, no forecast.
    """
    from detente.app.settle_positions import expect, positions_record  # noqa: PLC0415
    from detente.render.export import table_csv  # noqa: PLC0415
    from detente.render.settlement_positions import (  # noqa: PLC0415
        blocking_table,
        disagreement_table,
        pull_table,
        rounds_chart,
    )
    from detente.settlement.position_models import SCOPE  # noqa: PLC0415

    found, aside = expect(positions, rounds=rounds, needs=needs)
    for words in aside:
        click.echo(f"set aside {words}", err=True)
    if svg is not None:
        svg.mkdir(parents=True, exist_ok=True)
        for number, one in enumerate(found, 1):
            chart = rounds_chart(one)
            (svg / f"issue-{number}.svg").write_text(chart.svg, encoding="utf-8")
            (svg / f"issue-{number}.csv").write_text(table_csv(chart.table), encoding="utf-8")
    if form == "json":
        click.echo(json.dumps(positions_record(found), ensure_ascii=False, indent=1))
    elif form == "csv":
        click.echo(table_csv(disagreement_table(found)), nl=False)
    else:
        for table in (disagreement_table, pull_table, blocking_table):
            print_table(table(found))
        click.echo(f"Note: {SCOPE}.")
