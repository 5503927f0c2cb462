"""``detente measures``: what can be done, and what a crisis simulation says of it."""

from __future__ import annotations

import click


@click.group(
    invoke_without_command=True,
    epilog="Exit codes: 0 done; 1 a file cannot be used; 2 the command was not understood.",
)
@click.pass_context
def measures(ctx: click.Context) -> None:
    """List the measures that could lower risk, or test them in a crisis simulation.

    \b
    Examples:
      detente measures
      detente measures test examples/measures/naval.toml --with hotline,incidents-at-sea
      detente measures scenario READING.json -o SCENARIO.toml
    """
    if ctx.invoked_subcommand is None:
        _list()


def _list() -> None:
    """The catalogue, in the order of the table, which is no ranking."""
    from detente.codebook.measures import measures as rows  # noqa: PLC0415 - help stays quick

    for row in rows():
        click.echo(f"{row.id:20} {row.name}")
