"""`detente doctor`: what is installed, what is missing, how to get it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from detente.app.doctor import Check


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--all", "everything", is_flag=True, help="List every codebook table too.")
@click.option("--warm", is_flag=True, help="Compile the crisis simulation now, for later runs.")
@click.pass_context
def doctor(ctx: click.Context, *, as_json: bool, everything: bool, warm: bool) -> None:
    """Say what is installed, what is missing and how to get it.

    \b
    Examples:
      detente doctor          in short
      detente doctor --all    every codebook table too
      detente doctor --json   for programs
      detente doctor --warm   compile what is compiled at first use

    Leaves with exit code 1 when something that is needed is missing.
    """
    from detente.app.doctor import checks  # noqa: PLC0415 - help stays quick
    from detente.model.serialise import to_plain  # noqa: PLC0415

    if warm:
        from detente.app.measures import warm as compile_now  # noqa: PLC0415

        click.echo(f"crisis simulation compiled, {compile_now()}", err=True)
    found = checks()
    if as_json:
        click.echo(json.dumps([to_plain(check) for check in found], ensure_ascii=False, indent=1))
    else:
        _print(found, everything=everything)
    ctx.exit(1 if any(check.needed and not check.ok for check in found) else 0)


def _print(found: Sequence[Check], *, everything: bool) -> None:
    tables = [check for check in found if check.area == "codebook"]
    for check in found:
        if everything or check.area != "codebook" or not check.ok:
            click.echo(_line(check))
    whole = sum(check.ok for check in tables)
    click.echo(f"{whole} of {len(tables)} codebook tables are whole")


def _line(check: Check) -> str:
    sign = "ok" if check.ok else "MISSING" if check.needed else "not there"
    advice = f"  ->  {check.advice}" if check.advice else ""
    return f"{sign:<9} {check.area:<9} {check.name}: {check.found}{advice}"
