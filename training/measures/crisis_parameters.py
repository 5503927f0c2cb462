"""Puts what was estimated into the table of crisis parameters.

    .venv/bin/python training/measures/crisis_parameters.py

rewrites the rows ``reply-*`` and ``force-to-war`` of src/detente/codebook/crisis_parameters.csv from
reply_odds.csv and force_to_war.csv. A reply's odds differ with what came before; the simulation has
one figure for all of it, so its median is the middle profile's and its ends are the least and the
largest of any profile, with and without the ten largest disputes.
"""

from __future__ import annotations

import csv
import math
import statistics
from pathlib import Path

from detente.codebook.reactions import force_to_war, reply_odds_rows

TABLE = Path(__file__).resolve().parents[2] / "src/detente/codebook/crisis_parameters.csv"
WEEKS = 75 / 7  # median length of disputes in which both sides used force; dyadic MID 4.02
GROUP = "a new group"


def replies() -> dict[str, tuple[float, float, float, str]]:
    """By parameter: 5 % point, median, 95 % point, source."""
    found = {}
    rows = reply_odds_rows()
    for name in dict.fromkeys(row.parameter for row in rows):
        own = [row for row in rows if row.parameter == name]
        whole = [row.best for row in own if row.sample == "all disputes"]
        low, high = min(row.low for row in own), max(row.high for row in own)
        source = (
            f"reply_odds.csv: median of {len(whole)} profiles, ends over all profiles and both "
            "samples (COW MID 5.0 incidents, 1992-2005)"
        )
        found[name] = (low, statistics.median(whole), high, source)
    return found


def to_war() -> tuple[float, float, float, str]:
    """A dispute's share spread evenly over the weeks in which both use force."""
    row = next(row for row in force_to_war() if row.group == GROUP)
    weekly = [1 - math.exp(math.log1p(-share) / WEEKS) for share in (row.low, row.best, row.high)]
    source = (
        f"force_to_war.csv, {GROUP}, over the median {WEEKS:.1f} weeks (COW MID 5.0, 1816-2005)"
    )
    return weekly[0], weekly[1], weekly[2], source


def main() -> None:
    """Rewrite the rows."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    estimated = {**replies(), "force-to-war": to_war()}
    for row in rows:
        if row["name"] in estimated:
            low, best, high, row["source"] = estimated[row["name"]]
            row |= {"low": f"{low:.3g}", "best": f"{best:.3g}", "high": f"{high:.3g}"}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
