"""How one side answers the other: fit, errors, and score on disputes not seen.

    OMP_NUM_THREADS=1 .venv/bin/python training/measures/reactions.py ../shared/data/dyads

writes src/detente/measures/reaction.json, codebook/reply_chances.csv and codebook/reply_scores.csv.
Incidents of Correlates of War MID 5.0, 1992-2005.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import incidents
import numpy as np
import pandas as pd

from detente.measures.competing import fit
from detente.measures.reaction_model import (
    CONSTANT,
    HABIT,
    KINDS,
    REACTION,
    drawn_incidence,
    periods,
    score_unseen,
)
from detente.measures.spells import CAUSES, Spell, spells

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "detente"
SOURCE = "training/measures/reactions.py from COW MIDI, MIDIP, MIDA and MIDB 5.0, 1992-2005"
LARGEST, DRAWS, SEED = 10, 2000, 11
DAYS = (7, 180)


def samples(folder: Path) -> dict[str, tuple[Spell, ...]]:
    whole = spells(incidents.acts(folder), incidents.ends(folder))
    largest = {name for name, _ in Counter(one.dispute for one in whole).most_common(LARGEST)}
    known = spells(incidents.acts(folder, known_days=True), incidents.ends(folder))
    return {
        "all disputes": whole,
        "without the ten largest": tuple(one for one in whole if one.dispute not in largest),
        "incidents whose day is known": known,
    }


def scores(name: str, sample: tuple[Spell, ...]) -> list[dict]:
    """Log-likelihood of replies per act on unseen disputes, and the gain with its interval."""
    found = {kind: score_unseen(sample, kind=kind) for kind in KINDS}
    random = np.random.default_rng(SEED)
    groups = len(found[CONSTANT].by_dispute)
    weights = random.multinomial(groups, np.full(groups, 1 / groups), size=DRAWS)
    sizes = np.array([n for _, n in sorted(Counter(one.dispute for one in sample).items())])
    rows = []
    for kind, against in ((HABIT, CONSTANT), (REACTION, CONSTANT), (REACTION, HABIT)):
        gain = found[kind].by_dispute - found[against].by_dispute
        low, high = np.percentile(weights @ gain / (weights @ sizes), [2.5, 97.5])
        rows.append(
            {
                "sample": name, "model": kind, "against": against, "disputes": groups,
                "acts": len(sample), "log_likelihood": f"{found[kind].log_likelihood:.4f}",
                "gain": f"{gain.sum() / len(sample):.4f}", "low": f"{low:.4f}", "high": f"{high:.4f}",
                "source": SOURCE, "verified": "file",
            }
        )  # fmt: skip
        print(rows[-1])
    return rows


def chances(name: str, fitted) -> list[dict]:
    """Chance of each next thing after one act, with a 95 % interval, at the start of a dispute."""
    rows = []
    for trigger in (2, 3, 4):
        profile = Spell("", "", trigger, joint=False, own_last=0, earlier=0, cause=0, days=0)
        for days in DAYS:
            drawn = drawn_incidence(fitted, profile, days=days, draws=DRAWS, seed=SEED)
            low, best, high = np.percentile(drawn, [2.5, 50, 97.5], axis=0)
            rows += [
                {
                    "sample": name, "trigger": trigger, "days": days, "next": cause,
                    "low": f"{low[at]:.4f}", "best": f"{best[at]:.4f}", "high": f"{high[at]:.4f}",
                    "source": SOURCE, "verified": "file",
                }
                for at, cause in enumerate(CAUSES)
            ]  # fmt: skip
    return rows


def record(sample: tuple[Spell, ...], fitted) -> dict:
    rows = periods(sample)
    return {
        "disputes": len({one.dispute for one in sample}), "acts": len(sample),
        "dyads": fitted.clusters, "intervals": len(rows.cause),
        "next": dict(Counter(CAUSES[one.cause] for one in sample).most_common()),
        "causes": list(CAUSES[1:]), "spread": round(fitted.spread, 4),
        "terms": [
            {"term": term, "coefficients": values.round(4).tolist(), "errors": errors.round(4).tolist()}
            for term, values, errors in zip(fitted.terms, fitted.coefficients, fitted.errors)
        ],
        "covariance": fitted.covariance.round(5).tolist(),
    }  # fmt: skip


def main(folder: Path) -> None:
    told = {
        "schema": "detente-reactions/1",
        "origin": SOURCE,
        "licence": "Apache-2.0",
        "samples": {},
    }
    chance_rows, score_rows = [], []
    for name, sample in samples(folder).items():
        fitted = fit(periods(sample))
        told["samples"][name] = record(sample, fitted)
        chance_rows += chances(name, fitted)
        print(name, len(sample), fitted.spread, flush=True)
        for place, rows in (("reply_chances", chance_rows), ("reply_scores", score_rows)):
            if rows:
                table = pd.DataFrame(rows)
                table.to_csv(
                    PACKAGE / "codebook" / f"{place}.csv", index=False, lineterminator="\n"
                )
        (PACKAGE / "measures" / "reaction.json").write_text(
            json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
        )
    for name, sample in list(samples(folder).items())[:2]:
        score_rows += scores(name, sample)
        table = pd.DataFrame(score_rows)
        table.to_csv(PACKAGE / "codebook" / "reply_scores.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
