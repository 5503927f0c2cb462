"""Odds of each reply within a week, by what came before, from the shipped model.

    .venv/bin/python training/measures/reply_odds.py

writes src/detente/codebook/reply_odds.csv: what the crisis simulation needs of the reaction model.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from detente.measures.reaction_file import PROFILES, reply_odds, samples

CODEBOOK = Path(__file__).resolve().parents[2] / "src" / "detente" / "codebook"
WORDS = {2: "threat", 3: "display", 4: "force"}
SOURCE = (
    "training/measures/reply_odds.py from measures/reaction.json (COW MID 5.0 incidents, 1992-2005)"
)

rows = []
for sample in samples()[:2]:
    for profile in PROFILES:
        for trigger, word in WORDS.items():
            odds = reply_odds(trigger, profile=profile, sample=sample)
            rows += [
                {
                    "parameter": f"reply-{word}-by-{WORDS[answer]}", "profile": profile,
                    "sample": sample, "low": f"{odds[0, at]:.4f}", "best": f"{odds[1, at]:.4f}",
                    "high": f"{odds[2, at]:.4f}", "source": SOURCE, "verified": "file",
                }
                for at, answer in enumerate(WORDS)
            ]  # fmt: skip
table = pd.DataFrame(rows)
table.to_csv(CODEBOOK / "reply_odds.csv", index=False, lineterminator="\n")
print(table.drop(columns=["source", "verified"]).to_string())
