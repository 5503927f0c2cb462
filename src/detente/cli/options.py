"""Options that several commands share, and how they turn into a reading."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.engines import chosen_engines, engine_options, tell_usage
from detente.cli.progress import progress_bar

if TYPE_CHECKING:
    from detente.model.reading import Reading

_NAMED = 5
_CHANNELS = "detente.channels"
Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[dt.date]):
    """A day written as YYYY-MM-DD."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read the day, or say how to write one."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2031-04-13", param, ctx)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A reading, and whether Ctrl-C cut it short."""

    reading: Reading
    interrupted: bool = False


def reading_options(command: Command) -> Command:
    """Add what every command that reads reports understands."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def _keep_channels(ctx: click.Context, _param: click.Parameter, value: Any) -> Any:
    """Keep the folders for :func:`obtain_reading`, so that no command hands them through."""
    ctx.meta[_CHANNELS] = value
    return value


_OPTIONS = (
    click.option(
        "--as-of", type=Day(), metavar="DAY",
        help="Day on which the windows end; the latest report's day by default.",
    ),
    click.option(
        "--actors", type=click.Path(dir_okay=False), metavar="CSV",
        help="Your own actors: name,aliases,code,sector,start,end.",
    ),
    click.option("--only-actors", is_flag=True, help="Know no actors but your own."),
    click.option(
        "--channel", "channels", multiple=True, metavar="FOLDER", callback=_keep_channels,
        expose_value=False, type=click.Path(exists=True, file_okay=False),
        help="A party's folder: what stands on its channel is read beside the reports.",
    ),
    *engine_options(),
)  # fmt: skip


def paths_argument(command: Command) -> Command:
    """Add the paths: files, folders, ``-`` or one READING.json."""
    argument = click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
    return argument(command)


def obtain_reading(
    paths: Sequence[str], *, as_of: dt.date | None, actors: str | None, only_actors: bool
) -> Outcome:
    """Read what the user pointed at, and tell on standard error what was set aside.

    Raises:
        click.UsageError: If ``--only-actors`` stands without ``--actors``.
    """
    from detente.app.reading_request import ReadingInterrupted  # noqa: PLC0415 - help stays quick
    from detente.app.readings import obtain  # noqa: PLC0415

    if only_actors and not actors:
        raise click.UsageError("--only-actors needs --actors CSV")
    engines = chosen_engines(click.get_current_context(), paths)
    try:
        with progress_bar("reading", shown=40) as progress:
            reading = obtain(
                paths, as_of=as_of, actors=actors, only_actors=only_actors, progress=progress,
                engines=engines, channels=click.get_current_context().meta.get(_CHANNELS, ()),
            )  # fmt: skip
    except ReadingInterrupted as stop:
        if not stop.reading.reports:
            raise
        tell_set_aside(stop.reading)
        click.echo("interrupted; this is what was read so far", err=True)
        return Outcome(stop.reading, interrupted=True)
    tell_set_aside(reading)
    tell_usage(engines)
    return Outcome(reading)


def tell_set_aside(reading: Reading) -> None:
    """Name every input that was not read; many with one reason are counted after the first few."""
    alike = Counter(item.reason for item in reading.set_aside)
    told: Counter[str] = Counter()
    for item in reading.set_aside:
        told[item.reason] += 1
        if told[item.reason] <= _NAMED or alike[item.reason] <= _NAMED + 1:
            advice = f"; {item.advice}" if item.advice else ""
            click.echo(f"set aside {item.place}: {item.reason}{advice}", err=True)
        elif told[item.reason] == alike[item.reason]:
            left = alike[item.reason] - _NAMED
            click.echo(f"set aside {left} more: {item.reason}", err=True)


def finish(ctx: click.Context, outcome: Outcome) -> None:
    """Leave with the exit code of an interruption if there was one."""
    if outcome.interrupted:
        ctx.exit(130)
