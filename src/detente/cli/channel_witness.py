"""Commands of witnesses and mirrors: serve as one, write a policy, collect cosignatures."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.channel_options import clock, open_client, party_options, read_json, read_policy
from detente.model.errors import ChannelError, InputError
from detente.model.serialise import to_plain

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from detente.channel.notes import VerifierKey

Command = TypeVar("Command", bound=Callable[..., Any])


def witness_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (witness, keep, cosign, policy)


def _serving(port: int) -> Callable[[Command], Command]:
    """The options of a command that serves logs."""

    def add(command: Command) -> Command:
        for option in (
            click.option("--log", "logs", multiple=True,
                         help="Key of a log; the one the folder follows by default."),
            click.option("--bind", default="127.0.0.1", show_default=True,
                         help="Address to listen on."),
            click.option("--port", default=port, show_default=True, help="Port; 0 takes a free one."),
        ):  # fmt: skip
            command = option(command)
        return command

    return add


@click.command()
@_serving(8450)
@party_options
def witness(*, logs: tuple[str, ...], bind: str, port: int, folder: str, passphrase: str) -> None:
    """Cosign what continues, and give receipts: a witness over HTTP (C2SP tlog-witness).

    What it has cosigned is on disk, in witness.db of the folder, before anybody is told.

    \b
    Examples:
      detente channel witness -d brv
      detente channel witness -d brv --log VKEY --log VKEY --port 8450
    """
    from detente.adapters.channel_memory import SqliteMemory  # noqa: PLC0415
    from detente.adapters.channel_mirror import PartyFolder  # noqa: PLC0415
    from detente.app.channel_witness import Witness  # noqa: PLC0415
    from detente.web.channel_witness import witness_app  # noqa: PLC0415

    place = PartyFolder(folder)
    ring = place.keys(passphrase)
    followed = _followed(folder, logs)
    with contextlib.closing(SqliteMemory(place.path / "witness.db")) as memory:
        _tell(ring.witnesses, bind, port)
        _run(witness_app(Witness(ring, followed, memory), clock=clock), bind, port)


@click.command()
@_serving(8460)
@party_options
def keep(*, logs: tuple[str, ...], bind: str, port: int, folder: str, passphrase: str) -> None:
    """Hold a copy of the log for good and serve it: a mirror over HTTP (C2SP tlog-mirror).

    It cosigns a checkpoint once every entry is on disk, in keep.db of the folder, by a name and
    keys of its own. The copy is served under /HASH/, HASH being the SHA-256 of the log's name. The
    folder need not be that of a party: `init` and `join --url --log` are enough.

    \b
    Examples:
      detente channel keep -d ctl
      detente channel join -d new --url http://127.0.0.1:8460/HASH --log VKEY    read from it
    """
    from detente.adapters.channel_keep import SqliteKeep  # noqa: PLC0415
    from detente.adapters.channel_mirror import PartyFolder  # noqa: PLC0415
    from detente.app.channel_keep import Keeper, mirror_prefix  # noqa: PLC0415
    from detente.web.channel_keep import keep_app  # noqa: PLC0415

    place = PartyFolder(folder)
    ring = place.keys(passphrase)
    followed = _followed(folder, logs)
    with contextlib.closing(SqliteKeep(place.path / "keep.db")) as store:
        app = keep_app(Keeper(ring.mirror, followed, store), clock=clock)
        _tell(ring.mirror.keys, bind, port)
        for origin in followed:
            click.echo(f"{origin}: http://{bind}:{port}/{mirror_prefix(origin)}", err=True)
        _run(app, bind, port)


@click.command()
@click.option("--policy", "file", required=True, type=click.Path(exists=True, dir_okay=False),
              help="Names the witnesses and mirrors, with their addresses.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@party_options
def cosign(*, file: str, as_json: bool, folder: str, passphrase: str) -> None:
    """Take the mirrored checkpoint to the witnesses and mirrors of a policy file.

    A mirror gets the entries it lacks. What they cosign is kept here and handed in to the host;
    a host takes cosignatures of parties, and of those in its own policy (`serve --policy`).

    \b
    Example:
      detente channel cosign --policy policy.txt -d ald
    """
    from detente.app.channel_collect import collect  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        found = collect(client, read_policy(file))
        for one in found:
            names = ", ".join(one.cosigned) or "nothing"
            plain = f"{one.url} cosigned as {names}; {one.handed_in} new to the host {one.problem}"
            line = json.dumps(to_plain(one), ensure_ascii=False)
            click.echo(line if as_json else plain.rstrip())
        if not any(one.cosigned for one in found):
            raise ChannelError(f"nobody cosigned; does {file} give addresses?")


@click.command()
@click.argument("charter", required=False, type=click.Path(exists=True, dir_okay=False))
@click.option("--quorum", help="How many parties: all, any or a count; more than half by default.")
@click.option("--url", "urls", multiple=True, help="PARTY=ADDRESS of a party's witness; repeat.")
@click.option("--mirror", "mirrors", multiple=True, nargs=2, metavar="VKEY ADDRESS",
              help="A mirror, as `keep` prints it; repeat.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write here.")
@party_options
def policy(
    *, charter: str | None, quorum: str | None, urls: tuple[str, ...],
    mirrors: tuple[tuple[str, str], ...], output: str | None, folder: str, passphrase: str,
) -> None:  # fmt: skip
    """Draft a policy file from the parties of the mirrored log, or of a CHARTER.

    It asks that enough parties cosigned a checkpoint, and that a mirror holds it if any is named.

    \b
    Examples:
      detente channel policy -d ald --url BRV=http://127.0.0.1:8450 -o policy.txt
      detente channel policy charter.json --quorum 2 -d ald
      detente channel policy --mirror VKEY http://127.0.0.1:8460 -d ald
      detente channel verify --policy policy.txt -d ald
    """
    from detente.channel.notes import parse_vkey  # noqa: PLC0415
    from detente.channel.policy import draft_policy  # noqa: PLC0415

    with open_client(folder, passphrase) as client:
        parties = _witnesses_of(read_json(charter)) if charter else {
            party.id: party.witnesses for party in client.verify().ledger.roster.parties.values()
        }  # fmt: skip
        keys = {party: [parse_vkey(x) for x in vkeys] for party, vkeys in parties.items() if vkeys}
        text = draft_policy(
            client.trust.log, keys, quorum=quorum or str(len(keys) // 2 + 1),
            urls=dict(_pair(url) for url in urls),
            mirrors=[(parse_vkey(vkey), url) for vkey, url in mirrors],
        )  # fmt: skip
    if output:
        Path(output).write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)


def _witnesses_of(charter: dict[str, Any]) -> dict[str, list[str]]:
    try:
        return {row["party"]: row.get("witnesses", []) for row in charter["parties"]}
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            "a charter names its parties, as `detente channel charter` does"
        ) from error


def _pair(text: str) -> tuple[str, str]:
    party, found, url = text.partition("=")
    if not found or not url:
        raise InputError(f"{text!r} is no address of a party; write BRV=http://127.0.0.1:8450")
    return party, url


def _followed(folder: str, logs: tuple[str, ...]) -> dict[str, list[VerifierKey]]:
    """Keys by origin: those that are named, and the one the folder follows."""
    from detente.adapters.channel_mirror import PartyFolder  # noqa: PLC0415
    from detente.channel.notes import parse_vkey  # noqa: PLC0415

    place, found = PartyFolder(folder), dict[str, list["VerifierKey"]]()
    keys = [parse_vkey(log) for log in logs]
    if not logs or (place.path / "channel.json").is_file():
        keys.append(place.trust().log)
    for key in dict.fromkeys(keys):
        found.setdefault(key.name, []).append(key)
    return found


def _tell(keys: tuple[VerifierKey, ...], bind: str, port: int) -> None:
    """Lines for a policy file."""
    for key in keys:
        click.echo(f"witness {key.name} {key} http://{bind}:{port}", err=True)


def _run(app: Starlette, bind: str, port: int) -> None:
    import uvicorn  # noqa: PLC0415 - help stays quick

    config = uvicorn.Config(app, host=bind, port=port, log_level="warning", ws="none")
    uvicorn.Server(config).run()
