"""Commands that found a channel: a party's keys, the charter, the host, whom one follows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.channel_options import (
    clock,
    party_options,
    passphrase_option,
    policy_option,
    read_json,
    read_policy,
    write_json,
)
from detente.model.errors import InputError

if TYPE_CHECKING:
    from detente.ports.channel_store import ChannelStore


def founding_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (serve, init, charter, join)


@click.command()
@click.argument("store")
@click.option("--name", required=True, help="Origin of the log, such as channel.example/north.")
@click.option(
    "--keys",
    default="host-keys.json",
    show_default=True,
    help="Key file of the log; made if it is missing.",
)
@passphrase_option
@click.option("--bind", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8440, show_default=True, help="Port; 0 takes a free one.")
@policy_option("Take cosignatures of these witnesses and mirrors beside those of parties.")
def serve(
    *, store: str, name: str, keys: str, passphrase: str, bind: str, port: int, policy: str | None
) -> None:
    """Host a channel's log in STORE: a SQLite file, or postgresql://... by URL.

    \b
    Examples:
      detente channel serve log.db --name channel.example/north
      detente channel serve postgresql://host@db/north --name channel.example/north --port 8440
    """
    import uvicorn  # noqa: PLC0415 - help stays quick

    from detente.app.channel_host import Host  # noqa: PLC0415
    from detente.app.channel_party import make_keys  # noqa: PLC0415
    from detente.channel.keys import fingerprint  # noqa: PLC0415
    from detente.channel.party import open_keys  # noqa: PLC0415
    from detente.web.channel import channel_app  # noqa: PLC0415

    path = Path(keys)
    if path.is_file():
        ring = open_keys(path.read_text(encoding="utf-8"), passphrase)
    else:
        ring, text = make_keys(name, passphrase)
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    kept = _store(store)
    try:
        known = read_policy(policy).witnesses.values() if policy else ()
        host = Host(name, ring.signer, kept, known)
        click.echo(f"log key: {host.key}", err=True)
        click.echo(f"fingerprint: {fingerprint(host.key.public)}", err=True)
        config = uvicorn.Config(
            channel_app(host, clock=clock), host=bind, port=port, log_level="warning", ws="none"
        )
        uvicorn.Server(config).run()
    finally:
        kept.close()


def _store(name: str) -> ChannelStore:
    if name.startswith(("postgresql://", "postgres://")):
        from detente.adapters.channel_postgres import PostgresStore  # noqa: PLC0415

        return PostgresStore(name)
    if "://" in name or "dbname=" in name:
        raise InputError(
            f"{name!r} is no store; name a SQLite file, or postgresql://USER@HOST/DATABASE"
        )
    from detente.adapters.channel_sqlite import SqliteStore  # noqa: PLC0415

    return SqliteStore(name)


@click.command()
@click.argument("party")
@click.option("--name", default="", help="Full name.")
@party_options
def init(*, party: str, name: str, folder: str, passphrase: str) -> None:
    """Make the keys of PARTY; they never leave its folder.

    \b
    Example:
      detente channel init ALD -d ald --name Aldmark
    """
    from detente.adapters.channel_mirror import PartyFolder  # noqa: PLC0415
    from detente.app.channel_party import make_keys  # noqa: PLC0415

    place = PartyFolder(folder)
    if (place.path / "keys.json").exists():
        text = f"{place.path}/keys.json exists; keys are changed with `detente channel rotate`"
        raise InputError(text)
    ring, text = make_keys(party, passphrase)
    place.keep_keys(text)
    row = ring.row(name)
    place.keep_row(row)
    click.echo(json.dumps(row, indent=1))


@click.command()
@click.argument("parties", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--title", default="Channel", help="What the channel is called.")
@click.option(
    "--quorum",
    default="2/3",
    show_default=True,
    help="Who must approve members: all, a share or a count.",
)
@click.option(
    "--instrument",
    "instruments",
    multiple=True,
    help="An instrument in force between all, such as VD2011.",
)
@click.option(
    "--hours",
    multiple=True,
    type=(str, click.IntRange(1, 8784)),
    metavar="RULE HOURS",
    help="Another deadline for one of the channel's own rules, such as: --hours hotline-ack 2.",
)
@click.option(
    "--rooms", type=click.Path(exists=True, dir_okay=False), help="JSON file: rules by room."
)
@click.option("--host", default="", help="Who hosts the log first.")
@click.option(
    "--ed25519-only",
    is_flag=True,
    help="Leave out ML-DSA-44 witness keys: more than thirty founders fit. `rotate` brings them.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="Write here; standard output by default.",
)
def charter(
    *,
    parties: tuple[str, ...],
    title: str,
    quorum: str,
    instruments: tuple[str, ...],
    hours: tuple[tuple[str, int], ...],
    rooms: str | None,
    host: str,
    ed25519_only: bool,
    output: str | None,
) -> None:
    """Draft a charter from the party.json of each founder.

    \b
    Examples:
      detente channel charter ald/party.json brv/party.json --instrument VD2011 -o charter.json
      detente channel charter */party.json --quorum 3 --rooms rooms.json -o charter.json
    """
    from detente.app.channel_party import (  # noqa: PLC0415
        check_size,
        dialogue_terms,
        draft_charter,
    )

    rows = [read_json(path) for path in parties]
    act = draft_charter(
        rows, title=title, quorum=quorum, instruments=instruments, hours=dict(hours),
        post_quantum=not ed25519_only,
    )  # fmt: skip
    whole = {**act, **dialogue_terms(read_json(rooms) if rooms else {}, host)}
    check_size(whole)
    write_json(whole, output)


@click.command()
@click.argument("act", required=False, type=click.Path(exists=True, dir_okay=False))
@click.option("--url", help="Where the host answers.")
@click.option(
    "--log",
    "logs",
    multiple=True,
    help="Key of the log, as `serve` prints it; repeat with what each side says: they must agree.",
)
@click.option(
    "--side",
    "sides",
    multiple=True,
    help="Address of another's witness or mirror: what it cosigned must be signed by this key.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="Write the signed act here; in place by default.",
)
@party_options
def join(
    *,
    act: str | None,
    url: str | None,
    logs: tuple[str, ...],
    sides: tuple[str, ...],
    output: str | None,
    folder: str,
    passphrase: str,
) -> None:
    """Sign a charter or enrolment ACT with one's new key, or follow a log with --url and --log.

    The key of the log is where trust begins. Compare its fingerprint with the other parties over
    another line, such as the telephone, before the first message.

    \b
    Examples:
      detente channel join charter.json -d ald             add one's signature
      detente channel join -d ald --url http://127.0.0.1:8440 --log VKEY
    """
    from detente.adapters.channel_mirror import PartyFolder, Trust  # noqa: PLC0415
    from detente.app.channel_collect import agreed_log  # noqa: PLC0415
    from detente.app.channel_party import sign_act  # noqa: PLC0415
    from detente.channel.keys import fingerprint  # noqa: PLC0415

    place = PartyFolder(folder)
    if bool(url) != bool(logs) or not (act or url):
        raise click.UsageError("give an ACT to sign, or --url and --log together")
    if act:
        write_json(sign_act(read_json(act), place.keys(passphrase)), output or act)
    if url and logs:
        key = agreed_log(logs, sides)
        place.set_trust(Trust(key.name, url, key))
        backed = len(logs) + len(sides)
        said = f"{backed} sides agree" if backed > 1 else "one side says so: ask another"
        click.echo(f"{place.path} follows {key.name}", err=True)
        click.echo(f"fingerprint of its key: {fingerprint(key.public)} ({said})", err=True)
