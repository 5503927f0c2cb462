"""Commands of sharing: name a group, share with it, read what was shared."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

from detente.cli.channel_options import open_client, party_options
from detente.model.errors import InputError


def sharing_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (group, share, shared)


@click.command()
@click.argument("name")
@click.argument("members", nargs=-1)
@party_options
def group(*, name: str, members: tuple[str, ...], folder: str, passphrase: str) -> None:
    """Name a group of one's own; without MEMBERS it is empty, and nobody reads what it gets.

    \b
    Examples:
      detente channel group analysts BRV CTL -d ald
      detente channel group analysts -d ald              from now on nobody
    """
    with open_client(folder, passphrase) as client:
        body = {"group": name, "members": sorted(set(members))}  # addressed: so must be parties
        signed, proof = client.send("group", body, to=members, audience=())
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


@click.command()
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--text", help="Share this text instead of a STIX file.")
@click.option("--tlp", "label", required=True, help="CLEAR, GREEN, AMBER, AMBER+STRICT or RED.")
@click.option("--group", "groups", multiple=True, help="A named group; repeat for more.")
@click.option("--label", "said", help="A label such as 'terrorist'; needs --designated-by.")
@click.option("--designated-by", default="", help="Who designated it so.")
@click.option("--disputed-by", multiple=True, help="Who disputes the label; repeat for more.")
@party_options
def share(
    *, file: Path | None, text: str | None, label: str, groups: tuple[str, ...],
    said: str | None, designated_by: str, disputed_by: tuple[str, ...], folder: str,
    passphrase: str,
) -> None:  # fmt: skip
    """Share the STIX 2.1 objects in FILE, or a text, under a TLP 2.0 label with named groups.

    AMBER and stricter go to named groups only, and without one to nobody.

    \b
    Examples:
      detente channel share bundle.json --tlp AMBER --group analysts -d ald
      detente channel share --text "columns of lorries" --tlp GREEN -d ald
    """
    from detente.app.channel_share import stix_body, text_body  # noqa: PLC0415
    from detente.channel.sharing import audience, groups_of, terrorism_label  # noqa: PLC0415

    if (file is None) == (text is None):
        raise click.UsageError("give a FILE of STIX, or --text")
    with open_client(folder, passphrase) as client:
        known = groups_of(client.verify().ledger, client.ring.party)
        readers = audience(label, groups, known)
        body: dict[str, Any] = text_body(text or "", label)
        if file is not None:
            body = stix_body(file.read_text(encoding="utf-8"), label, place=str(file))
        if said:
            body["label"] = terrorism_label(said, designated_by, disputed_by)
        made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        signed, proof = client.send("share", body, audience=readers, made=made)
        told = "all parties" if readers is None else ", ".join(readers) or "nobody"
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))
        click.echo(f"readable by {told}", err=True)


@click.command()
@click.option("--stix", is_flag=True, help="Write one STIX 2.1 bundle.")
@party_options
def shared(*, stix: bool, folder: str, passphrase: str) -> None:
    """List what was shared with one, from the mirror alone.

    \b
    Example:
      detente channel shared --stix -d brv > bundle.json
    """
    from detente.app.channel_share import as_stix, shared_with  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        found = shared_with(client.verify().ledger, client.ring.party)
    if stix:
        text, wrong = as_stix(found, name=f"{client.trust.channel} {client.ring.party}")
        click.echo(text, nl=False)
        for line in wrong:
            click.echo(f"left out: {line}", err=True)
        if wrong and len(wrong) == len(found):
            raise InputError("nothing that was shared can be written as STIX")
        return
    for signed in found:
        message = signed.message
        row = {"digest": signed.digest, "sender": message.sender, **dict(message.body)}
        click.echo(json.dumps(row, ensure_ascii=False))
