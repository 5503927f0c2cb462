"""Commands of the registers: agreed texts, grievances, equal terms, contacts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from detente.cli.channel_dialogue import iso, say
from detente.cli.channel_options import open_client, party_options, view_options
from detente.cli.channel_view import one_line, open_talk, show, span
from detente.model.errors import InputError
from detente.model.serialise import to_plain

if TYPE_CHECKING:
    from detente.adapters.channel_client import ChannelClient
    from detente.channel.contacts import Contact, PairYear
    from detente.channel.grievances import Grievance
    from detente.channel.texts import Version


def register_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (texts, grievances, grievance, terms, contacts, contact, hosting)


@click.command()
@click.argument("room", default="")
@view_options
def texts(
    *, room: str, as_of: int, agreeing: int | None, as_json: bool, folder: str,
    passphrase: str,
) -> None:  # fmt: skip
    """Show the agreed texts of ROOM, or of all rooms, in versions.

    Each version comes with what it changed, and the statements and reservations that concern it.

    \b
    Examples:
      detente channel texts -d brv
      detente channel texts main --json -d brv
    """
    from detente.channel.texts import texts as read  # noqa: PLC0415

    with open_talk(folder, passphrase, as_of, agreeing) as talk:
        for version in read(talk, room):
            show(to_plain(version), _version(version), as_json=as_json)


@click.command()
@click.option("--open", "only_open", is_flag=True, help="Only those that are not over.")
@view_options
def grievances(
    *, only_open: bool, as_of: int, agreeing: int | None, as_json: bool, folder: str,
    passphrase: str,
) -> None:  # fmt: skip
    """Show grievances with their timeline and age, by the witnesses.

    \b
    Example:
      detente channel grievances --open -d brv
    """
    from detente.channel.grievances import grievances as read  # noqa: PLC0415

    with open_talk(folder, passphrase, as_of, agreeing) as talk:
        for one in read(talk.record, now=talk.now):
            if one.open or not only_open:
                show(to_plain(one), _grievance(one), as_json=as_json)


@click.group()
def grievance() -> None:
    """Raise a grievance, answer it, resolve it. Only who raised it can say that it is over.

    \b
    Examples:
      detente channel grievance raise "Our boats were stopped" --to BRV -d ald
      detente channel grievance answer DIGEST "It was a mistake" -d brv
      detente channel grievance resolve DIGEST "Settled" -d ald     over; from others: an offer
      detente channel grievance accept RESOLUTION -d ald            take an offered resolution
    """


@grievance.command("raise")
@click.argument("text")
@click.option("--to", multiple=True, required=True, help="Whom it addresses; repeat for more.")
@click.option("--only", is_flag=True, help="Only they may read it; default: all parties.")
@party_options
def raise_grievance(
    *, text: str, to: tuple[str, ...], only: bool, folder: str, passphrase: str
) -> None:
    """Raise the grievance TEXT."""
    with open_client(folder, passphrase) as client:
        signed, proof = client.send(
            "grievance", {"text": text}, to=to, audience=to if only else None
        )
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


@grievance.command("answer")
@click.argument("digest", metavar="GRIEVANCE")
@click.argument("text")
@party_options
def answer_grievance(*, digest: str, text: str, folder: str, passphrase: str) -> None:
    """Answer GRIEVANCE with TEXT."""
    _reply("answer", {"text": text}, digest, folder, passphrase)


@grievance.command("resolve")
@click.argument("digest", metavar="GRIEVANCE")
@click.argument("text")
@party_options
def resolve_grievance(*, digest: str, text: str, folder: str, passphrase: str) -> None:
    """Resolve GRIEVANCE if one raised it oneself; else offer the resolution TEXT."""
    _reply("resolution", {"text": text}, digest, folder, passphrase)


@grievance.command("accept")
@click.argument("resolution")
@party_options
def accept_resolution(*, resolution: str, folder: str, passphrase: str) -> None:
    """Accept the offered RESOLUTION of a grievance one raised."""
    _reply("acceptance", {}, resolution, folder, passphrase)


@click.command()
@view_options
def terms(*, as_of: int, agreeing: int | None, as_json: bool, folder: str, passphrase: str) -> None:
    """Show the terms of each party side by side, in the order in which they joined.

    Items raised and reached, proposals, silence broken, time asked and granted, turns in the
    chair, and what the host did. Counts only: no score and no ranking.

    \b
    Example:
      detente channel terms -d brv
    """
    from detente.channel.hosting import tenures  # noqa: PLC0415
    from detente.channel.terms import terms as read  # noqa: PLC0415
    from detente.cli.printed import print_table  # noqa: PLC0415
    from detente.render.channel_terms import terms_table  # noqa: PLC0415

    with open_talk(folder, passphrase, as_of, agreeing) as talk:
        rows = read(talk)
        if as_json:
            for row in rows:
                click.echo(json.dumps(to_plain(row), ensure_ascii=False))
            return
        print_table(terms_table(rows))
        for one in tenures(talk.record, now=talk.now):
            hold = f", at least {span(one.longest_hold)} at the longest" if one.held_back else ""
            click.echo(
                f"host {one_line(one.host)} from entry {one.index}: {one.entries} entries, "
                f"{one.held_back} held back{hold}; longest time between cosignatures "
                f"{span(one.longest_gap)}"
            )


@click.command()
@click.argument("host")
@party_options
def hosting(*, host: str, folder: str, passphrase: str) -> None:
    """Say that HOST hosts the log from now on; it does once as many say so as the charter asks.

    \b
    Example:
      detente channel hosting BRV -d ald
    """
    say("hosting", {"host": host}, folder, passphrase)


@click.command()
@click.option("--balance", is_flag=True, help="By pair and year instead of one by one.")
@view_options
def contacts(
    *, balance: bool, as_of: int, agreeing: int | None, as_json: bool, folder: str,
    passphrase: str,
) -> None:  # fmt: skip
    """Show contacts, visits, seminars and exchanges as each side says they are.

    \b
    Examples:
      detente channel contacts -d brv
      detente channel contacts --balance -d brv            by pair and year
    """
    from detente.channel import contacts as register  # noqa: PLC0415

    with open_talk(folder, passphrase, as_of, agreeing) as talk:
        found = register.contacts(talk.record)
        if balance:
            for row in register.balance(talk.record, found):
                show(to_plain(row), _pair(row), as_json=as_json)
            return
        for one in found:
            show(to_plain(one), _contact(one), as_json=as_json)


@click.group()
def contact() -> None:
    """Plan a contact and say what became of it. The register holds no names of persons.

    \b
    Examples:
      detente channel contact plan seminar --with BRV --when 2031-09-01 -d ald
      detente channel contact confirm DIGEST -d brv        say what the other side says
      detente channel contact held DIGEST -d ald
      detente channel contact cancel DIGEST --reason "weather" -d brv
    """


@contact.command("plan")
@click.argument("what")
@click.option("--with", "guests", multiple=True, required=True, help="Who is invited; repeat.")
@click.option("--when", required=True, help="Day (ISO 8601).")
@click.option("--where", help="Place.")
@click.option("--topic", help="What it is about.")
@click.option("--size", type=click.IntRange(min=1), help="How many people take part.")
@click.option("--only", is_flag=True, help="Only they may read it; default: all parties.")
@party_options
def plan_contact(
    *, what: str, guests: tuple[str, ...], when: str, where: str | None, topic: str | None,
    size: int | None, only: bool, folder: str, passphrase: str,
) -> None:  # fmt: skip
    """Invite others to a contact of the kind WHAT: visit, seminar, officer-exchange, ..."""
    from detente.channel.contact_form import check_contact  # noqa: PLC0415
    from detente.codebook.channel_contacts import contact_kinds  # noqa: PLC0415

    if what not in contact_kinds():
        raise InputError(f"{what!r} is no kind of contact; they are {', '.join(contact_kinds())}")
    more = {"where": where, "topic": topic, "size": size}
    body = {"what": what, "when": when, "state": "planned",
            **{name: value for name, value in more.items() if value}}  # fmt: skip
    check_contact("contact", body)
    with open_client(folder, passphrase) as client:
        signed, proof = client.send("contact", body, to=guests, audience=guests if only else None)
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


@contact.command("held")
@click.argument("digest", metavar="CONTACT")
@click.option("--when", help="Day on which it was held, if another than planned.")
@party_options
def held_contact(*, digest: str, when: str | None, folder: str, passphrase: str) -> None:
    """Say that CONTACT was held."""
    body = {"state": "held", **({"when": when} if when else {})}
    _reply("contact-state", body, digest, folder, passphrase)


@contact.command("cancel")
@click.argument("digest", metavar="CONTACT")
@click.option("--reason", default="", help="Why.")
@party_options
def cancel_contact(*, digest: str, reason: str, folder: str, passphrase: str) -> None:
    """Cancel CONTACT."""
    body = {"state": "cancelled", **({"reason": reason} if reason else {})}
    _reply("contact-state", body, digest, folder, passphrase)


@contact.command("confirm")
@click.argument("digest", metavar="CONTACT")
@party_options
def confirm_contact(*, digest: str, folder: str, passphrase: str) -> None:
    """Say of CONTACT what the other side last said of it."""
    with open_client(folder, passphrase) as client:
        word = _word_of_others(client, digest)
    _reply("contact-state", {"state": word}, digest, folder, passphrase)


def _word_of_others(client: ChannelClient, digest: str) -> str:
    from detente.app.channel_party import record_of  # noqa: PLC0415
    from detente.channel.contacts import contacts as read  # noqa: PLC0415

    own, verdict = client.ring.party, client.verify()
    digest = client.named(digest, verdict.ledger)
    words = {
        word
        for one in read(record_of(verdict))
        if one.digest == digest and own in (one.inviter, one.guest)
        for party, word in one.said
        if party != own
    }
    if len(words) != 1:
        raise InputError("the other sides say nothing, or not the same; use `held` or `cancel`")
    return words.pop()


def _reply(kind: str, body: dict[str, Any], about: str, folder: str, passphrase: str) -> None:
    """Send a message to those who may read what it is about."""
    with open_client(folder, passphrase) as client:
        cause = client.verify().ledger.message(about)
        if cause is None:
            raise InputError(f"{about[:16]!r} is no message in the mirror; mirror first")
        group = cause.message.audience
        audience = None if group is None else sorted({*group, cause.message.sender})
        signed, proof = client.send(kind, body, about=about, audience=audience)
        click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


def _version(one: Version) -> str:
    """A version in a few lines."""
    title = f" {one_line(one.title)!r}" if one.title else ""
    head = f"{one_line(one.room)} text {one.text_number}{title} version {one.number}"
    lines = [f"{head}  {one.way} by {one.party}, {iso(one.complete)}  {one.proposal}"]
    if one.takes_from:
        lines.append(f"  takes up the amendment of {one.takes_from}")
    if one.conflict:
        lines.append(f"  CONFLICT: {one.conflict}")
    lines += [f"  {one_line(line)}" for line in (one.diff or one.text.splitlines())]
    lines += [
        f"  {remark.sort} of {remark.party}: {one_line(remark.text)}" for remark in one.remarks
    ]
    return "\n".join(lines)


def _grievance(one: Grievance) -> str:
    """A grievance in a few lines."""
    to = f" to {', '.join(one.to)}" if one.to else ""
    length = f"open for {span(one.age)}" if one.open else f"after {span(one.age)}"
    lines = [f"{one.party}{to}: {one.state.value}, {length}  {one.digest}"]
    lines += [
        f"  {iso(step.when.before)} {step.what} by {step.party}: {one_line(step.text)}".rstrip(": ")
        for step in one.steps
    ]
    return "\n".join(lines)


def _contact(one: Contact) -> str:
    said = ", ".join(f"{party} says {word}" for party, word in one.said)
    sides = "both sides" if one.confirmed else f"by one side: {said}"
    told = said if one.outcome.value == "disputed" else sides
    by = f" by {one.cancelled_by}" if one.cancelled_by else ""
    topic = f", {one_line(one.topic)}" if one.topic else ""
    return (
        f"{one.day} {one_line(one.what)}{topic}: {one.inviter} invited {one.guest}; "
        f"{one.outcome.value}{by} ({told})  {one.digest}"
    )


def _pair(row: PairYear) -> str:
    first, second = row.pair
    return (
        f"{first}-{second} {row.year}: invited by {first} {row.invited[0]}, by {second} "
        f"{row.invited[1]}; planned {row.planned}, held {row.held}, by one side's word "
        f"{row.one_sided}, disputed {row.disputed}; cancelled by {first} {row.cancelled[0]}, by "
        f"{second} {row.cancelled[1]}"
    )
