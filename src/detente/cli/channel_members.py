"""Commands of membership: admit, change keys, expel, approve, and see who is in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from detente.cli.channel_options import open_client, party_options, read_json
from detente.model.errors import ChannelError
from detente.model.serialise import to_plain

if TYPE_CHECKING:
    from detente.adapters.channel_client import ChannelClient
    from detente.app.channel_members import Member


def member_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (enrol, rotate, expel, approve, parties)


@click.command()
@click.argument("act", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@party_options
def enrol(*, act: str, folder: str, passphrase: str) -> None:
    """Propose the newcomer in ACT, its party.json signed by its own new keys.

    \b
    Examples:
      detente channel init DRN -d drn --name Dorn          the newcomer makes keys
      detente channel join drn/party.json -d drn -o drn.json
      detente channel enrol drn.json -d ald                a party proposes
      detente channel approve DIGEST -d brv                others approve, by the quorum
    """
    from detente.app.channel_members import newcomer  # noqa: PLC0415

    body = newcomer(read_json(act))
    with open_client(folder, passphrase) as client:
        _propose(client, "enrol", dict(body))


@click.command()
@click.option("--finish", is_flag=True, help="Mirror, and take the approved keys into use.")
@party_options
def rotate(*, finish: bool, folder: str, passphrase: str) -> None:
    """Propose new keys of one's own; they are in use once the quorum has approved them.

    The old keys sign until then. `mirror` takes the new ones into use as well, when it finds them
    approved; the old ones stay in the key file, so that what was closed for them still opens. Cut
    off at any point, the same command goes on.

    \b
    Examples:
      detente channel rotate -d brv
      detente channel approve DIGEST -d ald
      detente channel rotate --finish -d brv
    """
    from detente.app import channel_members  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        if not finish:
            signed = channel_members.rotate(client, passphrase)
            click.echo(json.dumps({"digest": signed.digest, "act": "rotate"}))
            return
        verdict = client.mirror()
        if verdict.findings:
            raise ChannelError("the log does not hold; run `detente channel mirror` to see why")
        if not channel_members.switch(client, passphrase, verdict.ledger):
            raise ChannelError("no new keys are approved; see `detente channel parties`")
        click.echo(
            "the new keys are in use; restart a `witness` or `keep` of this folder", err=True
        )


@click.command()
@click.argument("party")
@click.option("--reason", required=True, help="Why; it stands in the log.")
@party_options
def expel(*, party: str, reason: str, folder: str, passphrase: str) -> None:
    """Propose to expel PARTY, which does not vote on it.

    \b
    Example:
      detente channel expel CTL --reason "withdrew from the charter" -d ald
    """
    with open_client(folder, passphrase) as client:
        _propose(client, "expel", {"party": party, "reason": reason})


@click.command()
@click.argument("digest")
@party_options
def approve(*, digest: str, folder: str, passphrase: str) -> None:
    """Approve the enrolment, change of keys or expulsion of DIGEST; `parties` lists them.

    Compare the fingerprints of new keys with their owner, over another line than the channel.

    \b
    Example:
      detente channel approve DIGEST -d brv
    """
    with open_client(folder, passphrase) as client:
        signed, proof = client.send("approve", {}, about=digest)
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@party_options
def parties(*, as_json: bool, folder: str, passphrase: str) -> None:
    """List parties with the fingerprints of their keys, acts that wait, and former parties.

    \b
    Examples:
      detente channel parties -d ald
      detente channel parties --json -d ald
    """
    from detente.app.channel_members import members  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        for member in members(client.verify().ledger):
            line = json.dumps(to_plain(member), ensure_ascii=False)
            click.echo(line if as_json else _line(member))


def _propose(client: ChannelClient, kind: str, body: dict[str, Any]) -> None:
    signed, proof = client.send(kind, body)
    click.echo(json.dumps({"index": proof.index, "digest": signed.digest, "act": kind}))


def _line(member: Member) -> str:
    """A party, a waiting act or a former party in a line; keys on lines of their own."""
    if member.state == "pending":
        by = ", ".join(member.approvals) or "nobody"
        head = f"{member.act:8} {member.party:8} {member.digest} approved by {by}"
        return "\n".join((f"{head}; needs {member.needed}", *_keys(member)))
    return "\n".join((f"{member.state:8} {member.party:8} {member.name}".rstrip(), *_keys(member)))


def _keys(member: Member) -> list[str]:
    signs = [f"         signs     {key}" for key in member.keys]
    return [*signs, *(f"         witness   {key}" for key in member.witnesses)]
