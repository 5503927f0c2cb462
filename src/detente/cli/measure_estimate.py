"""``detente measures estimate``: the same model on a user's own file."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("estimate")
@click.argument("measure")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV with a header.")
def estimate(*, measure: str, file: Path, form: str | None) -> None:
    """Fit our model on your own FILE: how does MEASURE go together with what happened?

    \b
    Examples:
      detente measures estimate notification ACTS.csv
      detente measures estimate dialogue PAIR_YEARS.csv --json

    \b
    FILE is a CSV of one of two kinds, told apart by its columns:
      daily acts   date,actor,target,rung,in_force[,dispute]
                   rung 2 threat, 3 display, 4 use of force; rows at rung 1 are passed over
      pair-years   actor1,actor2,year,onset,in_force
                   onset 1 in the year in which it began; in_force as of before it

    in_force is 1 where the measure was in force and 0 where not. Any further column is held equal.
    Errors are clustered by pair. What comes out is an adjusted association and not an effect.
    """
    from detente.app.estimate import estimate as run  # noqa: PLC0415 - help stays quick
    from detente.model.serialise import to_plain  # noqa: PLC0415
    from detente.render.estimate import estimate_table, sentences  # noqa: PLC0415

    done = run(measure, file)
    for words in done.set_aside[:5]:
        click.echo(f"set aside {words}", err=True)
    if len(done.set_aside) > 5:
        click.echo(f"set aside {len(done.set_aside) - 5} rows more", err=True)
    if form == "json":
        click.echo(json.dumps(to_plain(done), ensure_ascii=False, indent=1))
    elif form == "csv":
        from detente.render.export import table_csv  # noqa: PLC0415

        click.echo(table_csv(estimate_table(done)), nl=False)
    else:
        click.echo("\n".join(sentences(done)))
