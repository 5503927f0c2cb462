"""Commands of numbered text: send a form that was filled in, and show a message as one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.channel_options import open_client, party_options
from detente.model.errors import InputError

if TYPE_CHECKING:
    from detente.channel.formats import Format

_FORMATS = click.option(
    "--formats", "own", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML or CSV file with formats of one's own, in place of the shipped ones.",
)  # fmt: skip


def text_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (notice, show)


@click.command()
@click.argument("kind")
@click.option("--text", "file", help="Numbered text, filled in; - for standard input.")
@click.option("--blank", is_flag=True, help="Print the empty form.")
@click.option("--json", "as_json", is_flag=True, help="Print the body as JSON; send nothing.")
@click.option("--to", multiple=True, help="A party that is addressed; repeat for more.")
@click.option("--about", default="", help="Digest of the message it answers.")
@click.option("--only", multiple=True, help="A party that may read it; repeat for more.")
@_FORMATS
@click.option("-d", "--folder", default=".", show_default=True, help="The party's folder.")
@click.option("--passphrase", envvar="DETENTE_CHANNEL_PASSPHRASE", help="Opens the keys.")
def notice(
    *, kind: str, file: str | None, blank: bool, as_json: bool, to: tuple[str, ...], about: str,
    only: tuple[str, ...], own: Path | None, folder: str, passphrase: str | None,
) -> None:  # fmt: skip
    """Send a message of KIND that is written as numbered text.

    The numbers of the shipped formats are our own; --formats loads others.

    \b
    Examples:
      detente channel notice notice --blank > notice.txt
      detente channel notice notice --text notice.txt --to BRV --to CTL -d ald
      detente channel notice unusual-reply --text reply.txt --about DIGEST --to ALD -d brv
      detente channel notice launch --text launch.txt --json
      detente channel notice notice --text f25.txt --formats osce.toml -d ald
    """
    from detente.channel.formats import blank_text, parse_text  # noqa: PLC0415

    form = _format(kind, own)
    if blank:
        click.echo(blank_text(form), nl=False)
        return
    if file is None:
        raise click.UsageError("give --text FILE, or --blank for an empty form")
    try:
        raw = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read: {error}") from error
    body = parse_text(raw, form, place=file)
    if as_json:
        click.echo(json.dumps(body, ensure_ascii=False))
        return
    word = passphrase or click.prompt("Passphrase", hide_input=True, err=True)
    with open_client(folder, word) as client:
        signed, proof = client.send(kind, body, to=to, about=about, audience=only or None)
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


@click.command()
@click.argument("digest")
@_FORMATS
@party_options
def show(*, digest: str, own: Path | None, folder: str, passphrase: str) -> None:
    """Show the message of DIGEST, or of the start of one, as numbered text.

    \b
    Examples:
      detente channel show 8f31c0d2 -d brv
      detente channel show DIGEST --formats osce.toml -d brv
    """
    from detente.app.channel_text import message_text  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        verdict = client.verify()
        click.echo(message_text(verdict, digest, client.ring.party, _formats(own)), nl=False)


def _formats(own: Path | None) -> dict[str, Format]:
    from detente.adapters.channel_formats import read_formats  # noqa: PLC0415
    from detente.channel.formats import formats  # noqa: PLC0415

    return formats() if own is None else read_formats(own)


def _format(kind: str, own: Path | None) -> Format:
    known = _formats(own)
    if kind not in known:
        raise InputError(f"no text format for {kind!r}; there are {', '.join(known)}; "
                         "`detente channel send` takes any kind as JSON")  # fmt: skip
    return known[kind]
