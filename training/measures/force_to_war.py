"""How often force became war, dispute by dispute, 1816-2005.

    OMP_NUM_THREADS=1 .venv/bin/python training/measures/force_to_war.py ../shared/data/dyads

writes src/detente/codebook/force_to_war.csv: of disputes with use of force on both sides or on one,
those that ended at war level, by period, with every group drawn towards all of them together.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd

from detente.measures.pooling import pooled_shares

CODEBOOK = Path(__file__).resolve().parents[2] / "src" / "detente" / "codebook"
SOURCE = "training/measures/force_to_war.py from COW MID 5.0 (MIDA, MIDB)"
FORCE, WAR = 4, 5


def majors(folder: Path) -> set[tuple[int, int]]:
    table = pd.read_parquet(folder / "cow_majors.parquet").to_dict("records")
    return {
        (int(one["ccode"]), year)
        for one in table
        for year in range(int(one["styear"]), int(one["endyear"]) + 1)
    }


def counts(folder: Path) -> dict[str, tuple[int, int]]:
    disputes = pd.read_parquet(folder / "MIDA_5.0.parquet").set_index("dispnum")
    sides = pd.read_parquet(folder / "MIDB_5.0.parquet")
    sides = sides[sides.orig == 1]
    great = majors(folder)
    groups: dict[str, list[int]] = defaultdict(list)
    for number, own in sides.groupby("dispnum"):
        one = disputes.loc[number]
        if one.hostlev < FORCE:
            continue
        both = all((own[own.sidea == side].hostlev >= FORCE).any() for side in (0, 1))
        powers = {side for side, state in zip(own.sidea, own.ccode) if (state, one.styear) in great}
        told = ("force on both sides" if both else "force on one side",
                "before 1946" if one.styear < 1946 else "1946 and after",
                ("no major power", "a major power on one side", "major powers on both")[len(powers)])  # fmt: skip
        groups["; ".join(told)].append(int(one.hostlev == WAR))
    return {name: (len(found), sum(found)) for name, found in sorted(groups.items())}


def main(folder: Path) -> None:
    found = counts(folder)
    rows = [
        {
            "group": one.group, "disputes": one.cases, "wars": one.events, "low": f"{one.low:.4f}",
            "best": f"{one.best:.4f}", "high": f"{one.high:.4f}", "source": SOURCE, "verified": "file",
        }
        for one in pooled_shares(found)
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    table.to_csv(CODEBOOK / "force_to_war.csv", index=False, lineterminator="\n")
    print(table.drop(columns=["source", "verified"]).to_string())
    print(
        "disputes",
        sum(cases for cases, _ in found.values()),
        np.sum([war for _, war in found.values()]),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
