"""Crisis files: what answers what and after how many days; and what goes together with mediation.

    OMP_NUM_THREADS=1 .venv/bin/python training/measures/crises.py ../shared/data/dyads

writes src/detente/codebook/crisis_responses.csv and adds the rows on mediation to
measure_associations.csv (run pairs.py first). International Crisis Behavior, version 13, 1918 on.
The codes' meanings are known from memory; that mediation took place is read from ``mediate`` = 4,
which holds in exactly the crises in which ``mednum`` counts a mediator.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from detente.measures.pair_years import associations

CODEBOOK = Path(__file__).resolve().parents[2] / "src" / "detente" / "codebook"
TRIGGERS = {
    "words or politics": (1, 2, 3, 4, 5, 6),
    "military act without violence": (7,),
    "violence": (8, 9),
}
ANSWERS = {
    "none": (1,),
    "words or politics": (2, 3, 4, 5),
    "military act without violence": (6, 7),
    "violence": (8, 9),
}
SOURCE = "training/measures/crises.py from ICB 13"
DRAWS = 4000


def of(table: dict, code: float) -> str:
    return next((name for name, codes in table.items() if code in codes), "")


def responses(actors: pd.DataFrame) -> list[dict]:
    """Shares of answers by trigger: Dirichlet from all triggers together, crises drawn whole."""
    actors = actors.assign(
        trigger=[of(TRIGGERS, one) for one in actors.triggr],
        answer=[of(ANSWERS, one) for one in actors.majres],
    )
    actors = actors[(actors.trigger != "") & (actors.answer != "")]
    found = []
    for trigger in TRIGGERS:
        own = actors[actors.trigger == trigger]
        for answer in ANSWERS:
            chosen = own[own.answer == answer]
            days = chosen.trgresra.dropna()
            quartiles = np.percentile(days, [25, 50, 75]) if len(days) else [np.nan] * 3
            low, high = drawn(own, answer)
            found.append(
                {
                    "trigger": trigger, "answer": answer, "actors": len(own), "cases": len(chosen),
                    "share": f"{(len(chosen) + 1) / (len(own) + len(ANSWERS)):.3f}",
                    "low": f"{low:.3f}", "high": f"{high:.3f}",
                    "days_25": day(quartiles[0]), "days_50": day(quartiles[1]), "days_75": day(quartiles[2]),
                    "source": SOURCE, "verified": "file",
                }
            )  # fmt: skip
    return found


def day(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.0f}"


def drawn(own: pd.DataFrame, answer: str) -> tuple[float, float]:
    """95 % interval with crises, not actors, as what was drawn (Bayesian bootstrap)."""
    random = np.random.default_rng(5)
    crises, place = np.unique(own.crisno, return_inverse=True)
    hits = np.bincount(place, (own.answer == answer).to_numpy(float)) + 1 / len(crises)
    sizes = np.bincount(place) + len(ANSWERS) / len(crises)
    weights = random.exponential(size=(DRAWS, len(crises)))
    low, high = np.percentile(weights @ hits / (weights @ sizes), [2.5, 97.5])
    return float(low), float(high)


def mediation(crises: pd.DataFrame) -> list[dict]:
    """Mediation and what came after, other things about the crisis held equal."""
    crises = crises[crises.mediate.notna()].copy()
    design = pd.DataFrame(
        {
            "mediated": (crises.mediate == 4).astype(float),
            "violence": crises.viol, "gravity": (crises.gravcr >= 5).astype(float),
            "actors": np.log(crises.noactr.clip(lower=1)), "protracted": (crises.protrac > 1).astype(float),
            "ethnic": (crises.ethconf < 4).astype(float), "late": (crises.yrtrig >= 1946).astype(float),
            "distance": crises.powdissy,
        }
    )  # fmt: skip
    told = {
        "crisis between the same sides again within five years": crises.outesr == 1,
        "crisis ended by a formal agreement": crises.forout == 1,
    }
    usable = design.notna().all(axis=1).to_numpy()
    cluster = np.where(crises.protrac > 1, crises.pcid, 1000 + crises.crisno)
    rows = []
    for name, outcome in told.items():
        (one,) = associations(
            [("third-party mediation", "mediated against not")], design[usable].to_numpy(float),
            outcome[usable].to_numpy(float), cluster[usable], told=name,
        )  # fmt: skip
        rows.append(
            {
                "measure": "mediation", "term": one.term, "outcome": name,
                "specification": "crises 1918-2005, clustered by protracted conflict", "step": one.step,
                "ratio": f"{one.ratio:.3g}", "low": f"{one.low:.3g}", "high": f"{one.high:.3g}",
                "rows": one.rows, "events": one.events, "clusters": one.clusters, "note": one.note,
                "source": SOURCE, "verified": "file",
            }
        )  # fmt: skip
        print(rows[-1])
    return rows


def main(folder: Path) -> None:
    actors = pd.read_parquet(folder / "icb2v13.parquet")
    crises = pd.read_parquet(folder / "icb1v13.parquet")
    print(f"{len(actors)} actors, median days to the major response {actors.trgresra.median():.0f}")
    table = pd.DataFrame(responses(actors))
    table.to_csv(CODEBOOK / "crisis_responses.csv", index=False, lineterminator="\n")
    print(table.drop(columns=["source", "verified"]).to_string())
    place = CODEBOOK / "measure_associations.csv"
    with place.open(newline="") as file:
        kept = [row for row in csv.DictReader(file) if row["source"] != SOURCE]
    pd.DataFrame(kept + mediation(crises)).to_csv(place, index=False, lineterminator="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
