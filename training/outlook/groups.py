"""What each group of inputs adds out of sample: python training/outlook/groups.py PANEL.parquet

The penalised logit on everything, with one group after the other made unknown, in fits on the
years before each five-year block from 1970 on. Positive: the loss is larger without the group.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from detente.adapters.dyad_files import read_parquet
from detente.outlook.escalation import HALF_LIFE, PENALTIES, thinned
from detente.outlook.intervals import mean_with_interval
from detente.outlook.probability_scores import log_losses
from detente.outlook.rolling import relevant_rows
from detente.outlook.rung_logit import fit_steps, rung_probabilities
from detente.outlook.terms import GROUPS, Inputs, full_terms, inputs_of

KEPT = ("history", "geography")


def main(panel: Path) -> None:
    rows = relevant_rows(read_parquet(panel)[0])
    known = np.flatnonzero(~np.isnan(rows["rung"].astype(float)))
    inputs, rung = inputs_of(rows, known), rows["rung"][known].astype(np.int64)
    year = rows["year"][known].astype(np.int64)
    pairs = (rows["ccode1"].astype(np.int64) * 1000 + rows["ccode2"])[known]
    whole = _losses(inputs, rung, year)
    print(f"all inputs: log loss {whole.mean():.5f}")
    groups = {name: columns for name, columns in GROUPS.items() if name not in KEPT}
    groups["all that measures act on"] = tuple(
        column
        for name in ("alliances", "trade", "organisations", "democracy", "nuclear weapons",
                     "arms race", "powers and capabilities")
        for column in GROUPS[name]
    )  # fmt: skip
    names = pairs[year >= 1970]
    for name, columns in groups.items():
        without = _losses(inputs.replaced(dict.fromkeys(columns, np.nan)), rung, year)
        print(f"without {name:<26}", mean_with_interval(without - whole, names, seed=2026),
              flush=True)  # fmt: skip


def _losses(inputs, rung, year):
    terms = full_terms(inputs)
    shares = []
    for start in range(1970, 2006, 5):
        before, now = year < start, (year >= start) & (year < start + 5)
        stands = thinned(Inputs(inputs.values[before]), rung[before])
        kept = np.flatnonzero(before)[stands > 0]
        times = stands[stands > 0] * 0.5 ** ((start - year[kept]) / HALF_LIFE)
        fitted = fit_steps(terms[kept], rung[kept], penalties=PENALTIES, times=times)
        shares.append(rung_probabilities(fitted.log_odds(terms[now])))
    order = np.concatenate([np.flatnonzero((year >= s) & (year < s + 5))
                            for s in range(1970, 2006, 5)])  # fmt: skip
    losses = np.empty(len(year))
    losses[order] = log_losses(np.concatenate(shares), rung[order] - 1)
    return losses[year >= 1970]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
