"""Who prevails in a dispute, from capabilities alone: python training/outlook/dispute_outcomes.py DIR

Reproduces the comparison of Carroll and Kenkel (2019), Prediction, Proxies, and Power, American
Journal of Political Science 63: proportional reduction in log loss against the shares of the
three outcomes, ten-fold cross-validation, disputes between one state and one other.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

COMPONENTS = ("irst", "milex", "milper", "pec", "tpop", "upop")
A_WINS, STALEMATE, B_WINS = 0, 1, 2
OUTCOMES = {1: A_WINS, 4: A_WINS, 5: STALEMATE, 2: B_WINS, 3: B_WINS}
"""MIDA outcome codes: victory or yield of the other side; stalemate."""
SEED = 2026


def main(folder: Path) -> None:
    cases, outcome = _cases(folder)
    print(f"{len(outcome):,} disputes, shares {np.bincount(outcome) / len(outcome)}")
    ratio = _ratio(cases)
    null = np.empty((len(outcome), 3))
    models = {
        "capability ratio alone": lambda: LogisticRegression(C=1e4, max_iter=2000),
        "logit on components": lambda: make_pipeline(
            StandardScaler(), LogisticRegression(C=0.5, max_iter=2000)),
        "kernel logit": lambda: make_pipeline(
            StandardScaler(), Nystroem(gamma=0.02, n_components=250, random_state=SEED),
            LogisticRegression(C=2, max_iter=2000)),
        "extra trees": lambda: ExtraTreesClassifier(
            600, min_samples_leaf=3, max_features=0.5, random_state=SEED),
        "boosted trees": lambda: HistGradientBoostingClassifier(
            max_iter=70, learning_rate=0.05, max_leaf_nodes=12, min_samples_leaf=12,
            early_stopping=False, random_state=SEED),
    }  # fmt: skip
    told = {name: np.empty((len(outcome), 3)) for name in models}
    folds = StratifiedKFold(10, shuffle=True, random_state=SEED)
    for train, test in folds.split(cases, outcome):
        null[test] = np.bincount(outcome[train], minlength=3) / len(train)
        for name, make in models.items():
            inputs = ratio if name.startswith("capability") else cases
            told[name][test] = make().fit(inputs[train], outcome[train]).predict_proba(inputs[test])
    told["average of the four"] = np.mean([p for n, p in told.items() if "ratio" not in n], axis=0)
    rows = np.arange(len(outcome))
    base = -np.log(null[rows, outcome]).mean()
    for name, shares in told.items():
        loss = -np.log(np.clip(shares[rows, outcome], 1e-6, 1)).mean()
        print(f"{name:<24} log loss {loss:.4f}, proportional reduction {1 - loss / base:.3f}")


def _cases(folder):
    def table(stem):
        read = pq.read_table(next(folder.glob(f"{stem}*.parquet")))
        return {name: read[name].to_numpy() for name in read.column_names}

    a, b, nmc = table("MIDA"), table("MIDB"), table("cow_nmc")
    power = {
        (int(c), int(y)): row
        for c, y, row in zip(
            nmc["ccode"], nmc["year"], np.stack([nmc[name] for name in COMPONENTS], axis=1)
        )
    }
    sides = {}
    for number, code, side in zip(b["dispnum"], b["ccode"], b["sidea"]):
        sides.setdefault(int(number), {})[int(side)] = int(code)
    rows, outcomes = [], []
    whole = {}
    for (_, year), row in power.items():
        whole[year] = whole.get(year, 0) + np.nan_to_num(np.maximum(row, 0))
    for number, year, outcome, na, nb in zip(
        a["dispnum"], a["styear"], a["outcome"], a["numa"], a["numb"]
    ):
        pair = sides.get(int(number), {})
        if int(outcome) not in OUTCOMES or na != 1 or nb != 1 or len(pair) != 2:
            continue
        one, two = (power.get((pair[side], int(year))) for side in (1, 0))
        if one is None or two is None:
            continue
        parts = []
        for row in (one, two):
            raw = np.where(row < 0, np.nan, row)
            parts += [np.arcsinh(np.nan_to_num(raw)), np.nan_to_num(raw / whole[int(year)])]
            parts.append(np.isnan(raw).astype(float)[:4])
        rows.append(np.concatenate([*parts, [int(year)]]))
        outcomes.append(OUTCOMES[int(outcome)])
    return np.array(rows), np.array(outcomes)


def _ratio(cases):
    """Log of the ratio of mean shares, as the capability index is a mean of shares."""
    one, two = cases[:, 6:12].mean(axis=1), cases[:, 22:28].mean(axis=1)
    return np.log(np.maximum(one, 1e-6) / np.maximum(two, 1e-6))[:, None]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
