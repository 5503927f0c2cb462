"""The command that hands a channel back to the picture: its entries as a reading."""

from __future__ import annotations

import datetime as dt

import click

from detente.cli.options import Day


def picture_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (events,)


@click.command()
@click.option("-d", "--folder", default=".", show_default=True, help="The party's folder.")
@click.option(
    "--as-of",
    type=Day(),
    metavar="DAY",
    help="Last day looked at; the last a witness saw if left out.",
)
@click.option(
    "--actors", type=click.Path(dir_okay=False), metavar="CSV",
    help="Your own actors: name,aliases,code,sector,start,end.",
)  # fmt: skip
def events(*, folder: str, as_of: dt.date | None, actors: str | None) -> None:
    """Print what stands on the channel as READING.json, which the other commands take.

    \b
    Examples:
      detente channel events -d ald > READING.json
      detente ladder READING.json                     where each pair stands, by the channel alone
      detente ladder reports/ --channel ald           by reports and channel together

    Who signed an entry is certain, and each cosignature of another party bears it out. Sealed
    messages stay on the channel. No passphrase is needed: nothing is signed.
    """
    from detente.app.readings import of_channel  # noqa: PLC0415 - help stays quick
    from detente.render.reading_json import reading_json  # noqa: PLC0415

    click.echo(reading_json(of_channel(folder, as_of=as_of, actors=actors)), nl=False)
