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
@click.argument("actors", nargs=-1, metavar="[A B | WATCHLIST | READING.json]")
@click.option("--as-of", type=int, metavar="YEAR",
              help="Speak from the end of this year.  [default: latest year of the facts]")  # fmt: skip
@click.option("--fatalities", metavar="COUNTRY", help="The intensity of a war under way instead.")
@click.option("--history", type=click.Path(path_type=Path, dir_okay=False),
              metavar="COUNTRY_MONTH.parquet",
              help="With --fatalities: forecast from the end of this table of deaths.")  # fmt: skip
@click.option("--draws", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.parquet",
              help="With --fatalities: write 1,000 draws a month.")  # fmt: skip
@click.option("--seed", type=int, default=2026, show_default=True,
              help="Seed of the draws of --fatalities.")  # fmt: skip
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV with a header.")
@click.option("--svg", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Write the pictures, one file each.")  # fmt: skip
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.html",
              help="Write one page with pictures and tables.")  # fmt: skip
@click.pass_context
def of_pair(
    ctx: click.Context,
    *,
    actors: tuple[str, ...],
    as_of: int | None,
    fatalities: str | None,
    history: Path | None,
    draws: Path | None,
    seed: int,
    form: str | None,
    svg: Path | None,
    html: Path | None,
) -> None:
    """Print the outlook of one pair, of a watchlist or of a reading (the default verb).

    \b
    Examples:
      detente outlook IND PAK
      detente outlook PAK IND --as-of 2005        while outcomes were known
      detente outlook READING.json --html out.html
      detente outlook watchlist.txt --csv         two codes a line
      detente outlook --fatalities UKR            deaths 1 to 14 months ahead, as shipped
      detente outlook --fatalities UKR --history MINE.parquet --draws OUT.parquet

    Each probability is that of reaching a rung or a higher one within the horizon, with a 90 %
    interval and the baseline (history and geography alone) beside it.
    """
    if fatalities is not None:
        from detente.cli.outlook_deaths import show_fatalities  # noqa: PLC0415

        show_fatalities(fatalities, form=form, seed=seed, history=history, draws=draws, svg=svg)
        return
    if history is not None or draws is not None:
        raise click.UsageError("--history and --draws go with --fatalities COUNTRY")
    from detente.cli.outlook_pairs import obtain, show  # noqa: PLC0415 - help stays quick

    found, left_out = obtain(actors, as_of=as_of)
    for one in left_out:
        click.echo(f"left out: {one.pair}: {one.reason}", err=True)
    show(found, form=form, svg=svg, html=html)
    if not found:
        ctx.exit(1)


@outlook.command("panel")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True,
              metavar="PANEL.parquet", help="Where the panel is written.")  # fmt: skip
@click.option("--until", type=int, metavar="YEAR",
              help="Last year of the panel.  [default: last year of trade and organisations]")  # fmt: skip
@click.option("--months", type=click.Path(path_type=Path, dir_okay=False), metavar="MONTHS.parquet",
              help="Also write the months of disputes with dated incidents.")  # fmt: skip
def panel(*, folder: Path, output: Path, until: int | None, months: Path | None) -> None:
    """Build the panel of undirected pairs and years from FOLDER's raw files.

    \b
    Examples:
      detente outlook panel data/dyads -o panel.parquet
      detente outlook panel data/dyads -o panel.parquet --until 2016
    """
    from detente.app.outlook_panel import make_months, make_panel  # noqa: PLC0415 - quick help

    make_panel(folder, output, until=until, tell=lambda words: click.echo(words, err=True))
    if months is not None:
        make_months(folder, months, tell=lambda words: click.echo(words, err=True))


@outlook.command("data")
@click.argument("tables", nargs=-1, metavar="[TABLE]...")
@click.option("--cache", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Where originals are kept.  [default: the user's cache]")  # fmt: skip
@click.option("--base", metavar="URL", help="Fetch from a mirror instead of the publishers.")
@click.option("--again", is_flag=True, help="Fetch even what lies in the cache.")
@click.pass_context
def data(
    ctx: click.Context,
    *,
    tables: tuple[str, ...],
    cache: Path | None,
    base: str | None,
    again: bool,
) -> None:
    """Download the originals from their publishers, with licence and citation.

    \b
    Examples:
      detente outlook data                        everything that has an address
      detente outlook data disputes participants  some tables
      detente outlook panel FOLDER -o panel.parquet

    A download that broke off goes on where it stopped. No publisher gives checksums: the first
    download is trusted, its SHA-256 written down, and every later one held against it.
    """
    from detente.app.outlook_data import default_cache, originals  # noqa: PLC0415

    folder = cache or default_cache()
    missed = 0
    for one in originals(folder, base=base, tables=tables, again=again):
        click.echo(f"{one.source.table}: {one.source.title}")
        if one.fetched is None:
            missed += 1
            click.echo(f"  not fetched: {one.problem}", err=True)
        else:
            how = "fetched" if one.fetched.fetched else "in the cache"
            trust = "trusted on first use" if one.fetched.first else "as at first"
            click.echo(f"  {how}: {one.fetched.path} ({one.fetched.size:,} bytes)")
            click.echo(f"  SHA-256 {one.fetched.sha256} ({trust})")
        recalled = " (address recalled, not checked)" if one.recalled and one.url else ""
        click.echo(f"  from {one.url or 'no single file'}{recalled}")
        click.echo(f"  licence: {one.source.licence}\n  cite: {one.source.citation}")
    click.echo(f"Originals lie in {folder}", err=True)
    if missed:
        ctx.exit(1)
