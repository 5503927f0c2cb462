"""The command `detente channel`: host a channel, or be a party of one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.channel_declare import declaration_commands
from detente.cli.channel_dialogue import (
    decision_line,
    dialogue_commands,
    duty_line,
    observation_line,
)
from detente.cli.channel_hotline import hotline_commands
from detente.cli.channel_joint import joint_commands
from detente.cli.channel_members import member_commands
from detente.cli.channel_options import (
    clock,
    open_client,
    party_options,
    policy_option,
    read_json,
    read_policy,
    view_options,
    write_json,
)
from detente.cli.channel_picture import picture_commands
from detente.cli.channel_registers import register_commands
from detente.cli.channel_room import room_commands
from detente.cli.channel_rules import rule_commands
from detente.cli.channel_sections import Sections
from detente.cli.channel_share import sharing_commands
from detente.cli.channel_text import text_commands
from detente.cli.channel_witness import witness_commands
from detente.model.errors import ChannelError, InputError
from detente.model.serialise import to_plain

if TYPE_CHECKING:
    from detente.adapters.channel_client import ChannelClient
    from detente.channel.verify import Verdict
    from detente.ports.channel_store import ChannelStore


@click.group(cls=Sections)
def channel() -> None:
    """Host a channel, or be a party of one: notices, hotline, consultations.

    \b
    Examples:
      detente channel init ALD -d ald --name Aldmark       keys and ald/party.json
      detente channel charter ald/party.json brv/party.json -o charter.json
      detente channel join charter.json -d ald             add one's signature
      detente channel serve log.db --name channel.example/north
      detente channel join -d ald --url http://127.0.0.1:8440 --log VKEY
      detente channel send notice notice.json -d ald --to BRV
      detente channel mirror -d brv --cosign               fetch, check, cosign
      detente channel verify -d brv                        check alone, host gone
      detente channel status -d brv                        who owes what

    Each command shows examples of its own. The passphrase of the keys is asked for, or taken from
    DETENTE_CHANNEL_PASSPHRASE.
    """


@channel.command()
@click.argument("store")
@click.option("--name", required=True, help="Origin of the log, such as channel.example/north.")
@click.option(
    "--keys",
    default="host-keys.json",
    show_default=True,
    help="Key file of the log; made if it is missing.",
)
@click.option(
    "--passphrase",
    envvar="DETENTE_CHANNEL_PASSPHRASE",
    prompt=True,
    hide_input=True,
    help="Opens the keys.",
)
@click.option("--bind", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8440, show_default=True, help="Port; 0 takes a free one.")
@policy_option("Take cosignatures of these witnesses and mirrors beside those of parties.")
def serve(
    *, store: str, name: str, keys: str, passphrase: str, bind: str, port: int, policy: str | None
) -> None:
    """Host a channel's log in STORE: a SQLite file, or postgresql://... by URL."""
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


@channel.command()
@click.argument("party")
@click.option("--name", default="", help="Full name.")
@party_options
def init(*, party: str, name: str, folder: str, passphrase: str) -> None:
    """Make the keys of PARTY; they never leave its folder."""
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


@channel.command()
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
    output: str | None,
) -> None:
    """Draft a charter from the party.json of each founder."""
    from detente.app.channel_party import dialogue_terms, draft_charter  # noqa: PLC0415

    rows = [read_json(path) for path in parties]
    act = draft_charter(
        rows, title=title, quorum=quorum, instruments=instruments, hours=dict(hours)
    )
    write_json({**act, **dialogue_terms(read_json(rooms) if rooms else {}, host)}, output)


@channel.command()
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


@channel.command()
@click.argument("kind", required=False)
@click.argument("body", required=False, type=click.Path(allow_dash=True))
@click.option("--to", multiple=True, help="A party that is addressed; repeat for more.")
@click.option("--about", default="", help="Digest of the message it answers.")
@click.option(
    "--only", multiple=True, help="A party that may read it; repeat for more. Default: all."
)
@click.option("--again", is_flag=True, help="Send what was signed and never answered.")
@party_options
def send(
    *,
    kind: str | None,
    body: str | None,
    to: tuple[str, ...],
    about: str,
    only: tuple[str, ...],
    again: bool,
    folder: str,
    passphrase: str,
) -> None:
    """Sign and send a message of KIND with the JSON in BODY; it is in the log when this returns."""
    with open_client(folder, passphrase) as client:
        if again:
            for signed in client.resend():
                click.echo(signed.digest)
            return
        if not kind:
            raise click.UsageError("say which KIND of message, or --again")
        content = read_json(body) if body else {}
        signed, proof = client.send(kind, content, to=to, about=about, audience=only or None)
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


@channel.command()
@click.argument("digest")
@party_options
def ack(digest: str, folder: str, passphrase: str) -> None:
    """Acknowledge the message of DIGEST."""
    with open_client(folder, passphrase) as client:
        signed, proof = client.send("acknowledgement", {}, about=digest)
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


@channel.command()
@click.option("--cosign", is_flag=True, help="Cosign what was checked, as a witness.")
@click.option(
    "--side",
    "sides",
    multiple=True,
    help="Address of another's witness or mirror: if the host shows it another log, it is seen.",
)
@party_options
def mirror(*, cosign: bool, sides: tuple[str, ...], folder: str, passphrase: str) -> None:
    """Fetch what is new, check all of it, and keep it if nothing is wrong."""
    from detente.app.channel_collect import other_sides  # noqa: PLC0415
    from detente.app.channel_members import switch  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        verdict = client.mirror(other_sides(client.trust.channel, sides))
        _report(verdict)
        if switch(client, passphrase, verdict.ledger):
            click.echo(
                "the new keys are in use; restart a `witness` or `keep` of this folder", err=True
            )
        if cosign:
            click.echo(f"{client.cosign()} cosignatures handed in", err=True)


@channel.command()
@policy_option("Demand the quorum of this policy for the last checkpoint.")
@party_options
def verify(*, policy: str | None, folder: str, passphrase: str) -> None:
    """Check the mirror alone; the host is not asked.

    \b
    Examples:
      detente channel verify -d ald
      detente channel verify --policy policy.txt -d ald     and enough witnesses have seen it
    """
    with open_client(folder, passphrase) as client:
        _report(client.verify())
        _demand(client, policy)


@channel.command()
@click.option("--since", default=0, help="First index to show.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@party_options
def inbox(*, since: int, as_json: bool, folder: str, passphrase: str) -> None:
    """List the mirrored messages of others."""
    from detente.app import channel_party  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        verdict = client.verify()
        for entry in channel_party.inbox(verdict, client.ring.party, since=since):
            assert entry.signed is not None
            message = entry.signed.message
            row = {"index": entry.index, "digest": entry.signed.digest, "sender": message.sender,
                   "kind": message.kind, "to": list(message.to), "about": message.about,
                   "body": dict(message.body)}  # fmt: skip
            line = json.dumps(row, ensure_ascii=False)
            plain = f"{entry.index:6} {message.sender:8} {message.kind:20} {entry.signed.digest}"
            click.echo(line if as_json else plain)


@channel.command()
@policy_option("Demand the quorum of this policy for the last checkpoint first.")
@view_options
def status(
    *,
    as_of: int,
    agreeing: int | None,
    as_json: bool,
    policy: str | None,
    folder: str,
    passphrase: str,
) -> None:
    """Say who owes what and where it stands, from the mirror alone.

    A time stands once more than half of the parties bear it out, by cosignatures and receipts; one
    false clock moves nothing.
    """
    from detente.app.channel_party import observed, standing, talk  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        verdict = client.verify()
        _demand(client, policy)
        for duty in standing(verdict, now=as_of, agreeing=agreeing):
            line = json.dumps(to_plain(duty), ensure_ascii=False)
            click.echo(line if as_json else duty_line(duty))
        told = talk(verdict, now=as_of, agreeing=agreeing)
        for one in told.decisions:
            line = json.dumps(to_plain(one), ensure_ascii=False)
            click.echo(line if as_json else decision_line(one))
        for digest, reason in told.unread.items():
            click.echo(f"proposal {digest[:16]} cannot be read: {reason}", err=True)
        for seen in observed(verdict, now=as_of, agreeing=agreeing):
            line = json.dumps(to_plain(seen), ensure_ascii=False)
            click.echo(line if as_json else observation_line(seen))


def _report(verdict: Verdict) -> None:
    """Say what was checked; what is wrong ends the command with exit code 1."""
    from detente.channel.tenures import witness_owners  # noqa: PLC0415

    for finding in verdict.findings:
        click.echo(json.dumps(to_plain(finding), ensure_ascii=False))
    if verdict.findings:
        raise ChannelError(f"{len(verdict.findings)} findings; keep the signed texts as evidence")
    owners = witness_owners(verdict.ledger.tenures)
    parties = sorted({owners[one.witness] for one in verdict.cosigned if one.witness in owners})
    seen = f"cosigned by {', '.join(parties)}" if parties else "cosigned by nobody"
    click.echo(f"{verdict.ledger.size} entries checked, {seen}, nothing wrong", err=True)


def _demand(client: ChannelClient, policy: str | None) -> None:
    """Hold the last checkpoint against a policy; less than its quorum ends with exit code 1."""
    if not policy:
        return
    from detente.channel.quorum import demand_quorum  # noqa: PLC0415

    found = demand_quorum(read_policy(policy), client.trust.log, client.mirrored())
    missing = f"; missing {', '.join(found.missing)}" if found.missing else ""
    seen = ", ".join(found.seen) or "nobody, and the policy asks for nobody"
    click.echo(f"the quorum has seen {found.size} entries: {seen}{missing}", err=True)


for command in (
    *declaration_commands(),
    *dialogue_commands(),
    *hotline_commands(),
    *joint_commands(),
    *member_commands(),
    *picture_commands(),
    *register_commands(),
    *room_commands(),
    *rule_commands(),
    *sharing_commands(),
    *text_commands(),
    *witness_commands(),
):
    channel.add_command(command)
