"""``detente outlook``: how likely escalation is, with baseline, drivers and vintage."""

from __future__ import annotations

from pathlib import Path

import click


class PairOrVerb(click.Group):
    """A first word that is no verb is the first actor, a watchlist or a reading."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Hand everything but the verbs to ``pair``."""
        verb = args[0] if args and args[0] in self.commands else "pair"
        return super().resolve_command(ctx, args if verb == args[0] else [verb, *args])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let options stand before the actors."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["pair", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=PairOrVerb,
    epilog="Exit codes: 0 done; 1 nothing usable was read or found; 2 wrong usage.",
)
def outlook() -> None:
    """Say how likely escalation is: threat, display, use of force, interstate war.

    \b
    Examples:
      detente outlook RUS USA                     one pair, from the shipped coefficients
      detente outlook READING.json                every pair of a reading, as nowcast
      detente outlook watchlist.txt --csv         one pair a line
      detente outlook --fatalities UKR            the intensity to expect of a war under way
      detente outlook panel DIR -o PANEL.parquet  build the panel of pairs and years
      detente outlook data                        download the originals
    """


@outlook.command("pair")
@click.argument("actors", nargs=-1, metavar="[A B | FILE]")
@click.option("--fatalities", metavar="COUNTRY", help="The intensity of a war under way instead.")
@click.option("--history", type=click.Path(path_type=Path, dir_okay=False),
              metavar="COUNTRY_MONTH.parquet",
              help="With --fatalities: forecast from the end of this table of deaths.")  # fmt: skip
@click.option("--draws", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.parquet",
              help="With --fatalities: write 1,000 draws a month.")  # fmt: skip
@click.option("--chart", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.svg",
              help="Write the picture as well.")  # fmt: skip
@click.option("--seed", type=int, default=2026, show_default=True, help="Seed of every draw.")
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV with a header.")
def of_pair(*, actors: tuple[str, ...], fatalities: str | None, history: Path | None,
            draws: Path | None, chart: Path | None, seed: int,
            form: str | None) -> None:  # fmt: skip
    """Print the outlook of one pair, of a watchlist or of a reading (the default verb).

    \b
    Examples:
      detente outlook --fatalities UKR                     1 to 14 months ahead, as shipped
      detente outlook --fatalities UKR --history MINE.parquet --draws OUT.parquet
    """
    if fatalities is not None:
        from detente.app.outlook_fatalities import fatalities_text  # noqa: PLC0415

        click.echo(
            fatalities_text(
                fatalities, form=form, seed=seed, history=history, chart=chart, draws=draws
            ),
            nl=False,
        )
        return
    if history is not None or draws is not None:
        raise click.UsageError("--history and --draws go with --fatalities COUNTRY")
    raise click.UsageError("give two actors, a watchlist or a READING.json")


@outlook.command("panel")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True,
              metavar="PANEL.parquet", help="Where the panel is written.")  # fmt: skip
@click.option("--until", type=int, metavar="YEAR",
              help="Last year of the panel.  [default: last year of trade and organisations]")  # fmt: skip
def panel(*, folder: Path, output: Path, until: int | None) -> None:
    """Build the panel of undirected pairs and years from FOLDER's raw files.

    \b
    Examples:
      detente outlook panel data/dyads -o panel.parquet
      detente outlook panel data/dyads -o panel.parquet --until 2016
    """
    from detente.app.outlook_panel import make_panel  # noqa: PLC0415 - help stays quick

    make_panel(folder, output, until=until, tell=lambda words: click.echo(words, err=True))
