"""Figures of the balance that follow from series at hand: shares of the last year, rounded.

    .venv/bin/python training/balance/figures.py ../shared/data/dyads

writes codebook/balance_figures.csv and codebook/contiguity.csv. No series is copied: for each state
one rounded share of the last year (or one mean of three years) is kept.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pandas as pd

CODEBOOK = Path(__file__).resolve().parents[2] / "src" / "detente" / "codebook"
SIPRI = "derived from SIPRI military expenditure (constant 2022 USD, share of GDP)"
GDP = "derived from gdp_pop (pwtrgdp, pwtpop)"
CINC = "derived from COW National Material Capabilities 7.0"
SPELLINGS = {
    "Cape Verde": "CPV", "Congo, DR": "COD", "Congo, Republic": "COG", "Cote d'Ivoire": "CIV",
    "Korea, South": "KOR", "Kosovo": "XKX", "Gambia, The": "GMB", "Timor Leste": "TLS",
    "Türkiye": "TUR", "Viet Nam": "VNM", "Kyrgyz Republic": "KGZ", "Eswatini": "SWZ",
}  # fmt: skip


def codes() -> tuple[dict[str, str], dict[int, str]]:
    """Alpha-3 by name or alias, and by Correlates of War number, of states that exist."""
    names, numbers = dict(SPELLINGS), {}
    with (CODEBOOK / "states.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["end"] or row["status"] != "state":
                continue
            for name in (row["name"], *row["aliases"].split("|")):
                names.setdefault(name, row["code"])
            if row["cow"]:
                numbers.setdefault(int(row["cow"]), row["code"])
    return names, numbers


def rounded(share: float) -> str:
    return f"{share:.2g}" if share < 0.1 else f"{share:.2f}" if share < 10 else f"{share:.1f}"


def spending(folder: Path, names: dict[str, str]) -> list[tuple]:
    money = pd.read_parquet(folder / "sipri_milex_const2022usd_mn.parquet").dropna()
    year = int(money.year.max())
    last = money[(money.year == year) & (money.Country != "European Union")]
    total = last.v.sum()
    rows = [
        ("milex-world-share", names[one.Country], year, rounded(100 * one.v / total), SIPRI)
        for one in last.itertuples()
        if one.Country in names
    ]
    print("not placed", sorted(set(last.Country) - set(names)))
    share = pd.read_parquet(folder / "sipri_milex_share_gdp.parquet").dropna()
    recent = share[share.year > year - 3].groupby("Country").v.agg(["mean", "size"])
    rows += [
        (
            "milex-gdp",
            names[name],
            year,
            f"{100 * one['mean']:.1f}",
            f"{SIPRI}, mean of three years",
        )
        for name, one in recent.iterrows()
        if name in names and one["size"] == 3
    ]
    return rows


def wealth(folder: Path, numbers: dict[int, str]) -> list[tuple]:
    table = pd.read_parquet(folder / "gdp_pop.parquet")
    year = int(table.year.max())
    last = table[table.year == year].dropna(subset=["pwtrgdp", "pwtpop"])
    last = last.assign(product=last.pwtrgdp**2 / last.pwtpop)
    rows = []
    for indicator, column, top in (
        ("gdp-share", "pwtrgdp", last.pwtrgdp.sum()),
        ("population-share", "pwtpop", last.pwtpop.sum()),
        ("gdp-times-gdp-per-head", "product", last["product"].sum()),
    ):
        rows += [
            (indicator, numbers[int(ccode)], year, rounded(100 * value / top), GDP)
            for ccode, value in zip(last.ccode, last[column])
            if int(ccode) in numbers
        ]
    return rows


def capabilities(folder: Path, numbers: dict[int, str]) -> list[tuple]:
    table = pd.read_parquet(folder / "cow_nmc_7.0.parquet").dropna(subset=["cinc"])
    year = int(table.year.max())
    last = table[table.year == year]
    soldiers = [
        ("personnel", numbers[int(ccode)], year, rounded(milper / tpop * 1000), CINC)
        for ccode, milper, tpop in zip(last.ccode, last.milper, last.tpop)
        if int(ccode) in numbers and milper >= 0 and tpop > 0
    ]
    return soldiers + [
        ("cinc", numbers[int(ccode)], year, rounded(100 * value), CINC)
        for ccode, value in zip(last.ccode, last.cinc)
        if int(ccode) in numbers
    ]


def per_head(rows: list[tuple]) -> list[tuple]:
    """Spending a head as a multiple of the world's, from two shares that stand in the table."""
    money = {row[1]: (row[2], float(row[3])) for row in rows if row[0] == "milex-world-share"}
    people = {row[1]: float(row[3]) for row in rows if row[0] == "population-share"}
    source = f"{SIPRI}; {GDP} of another year"
    return [
        ("milex-per-head", state, year, rounded(share / people[state]), source)
        for state, (year, share) in sorted(money.items())
        if people.get(state)
    ]


def contiguity(folder: Path, numbers: dict[int, str]) -> list[tuple]:
    table = pd.read_parquet(folder / "cow_contdir.parquet")
    last = table[table.enddate == table.enddate.max()]
    kinds = {1: "land", 2: "water"}  # water up to 12 miles; farther is left out
    found = {
        (*sorted((numbers[int(a)], numbers[int(b)])), kinds[int(kind)])
        for a, b, kind in zip(last.ccode1, last.ccode2, last.conttype)
        if int(kind) in kinds and int(a) in numbers and int(b) in numbers
    }
    return sorted(found)


def write(name: str, header: str, rows: list[tuple]) -> None:
    with (CODEBOOK / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)
    print(name, len(rows))


def main(folder: Path) -> None:
    names, numbers = codes()
    rows = spending(folder, names) + wealth(folder, numbers) + capabilities(folder, numbers)
    rows += per_head(rows)
    found = [(*row, "file") for row in sorted(rows)]
    write("balance_figures.csv", "indicator,member,year,value,source,verified", found)
    near = [
        (*row, "COW Direct Contiguity, last year on file", "file")
        for row in contiguity(folder, numbers)
    ]
    write("contiguity.csv", "first,second,kind,source,verified", near)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
