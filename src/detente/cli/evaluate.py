"""``detente evaluate``: the only road by which accuracy is claimed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from detente.cli.engines import SCORERS

if TYPE_CHECKING:
    from detente.app.evaluate import Evaluation, Failure

_NAMED: Final = 5
_TASKS: Final = (
    "actors",
    "attribution",
    "coding",
    "escalation",
    "fatalities",
    "relations",
    "settlement",
)


class FileOrFolder(click.File):
    """An open text file, or the path of a folder for the task that takes one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Open a file; hand a folder on as its path."""
        return Path(value) if Path(value).is_dir() else super().convert(value, param, ctx)


@click.command(
    epilog="Exit codes: 0 done, also when rows failed; 1 nothing could be evaluated; 2 wrong usage."
)
@click.argument("task", type=click.Choice(_TASKS))
@click.argument("file", type=FileOrFolder("r", encoding="utf-8", errors="replace"))
@click.option(
    "--predictions",
    type=click.File("w", encoding="utf-8", lazy=False),
    metavar="OUT.jsonl",
    help="Write exactly one prediction per row, in order; - for standard output.",
)
@click.option(
    "--actors",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="ACTORS.csv",
    help="Your own actors; they add to the built-in ones and win.",
)
@click.option("--only-actors", is_flag=True, help="Use ACTORS.csv alone.")
@click.option(
    "--scorer",
    type=click.Choice(SCORERS),
    help="What types events with the rules (rules: nothing).  [default: the best installed]",
)
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    metavar="N",
    help="Fit the n-grams anew per fold: for rows the shipped scorers were fitted on.",
)
@click.option(
    "--from",
    "start",
    type=int,
    metavar="YEAR",
    help="escalation: first year predicted, each from a fit on the years before.",
)
@click.option(
    "--window", type=int, metavar="YEAR", help="fatalities: calendar year that is predicted."
)
@click.option(
    "--seed", type=int, default=2026, show_default=True, help="fatalities: seed of every draw."
)
@click.option("--json", "as_json", is_flag=True, help="Print the metrics as one JSON object.")
def evaluate(
    task: str,
    file: TextIO | Path,
    *,
    predictions: TextIO | None,
    actors: Path | None,
    only_actors: bool,
    scorer: str | None,
    folds: int | None,
    start: int | None,
    window: int | None,
    seed: int,
    as_json: bool,
) -> None:
    """Score a labelled file, one JSON object a line; - reads standard input.

    \b
    Examples:
      detente evaluate relations pairs.jsonl --predictions out.jsonl
      detente evaluate coding headlines.jsonl --actors actors.csv --only-actors
      detente evaluate relations pairs.jsonl --folds 5 --json
      detente evaluate escalation PANEL.parquet --from 1970 --predictions out.parquet
      detente evaluate fatalities COUNTRY_MONTH.parquet --window 2021 --predictions out.parquet

    \b
    A row needs only the fields its task reads:
      relations    marked, or text, source and target
      coding       text, and date if known
      attribution  id and text
      actors       text, and kw.query_date if known

    The task escalation takes a panel (detente outlook panel) and writes Parquet.
    The task fatalities takes deaths by country and month as the VIEWS challenge lays them out and
    writes 1,000 draws each as Parquet.
    The task settlement takes a folder tree of Genius domains and writes one JSON object.

    A row that fails gets the empty prediction and is counted on standard error. Metrics are
    printed for the labels found.
    """
    if isinstance(file, Path) != (task == "settlement"):
        raise click.UsageError("settlement takes a folder of domains, every other task a file")
    if isinstance(file, Path):
        from detente.cli.settlement_task import evaluate_settlement  # noqa: PLC0415

        evaluate_settlement(file, predictions, as_json=as_json)
        return
    if task == "escalation":
        from detente.cli.escalation_task import evaluate_panel  # noqa: PLC0415

        if start is None:
            raise click.UsageError("escalation needs --from YEAR, the first year predicted")
        written = Path(predictions.name) if predictions is not None else None
        evaluate_panel(Path(file.name), written, start=start, as_json=as_json)
        return
    if task == "fatalities":
        from detente.cli.fatality_task import evaluate_window  # noqa: PLC0415

        if window is None:
            raise click.UsageError("fatalities needs --window YEAR, the calendar year to predict")
        written = Path(predictions.name) if predictions is not None else None
        evaluate_window(Path(file.name), written, window=window, seed=seed, as_json=as_json)
        return
    from detente.app.evaluate import evaluate as run  # noqa: PLC0415 (help must come at once)
    from detente.reading.evaluation import EvaluationOptions  # noqa: PLC0415

    if only_actors and actors is None:
        raise click.UsageError("--only-actors needs --actors ACTORS.csv")
    done = run(
        task,
        file,
        options=EvaluationOptions(actors=actors, only_actors=only_actors, scorer=scorer or ""),
        folds=folds or 0,
    )
    if predictions is not None:
        _write(done.predictions, predictions)
    taken = predictions is not None and predictions.name in ("-", "<stdout>")
    _print_metrics(done, as_json=as_json, err=taken)
    _print_failures(done.failures, len(done.predictions))


def _write(predictions: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    out.writelines(json.dumps(dict(one)) + "\n" for one in predictions)
    out.flush()


def _print_metrics(done: Evaluation, *, as_json: bool, err: bool) -> None:
    if as_json:
        click.echo(json.dumps(dict(done.metrics), indent=1), err=err)
        return
    width = max((len(name) for name in done.metrics), default=0)
    for name, value in done.metrics.items():
        shown = f"{value:.0f}" if float(value).is_integer() and abs(value) > 1 else f"{value:.4f}"
        click.echo(f"{name:<{width}}  {shown}", err=err)
    if not done.metrics:
        click.echo("No labels found: predictions only.", err=True)


def _print_failures(failures: tuple[Failure, ...], rows: int) -> None:
    if not failures:
        return
    click.echo(f"{len(failures)} of {rows} rows failed and got the empty prediction:", err=True)
    for failure in failures[:_NAMED]:
        click.echo(f"  line {failure.line}: {failure.reason}", err=True)
    if len(failures) > _NAMED:
        click.echo(f"  and {len(failures) - _NAMED} more", err=True)
