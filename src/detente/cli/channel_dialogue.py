"""Commands of the dialogue: receipts, proposals and what is said to them, and how it is told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.channel.exact import exact
from detente.cli.channel_options import clock, open_client, party_options, read_json
from detente.model.errors import InputError

if TYPE_CHECKING:
    from detente.channel.decisions import Decision
    from detente.channel.observations import Observation
    from detente.model.channel import Duty


def dialogue_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (
        receipt, propose, object_, consent, vote, withdraw, extend, remark, ask_time, grant_time,
    )  # fmt: skip


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--hand-in", is_flag=True, help="FILE is a receipt: put it on the log.")
@party_options
def receipt(*, file: Path, hand_in: bool, folder: str, passphrase: str) -> None:
    """Say that one was handed the signed message in FILE: it stops its sender's clock.

    A message the host does not take lies in the sender's folder, under sent/. Any other party can
    give a receipt for it; whoever holds the receipt hands it in once the message is in the log.

    \b
    Examples:
      detente channel receipt brv/sent/DIGEST.json -d ctl > receipt.txt
      detente channel receipt receipt.txt --hand-in -d brv
    """
    from detente.app.channel_party import receipt_for  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        if not hand_in:
            click.echo(receipt_for(file.read_bytes(), client.ring, time=int(clock())), nl=False)
            return
        text = file.read_text(encoding="utf-8")
        lines = text.split("\n")
        if len(lines) < 4 or lines[0] != "detente-receipt/1":
            raise InputError(f"{file} is no receipt; `detente channel receipt MESSAGE` makes one")
        signed, proof = client.send("receipt", {"receipt": text}, about=lines[2])
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


@click.command()
@click.argument("room")
@click.argument("text")
@click.option("--expiry", required=True,
              help="When silence ends, consent lapses or the vote closes: an exact time, its zone.")  # fmt: skip
@click.option("--way", type=click.Choice(["silence", "consensus", "vote"]), default="silence",
              show_default=True, help="How it is decided.")  # fmt: skip
@click.option("--threshold", help="Of a vote: majority, a share such as 2/3, a count, or all.")
@click.option("--of", type=click.Choice(["cast", "entitled"]), default="cast", show_default=True,
              help="Of a vote: the threshold is of votes cast for and against, or of all entitled.")  # fmt: skip
@click.option("--quorum", help="Of a vote: how many must take part, as a share, a count, or all.")
@click.option("--title", help="Title of the text.")
@click.option("--changes", multiple=True, help="Adopted proposal whose text this changes; repeat.")
@click.option("--takes", help="Amendment that this takes up, by its digest.")
@click.option("--chair", help="Party to whom the chair of the room passes if it is adopted.")
@click.option("--rules", type=click.Path(exists=True, dir_okay=False),
              help="JSON file with rules of the room, in force by `room rules` once adopted.")  # fmt: skip
@party_options
def propose(
    *, room: str, text: str, expiry: str, way: str, threshold: str | None, of: str,
    quorum: str | None, title: str | None, changes: tuple[str, ...], takes: str | None,
    chair: str | None, rules: str | None, folder: str, passphrase: str,
) -> None:  # fmt: skip
    """Propose TEXT in ROOM: by silence, by explicit consensus, or by a vote.

    Silence adopts if nobody objects and all were reached; consensus if every party consents; a
    vote by its written threshold and quorum, and nothing is counted before its close.

    \b
    Examples:
      detente channel propose main "Article 1" --expiry 2031-06-01T12:00:00+00:00 -d ald
      detente channel propose main "Article 2" --expiry TIME --way consensus -d ald
      detente channel propose main "Article 3" --expiry TIME --way vote --threshold 2/3 \\
          --quorum 1/2 -d ald
      detente channel propose main "Article 1, new" --expiry TIME --changes DIGEST -d brv
    """
    from detente.channel.chairs import read_rules  # noqa: PLC0415
    from detente.channel.votes import check_rule  # noqa: PLC0415

    body: dict[str, Any] = {"room": room, "text": text, "expiry": exact(expiry), "way": way}
    if way == "vote":
        if not threshold or not quorum:
            raise click.UsageError("a vote writes its --threshold and its --quorum")
        check_rule(threshold, of, quorum)
        body.update(threshold=threshold, of=of, quorum=quorum)
    if rules:
        body["rules"] = read_json(rules)
        read_rules(body["rules"])
    more = {"title": title, "changes": list(changes), "takes": takes, "chair": chair}
    body.update({name: value for name, value in more.items() if value})
    say("proposal", body, folder, passphrase)


@click.command("object")
@click.argument("proposal")
@click.argument("text")
@click.option(
    "--amend",
    is_flag=True,
    help="TEXT is an amendment, also to another amendment; it breaks silence as well.",
)
@party_options
def object_(*, proposal: str, text: str, amend: bool, folder: str, passphrase: str) -> None:
    """Object to PROPOSAL, by its digest, with the reason in TEXT: silence is broken, consensus blocked.

    \b
    Examples:
      detente channel object DIGEST "Not as it stands" -d brv
      detente channel object DIGEST "Article 1, as amended" --amend -d brv
    """
    kind = "amendment" if amend else "objection"
    say(kind, {"text": text}, folder, passphrase, about=proposal)


@click.command()
@click.argument("proposal")
@click.option("--expiry", required=True, help="When silence ends now: an exact time, its zone.")
@party_options
def extend(*, proposal: str, expiry: str, folder: str, passphrase: str) -> None:
    """Extend the time for PROPOSAL, as the chair of its room, or its proposer where there is none.

    It counts if it comes before that time ends. A vote is not extended.

    \b
    Example:
      detente channel extend DIGEST --expiry 2031-06-02T12:00:00+00:00 -d ald
    """
    say("extension", {"expiry": exact(expiry)}, folder, passphrase, about=proposal)


@click.command()
@click.argument("proposal")
@party_options
def consent(*, proposal: str, folder: str, passphrase: str) -> None:
    """Consent to PROPOSAL, which is decided by explicit consensus.

    \b
    Example:
      detente channel consent DIGEST -d brv
    """
    say("consent", {}, folder, passphrase, about=proposal)


@click.command()
@click.argument("proposal")
@click.argument("choice", type=click.Choice(["yes", "no", "abstain"]))
@party_options
def vote(*, proposal: str, choice: str, folder: str, passphrase: str) -> None:
    """Vote on PROPOSAL; the last vote of a party before the exact close counts.

    \b
    Example:
      detente channel vote DIGEST yes -d brv
    """
    say("vote", {"choice": choice}, folder, passphrase, about=proposal)


@click.command()
@click.argument("digest")
@party_options
def withdraw(*, digest: str, folder: str, passphrase: str) -> None:
    """Take back one's own proposal, objection, item or grievance.

    A vote is not withdrawn once another party has voted.

    \b
    Example:
      detente channel withdraw DIGEST -d ald
    """
    say("withdrawal", {}, folder, passphrase, about=digest)


@click.command()
@click.argument("proposal")
@click.argument("text")
@click.option("--reservation", is_flag=True, help="TEXT is a formal reservation.")
@party_options
def remark(*, proposal: str, text: str, reservation: bool, folder: str, passphrase: str) -> None:
    """Put an interpretative statement, or a reservation, beside the text of PROPOSAL.

    \b
    Examples:
      detente channel remark DIGEST "We read Article 1 as follows" -d brv
      detente channel remark DIGEST "Not bound by Article 1" --reservation -d brv
    """
    kind = "reservation" if reservation else "statement"
    say(kind, {"text": text}, folder, passphrase, about=proposal)


@click.command("ask-time")
@click.argument("message")
@click.option("--until", required=True, help="Until when: an exact time with its zone.")
@party_options
def ask_time(*, message: str, until: str, folder: str, passphrase: str) -> None:
    """Ask the sender of MESSAGE for more time to reply; deadlines of treaties stay as they are.

    \b
    Example:
      detente channel ask-time DIGEST --until 2031-06-03T12:00:00+00:00 -d brv
    """
    say("time-request", {"until": exact(until)}, folder, passphrase, about=message)


@click.command("grant-time")
@click.argument("request")
@click.option("--until", required=True, help="Until when: an exact time with its zone.")
@party_options
def grant_time(*, request: str, until: str, folder: str, passphrase: str) -> None:
    """Grant the time that REQUEST asks for, or as much of it as one gives.

    \b
    Example:
      detente channel grant-time DIGEST --until 2031-06-03T12:00:00+00:00 -d ald
    """
    say("time-grant", {"until": exact(until)}, folder, passphrase, about=request)


def duty_line(duty: Duty) -> str:
    """A duty in one line."""
    mark = " (rule recalled)" if duty.verified == "recalled" else ""
    disputed = f"; disputed by {', '.join(duty.disputed_by)}" if duty.disputed_by else ""
    due = "" if duty.due is None else f" by {iso(duty.due)}"
    line = f"{duty.state.value:14} {duty.party:8} {duty.rule}{mark}{due} {duty.reason}{disputed}"
    return line.rstrip()


def decision_line(one: Decision) -> str:
    """A proposal in one line."""
    end = {"silence": "until", "consensus": "until", "vote": "closes"}[one.way.value]
    waits = f" waits for {', '.join(one.waiting_for)}" if one.waiting_for else ""
    broken = f" by {len(one.broken_by)} objections" if one.broken_by else ""
    untold = f", not yet shown to {', '.join(one.untold)}" if one.untold else ""
    state = f"{one.state}{broken}{untold}{waits}{_counted(one)}"
    reason = f"; {one.reason}" if one.reason else ""
    head = f"proposal {one.proposal[:16]} {one.way.value} {end} {iso(one.expiry)}"
    there = f"; not shown to have had it there: {', '.join(one.absent)}" if one.absent else ""
    return f"{head}: {state}{reason} ({one.session.value}{there})"


def _counted(one: Decision) -> str:
    """What a vote came to; nothing before its close."""
    if one.tally is None:
        return f" ({one.rule})" if one.rule else ""
    tally = one.tally
    disputed = [p for p, choice in tally.votes.items() if choice == "disputed"]
    told = f", {tally.yes} yes, {tally.no} no, {tally.abstain} abstain ({one.rule})"
    weights = ", weights of the charter" if tally.weighted else ""
    doubt = f", disputed: {', '.join(disputed)}" if disputed else ""
    unheard = f", not heard of after the close: {', '.join(tally.unheard)}" if tally.unheard else ""
    return told + weights + doubt + unheard


def observation_line(one: Observation) -> str:
    """An observation of a passed deadline in one line."""
    return f"observed by {one.by}: deadline of {one.party} under {one.rule}: {one.bearing.value}"


def say(
    kind: str, body: dict[str, Any], folder: str, passphrase: str, about: str = ""
) -> None:  # fmt: skip
    """Sign and send a message for all parties, and print where it stands."""
    with open_client(folder, passphrase) as client:
        signed, proof = client.send(kind, body, about=about)
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


def iso(seconds: int | None) -> str:
    """A moment as it is told; "?" where no witness can."""
    if seconds is None:
        return "?"
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
