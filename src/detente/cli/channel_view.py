"""What commands that read the log as a dialogue share: the moment, the witnesses, the form."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.channel_options import clock, open_client, party_options

if TYPE_CHECKING:
    from detente.channel.decisions import Dialogue

Command = TypeVar("Command", bound=Callable[..., Any])


def view_options(command: Command) -> Command:
    """The options of a command that only reads: moment, agreement, JSON, and the party's own."""
    for option in (
        party_options,
        click.option("--json", "as_json", is_flag=True, help="One JSON object a line."),
        click.option("--agreeing", type=click.IntRange(min=1),
                     help="How many parties must bear out a time; most of them by default."),
        click.option("--as-of", type=int, help="Moment in seconds since 1970; now by default."),
    ):  # fmt: skip
        command = option(command)
    return command


@contextmanager
def open_talk(
    folder: str, passphrase: str, as_of: int | None, agreeing: int | None
) -> Iterator[Dialogue]:
    """The dialogue as it stands in the mirror; the host is not asked."""
    from detente.app.channel_party import talk  # noqa: PLC0415

    now = int(clock()) if as_of is None else as_of
    with open_client(folder, passphrase) as client:
        yield talk(client.verify(), now=now, agreeing=agreeing)


def show(plain: Mapping[str, Any], words: str, *, as_json: bool) -> None:
    """One row, as JSON or in words."""
    click.echo(json.dumps(plain, ensure_ascii=False) if as_json else words)


def one_line(text: str) -> str:
    """What a party wrote, on one line and without what a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)


def span(seconds: int | None) -> str:
    """A length of time in words; "?" where no witness can tell."""
    if seconds is None:
        return "?"
    if seconds < 3600:
        return f"{seconds // 60} min"
    return f"{seconds // 3600} h" if seconds < 96 * 3600 else f"{seconds // 86400} days"
