"""`detente read`: statements, events and incidents as records."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from detente.cli.options import finish, obtain_reading, paths_argument, reading_options


@click.command()
@paths_argument
@click.option(
    "--table", "kind", type=click.Choice(["events", "statements", "incidents"]), default="events",
    show_default=True, help="What to print.",
)  # fmt: skip
@click.option("--json", "form", flag_value="jsonl", default="jsonl", help="JSON Lines (default).")
@click.option("--csv", "form", flag_value="csv", help="CSV with a header.")
@click.option("--parquet", "form", flag_value="parquet", help="Parquet; needs -o.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write a file; its ending .jsonl, .csv or .parquet sets the form.",
)  # fmt: skip
@reading_options
@click.pass_context
def read(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    kind: str,
    form: str,
    output: Path | None,
    as_of: dt.date | None,
    actors: str | None,
    only_actors: bool,
) -> None:
    """Print the statements, events or incidents of reports as records.

    \b
    Examples:
      detente read reports/                           events, one JSON object a line
      detente read reports/ --csv > events.csv        events as a table
      detente read reports/ --table statements        who says what, through whom
      detente read reports/ --table incidents --csv   happenings, facet by facet
      detente read reports/ -o events.parquet         for data frames

    Fields have PLOVER's names (manual of 2021); fields that PLOVER does not know begin with
    detente_. In CSV and Parquet nested fields are joined by a dot, lists by |.
    """
    form = _form(form, output)
    outcome = obtain_reading(paths, as_of=as_of, actors=actors, only_actors=only_actors)
    from detente.render.records import records  # noqa: PLC0415 - help stays quick

    content = _content(list(records(outcome.reading, kind)), form)
    if output is None:
        click.echo(content.decode(), nl=False)
    else:
        _write(output, content)
    finish(ctx, outcome)


_FORMS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}


def _form(form: str, output: Path | None) -> str:
    if output is None:
        if form == "parquet":
            raise click.UsageError("Parquet is no text: name a file with -o events.parquet")
        return form
    if form != "jsonl" or output.suffix == "":
        return form
    if output.suffix.casefold() not in _FORMS:
        raise click.BadParameter(
            f"{output.name!r} must end in {', '.join(_FORMS)}", param_hint="--output"
        )
    return _FORMS[output.suffix.casefold()]


def _content(rows: Iterable[dict[str, Any]], form: str) -> bytes:
    from detente.render import export  # noqa: PLC0415 - help stays quick

    if form == "csv":
        return export.csv_text(rows).encode()
    if form == "parquet":
        buffer = io.BytesIO()
        export.parquet(rows, buffer)
        return buffer.getvalue()
    return "".join(f"{line}\n" for line in export.json_lines(rows)).encode()


def _write(output: Path, content: bytes) -> None:
    from detente.app.brief import write_whole  # noqa: PLC0415 - help stays quick

    try:
        write_whole(output, content)
    except OSError as error:
        raise click.FileError(str(output), error.strerror or str(error)) from error
    click.echo(f"wrote {output}", err=True)
