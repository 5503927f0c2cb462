"""``detente settle path``, ``rounds`` and ``commitments``: the way to a settlement."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.options import Day
from detente.cli.printed import print_table
from detente.cli.settle_confidence import TABLE, on_screen, opened, sealed_option

if TYPE_CHECKING:
    from detente.model.settlement import BargainingTable
    from detente.model.settlement_path import SettlementPath


@click.command()
@click.argument("table", type=TABLE)
@click.option("--package", "concept", default="Nash", show_default=True,
              help="Whose package: Nash, Kalai-Smorodinsky, egalitarian, utilitarian.")  # fmt: skip
@click.option("--to", "own", multiple=True, metavar="ISSUE=OPTION",
              help="Change the package; repeat for more issues.")  # fmt: skip
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option("--csv", "form", flag_value="csv", help="Print the steps as CSV with a header.")
@sealed_option
def path(
    *, table: Path, concept: str, own: tuple[str, ...], form: str | None, sealed: bool
) -> None:
    """Go from today to a package by steps that leave nobody below its walk-away.

    \b
    Examples:
      detente settle path examples/settlement/strait.toml
      detente settle path TABLE.toml --package egalitarian --json
      detente settle path TABLE.toml --to relief=50

    Each step names what verifies it and says whether it enforces itself or needs a guarantor. Then
    come those who must ratify at home and the members who could break away.
    """
    read = opened(table, sealed=sealed)
    if form:
        read.refuse(f"--{form}")
    on_screen(read)
    done = _found(read, concept, own)
    if form == "json":
        from detente.app.settle_path import path_record  # noqa: PLC0415 - help stays quick

        click.echo(json.dumps(path_record(done), ensure_ascii=False, indent=1))
    elif form == "csv":
        from detente.render.export import table_csv  # noqa: PLC0415
        from detente.render.settlement_path import steps_table  # noqa: PLC0415

        click.echo(table_csv(steps_table(done)), nl=False)
    else:
        _print(done)


@click.command()
@click.argument("table", type=TABLE)
@click.option("--start", type=Day(), required=True, metavar="DAY",
              help="Day on which silence begins.")  # fmt: skip
@click.option("--every", type=click.IntRange(min=1), default=30, show_default=True,
              metavar="DAYS", help="Days between the deadlines of two steps.")  # fmt: skip
@click.option("--silence", type=click.IntRange(min=1), default=7, show_default=True,
              metavar="DAYS", help="Days of silence before it is adopted.")  # fmt: skip
@click.option("--room", default="settlement", show_default=True, help="Room of the channel.")
@click.option("--package", "concept", default="Nash", show_default=True, help="Whose package.")
@click.option("--to", "own", multiple=True, metavar="ISSUE=OPTION", help="Change the package.")
@sealed_option
def commitments(
    *, table: Path, start: dt.date, every: int, silence: int, room: str, concept: str,
    own: tuple[str, ...], sealed: bool,
) -> None:  # fmt: skip
    """Write a settlement as commitments with deadlines, for the channel.

    \b
    Examples:
      detente settle commitments TABLE.toml --start 2031-05-01 > proposal.json
      detente channel send proposal proposal.json -d ald

    What the parties' worths are, and who would gain by reneging, is not in it. A table read with
    sealed fields is refused.
    """
    from detente.app.settle_path import commitments as body  # noqa: PLC0415

    read = opened(table, sealed=sealed)
    read.refuse("commitments for the channel")
    done = _found(read, concept, own)
    record = body(done, room=room, start=start, every=every, silence=silence)
    click.echo(json.dumps(record, ensure_ascii=False, indent=1))


@click.command()
@click.argument("table", type=TABLE)
@click.argument("rounds", type=TABLE)
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option("--csv", "form", flag_value="csv", help="Print the rounds as CSV with a header.")
@sealed_option
def rounds(*, table: Path, rounds: Path, form: str | None, sealed: bool) -> None:
    """Follow a single text through rounds of comments, and say what could change next.

    \b
    Examples:
      detente settle rounds examples/settlement/strait.toml examples/settlement/strait-rounds.toml
      detente settle rounds TABLE.toml ROUNDS.toml --csv
    """
    from detente.app.settle_path import follow_rounds, rounds_record  # noqa: PLC0415
    from detente.render.settlement_path import revisions_table, rounds_table  # noqa: PLC0415

    read = opened(table, sealed=sealed)
    if form:
        read.refuse(f"--{form}")
    on_screen(read)
    done = follow_rounds(read, rounds)
    if form == "json":
        click.echo(json.dumps(rounds_record(done), ensure_ascii=False, indent=1))
        return
    if form == "csv":
        from detente.render.export import table_csv  # noqa: PLC0415

        click.echo(table_csv(rounds_table(done)), nl=False)
        return
    print_table(rounds_table(done))
    if done.revisions:
        print_table(revisions_table(done))
    for note in done.notes:
        click.echo(f"Note: {note}.")


def _found(table: BargainingTable, concept: str, own: tuple[str, ...]) -> SettlementPath:
    from detente.app.settle_path import find_path  # noqa: PLC0415

    package = {}
    for one in own:
        key, equals, option = one.partition("=")
        if not equals:
            raise click.UsageError(f"--to {one}: write ISSUE=OPTION")
        package[key] = option
    return find_path(
        table, concept=concept, package=package, tell=lambda words: click.echo(words, err=True)
    )


def _print(done: SettlementPath) -> None:
    from detente.render.settlement_path import (  # noqa: PLC0415
        coalition_table,
        consent_table,
        steps_table,
        temptations_table,
    )

    picked = f" (picked by {', '.join(done.picked_by)})" if done.picked_by else ""
    click.echo(f"{done.table.title or 'Settlement'}: a path of {len(done.steps)} steps{picked}")
    click.echo(f"{done.summary[0].upper()}{done.summary[1:]}.\n")
    for table in (steps_table, temptations_table, consent_table, coalition_table):
        if table(done).rows:
            print_table(table(done))
    for note in done.notes:
        click.echo(f"Note: {note}.")
