"""What ``detente outlook`` does with two actors, a watchlist or a reading."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from detente.app.outlook import LeftOut, as_record, nowcast, outlook_of, watchlist
from detente.model.outlook import Outlook


def obtain(
    actors: Sequence[str], *, as_of: int | None
) -> tuple[tuple[Outlook, ...], tuple[LeftOut, ...]]:
    """Outlooks of what was named, and what had to be left out."""
    if len(actors) == 2:
        return (outlook_of(actors[0], actors[1], as_of=as_of),), ()
    if len(actors) != 1:
        raise click.UsageError("give two states (IND PAK), a watchlist or a READING.json")
    path = Path(actors[0])
    if not path.exists():
        raise click.UsageError(f"{path}: no such file; for a pair give two states (IND PAK)")
    found: Iterable[Outlook | LeftOut]
    if path.is_file() and path.suffix in (".txt", ".csv", ".lst"):
        found = watchlist(path, as_of=as_of)
    else:
        found = nowcast(actors[0], as_of=as_of)
    told = list(found)
    return (
        tuple(one for one in told if isinstance(one, Outlook)),
        tuple(one for one in told if isinstance(one, LeftOut)),
    )


def show(
    found: Sequence[Outlook], *, form: str | None, svg: Path | None, html: Path | None
) -> None:
    """Print, and write pictures where asked."""
    from detente.render.outlook import (  # noqa: PLC0415 - help stays quick
        outlook_charts,
        outlook_csv,
        outlook_page,
        outlook_text,
        standalone,
    )

    if form == "json":
        click.echo(json.dumps(as_record(found), ensure_ascii=False, indent=1))
    elif form == "csv":
        click.echo(outlook_csv(found), nl=False)
    else:
        click.echo("\n\n".join(outlook_text(one) for one in found))
    if svg is not None:
        svg.mkdir(parents=True, exist_ok=True)
        for one in found:
            for name, chart in outlook_charts(one).items():
                place = svg / f"{one.a}-{one.b}-{name}.svg"
                place.write_text(standalone(chart), encoding="utf-8")
    if html is not None:
        html.write_text(outlook_page(found), encoding="utf-8")
