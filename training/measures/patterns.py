"""Counts recorded disputes in the patterns by which the crisis simulation is judged.

    python training/measures/patterns.py ../shared/data

Nothing here was fitted: the reply parameters come from incidents, these figures from disputes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from detente.codebook.crisis_parameters import Structure
from detente.measures.patterns import YEARS_AFTER, joiner_share, patterns

SEED = 20310413


def recorded(data: Path) -> dict[str, float]:
    """The patterns in MID 5.0 disputes that began 1946-2004, and in dyadic MID 4.02."""
    rows = pq.read_table(data / "dyads" / "MIDA_5.0.parquet").to_pylist()
    disputes = [row for row in rows if 1946 <= row["styear"] <= 2004 and row["hostlev"] >= 2]
    forced = [row for row in disputes if row["hostlev"] >= 4]
    wars = [row for row in disputes if row["hostlev"] == 5]

    def share(wanted: Iterable[Any], of: list[Any]) -> float:
        return sum(wanted) / len(of)

    return {
        "highest is a threat": share((row["hostlev"] == 2 for row in disputes), disputes),
        "highest is a display": share((row["hostlev"] == 3 for row in disputes), disputes),
        "force or war": len(forced) / len(disputes),
        "answered by the other side": share((row["recip"] == 1 for row in disputes), disputes),
        "over within 26 weeks": share(
            ((row["mindur"] + row["maxdur"]) / 2 < 182 for row in disputes), disputes
        ),
        "hostile again in the five years after": _again(data),
        "war, share of those with force": len(wars) / len(forced),
        "an ally joins the war": share((row["numa"] + row["numb"] > 2 for row in wars), wars),
    }


def _again(data: Path) -> float:
    """Share of dyads with another dispute one to five years after one began, 1946-1999."""
    rows = pq.read_table(data / "dyads" / "dyadic_mid_4.02.parquet").to_pylist()
    began: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for row in rows:
        pair = (min(row["statea"], row["stateb"]), max(row["statea"], row["stateb"]))
        began.setdefault(pair, set()).add((row["disno"], row["strtyr"]))
    cases = [
        any(year < other <= year + YEARS_AFTER for _, other in disputes)
        for disputes in began.values()
        for _, year in disputes
        if 1946 <= year <= 1999
    ]
    return sum(cases) / len(cases)


def main(arguments: list[str]) -> int:
    """Print recorded and simulated patterns side by side."""
    real = recorded(Path(arguments[0]))
    for structure in (Structure.SPIRAL, Structure.DETERRENCE):
        print(structure.value)
        made = (*patterns(structure, seed=SEED), joiner_share(structure, seed=SEED))
        for one in made:
            inside = "inside" if one.low <= real[one.name] <= one.high else "OUTSIDE"
            print(
                f"  {one.name:40} recorded {real[one.name]:.2f}  simulated {one.middle:.2f} "
                f"[{one.low:.2f}, {one.high:.2f}]  {inside}"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
