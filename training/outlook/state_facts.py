"""Makes src/detente/codebook/state_facts.csv: python training/outlook/state_facts.py DIR

One latest figure a state from files at hand, and the holders of nuclear weapons as recalled.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from detente.app.outlook_panel import tables_of
from detente.codebook.loader import load_table
from detente.codebook.states import StateRow, Status

OUT = Path("src/detente/codebook/state_facts.csv")
RECALLED = ("CHN", "FRA", "GBR", "IND", "ISR", "PAK", "PRK", "RUS", "USA")


def main(folder: Path) -> None:
    tables = tables_of(folder)
    states = [row for row in load_table("states", StateRow) if row.cow]
    code = {row.cow: row.code for row in states if row.status is not Status.FORMER}
    rows = []
    for table, column, fact, source, unit in (
        ("democracy", "polyarchy", "electoral democracy",
         "latest row of the V-Dem electoral democracy index", 1.0),
        ("capabilities", "cinc", "share of world capabilities",
         "derived from COW National Material Capabilities 7.0", 1.0),
        ("warheads", "count", "nuclear weapons",
         "stockpiled nuclear warheads as packed by Our World in Data", 0.0),
    ):  # fmt: skip
        found = tables[table]
        year = found["year"].max()
        for ccode, value in zip(found["ccode"][found["year"] == year],
                                found[column][found["year"] == year]):  # fmt: skip
            if ccode in code and not np.isnan(value) and (unit or value > 0):
                shown = f"{value:.3f}" if unit else "1"
                rows.append((code[int(ccode)], fact, shown, int(year), source, "file"))
    for holder in RECALLED:
        rows += [(holder, "nuclear weapons", "1", 2025, "own knowledge", "recalled")]
    with OUT.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("code", "fact", "value", "year", "source", "verified"))
        writer.writerows(sorted(rows, key=lambda row: (row[1], row[0], row[3])))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
