"""Commands of the hotline: call, take a call higher, see answer times, put passed deadlines on record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from detente.cli.channel_options import moment_option, open_client, party_options
from detente.model.errors import InputError
from detente.model.serialise import to_plain

if TYPE_CHECKING:
    from detente.channel.hotline import AnswerTime, Call


def hotline_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (call, escalate, hotline, observe)


@click.command()
@click.argument("text")
@click.option("--to", multiple=True, required=True, help="Who is called; repeat for more.")
@click.option(
    "--priority", type=click.Choice(("routine", "priority", "immediate", "flash")),
    default="routine", show_default=True, help="How urgent it is.",
)  # fmt: skip
@click.option("--test", is_flag=True, help="A test call: it is answered like any other.")
@click.option("--only", is_flag=True, help="Only those who are called may read it.")
@party_options
def call(
    *, text: str, to: tuple[str, ...], priority: str, test: bool, only: bool, folder: str,
    passphrase: str,
) -> None:  # fmt: skip
    """Call other parties on the hotline with TEXT.

    \b
    Examples:
      detente channel call "Our aircraft strayed; we regret it" --to BRV --priority flash -d ald
      detente channel call "Monthly test" --to BRV --to CTL --test -d ald
    """
    kind = "hotline-test" if test else "hotline"
    body = {"text": text, "priority": priority}
    with open_client(folder, passphrase) as client:
        signed, proof = client.send(kind, body, to=to, audience=to if only else None)
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


@click.command()
@click.argument("digest")
@click.option("--reason", default="not acknowledged in time", show_default=True, help="Why.")
@party_options
def escalate(digest: str, reason: str, folder: str, passphrase: str) -> None:
    """Take one's own call of DIGEST a level up, to those who have not acknowledged it.

    \b
    Example:
      detente channel escalate DIGEST -d ald
    """
    from detente.app.channel_party import record_of  # noqa: PLC0415
    from detente.channel import hotline as calls  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        record = record_of(client.verify())
        digest = client.named(digest, record.ledger)
        found = {one.digest: one for one in calls.hotline(record)}.get(digest)
        if found is None or found.caller != client.ring.party:
            raise InputError(
                f"{digest[:16]!r} is no call of one's own; see `detente channel hotline`"
            )
        if not found.waiting:
            raise InputError("everybody who was called has acknowledged it")
        body = {"level": calls.next_level(found), "reason": reason}
        cause = record.ledger.message(digest)
        assert cause is not None
        signed, proof = client.send(
            "hotline-escalation", body, to=found.waiting, about=digest,
            audience=cause.message.audience,
        )  # fmt: skip
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest, **body}))


@click.command()
@moment_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@party_options
def hotline(*, as_of: int, as_json: bool, folder: str, passphrase: str) -> None:
    """List calls, who answered after how long, which to take higher, and the median answer time.

    \b
    Example:
      detente channel hotline -d brv
    """
    from detente.app.channel_party import record_of  # noqa: PLC0415
    from detente.channel import hotline as calls  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        found = calls.hotline(record_of(client.verify()))
    for one in found:
        line = json.dumps({"call": to_plain(one)}, ensure_ascii=False)
        click.echo(line if as_json else _call_line(one, as_of))
    for row in calls.answer_times(found):
        line = json.dumps({"answer_time": to_plain(row)}, ensure_ascii=False)
        click.echo(line if as_json else _time_line(row))


@click.command()
@moment_option
@click.option("--dry-run", is_flag=True, help="Say what would be put on record, and send nothing.")
@party_options
def observe(*, as_of: int, dry_run: bool, folder: str, passphrase: str) -> None:
    """Put on the log every deadline that passed and of which nobody has said so.

    The log bears an observation out or not: `status` shows which.

    \b
    Example:
      detente channel observe -d ctl
    """
    from detente.app.channel_party import standing  # noqa: PLC0415
    from detente.channel.observations import KIND, observation_body, unobserved  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        verdict = client.verify()
        passed = unobserved(verdict.ledger, standing(verdict, now=as_of))
        for duty in passed:
            body = observation_body(duty)
            if dry_run:
                click.echo(json.dumps({**body, "about": duty.cause}))
                continue
            signed, proof = client.send(KIND, body, about=duty.cause)
            click.echo(json.dumps({"index": proof.index, "digest": signed.digest, **body}))
    if not passed:
        click.echo("no deadline passed of which nobody has said so", err=True)


def _call_line(one: Call, now: int) -> str:
    waits = [f"{w.party} {_span(w.least, w.most)}" for w in one.answered]
    told = f"answered by {', '.join(waits)}" if waits else "not answered"
    left = f"; waits for {', '.join(one.waiting)}" if one.waiting else ""
    due = one.escalate_at is not None and now > one.escalate_at
    higher = f"; take it to level {one.level + 1}" if due else ""
    kind = "test" if one.test else one.priority
    return f"{one.digest[:16]} {one.caller:8} {kind:10} level {one.level} {told}{left}{higher}"


def _time_line(row: AnswerTime) -> str:
    who = row.party or "all"
    middle = f", median {_span(row.least, row.most)}" if row.answered else ""
    return f"{who:8} {row.answered} of {row.calls} answered{middle}"


def _span(least: float | None, most: float | None) -> str:
    """A wait as the interval that witnesses allow."""
    if most is None:
        return "after a time that witnesses do not tell"
    return f"within {_time(most)}" if not least else f"after {_time(least)} to {_time(most)}"


def _time(seconds: float) -> str:
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours} h {rest // 60} min" if hours else f"{rest // 60} min {rest % 60} s"
