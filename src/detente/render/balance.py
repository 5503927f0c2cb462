"""The balance of an alliance as tables, words and one page."""

from __future__ import annotations

from html import escape
from textwrap import wrap

from detente.model.balance import BalanceSheet, DefinitionTable
from detente.render.balance_chart import burden_chart
from detente.render.tables import Table, html_table

RECALLED = "*"
_STYLE = """
body{margin:0 auto;max-width:60rem;padding:1.5rem;background:#fdfcf9;color:#1d1c1a;
font:400 1rem/1.5 Georgia,serif}h1{font-weight:500}h2{font:700 1.05rem system-ui;margin-top:2.2rem}
table{border-collapse:collapse;font:.8rem/1.4 system-ui;display:block;overflow-x:auto;
margin:1rem 0}caption{text-align:left;padding:.4rem 0;color:#5d5952}
td,th{text-align:left;padding:.2rem .9rem .2rem 0;border-bottom:1px solid #dcd7cc}
svg{max-width:100%;height:auto}li{margin:.4rem 0}.soft{color:#5d5952;font:.85rem system-ui}
"""


def tables(sheet: BalanceSheet) -> dict[str, Table]:
    """Every table by name; one a definition, and none that would be empty."""
    found = {f"{one.panel}: {one.indicator}": definition_table(one) for one in sheet.tables}
    found["rank correlations"] = correlation_table(sheet)
    found["power"] = power_table(sheet)
    for pledge in dict.fromkeys(move.pledge for move in sheet.moves):
        found[f"pledge: {pledge}"] = pledge_table(sheet, pledge)
    found["votes"] = vote_table(sheet)
    found["pairs"] = pair_table(sheet)
    found["stated positions"] = difference_table(sheet)
    return {name: table for name, table in found.items() if table.rows}


def definition_table(one: DefinitionTable) -> Table:
    """All members under one definition."""
    missing = f"; no figure: {', '.join(one.missing)}" if one.missing else ""
    return Table(
        caption=f"{one.name} ({one.unit}): {one.definition.rstrip('.')}{missing}",
        columns=("member", "year", "value", "source"),
        rows=tuple(
            (row.member, str(row.year or ""), f"{row.value:g}",
             row.source + (RECALLED if row.recalled else ""))
            for row in one.figures
        ),
    )  # fmt: skip


def definition_lines(one: DefinitionTable) -> list[str]:
    """All members under one definition in a few lines, largest first, sources once."""
    ordered = sorted(one.figures, key=lambda row: (-row.value, row.member))
    cells = [
        f"{row.member}\u00a0{row.value:g}{RECALLED if row.recalled else ''}" for row in ordered
    ]
    years = sorted({str(row.year) for row in one.figures if row.year})
    told = ", ".join(part for part in (one.panel, one.unit, " and ".join(years)) if part)
    missing = [f"  no figure: {', '.join(one.missing)}"] if one.missing else []
    sources = "; ".join(sorted({row.source for row in one.figures}))
    return [
        f"{one.name} ({told})",
        f"  {one.definition}",
        *(
            line.replace("\u00a0", " ")
            for line in wrap("  ".join(cells), 92, initial_indent="  ", subsequent_indent="  ")
        ),
        *missing,
        f"  source: {sources}",
    ]


def correlation_table(sheet: BalanceSheet) -> Table:
    """Burdens against benefits; size alone may stand behind a share that goes with a share."""
    return Table(
        caption="Rank correlation of burdens with benefits (95 % interval, members drawn again, "
        f"seed {sheet.seed})",
        columns=("burden", "benefit", "members", "Spearman", "interval", "Kendall", "interval "),
        rows=tuple(
            (one.burden, one.benefit, str(one.members), f"{one.spearman:+.2f}",
             f"{one.spearman_low:+.2f} to {one.spearman_high:+.2f}", f"{one.kendall:+.2f}",
             f"{one.kendall_low:+.2f} to {one.kendall_high:+.2f}")
            for one in sheet.correlations
        ),
    )  # fmt: skip


def power_table(sheet: BalanceSheet) -> Table:
    """Both sides on each measure; the measures are not joined."""
    return Table(
        caption=f"{sheet.group} and {sheet.other}: shares of the world, in %",
        columns=("measure", "year", sheet.group, sheet.other, "ratio", "no figure"),
        rows=tuple(
            (one.name, str(one.year), f"{one.own:.1f}", f"{one.other:.1f}",
             f"{one.ratio:.1f}" if one.ratio is not None else "", ", ".join(one.missing))
            for one in sheet.power
        ),
    )  # fmt: skip


def pledge_table(sheet: BalanceSheet, pledge: str) -> Table:
    """What keeping one pledge would move."""
    own = [move for move in sheet.moves if move.pledge == pledge]
    total = sum(move.added for move in own)
    below = sum(move.gap > 0 for move in own)
    return Table(
        caption=f"If all kept the pledge of {pledge}{RECALLED}: {below} of {len(own)} members would "
        f"spend more, the group {total:.0f} % more than now (the core part only)",
        columns=("member", "now, % of GDP", "gap", "adds, % of group", "share now, %", "then, %"),
        rows=tuple(
            (move.member, f"{move.now:.1f}", f"{move.gap:.1f}", f"{move.added:.2f}",
             f"{move.share_now:.1f}", f"{move.share_then:.1f}")
            for move in own
        ),
    )  # fmt: skip


def vote_table(sheet: BalanceSheet) -> Table:
    """Votes, least agreement first."""
    return Table(
        caption="Votes; agreement is 1 where all vote alike and 0 where they split in three",
        columns=("vote", "yes", "no", "abstain", "agreement"),
        rows=tuple(
            (one.vote, ", ".join(one.yes), ", ".join(one.no), ", ".join(one.abstain),
             f"{one.agreement:.2f}")
            for one in sheet.votes
        ),
    )  # fmt: skip


def pair_table(sheet: BalanceSheet) -> Table:
    """Pairs of members, least alike first."""
    return Table(
        caption="How often two members voted alike",
        columns=("first", "second", "votes together", "alike"),
        rows=tuple(
            (one.first, one.second, str(one.together), str(one.alike)) for one in sheet.pairs
        ),
    )


def difference_table(sheet: BalanceSheet) -> Table:
    """Where authorised speakers of the members differ, with the statements it rests on."""
    return Table(
        caption="Where members' stated positions differ; who says nothing is not listed",
        columns=("about", "kind", "positions"),
        rows=tuple(
            (one.about, one.kind,
             "; ".join(f"{told}: {', '.join(who)}" for told, who in one.positions.items()))
            for one in sheet.differences
        ),
        cites=tuple(one.statements for one in sheet.differences),
    )  # fmt: skip


def balance_page(sheet: BalanceSheet) -> str:
    """Lay the balance out as one self-contained HTML page."""
    chart = burden_chart(sheet)
    title = f"Balance: {sheet.group}" + (f" and {sheet.other}" if sheet.other else "")
    notes = "".join(f"<li>{escape(note)}</li>" for note in sheet.notes)
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width,initial-scale=1'>"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1><p class='soft'>{len(sheet.members)} members: "
        f"{escape(', '.join(sheet.members))}. No single index.</p>"
        f"<h2>To be kept in mind</h2><ul>{notes}</ul>"
        f"<figure>{chart.svg}</figure><h2>Tables</h2>"
        f"{''.join(html_table(table) for table in tables(sheet).values())}</body></html>\n"
    )


def figure_records(sheet: BalanceSheet) -> list[dict[str, str | int | float | bool]]:
    """One flat record a figure, each with its definition."""
    return [
        {
            "panel": one.panel,
            "indicator": one.indicator,
            "unit": one.unit,
            "member": row.member,
            "year": row.year,
            "value": row.value,
            "source": row.source,
            "recalled": row.recalled,
            "definition": one.definition,
        }
        for one in sheet.tables
        for row in one.figures
    ]
