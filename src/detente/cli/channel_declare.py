"""Commands about declarations: commit to a list, open it item by item, draw, check."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from detente.cli.channel_options import open_client, party_options, read_json, write_json
from detente.model.errors import ChannelError, InputError
from detente.model.serialise import to_plain

if TYPE_CHECKING:
    from detente.adapters.channel_client import ChannelClient
    from detente.app.channel_declare import Kept
    from detente.channel.declared import Declared

_BINDS = "A commitment binds the list. It does not prove that the list is complete."


def declaration_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (declare, reveal, declared, draw, seed, escrow)


@click.command()
@click.argument("items", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--name", required=True, help="What the declaration is called.")
@click.option("--capacity", default=4096, show_default=True,
              help="Leaves of the tree, as the parties agreed; hides how many items there are.")  # fmt: skip
@click.option("--totals", is_flag=True, help="State totals: a signed statement, not yet proven.")
@click.option("--escrow", "needed", type=int, help="Share the secret: so many parties open it.")
@click.option("--changed", help="Day of the change (ISO 8601): update the declaration.")
@party_options
def declare(
    *, items: str, name: str, capacity: int, totals: bool, needed: int | None,
    changed: str | None, folder: str, passphrase: str,
) -> None:  # fmt: skip
    """Commit to the complete list in ITEMS: {"items": [{"id", "latitude", "longitude", ...}]}.

    \b
    Examples:
      detente channel declare sites.json --name sites -d ald
      detente channel declare sites.json --name sites --totals --escrow 2 -d ald
      detente channel declare sites.json --name sites --changed 2031-05-01 -d ald

    A commitment binds the list. It does not prove that the list is complete.
    """
    from detente.app import channel_declare as use  # noqa: PLC0415
    from detente.channel.openings import read_items  # noqa: PLC0415

    rows = read_json(items).get("items")
    if not isinstance(rows, list):
        raise InputError(f"{items}: write an object with a list in 'items'")
    listed = read_items(rows, place=items)
    with open_client(folder, passphrase) as client:
        box = client.folder.declaration(name)
        if changed:
            kept = use.read_kept(box, client.ring, name)
            kept = use.update(client, kept, listed, changed=changed, state=totals)
        else:
            kept = _first(client, box, name) or use.new_declaration(name, listed, capacity=capacity)
            client.folder.keep_declaration(name, kept.locked(client.ring))
            kept = use.commit(client, kept, state=totals)
        client.folder.keep_declaration(name, kept.locked(client.ring))
        if needed is not None:
            client.mirror()
            use.escrow(client, kept, client.verify().ledger, needed=needed)
        click.echo(json.dumps({"declaration": name, "digest": kept.current,
                               "root": kept.whole.commitment.root.hex()}))  # fmt: skip
        click.echo(_BINDS, err=True)


def _first(client: ChannelClient, box: bytes | None, name: str) -> Kept | None:
    """A declaration that was kept and never sent, after a crash."""
    from detente.app.channel_declare import read_kept  # noqa: PLC0415

    if box is None:
        return None
    kept = read_kept(box, client.ring, name)
    if kept.commitment:
        raise InputError(f"{name!r} is declared already; give --changed DAY to update it")
    return kept


@click.command()
@click.argument("name")
@click.option("--number", "numbers", multiple=True, type=int, help="Open the item of a number.")
@click.option("--asset", "assets", multiple=True, help="Open an item by its id.")
@click.option("--cell", "cells", multiple=True, help="Open all in a cell, such as N5012E03045.")
@click.option("--at", "places", multiple=True, help="The same for LATITUDE,LONGITUDE.")
@click.option("--drawn", is_flag=True, help="Open every item that was drawn.")
@click.option("--full", type=click.Path(dir_okay=False), help="Open the whole list into this file.")
@click.option("-o", "--output", type=click.Path(dir_okay=False),
              help="Write the openings here instead of sending them.")  # fmt: skip
@party_options
def reveal(
    *, name: str, numbers: tuple[int, ...], assets: tuple[str, ...], cells: tuple[str, ...],
    places: tuple[str, ...], drawn: bool, full: str | None, output: str | None, folder: str,
    passphrase: str,
) -> None:  # fmt: skip
    """Open items of the declaration NAME, or show that a place is empty.

    \b
    Examples:
      detente channel reveal sites --at 50.12,30.45 -d ald
      detente channel reveal sites --drawn -d ald
      detente channel reveal sites --full list.json -d ald
    """
    from detente.app import channel_declare as use  # noqa: PLC0415
    from detente.channel.grid import cell_of  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        kept = use.read_kept(client.folder.declaration(name), client.ring, name)
        if full:
            write_json(use.reveal_all(client, kept), full)
        wanted = [*numbers, *(_drawn(client, kept) if drawn else ())]
        labels = [*(f"number:{n}" for n in wanted), *(f"asset:{a}" for a in assets)]
        found = [cell_of(*_pair(place)) for place in places]
        bodies = use.openings(kept, labels, [*cells, *found])
        if not bodies and not full and not drawn:
            raise click.UsageError("say what to open: --number, --asset, --cell, --at or --full")
        if output:
            write_json({"declaration": kept.current, "openings": bodies}, output)
        else:
            use.reveal(client, kept, bodies)
        for body in bodies:
            click.echo(f"{body['label']}  {_what(body.get('item'))}")


@click.command()
@click.argument("whole", required=False, type=click.Path(exists=True, dir_okay=False))
@click.option("--ceilings", "instrument", default="",
              help="Instrument such as NEWSTART, or a JSON file of ceilings by category.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@party_options
def declared(
    *, whole: str | None, instrument: str, as_json: bool, folder: str, passphrase: str
) -> None:
    """Say what was declared and whether it holds, from the mirror alone.

    With the file WHOLE of a full reveal, check the whole list and its ceilings too. What is false
    ends the command with exit code 1.

    \b
    Examples:
      detente channel declared -d brv
      detente channel declared list.json --ceilings NEWSTART -d brv
    """
    from detente.channel.declared import declared as read  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        found = read(client.verify().ledger)
        for one in found:
            click.echo(json.dumps(_plain(one), ensure_ascii=False) if as_json else _told(one))
        wrong = sum(len(one.wrong) for one in found)
        if whole:
            wrong += _check_whole(found, read_json(whole), instrument)
    click.echo(_BINDS, err=True)
    if wrong:
        raise InputError(f"{wrong} statements do not hold; the messages in the log show it")


@click.command()
@click.argument("declaration")
@click.option("-n", "--inspections", required=True, type=click.IntRange(min=1),
              help="How many items are inspected.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only show what so many inspections are worth.")
@party_options
def draw(
    *, declaration: str, inspections: int, dry_run: bool, folder: str, passphrase: str
) -> None:
    """Call for a draw of inspections from DECLARATION, the digest of a commitment or update.

    Every party then runs `detente channel seed DRAW` twice: to commit, and to reveal.

    \b
    Example:
      detente channel draw DIGEST -n 10 -d brv
    """
    from detente.app.channel_declare import plan  # noqa: PLC0415
    from detente.channel.declared import declared as read  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        ledger = client.verify().ledger
        declaration = client.named(declaration, ledger)
        one = next((d for d in read(ledger) if d.digest == declaration), None)
        if one is None or "items" not in one.stated:
            raise InputError("no such declaration here, or its party has not stated how many items")
        count = one.stated["items"]
        for false, chance in plan(count, min(inspections, count)).items():
            click.echo(f"if {false} of {count} are false, {inspections} inspections meet at least "
                       f"one with probability {chance:.2f}", err=True)  # fmt: skip
        if not dry_run:
            to = sorted(ledger.roster.parties)
            body = {"inspections": inspections}
            signed, proof = client.send("draw", body, about=declaration, to=to)
            click.echo(json.dumps({"index": proof.index, "digest": signed.digest}))


@click.command()
@click.argument("call")
@party_options
def seed(*, call: str, folder: str, passphrase: str) -> None:
    """Take part in the draw CALL: commit to one's seed, and reveal it once all have committed.

    The log is mirrored first, so that the step fits what the others did.

    \b
    Example:
      detente channel seed DRAW -d brv
    """
    from detente.app.channel_declare import seed as step  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        verdict = client.mirror()
        if verdict.findings:
            raise ChannelError("the log does not hold; `detente channel mirror` says why")
        call = client.named(call, verdict.ledger)
        click.echo(step(client, client.ring, verdict.ledger, call))


@click.command()
@click.argument("digest")
@click.option("--recover", "together", is_flag=True, help="Put the secret together from the log.")
@party_options
def escrow(*, digest: str, together: bool, folder: str, passphrase: str) -> None:
    """Hand in one's share of the escrow DIGEST; everybody can read it then.

    \b
    Examples:
      detente channel escrow DIGEST -d brv
      detente channel escrow DIGEST --recover -d brv       the secret, once enough have
    """
    from detente.app.channel_declare import hand_in, recover  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        ledger = client.verify().ledger
        digest = client.named(digest, ledger)
        if together:
            click.echo(recover(ledger, digest).hex())
        else:
            hand_in(client, client.ring, ledger, digest)


def _drawn(client: ChannelClient, kept: Kept) -> tuple[int, ...]:
    from detente.channel.declared import declared as read  # noqa: PLC0415

    found = [one for one in read(client.verify().ledger) if one.digest == kept.current]
    return found[0].numbers if found else ()


def _pair(place: str) -> tuple[str, str]:
    latitude, comma, longitude = place.partition(",")
    if not comma:
        raise InputError(f"{place!r} is no place; write LATITUDE,LONGITUDE such as 50.12,30.45")
    return latitude, longitude


def _what(item: Any) -> str:
    return (
        "nothing (more) is declared here"
        if item is None
        else f"item {item['number']}, {item['id']}"
    )


def _plain(one: Declared) -> dict[str, Any]:
    plain = to_plain(replace(one, commitment=None, opened=None))
    if one.commitment is not None:
        plain["commitment"] = {"root": one.commitment.root.hex(), "version": one.commitment.version}
    plain["opened"] = one.opened[0] if one.opened else None
    return dict(plain)


def _told(one: Declared) -> str:
    """A declaration in a few lines."""
    version = one.commitment.version if one.commitment else 0
    lines = [f"{one.party}  {one.name}  version {version}  {one.digest}"]
    if one.stated:
        stated = ", ".join(f"{name} {n}" for name, n in sorted(one.stated.items()))
        lines.append(f"  stated, not proven: {stated}")
    for shown in one.shown:
        told = f"DOES NOT HOLD: {shown.wrong}" if shown.wrong else _what(shown.item)
        lines.append(f"  opened {shown.label}: {told}")
    for call in one.draws:
        waits = [*(f"{p} to commit" for p in call.uncommitted),
                 *(f"{p} to reveal" for p in call.unrevealed)]  # fmt: skip
        told = f"waits for {', '.join(waits)}" if waits else "complete"
        lines.append(f"  draw of {call.inspections}: {told}  {call.digest}")
    if one.numbers:
        lines.append(f"  drawn: {', '.join(map(str, one.numbers))}")
    lines += [f"  FALSE: {text}" for text in one.wrong]
    return "\n".join(lines)


def _check_whole(found: tuple[Declared, ...], plain: dict[str, Any], instrument: str) -> int:
    """Check a whole list; how much of what was stated or allowed it breaks."""
    from detente.channel.declared import check_whole  # noqa: PLC0415
    from detente.channel.openings import list_digest  # noqa: PLC0415

    one = next((d for d in found if d.opened and d.opened[0] == list_digest(plain)), None)
    if one is None:
        raise InputError("the log holds no full reveal of this list")
    result = check_whole(one, plain, _ceilings(instrument))
    for name, count in sorted(result.totals.items()):
        click.echo(f"proven for this list: {name} {count}")
    for name, (count, top) in sorted(result.over.items()):
        click.echo(f"over the ceiling: {name} {count}, allowed {top}")
    for name, count in sorted(result.misstated.items()):
        click.echo(f"falsely stated: {name} {count}")
    return len(result.over) + len(result.misstated)


def _ceilings(instrument: str) -> dict[str, int]:
    from detente.codebook.channel_ceilings import ceilings_of  # noqa: PLC0415

    if instrument.endswith(".json"):
        return {str(name): int(top) for name, top in read_json(instrument).items()}
    found = ceilings_of(instrument)
    if instrument and not found:
        raise InputError(f"{instrument!r} has no ceilings; NEWSTART has, or give a JSON file")
    return found
