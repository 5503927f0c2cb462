"""What commands that read the log as a dialogue share: the moment, the witnesses, the form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from detente.cli.channel_options import open_client

if TYPE_CHECKING:
    from detente.channel.decisions import Dialogue


@contextmanager
def open_talk(folder: str, passphrase: str, as_of: int, agreeing: int | None) -> Iterator[Dialogue]:
    """The dialogue as it stands in the mirror; the host is not asked."""
    from detente.app.channel_party import talk  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        yield talk(client.verify(), now=as_of, agreeing=agreeing)


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
