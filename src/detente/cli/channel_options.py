"""What the commands of a channel share: the party's folder and keys, JSON in and out."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.channel.exact import exact_moment
from detente.model.errors import InputError

if TYPE_CHECKING:
    from detente.adapters.channel_client import ChannelClient
    from detente.channel.policy import Policy

Command = TypeVar("Command", bound=Callable[..., Any])


class Passphrase(click.Option):
    """A passphrase that is asked for where there is a terminal to ask on."""

    def prompt_for_value(self, ctx: click.Context) -> Any:
        """Ask, or say where else it is taken from."""
        if not sys.stdin.isatty():
            text = "the passphrase is asked for on a terminal; set DETENTE_CHANNEL_PASSPHRASE here"
            raise click.UsageError(text, ctx)
        return super().prompt_for_value(ctx)


def passphrase_option(command: Command) -> Command:
    """The option that opens a file of keys."""
    return click.option(
        "--passphrase", cls=Passphrase, envvar="DETENTE_CHANNEL_PASSPHRASE", prompt=True,
        hide_input=True, help="Opens the keys.",
    )(command)  # fmt: skip


def party_options(command: Command) -> Command:
    """The options by which a party names its folder and opens its keys."""
    for option in (
        click.option("-d", "--folder", default=".", show_default=True, help="The party's folder."),
        passphrase_option,
    ):
        command = option(command)
    return command


class Moment(click.ParamType[int]):
    """A moment: an exact time with its zone (ISO 8601), or seconds since 1970."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Seconds since 1970, or say how to write a time."""
        if isinstance(value, int):
            return value
        try:
            return int(value) if value.isdecimal() else exact_moment(value)
        except InputError as error:
            self.fail(str(error), param, ctx)


def moment_option(command: Command) -> Command:
    """The option that names the moment to look at."""
    return click.option(
        "--as-of", type=Moment(), default=lambda: int(clock()), show_default=False,
        help="Moment to look at, with its zone (or seconds since 1970); now by default.",
    )(command)  # fmt: skip


def view_options(command: Command) -> Command:
    """The options of a command that only reads: moment, agreement, JSON, and the party's own."""
    for option in (
        party_options,
        click.option("--json", "as_json", is_flag=True, help="One JSON object a line."),
        click.option("--agreeing", type=click.IntRange(min=1),
                     help="How many parties must bear out a time; more than half by default."),
        moment_option,
    ):  # fmt: skip
        command = option(command)
    return command


def policy_option(text: str) -> Callable[[Command], Command]:
    """The option that names a policy file."""
    return click.option("--policy", type=click.Path(exists=True, dir_okay=False), help=text)


@contextmanager
def open_client(folder: str, passphrase: str) -> Iterator[ChannelClient]:
    """A party's client over its folder, closed at the end."""
    from detente.adapters.channel_client import ChannelClient  # noqa: PLC0415

    with ChannelClient.open(folder, passphrase, clock=clock) as client:
        yield client


def clock() -> float:
    """Now, in seconds since 1970; in an exercise the time in the file DETENTE_CHANNEL_CLOCK names.

    Raises:
        InputError: If that file holds no time.
    """
    told = os.environ.get("DETENTE_CHANNEL_CLOCK")
    if not told:
        return time.time()
    try:
        return float(Path(told).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"DETENTE_CHANNEL_CLOCK: {told} holds no seconds since 1970") from error


def read_json(path: str) -> dict[str, Any]:
    """A JSON object from a file, or from standard input for ``-``.

    Raises:
        InputError: If it is none.
    """
    raw = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    try:
        plain = json.loads(raw)
    except ValueError as error:
        raise InputError(f"{path} is no JSON: {error}") from error
    if not isinstance(plain, dict):
        raise InputError(f"{path} holds no JSON object")
    return plain


def read_policy(path: str) -> Policy:
    """A policy file; bytes beyond ASCII are taken as they stand.

    Raises:
        InputError: With the line, if it cannot be used.
    """
    from detente.channel.policy import parse_policy  # noqa: PLC0415

    return parse_policy(Path(path).read_bytes().decode("utf-8", "surrogateescape"), place=path)


def write_json(plain: dict[str, Any], path: str | None) -> None:
    """Write a JSON object to a file, or to standard output."""
    text = json.dumps(plain, indent=1, ensure_ascii=False) + "\n"
    if path:
        Path(path).write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
