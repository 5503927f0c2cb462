"""``detente measures [ID]``: the catalogue, or what is known of one measure."""

from __future__ import annotations

import json

import click


@click.command("show")
@click.argument("measure", required=False)
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--csv", "form", flag_value="csv",
              help="Print CSV: the catalogue, or one measure's studies and estimates.")  # fmt: skip
def show(*, measure: str | None, form: str | None) -> None:
    """List the measures, or show one with mechanism, costs, failures and evidence.

    \b
    Examples:
      detente measures                    all, grouped by how surely anything is known
      detente measures trade              one, with every study and estimate
      detente measures trade --json
      detente measures --csv > measures.csv

    A star marks what was recalled and not read. Groups are no ranking, nor is the order in one.
    """
    from detente.measures.catalogue import catalogue, dossier  # noqa: PLC0415 - help stays quick
    from detente.render.measure_catalogue import record  # noqa: PLC0415

    found = (dossier(measure),) if measure else catalogue()
    if form == "json":
        plain = [record(one) for one in found]
        shown = plain[0] if measure else plain
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    elif form == "csv":
        _csv(measure)
    elif measure:
        _one(measure)
    else:
        _all()


def _csv(measure: str | None) -> None:
    from detente.measures.catalogue import catalogue, dossier  # noqa: PLC0415
    from detente.render.export import csv_text  # noqa: PLC0415
    from detente.render.measure_catalogue import catalogue_records, evidence_records  # noqa: PLC0415

    rows = evidence_records(dossier(measure)) if measure else catalogue_records(catalogue())
    click.echo(csv_text(rows), nl=False)


def _all() -> None:
    from detente.measures.catalogue import catalogue  # noqa: PLC0415
    from detente.render.measure_catalogue import group_tables  # noqa: PLC0415

    for table in group_tables(catalogue()):
        click.echo(table.caption)
        for name, title, known, data in table.rows:
            click.echo(f"  {name:21}{title}")
            click.echo(f"  {'':21}{known}; {data}")
        click.echo()
    click.echo(
        "* recalled, not read here. Associations, not effects: nothing says a measure lowers."
    )


def _one(measure: str) -> None:
    from detente.measures.catalogue import dossier  # noqa: PLC0415
    from detente.render import measure_catalogue as shown  # noqa: PLC0415

    one = dossier(measure)
    click.echo(shown.words(one) + "\n")
    parts = (
        (shown.association_table(one.associations), shown.association_lines(one.associations)),
        (shown.study_table(one.studies), shown.study_lines(one.studies)),
        (shown.effect_table(one), shown.effect_lines(one)),
    )
    for table, lines in parts:
        if table.rows:
            click.echo(table.caption)
            click.echo("".join(f"  {line}\n" for line in lines))
