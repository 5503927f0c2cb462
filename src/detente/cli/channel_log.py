"""Commands of the log: send, acknowledge, mirror, check alone, and who owes what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from detente.cli.channel_dialogue import decision_line, duty_line, observation_line
from detente.cli.channel_options import (
    open_client,
    party_options,
    policy_option,
    read_json,
    read_policy,
    view_options,
)
from detente.model.errors import ChannelError
from detente.model.serialise import to_plain

if TYPE_CHECKING:
    from detente.adapters.channel_client import ChannelClient
    from detente.channel.verify import Verdict


def log_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (send, ack, mirror, verify, inbox, status)


@click.command()
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
    """Sign and send a message of KIND with the JSON in BODY; it is in the log when this returns.

    \b
    Examples:
      detente channel send notice notice.json -d ald --to BRV
      detente channel send unusual-reply reply.json --about DIGEST --to BRV -d ald
      detente channel send --again -d ald                  what was signed and never answered
    """
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


@click.command()
@click.argument("digest")
@party_options
def ack(digest: str, folder: str, passphrase: str) -> None:
    """Acknowledge the message of DIGEST.

    \b
    Example:
      detente channel ack 3f9c0a12b7de -d brv
    """
    with open_client(folder, passphrase) as client:
        signed, proof = client.send("acknowledgement", {}, about=digest)
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


@click.command()
@click.option("--cosign", is_flag=True, help="Cosign what was checked, as a witness.")
@click.option(
    "--side",
    "sides",
    multiple=True,
    help="Address of another's witness or mirror: if the host shows it another log, it is seen.",
)
@party_options
def mirror(*, cosign: bool, sides: tuple[str, ...], folder: str, passphrase: str) -> None:
    """Fetch what is new, check all of it, and keep it if nothing is wrong.

    \b
    Examples:
      detente channel mirror --cosign -d brv
      detente channel mirror --side http://127.0.0.1:8450 -d brv    compare with a witness
    """
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
            click.echo(f"{client.cosign(verdict)} cosignatures handed in", err=True)


@click.command()
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


@click.command()
@click.option("--since", default=0, help="First index to show.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@party_options
def inbox(*, since: int, as_json: bool, folder: str, passphrase: str) -> None:
    """List the mirrored messages of others.

    \b
    Examples:
      detente channel inbox -d brv
      detente channel inbox --since 40 --json -d brv
    """
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


@click.command()
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

    \b
    Examples:
      detente channel status -d brv
      detente channel status --as-of 2031-06-01T12:00:00+00:00 --json -d brv
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
