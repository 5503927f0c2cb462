"""Commands of the dialogue: receipts, proposals under silence, and how both are told."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.channel_options import open_client, party_options
from detente.model.errors import InputError

if TYPE_CHECKING:
    from detente.channel.observations import Observation
    from detente.channel.silence import Silence
    from detente.model.channel import Duty


def dialogue_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (receipt, propose, object_, extend)


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
            click.echo(receipt_for(file.read_bytes(), client.ring, time=int(time.time())), nl=False)
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
@click.option("--expiry", required=True, help="When silence ends: an exact time with its zone.")
@party_options
def propose(*, room: str, text: str, expiry: str, folder: str, passphrase: str) -> None:
    """Propose TEXT in ROOM under silence: it is adopted if nobody objects, and all were reached.

    \b
    Example:
      detente channel propose main "Article 1" --expiry 2031-06-01T12:00:00+00:00 -d ald
    """
    _say("proposal", {"room": room, "text": text, "expiry": _exact(expiry)}, folder, passphrase)


@click.command("object")
@click.argument("proposal")
@click.argument("text")
@click.option("--amend", is_flag=True, help="TEXT is an amendment; it breaks silence as well.")
@party_options
def object_(*, proposal: str, text: str, amend: bool, folder: str, passphrase: str) -> None:
    """Break the silence on PROPOSAL, by its digest, with the reason in TEXT.

    \b
    Examples:
      detente channel object DIGEST "Not as it stands" -d brv
      detente channel object DIGEST "Article 1, as amended" --amend -d brv
    """
    kind = "amendment" if amend else "objection"
    _say(kind, {"text": text}, folder, passphrase, about=proposal)


@click.command()
@click.argument("proposal")
@click.option("--expiry", required=True, help="When silence ends now: an exact time, its zone.")
@party_options
def extend(*, proposal: str, expiry: str, folder: str, passphrase: str) -> None:
    """Extend the silence on one's own PROPOSAL; it counts if it comes before silence ends.

    \b
    Example:
      detente channel extend DIGEST --expiry 2031-06-02T12:00:00+00:00 -d ald
    """
    _say("extension", {"expiry": _exact(expiry)}, folder, passphrase, about=proposal)


def duty_line(duty: Duty) -> str:
    """A duty in one line."""
    mark = " (rule recalled)" if duty.verified == "recalled" else ""
    disputed = f"; disputed by {', '.join(duty.disputed_by)}" if duty.disputed_by else ""
    due = "" if duty.due is None else f" by {_iso(duty.due)}"
    line = f"{duty.state.value:14} {duty.party:8} {duty.rule}{mark}{due} {duty.reason}{disputed}"
    return line.rstrip()


def silence_line(one: Silence) -> str:
    """A proposal in one line."""
    waits = f" waits for {', '.join(one.waiting_for)}" if one.waiting_for else ""
    broken = f" by {len(one.broken_by)} objections" if one.broken_by else ""
    state = f"{one.state.value}{broken}{waits}"
    return f"proposal {one.proposal[:16]} silence until {_iso(one.expiry)}: {state}"


def observation_line(one: Observation) -> str:
    """An observation of a passed deadline in one line."""
    return f"observed by {one.by}: deadline of {one.party} under {one.rule}: {one.bearing.value}"


def _say(kind: str, body: dict[str, str], folder: str, passphrase: str, about: str = "") -> None:
    with open_client(folder, passphrase) as client:
        signed, proof = client.send(kind, body, about=about)
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


def _exact(moment: str) -> str:
    """A moment with its zone, as it is written on the log."""
    try:
        read = dt.datetime.fromisoformat(moment)
    except ValueError as error:
        raise InputError(f"{moment!r} is no time; write 2031-06-01T12:00:00+00:00") from error
    if read.tzinfo is None:
        raise InputError(f"{moment!r} names no time zone; an expiry is exact: add +00:00")
    return read.isoformat()


def _iso(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
