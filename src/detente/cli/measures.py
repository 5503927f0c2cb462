"""``detente measures``: what can be done, and what a crisis simulation says of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.measure_catalogue import show
from detente.cli.measure_estimate import estimate
from detente.cli.measure_reactions import reactions
from detente.cli.printed import print_table
from detente.cli.progress import progress_bar

if TYPE_CHECKING:
    from detente.model.crisis_answer import CrisisAnswer, Sensitivity
    from detente.ports.workers import Workers


class MeasureOrVerb(click.Group):
    """A first word that is no verb is a measure of the catalogue; none lists all."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hand everything but the verbs to ``show``."""
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=MeasureOrVerb,
    epilog="Exit codes: 0 done; 1 a file cannot be used; 2 the command was not understood.",
)
def measures() -> None:
    """List the measures that could lower risk, or test them in a crisis simulation.

    \b
    Examples:
      detente measures                 the catalogue
      detente measures trade           one measure with its evidence
      detente measures test examples/measures/naval.toml --with hotline,incidents-at-sea
      detente measures scenario READING.json -o SCENARIO.toml
      detente measures estimate notification ACTS.csv
      detente measures reactions       how sides answered each other
    """


measures.add_command(show)
measures.add_command(estimate)
measures.add_command(reactions)


@measures.command("test")
@click.argument("scenario", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with", "wanted", default="", metavar="ID,ID", help="Measures to take, by id.")
@click.option("--seed", type=click.IntRange(min=0, max=2**64 - 1), help="On which chance hangs.")
@click.option("--runs", type=click.IntRange(min=4096), metavar="N",
              help="Crises for each structure and set of measures (65,536).")  # fmt: skip
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option("--csv", "form", flag_value="csv", help="Print the table of effects as CSV.")
@click.option("--svg", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Write every picture and its table into a folder.")  # fmt: skip
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.html",
              help="Write one page with all pictures, tables and assumptions.")  # fmt: skip
@click.option("--sensitivity", is_flag=True,
              help="Say which inputs the answer turns on, and where a measure fails.")  # fmt: skip
@click.option("--no-pairs", is_flag=True, help="Leave pairs of measures out.")
@click.option("--processes", type=click.IntRange(min=1), metavar="N", help="Share the work.")
@click.option("--cluster", metavar="ADDRESS", help="Share the work over a Dask cluster.")
def of_scenario(
    *, scenario: Path, wanted: str, seed: int | None, runs: int | None, form: str | None,
    svg: Path | None, html: Path | None, sensitivity: bool, no_pairs: bool,
    processes: int | None, cluster: str | None,
) -> None:  # fmt: skip
    """Play SCENARIO.toml many times with and without measures, under both structures.

    \b
    Examples:
      detente measures test examples/measures/naval.toml --with hotline
      detente measures test SCENARIO.toml --with hotline,arms-limit --html out.html
      detente measures test SCENARIO.toml --with hotline --sensitivity --json

    The spiral and the deterrence structure are shown side by side and never averaged. The same
    seed gives the same bytes, however the work is shared.
    """
    from detente.app.measures import (  # noqa: PLC0415
        RUNS,
        SEED,
        Trial,
        load,
        try_measures,
        what_it_turns_on,
    )  # fmt: skip

    names = tuple(name.strip() for name in wanted.split(",") if name.strip())
    with progress_bar("playing", shown=48) as progress:
        trial = Trial(
            seed=SEED if seed is None else seed,
            runs=runs or RUNS,
            pairs=not no_pairs,
            workers=_workers(processes, cluster),
            progress=progress,
        )
        crisis = load(scenario)
        answer = try_measures(crisis, names, trial)
        turns_on = what_it_turns_on(crisis, names, answer, trial) if sensitivity else ()
    _write(answer, turns_on, svg=svg, html=html)
    _show(answer, turns_on, form)


@measures.command("scenario")
@click.argument("reading", type=click.Path(allow_dash=True))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="TOML",
              help="Write the draft into a file and not to standard output.")  # fmt: skip
def of_reading(*, reading: str, output: Path | None) -> None:
    """Draft a scenario from READING.json, or from reports: actors, rungs and demands.

    \b
    Examples:
      detente brief reports/ --json > READING.json
      detente measures scenario READING.json -o SCENARIO.toml
      detente measures test SCENARIO.toml --with hotline

    How strong the sides are and what the quarrel is worth to them is left to people.
    """
    from detente.app.measures import draft_crisis  # noqa: PLC0415 - help stays quick

    drafted = draft_crisis(reading)
    if output is None:
        click.echo(drafted, nl=False)
    else:
        output.write_text(drafted, encoding="utf-8")
        click.echo(f"wrote {output}: fill in capabilities and stakes", err=True)


def _workers(processes: int | None, cluster: str | None) -> Workers | None:
    if processes and cluster:
        raise click.UsageError("--processes and --cluster exclude each other")
    from detente.adapters.workers import Cluster, Processes  # noqa: PLC0415

    if cluster:
        return Cluster(cluster)
    return Processes(processes) if processes else None


def _write(
    answer: CrisisAnswer, turns_on: Sequence[Sensitivity], *, svg: Path | None, html: Path | None
) -> None:
    if svg is not None:
        from detente.render.export import table_csv  # noqa: PLC0415
        from detente.render.measures_page import charts  # noqa: PLC0415

        svg.mkdir(parents=True, exist_ok=True)
        for name, chart in charts(answer).items():
            (svg / f"{name}.svg").write_text(chart.svg, encoding="utf-8")
            (svg / f"{name}.csv").write_text(table_csv(chart.table), encoding="utf-8")
    if html is not None:
        from detente.render.measures_page import measures_page  # noqa: PLC0415

        html.write_text(measures_page(answer, turns_on), encoding="utf-8")


def _show(answer: CrisisAnswer, turns_on: Sequence[Sensitivity], form: str | None) -> None:
    if form == "json":
        from detente.app.measures import as_record  # noqa: PLC0415

        click.echo(json.dumps(as_record(answer, turns_on), ensure_ascii=False, indent=1))
    elif form == "csv":
        from detente.render.export import table_csv  # noqa: PLC0415
        from detente.render.measures import effects_table  # noqa: PLC0415

        click.echo(table_csv(effects_table(answer)), nl=False)
    else:
        _print(answer, turns_on)


def _print(answer: CrisisAnswer, turns_on: Sequence[Sensitivity]) -> None:
    from detente.render.measures_page import how, tables  # noqa: PLC0415
    from detente.render.measures_sensitivity import sensitivity_tables  # noqa: PLC0415

    click.echo(f"{answer.title}\n{how(answer)}\n")
    for sentence in answer.sentences:
        click.echo(f"{sentence}\n")
    for table in (*tables(answer).values(), *sensitivity_tables(turns_on)):
        print_table(table)
    for note in answer.notes:
        click.echo(f"Note: {note}")
