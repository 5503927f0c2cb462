"""The sealed compartment on the command line: options, prompts and what is refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from detente.model.settlement import BargainingTable

Command = TypeVar("Command", bound=Callable[..., Any])
PASSPHRASE: Final = "DETENTE_SETTLE_PASSPHRASE"  # noqa: S105 - the name of a variable
TABLE: Final = click.Path(path_type=Path, dir_okay=False)


def sealed_option(command: Command) -> Command:
    """Add ``--sealed``; the passphrase is never an argument, since others can read those."""
    return click.option(
        "--sealed", is_flag=True,
        help=f"Open TABLE.sealed too (asks, or takes {PASSPHRASE}); the result stays on screen.",
    )(command)  # fmt: skip


def passphrase(*, new: bool = False) -> str:
    """Ask for the passphrase, or take it from the environment."""
    given = os.environ.get(PASSPHRASE)
    if given:
        return given
    asked: str = click.prompt(
        "Passphrase of the sealed fields", hide_input=True, confirmation_prompt=new, err=True
    )
    return asked


def opened(path: Path, *, sealed: bool) -> BargainingTable:
    """Read the table, with its sealed fields if asked for."""
    from detente.app.settle import load_table  # noqa: PLC0415 - help stays quick

    return load_table(path, passphrase=passphrase() if sealed else None)


def on_screen(table: BargainingTable) -> None:
    """Let a confidential result through to a terminal only, under its mark.

    Raises:
        Confidential: If standard output goes to a file, a pipe or a log.
    """
    if not table.confidential:
        return
    if not sys.stdout.isatty():
        table.refuse("output to a file or pipe")
    words = f"CONFIDENTIAL: computed with sealed fields ({', '.join(table.confidential)})."
    click.echo(f"{words} Not for export, link or log.\n")


@click.command()
@click.argument("table", type=TABLE)
@click.option("--set", "fields", multiple=True, metavar="PARTY.FIELD",
              help="Ask for one field, unseen, and change it; repeat for more.")  # fmt: skip
@click.option("--drop", multiple=True, metavar="PARTY.FIELD", help="Take one field out.")
def seal(*, table: Path, fields: tuple[str, ...], drop: tuple[str, ...]) -> None:
    """Seal what parties of TABLE.toml told in confidence, into TABLE.sealed.

    \b
    Examples:
      detente settle seal TABLE.toml --set ald.walk_away --set ald.interest.troops.weight
      detente settle seal TABLE.toml --set ald.note          a caucus note
      detente settle seal TABLE.toml --drop ald.note
      detente settle seal TABLE.toml < fields.toml           [party.ald] and so on, all at once

    Values are asked for unseen or read from standard input, never taken from the command line.
    Nothing is written in the clear. The file is one party's secret kept by the mediator: it opens
    with the passphrase and with nothing else.
    """
    from detente.adapters.sealed_table import sealed_path  # noqa: PLC0415
    from detente.app.settle_confidence import change_sealed, seal_text  # noqa: PLC0415

    exists = sealed_path(table).exists()
    if fields or drop:
        secret = passphrase(new=not exists)
        asked = {
            name: click.prompt(f"{name} (unseen)", hide_input=True, err=True) for name in fields
        }
        names = change_sealed(table, secret, set_=asked, drop=drop)
    else:
        if sys.stdin.isatty():
            click.echo("Type fields as TOML under [party.KEY]; end with Ctrl-D.", err=True)
        text = sys.stdin.read()
        names = seal_text(table, text, passphrase(new=not exists))
    click.echo(f"{sealed_path(table)}: {len(names)} sealed: {', '.join(names)}", err=True)


@click.command()
@click.argument("table", type=TABLE)
def unseal(*, table: Path) -> None:
    """Show the sealed fields of TABLE.toml on the terminal; a file or pipe is refused."""
    from detente.app.settle_confidence import unseal_text  # noqa: PLC0415
    from detente.model.errors import Confidential  # noqa: PLC0415

    if not sys.stdout.isatty():
        raise Confidential("output to a file or pipe", ["all"])
    click.echo(unseal_text(table, passphrase()), nl=False)
