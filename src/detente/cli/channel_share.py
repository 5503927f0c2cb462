"""Commands of sharing: name a group, share with it, read what was shared, serve it as TAXII."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import click

from detente.cli.channel_options import open_client, party_options
from detente.model.errors import InputError


def sharing_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (group, share, shared, taxii)


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
    from detente.app.channel_share import own_groups, stix_bodies, text_body  # noqa: PLC0415
    from detente.channel.sharing import addressed, terrorism_label  # noqa: PLC0415

    if (file is None) == (text is None):
        raise click.UsageError("give a FILE of STIX, or --text")
    with open_client(folder, passphrase) as client:
        sending = addressed(label, groups, own_groups(client))
        bodies = [text_body(text or "", label)]
        if file is not None:
            bodies = stix_bodies(file.read_text(encoding="utf-8"), label, place=str(file))
        extra = {"label": terrorism_label(said, designated_by, disputed_by)} if said else {}
        made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        for name, readers in sending:
            for body in bodies:
                whole = {**body, **extra, **({"group": name} if name else {})}
                signed, proof = client.send("share", whole, audience=readers, made=made)
                click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))
            told = "all parties" if readers is None else ", ".join(readers) or "nobody"
            click.echo(f"readable by {told}", err=True)


@click.command()
@click.option("--stix", is_flag=True, help="Write one STIX 2.1 bundle.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@party_options
def shared(*, stix: bool, as_json: bool, folder: str, passphrase: str) -> None:
    """List what was shared with one, from the mirror alone; the label stands at both ends.

    \b
    Examples:
      detente channel shared -d brv
      detente channel shared --stix -d brv > bundle.json
    """
    from detente.app.channel_share import as_stix, shared_with  # noqa: PLC0415
    from detente.render.channel_items import shared_item  # noqa: PLC0415

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
        click.echo(json.dumps(row, ensure_ascii=False) if as_json else shared_item(signed))


@click.command()
@click.option("--bind", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8441, show_default=True, help="Port; 0 takes a free one.")
@click.option(
    "--token",
    envvar="DETENTE_CHANNEL_TAXII_TOKEN",
    help="Password of the tools; a random one by default.",
)
@click.option("--tlp", "label", help="Label of what is posted without one; else nothing is taken.")
@click.option(
    "--agreeing",
    type=click.IntRange(min=1),
    help="How many parties must bear out a date; more than half of them by default.",
)
@party_options
def taxii(
    *, bind: str, port: int, token: str | None, label: str | None, agreeing: int | None,
    folder: str, passphrase: str,
) -> None:  # fmt: skip
    """Serve what was shared with one as TAXII 2.1 collections, to one's own tools.

    The user is the party, the password the token. An object is there once it is mirrored and
    its date is borne out by cosignatures. With --tlp, what a tool posts to a collection of one's
    own is signed and shared with that group.

    \b
    Examples:
      detente channel taxii -d brv
      detente channel taxii --tlp AMBER --port 8441 -d ald
    """
    import secrets  # noqa: PLC0415

    import uvicorn  # noqa: PLC0415

    from detente.app.channel_taxii import PartyDesk  # noqa: PLC0415
    from detente.channel.sharing import tlp  # noqa: PLC0415
    from detente.web.channel_taxii import taxii_app  # noqa: PLC0415

    label = tlp(label).label if label else None
    token = token or secrets.token_urlsafe(24)
    with open_client(folder, passphrase) as client:
        party = client.ring.party
        desk = PartyDesk(
            client, clock=lambda: dt.datetime.now(dt.UTC), label=label, agreeing=agreeing
        )
        shelf = desk.shelf(party)
        for doubt in shelf.doubts:
            text = f"{doubt.id} of {doubt.sender}, first shared by {doubt.first}"
            click.echo(f"held out: {text}: {doubt.reason}", err=True)
        for line in shelf.left_out:
            click.echo(f"left out: {line}", err=True)
        click.echo(f"http://{bind}:{port}/taxii2/ user {party} token {token}", err=True)
        config = uvicorn.Config(
            taxii_app(desk, party=party, token=token), host=bind, port=port, log_level="warning",
            ws="none",
        )  # fmt: skip
        uvicorn.Server(config).run()
