"""`detente ladder`: where each pair of actors stands."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from detente.cli.options import finish, obtain_reading, reading_options

if TYPE_CHECKING:
    from detente.model.ladder import DyadPosition
    from detente.model.reading import Reading


@click.command()
@click.argument("path", type=click.Path(allow_dash=True))
@click.argument("dyads", nargs=-1, metavar="[DYAD]...")
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV with a header.")
@reading_options
@click.pass_context
def ladder(
    ctx: click.Context,
    *,
    path: str,
    dyads: tuple[str, ...],
    form: str | None,
    as_of: dt.date | None,
    actors: str | None,
    only_actors: bool,
) -> None:
    """Show where each pair of actors stands on the escalation ladder.

    \b
    Examples:
      detente ladder reports/                  every pair
      detente ladder reports/ ALD:BRV          one pair, in either order
      detente ladder READING.json --csv        from a reading made earlier, as a table
      detente ladder reports/ --as-of 2031-04-13

    Rungs: 1 none, 2 threat, 3 display, 4 use of force, 5 war. For each window the highest
    corroborated and the highest claimed rung are shown apart.
    """
    outcome = obtain_reading([path], as_of=as_of, actors=actors, only_actors=only_actors)
    shown = _chosen(outcome.reading, dyads)
    if form == "json":
        from detente.model.serialise import to_plain  # noqa: PLC0415 - help stays quick

        click.echo(json.dumps([to_plain(dyad) for dyad in shown], ensure_ascii=False, indent=1))
    elif form == "csv":
        from detente.render.export import csv_text  # noqa: PLC0415
        from detente.render.pairs import pair_records  # noqa: PLC0415

        click.echo(csv_text(pair_records(shown)), nl=False)
    else:
        _print(outcome.reading, shown)
    finish(ctx, outcome)


def _chosen(reading: Reading, wanted: Sequence[str]) -> tuple[DyadPosition, ...]:
    from detente.render.pairs import ordered_pairs  # noqa: PLC0415 - help stays quick

    pairs = ordered_pairs(reading.dyads)
    if not wanted:
        return pairs
    return tuple(found for name in wanted for found in [_named(pairs, name)])


def _named(pairs: Iterable[DyadPosition], name: str) -> DyadPosition:
    for pair in pairs:
        if name.casefold() in _spellings(pair):
            return pair
    known = ", ".join(f"{pair.a}:{pair.b}" for pair in pairs) or "none"
    raise click.BadParameter(f"{name!r} is none of {known}", param_hint="DYAD")


def _spellings(pair: DyadPosition) -> set[str]:
    orders = ((pair.a, pair.b), (pair.b, pair.a))
    return {f"{a}{mark}{b}".casefold() for a, b in orders for mark in (":", "-", ",", "/")}


def _print(reading: Reading, shown: Sequence[DyadPosition]) -> None:
    from dataclasses import replace  # noqa: PLC0415 - help stays quick

    from detente.render.terminal import text_ladder  # noqa: PLC0415

    click.echo(text_ladder(replace(reading, dyads=tuple(shown))), nl=False)
