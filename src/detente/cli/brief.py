"""`detente brief`: from reports to a brief."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.options import finish, obtain_reading, paths_argument, reading_options

if TYPE_CHECKING:
    from detente.model.reading import Reading


@click.command()
@paths_argument
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write a file instead: .html, .txt or .json.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print READING.json, which others read.")
@click.option("--title", default="", help="Heading of the brief.")
@reading_options
@click.pass_context
def brief(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    output: Path | None,
    as_json: bool,
    title: str,
    as_of: dt.date | None,
    actors: str | None,
    only_actors: bool,
) -> None:
    """Read reports and write a brief in which every line leads back.

    \b
    Examples:
      detente brief reports/                       on the terminal
      detente brief reports/ -o brief.html         as one page, no script in it
      detente brief a.txt b.html feed.jsonl        several files
      curl -s URL | detente brief -                from standard input
      detente brief reports/ --json > READING.json for the other commands
      detente brief READING.json -o brief.html     from a reading made earlier

    PATHS are files (.txt, .md, .html, .jsonl), folders, - for standard input, or one
    READING.json. A mark such as [R2:175-244] means characters 175 to 244 of report R2 in the
    list of sources; on the page, numbers lead to the sentence itself.

    A brief is drawn up by machine and marked unreviewed.
    """
    _check_ending(output)
    outcome = obtain_reading(paths, as_of=as_of, actors=actors, only_actors=only_actors)
    if output is not None:
        _write(outcome.reading, output, title)
    elif as_json:
        from detente.render.reading_json import reading_json  # noqa: PLC0415 - help stays quick

        click.echo(reading_json(outcome.reading), nl=False)
    else:
        _print(outcome.reading, title)
    finish(ctx, outcome)


def _check_ending(output: Path | None) -> None:
    if output is None:
        return
    from detente.app.brief import WRITERS  # noqa: PLC0415 - help stays quick

    if output.suffix.casefold() not in WRITERS:
        raise click.BadParameter(
            f"{output.name!r} must end in {', '.join(WRITERS)}", param_hint="--output"
        )
    if not output.absolute().parent.is_dir():
        raise click.BadParameter(f"there is no folder {output.parent}", param_hint="--output")


def _write(reading: Reading, output: Path, title: str) -> None:
    from detente.app.brief import write_brief  # noqa: PLC0415 - help stays quick

    try:
        write_brief(reading, output, title=title)
    except OSError as error:
        raise click.FileError(str(output), error.strerror or str(error)) from error
    click.echo(f"wrote {output}", err=True)


def _print(reading: Reading, title: str) -> None:
    from rich.console import Console  # noqa: PLC0415 - help stays quick

    from detente.render.compose import compose  # noqa: PLC0415
    from detente.render.terminal import print_brief, text_brief  # noqa: PLC0415

    composed = compose(reading, title=title)
    if sys.stdout.isatty():
        print_brief(composed, Console(highlight=False, emoji=False, markup=False))
    else:
        click.echo(text_brief(composed), nl=False)
