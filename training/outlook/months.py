"""How the model of dispute months fares in rolling origin: python training/outlook/months.py DIR"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from detente.app.outlook_panel import tables_of
from detente.outlook.escalation_scores import Ranking
from detente.outlook.intervals import mean_with_interval, with_interval
from detente.outlook.months import pair_months, roll_months
from detente.outlook.probability_scores import log_losses
from detente.outlook.reliability import calibration
from detente.outlook.rungs import pair_incidents


def main(folder: Path) -> None:
    incidents = pair_incidents(tables_of(folder)["participants"])
    months = pair_months(incidents, last=int(incidents.end.max()))
    for start in (1997,):
        kept, ours, chain = roll_months(months, start=start)
        rung, pair = months.rung[kept], months.pair[kept]
        losses = [log_losses(shares, rung - 1) for shares in (ours, chain)]
        print(f"{len(months.rung):,} pair-months, {kept.sum():,} predicted from {start} on")
        for name, loss in (("model", losses[0]), ("chain", losses[1]),
                           ("better by", losses[1] - losses[0])):  # fmt: skip
            print("log loss", name, mean_with_interval(loss, pair, seed=2026))
        for least in (2, 4):
            happened = (rung >= least).astype(np.int64)
            told = [shares[:, least - 1 :].sum(axis=1) for shares in (ours, chain)]
            first, second = (Ranking.of(one, happened) for one in told)
            gain = with_interval(
                lambda t, a=first, b=second: a.average_precision(t) - b.average_precision(t),
                pair, seed=2026, repetitions=400,
            )  # fmt: skip
            slope = calibration(told[0], happened, pair, seed=2026).slope
            even = np.ones(len(rung))
            print(least, "average precision", first.average_precision(even), "chain",
                  second.average_precision(even), "gain", gain, "slope", slope)  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
