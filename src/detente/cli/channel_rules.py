"""Commands about the rules: list them, what is due when, and what can be asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from detente.cli.channel_dialogue import duty_line
from detente.cli.channel_options import open_client, party_options, view_options
from detente.model.errors import InputError
from detente.model.serialise import to_plain

if TYPE_CHECKING:
    from detente.app.channel_rules import Count
    from detente.channel.questions import Question
    from detente.channel.quotas import Measured, Used
    from detente.channel.verify import Verdict


def rule_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (rules, calendar, questions)


@click.command()
@click.argument("instrument", required=False)
@click.option("-d", "--folder", help="The party's folder: says where a rule is in force there.")
@click.option("--passphrase", envvar="DETENTE_CHANNEL_PASSPHRASE", help="Opens the keys.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def rules(
    *, instrument: str | None, folder: str | None, passphrase: str | None, as_json: bool
) -> None:
    """List the rules of INSTRUMENT, or of all; recalled ones are marked and only remind.

    \b
    Examples:
      detente channel rules
      detente channel rules VD2011
      detente channel rules VD2011 -d ald       and between whom it is in force on the channel
    """
    from detente.app.channel_rules import rule_rows  # noqa: PLC0415

    verdict = None if folder is None else _verdict(folder, passphrase)
    last = ""
    for row in rule_rows(instrument, verdict):
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        if row["instrument"] != last:
            last = row["instrument"]
            click.echo(f"{last}  {row['instrument_name']}{_force(row)}")
        mark = " (recalled)" if row["verified"] == "recalled" else ""
        place = f", {row['paragraph']}" if row["paragraph"] else ""
        click.echo(f"  {row['id']:22} {row['title']}{place}: {_deadline(row)}{mark}")


@click.command()
@view_options
def calendar(
    *, as_of: int, agreeing: int | None, as_json: bool, folder: str, passphrase: str
) -> None:
    """Say what is due when, passed and coming, and what was used of quotas and constraints.

    \b
    Examples:
      detente channel calendar -d ald
      detente channel calendar --json -d ald
    """
    from detente.app.channel_rules import calendar as dates  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        found = dates(client.verify(), now=as_of, agreeing=agreeing)
    for duty in found.duties:
        period = f" for {duty.period}" if duty.period else ""
        _echo("duty", duty, duty_line(duty) + period, as_json=as_json)
    for quota in found.quotas:
        _echo("quota", quota, _quota_line(quota), as_json=as_json)
    for count in found.counts:
        _echo("count", count, _count_line(count), as_json=as_json)
    for one in found.outside:
        _echo("bound", one, _bound_line(one), as_json=as_json)


@click.command()
@click.option("--ask", "short", help="Send the question of this short name to its parties.")
@click.option(
    "--as", "kind", type=click.Choice(["question", "unusual-activity"]), default="question",
    show_default=True, help="As which kind of message.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@party_options
def questions(*, short: str | None, kind: str, as_json: bool, folder: str, passphrase: str) -> None:
    """List what notices leave open: as questions, the same for all parties, never as a verdict.

    Figures just under a threshold, activities that pass one together, one activity in parts, a
    figure amended to below, more activities than a constraint has. Each has honest reasons.

    \b
    Examples:
      detente channel questions -d ald
      detente channel questions --ask 3f9c0a12b7de --as unusual-activity -d ald
    """
    from detente.app import channel_rules  # noqa: PLC0415
    from detente.channel.questions import request  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        verdict = client.verify()
        if short is None:
            for one in channel_rules.open_questions(verdict):
                row = {"id": one.id, **_plain(one)}
                plain = f"{one.id}  {', '.join(one.asks)}: {one.text}"
                click.echo(json.dumps(row, ensure_ascii=False) if as_json else plain)
            return
        found = channel_rules.question(verdict, short)
        to = [party for party in found.parties if party != client.ring.party]
        if not to:
            raise InputError(f"question {short!r} is about one's own notices only: nobody to ask")
        signed, proof = client.send(kind, request(found, kind), to=to, about=found.messages[-1])
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


def _verdict(folder: str, passphrase: str | None) -> Verdict:
    if passphrase is None:
        passphrase = click.prompt("Passphrase", hide_input=True, err=True)
    with open_client(folder, str(passphrase)) as client:
        return client.verify()


def _plain(one: Question) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(one)
    return plain


def _echo(what: str, row: Any, line: str, *, as_json: bool) -> None:
    plain = {"what": what, **to_plain(row)}
    click.echo(json.dumps(plain, ensure_ascii=False) if as_json else line)


def _force(row: dict[str, Any]) -> str:
    if "in_force" not in row:
        return ""
    force = row["in_force"]
    if force is None:
        return ": not named in the charter"
    ends = f" until {force['to']}" if force["to"] else ""
    disputed = f"; disputed by {', '.join(force['disputed_by'])}" if force["disputed_by"] else ""
    return f": between {', '.join(force['between']) or 'nobody'}{ends}{disputed}"


def _deadline(row: dict[str, Any]) -> str:
    """When a rule asks for what, in words."""
    if row["what"] == "quota":
        return f"{row['limit']} a year" if row["limit"] is not None else row["note"]
    if row["what"] == "bound":
        low = f"at least {row['at_least']:g} " if row["at_least"] is not None else ""
        return f"{low}at most {row['at_most']:g} {row['unit']}"
    if row["what"] == "constraint":
        if row["counting"] == "forecast":
            return row["note"] or "told ahead"
        return f"at most {row['at_most']}"
    clock, _, rest = row["clock"].partition("-")
    hours = row["hours"] or 0
    span = f"{hours} hours" if hours % 24 or hours < 48 else f"{hours // 24} days"
    words = {
        "none": row["note"] or "no deadline",
        "request": f"{span} from the request",
        "before": f"{span} before {rest}",
        "after": f"{span} after {rest}" if hours else f"by the day of {rest}",
        "yearly": f"each year by {rest[:5]}",
        "event": f"{span} from the charter's day {rest!r}",
        "halves": f"{span} after each six months from the charter's day {rest!r}",
    }
    when = f"if {' or '.join(row['when_any'])}: " if row["when_any"] else ""
    return when + words[clock]


def _quota_line(one: Used) -> str:
    mark = " (rule recalled)" if one.verified == "recalled" else ""
    asked = f" asked by {one.asked_by}" if one.asked_by else ""
    who = ", ".join(asker for asker, _ in one.accepted)
    rest = [f"{len(one.open)} open"] if one.open else []
    if one.refused:
        rest.append(
            f"{len(one.refused)} refused, {len(one.refused_within)} of them within the quota"
        )
    if one.beyond:
        rest.append(f"{len(one.beyond)} accepted beyond it")
    tail = "".join(f"; {text}" for text in rest)
    accepted = f" ({who})" if who else ""
    return (f"quota {one.year} {one.party:8} {one.quota}{mark}{asked}: "
            f"{len(one.accepted)} of {one.limit} used{accepted}{tail}")  # fmt: skip


def _count_line(one: Count) -> str:
    mark = " (rule recalled)" if one.verified == "recalled" else ""
    return (f"count {one.year} {one.party:8} {one.constraint}{mark}: {one.number} begun; at most "
            f"{one.at_most} in {one.years} calendar year(s)")  # fmt: skip


def _bound_line(one: Measured) -> str:
    mark = " (rule recalled)" if one.verified == "recalled" else ""
    low = f"at least {one.at_least:g}, " if one.at_least is not None else ""
    high = f"at most {one.at_most:g}" if one.at_most is not None else ""
    return (f"bound {one.party:8} {one.bound}{mark}: {one.figure:g} {one.unit}; the rule has "
            f"{low}{high} {one.message[:16]}")  # fmt: skip
