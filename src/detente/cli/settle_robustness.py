"""``detente settle robust``: what stands whatever the unknown numbers are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.printed import print_table
from detente.cli.settle_confidence import TABLE, on_screen, opened, sealed_option
from detente.cli.settle_print import Words

if TYPE_CHECKING:
    from detente.model.settlement_robustness import Robustness

_SHOWN = 15


@click.command()
@click.argument("table", type=TABLE)
@click.option("--draws", type=click.IntRange(min=50), default=500, show_default=True, metavar="N",
              help="Admissible tables to draw.")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True,
              help="On which chance hangs.")  # fmt: skip
@click.option("--package", "concept", default="Nash", show_default=True,
              help="Solution concept whose package the questions are about.")  # fmt: skip
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option("--csv", "form", flag_value="csv", help="Print the shares as CSV with a header.")
@sealed_option
def robust(
    *, table: Path, draws: int, seed: int, concept: str, form: str | None, sealed: bool
) -> None:
    """Say which packages stand over all numbers that ranges and rankings admit, and what to ask.

    \b
    Examples:
      detente settle robust examples/settlement/strait.toml
      detente settle robust TABLE.toml --draws 2000 --seed 7 --csv

    A package stands in a draw if nobody is below its walk-away there and no other package is at
    least as good for all. Then come the single answers that would take away most of the doubt about
    which package the concept picks.
    """
    from detente.app.settle_robustness import try_numbers  # noqa: PLC0415 - help stays quick

    read = opened(table, sealed=sealed)
    if form:
        read.refuse(f"--{form}")
    on_screen(read)
    words = Words()
    found = try_numbers(read, draws=draws, seed=seed, concept=concept, tell=words)
    _print(found, form)
    words.finish()


def _print(found: Robustness, form: str | None) -> None:
    from detente.app.settle_robustness import robustness_record  # noqa: PLC0415
    from detente.render.settlement_robustness import questions_table, shares_table  # noqa: PLC0415

    if form == "json":
        click.echo(json.dumps(robustness_record(found), ensure_ascii=False, indent=1))
        return
    if form == "csv":
        from detente.render.export import table_csv  # noqa: PLC0415

        click.echo(table_csv(shares_table(found)), nl=False)
        return
    print_table(shares_table(found, most=_SHOWN))
    if found.questions:
        print_table(questions_table(found))
    for note in found.notes:
        click.echo(f"Note: {note}.")
