"""Commands of joint action: say it, answer it, and see where it stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.channel_options import open_client, party_options, view_options

if TYPE_CHECKING:
    from detente.model.channel import SignedMessage

Command = TypeVar("Command", bound=Callable[..., Any])


def joint_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (
        incident, assist, offer, accept, decline, deconflict, conflict, inquiry, findings, dispute,
        joint,
    )  # fmt: skip


def address_options(command: Command) -> Command:
    """The options by which one says who is addressed, and who may read."""
    for option in (
        click.option("--to", multiple=True, help="A party that is addressed; repeat for more."),
        click.option(
            "--tlp", "label", required=True, help="CLEAR, GREEN, AMBER, AMBER+STRICT or RED."
        ),
        click.option("--group", default="", help="A named group of one's own."),
    ):
        command = option(command)
    return command


def label_options(command: Command) -> Command:
    """The options by which a label says who designated it."""
    for option in (
        click.option("--disputed-by", multiple=True, help="Who disputes the label."),
        click.option("--designated-by", default="", help="Who designated it so."),
        click.option("--label", "said", help="Such as 'terrorist'; needs --designated-by."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("category")
@click.option("--what", required=True, help="What happened.")
@click.option("--where", required=True, help="Where.")
@click.option("--when", required=True, help="When.")
@click.option("--effects", required=True, help="Effects: numbers, damage; no names.")
@click.option("--grading", default="", help="Of the sources: A-F and 1-6, such as B2.")
@label_options
@address_options
@party_options
def incident(
    *, category: str, what: str, where: str, when: str, effects: str, grading: str, **options: Any
) -> None:
    """Give notice of an incident: terrorism, crime, cyber, disaster or other.

    \b
    Examples:
      detente channel incident disaster --what "dam leaks" --where "upper lake" \\
        --when 2031-05-01 --effects "two villages flooded" --tlp GREEN --to BRV -d ald
      detente channel incident terrorism --what "bomb in a station" --where Breva --when 2031-05-01 \\
        --effects "3 dead" --label "terrorist" --designated-by ALD --tlp AMBER --to BRV -d ald
    """
    from detente.app import channel_joint as app  # noqa: PLC0415

    body = app.incident(
        category, what=what, where=where, when=when, effects=effects, grading=grading
    )
    _begin("incident-notice", body, options)


@click.command()
@click.option("--what", required=True, help="What is needed.")
@click.option("--where", required=True, help="Where.")
@click.option("--when", required=True, help="When.")
@label_options
@address_options
@party_options
def assist(*, what: str, where: str, when: str, **options: Any) -> None:
    """Ask for assistance.

    \b
    Example:
      detente channel assist --what pumps --where "the dyke" --when 2031-05-02 --tlp GREEN \\
        --to BRV -d ald
    """
    _begin("assistance", {"what": what, "where": where, "when": when}, options)


@click.command()
@click.argument("request")
@click.option("--what", required=True, help="What is offered.")
@click.option("--where", required=True, help="Where.")
@click.option("--when", required=True, help="When.")
@click.option("--terms", required=True, help="On what terms.")
@party_options
def offer(
    *, request: str, what: str, where: str, when: str, terms: str, folder: str, passphrase: str
) -> None:
    """Offer assistance after the REQUEST of that digest.

    \b
    Example:
      detente channel offer DIGEST --what "4 pumps" --where "the dyke" --when 2031-05-02 \\
        --terms "at cost" -d brv
    """
    body = {"what": what, "where": where, "when": when, "terms": terms}
    _answer("assistance-offer", body, request, folder, passphrase)


@click.command()
@click.argument("digest")
@party_options
def accept(*, digest: str, folder: str, passphrase: str) -> None:
    """Accept the offer, or the terms of the joint inquiry, of DIGEST, as they stand.

    \b
    Example:
      detente channel accept DIGEST -d ald
    """
    _reply(digest, folder, passphrase, accept=True)


@click.command()
@click.argument("digest")
@click.option("--reason", default="", help="Why; nobody has to say.")
@party_options
def decline(*, digest: str, reason: str, folder: str, passphrase: str) -> None:
    """Decline the request, the offer or the terms of DIGEST.

    \b
    Example:
      detente channel decline DIGEST --reason "none to spare" -d brv
    """
    _reply(digest, folder, passphrase, accept=False, reason=reason)


@click.command()
@click.argument("area")
@click.option("--from", "start", required=True, help="From when: a day, or a time with its zone.")
@click.option("--until", "end", required=True, help="Until when.")
@click.option("--box", default="", help="SOUTH,WEST,NORTH,EAST in degrees, so that it is compared.")
@click.option("--replaces", default="", help="Digest of one's own notice that this one replaces.")
@label_options
@address_options
@party_options
def deconflict(*, area: str, start: str, end: str, box: str, replaces: str, **options: Any) -> None:
    """Say that one will be in AREA, so that nobody gets in another's way.

    Notices of two parties that meet in area and time are pointed out to both, as a question.

    \b
    Example:
      detente channel deconflict "north bank" --box 50.1,30.1,50.3,30.4 --from 2031-05-01 \\
        --until 2031-05-03 --tlp GREEN --to BRV -d ald
    """
    from detente.app import channel_joint as app  # noqa: PLC0415

    body = app.deconfliction(area, start=start, end=end, box=box)
    _begin("deconfliction", body, options, about=replaces)


@click.command()
@click.argument("notice")
@click.argument("text")
@party_options
def conflict(*, notice: str, text: str, folder: str, passphrase: str) -> None:
    """Raise a conflict with the deconfliction NOTICE of that digest.

    \b
    Example:
      detente channel conflict DIGEST "we are there on 2 May" -d brv
    """
    _answer("conflict", {"text": text}, notice, folder, passphrase)


@click.command()
@click.argument("subject")
@click.option("--question", "questions", multiple=True, help="What is to be answered; repeat.")
@click.option("--terms", required=True, help="How it is done.")
@click.option("--access", required=True, help="To what there is access.")
@click.option("--deadline", required=True, help="When findings are due: an exact time, its zone.")
@click.option("--office", "offices", multiple=True, help="PARTY:Office of a member; no persons.")
@click.option("--instead-of", default="", help="Digest of terms for which these are proposed.")
@label_options
@address_options
@party_options
def inquiry(
    *, subject: str, questions: tuple[str, ...], terms: str, access: str, deadline: str,
    offices: tuple[str, ...], instead_of: str, **options: Any,
) -> None:  # fmt: skip
    """Propose the terms of a joint inquiry to all parties named by --to.

    It starts once every one of them has accepted these terms.

    \b
    Example:
      detente channel inquiry "the fire at the bridge" --question "how did it start?" \\
        --terms "two of each side" --access "the bridge" --office "BRV:Fire Service" \\
        --deadline 2031-06-01T12:00:00+00:00 --tlp AMBER --to BRV -d ald
    """
    from detente.app import channel_joint as app  # noqa: PLC0415

    if not options["to"]:
        raise click.UsageError("an inquiry is joint: name the other parties with --to")
    body = app.inquiry(
        subject, questions=questions, terms=terms, access=access, deadline=deadline,
        offices=offices,
    )  # fmt: skip
    _begin("inquiry", body, options, about=instead_of)


@click.command()
@click.argument("inquiry_digest", metavar="INQUIRY")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--digest-only", is_flag=True, help="Sign the digest, and leave the text out.")
@party_options
def findings(
    *, inquiry_digest: str, file: Path, digest_only: bool, folder: str, passphrase: str
) -> None:
    """Sign the text in FILE as the findings of the INQUIRY of that digest.

    They are joint once every named party has signed the same text, to the byte.

    \b
    Example:
      detente channel findings DIGEST findings.txt -d ald
    """
    from detente.app import channel_joint as app  # noqa: PLC0415
    from detente.model.errors import InputError  # noqa: PLC0415

    try:
        text = file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is no text in UTF-8") from error
    body = app.findings(text, digest_only=digest_only)
    _answer("inquiry-findings", body, inquiry_digest, folder, passphrase)


@click.command()
@click.argument("digest")
@click.argument("text")
@party_options
def dispute(*, digest: str, text: str, folder: str, passphrase: str) -> None:
    """Dispute the label that the message of DIGEST bears; it is shown with that label from then on.

    \b
    Example:
      detente channel dispute DIGEST "no court has found so" -d brv
    """
    _answer("label-dispute", {"text": text}, digest, folder, passphrase)


@click.command()
@view_options
def joint(*, as_of: int, agreeing: int | None, as_json: bool, folder: str, passphrase: str) -> None:
    """List incidents, requests, deconfliction notices and inquiries, and where each stands.

    \b
    Examples:
      detente channel joint -d brv
      detente channel joint --json -d brv
    """
    from detente.app.channel_joint import where_joint_stands  # noqa: PLC0415
    from detente.model.serialise import to_plain  # noqa: PLC0415
    from detente.render.channel_items import joint_item  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        for one, signed, owed in where_joint_stands(client, now=as_of, agreeing=agreeing):
            if as_json:
                row = {**to_plain(one), "body": dict(signed.message.body), "duties": to_plain(owed)}
                click.echo(json.dumps(row, ensure_ascii=False))
            else:
                click.echo(joint_item(one, signed, owed, now=as_of))


def _begin(kind: str, body: dict[str, Any], options: dict[str, Any], *, about: str = "") -> None:
    from detente.app.channel_joint import Address, begin  # noqa: PLC0415
    from detente.channel.sharing import terrorism_label  # noqa: PLC0415

    if options["said"]:
        label = terrorism_label(options["said"], options["designated_by"], options["disputed_by"])
        body = {**body, "label": label}
    address = Address(options["label"], options["to"], options["group"])
    with open_client(options["folder"], options["passphrase"]) as client:
        _told(*begin(client, kind, body, address, about=about))


def _answer(kind: str, body: dict[str, Any], about: str, folder: str, passphrase: str) -> None:
    from detente.app.channel_joint import answer  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        _told(*answer(client, kind, body, about))


def _reply(digest: str, folder: str, passphrase: str, *, accept: bool, reason: str = "") -> None:
    from detente.app.channel_joint import answer, reply_kind  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        kind = reply_kind(client, digest, accept=accept)
        _told(*answer(client, kind, {"reason": reason} if reason else {}, digest))


def _told(signed: SignedMessage, index: int) -> None:
    readers = signed.message.audience
    told = "all parties" if readers is None else ", ".join(readers) or "nobody"
    click.echo(json.dumps({"index": index, "digest": signed.digest}))
    click.echo(f"readable by {told}", err=True)
