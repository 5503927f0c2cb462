"""Fit the weights of ``article_cues.csv`` on pages made by running news articles together.

Usage: ``python training/segmentation/fit.py --train TRAIN.jsonl --dev DEV.jsonl [--out CSV]``

Each row of the files needs a ``text``. Articles are cut short, lose their titles, get page
furniture and are joined, as saved pages show them; single articles stay among them, so that the
weights learn not to tear one apart. One seed, the same weights.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from sklearn.linear_model import LogisticRegression

from detente.codebook import load_table
from detente.codebook.article_cues import ArticleCue
from detente.reading.article_cues import Story, candidates, cues_at, read_blocks
from detente.reading.cohesion import page_names
from detente.reading.segmentation import articles

SEED = 20240128
PAGES = 4_000
MARGIN = 1.0
"""Taken off the constant: one article torn apart harms more than two kept together."""
BY_HAND = {"rule": 2.5, "dateline": 3.0, "end furniture": 3.5, "title with byline": 3.0}
"""Cues too rare in the articles at hand to be fitted."""
HERE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Page:
    """A page and the offsets at which its articles begin."""

    text: str
    starts: tuple[int, ...]


def texts(path: Path) -> list[str]:
    """Articles of at least four paragraphs."""
    rows = [json.loads(line)["text"] for line in path.open(encoding="utf-8")]
    return [text for text in rows if text.count("\n\n") >= 3]


def dressed(text: str, random: Random) -> str:
    """One article as a page might show it: without title, cut short, or with furniture."""
    title, *body = [part.strip() for part in text.split("\n\n") if part.strip()]
    body = body[: random.choice((2, 3, 4, 5, 6, 8, 12, 99))]
    if random.random() < 0.35:
        words = body[-1].split()
        body[-1] = " ".join(words[: max(6, len(words) * 2 // 3)]) + random.choice(
            (" ...", "…", "...")
        )
    if random.random() < 0.4:
        lines = [title.rstrip(".")]
        if random.random() < 0.4:
            lines.append("Evening Post Updated on 2031-05-04")
        body = [*lines, *body]
    if random.random() < 0.15:
        body.append(random.choice(("Related Pages", "Read more", "Share this article")))
    return random.choice(("\n", "\n\n")).join(body) if len(body) > 1 else body[0]


def renamed(text: str, tag: str, share: float, random: Random) -> str:
    """The article with a share of its names made its own, as if it were about other people."""
    names = sorted(page_names(text))
    own = {name for name in names if random.random() < share}
    return re.sub(
        r"[^\W\d_]+",
        lambda m: m[0] + (tag if m[0].casefold() in own and m[0][0].isupper() else ""),
        text,
    )


def pages(pool: list[str], count: int, random: Random) -> Iterator[Page]:
    """Pages of one to five articles."""
    for _ in range(count):
        number = random.choice((1, 1, 2, 3, 4, 5))
        share = random.choice((0.0, 0.5, 0.8, 0.95))
        parts = [
            dressed(renamed(text, tag, share, random), random)
            for tag, text in zip("qwxyz", random.sample(pool, number), strict=False)
        ]
        joint = "\n\n" if any("\n\n" in part for part in parts) else "\n"
        starts, at = [], 0
        for part in parts:
            starts.append(at)
            at += len(part) + len(joint)
        yield Page(joint.join(parts), tuple(starts))


def examples(page: Page) -> Iterator[tuple[dict[str, float], bool]]:
    """Cues at every candidate with whether an article begins there, the earlier ones known."""
    blocks = read_blocks(page.text)
    story, grown_to = Story(), 0
    for at in candidates(blocks):
        for block in blocks.items[grown_to:at]:
            story = story.grown(block)
        grown_to = at
        if not story.paragraphs:
            continue
        begins = blocks.items[at].span.start in page.starts
        yield cues_at(blocks, story, at), begins
        if begins:
            story = Story()


def fitted(made: list[Page]) -> dict[str, float]:
    """Weights by logistic regression; ``always`` is its constant."""
    rows = [row for page in made for row in examples(page)]
    names = [name for name in rows[0][0] if name != "always" and name not in BY_HAND]
    free = [row for row in rows if not any(row[0][name] for name in BY_HAND)]
    x = np.array([[cues[name] for name in names] for cues, _ in free])
    y = np.array([begins for _, begins in free])
    model = LogisticRegression(C=10.0, max_iter=2_000).fit(x, y)
    weights = {name: float(w) for name, w in zip(names, model.coef_[0], strict=True)}
    return {"always": float(model.intercept_[0]) - MARGIN, **weights, **BY_HAND}


def figures(made: list[Page]) -> dict[str, float]:
    """Boundaries found and wrongly drawn, and single articles left whole."""
    hit = missed = wrong = whole = single = 0
    for page in made:
        found = {span.start for span in articles(page.text)} - {0}
        true = set(page.starts) - {0}
        hit, missed, wrong = (
            hit + len(found & true),
            missed + len(true - found),
            wrong + len(found - true),
        )
        if not true:
            single, whole = single + 1, whole + (not found)
    return {
        "recall": hit / (hit + missed),
        "precision": hit / max(1, hit + wrong),
        "single articles left whole": whole / single,
        "pages": len(made),
    }


def write(weights: dict[str, float], path: Path) -> None:
    """Write the weights into the table; meanings stay as they are."""
    rows = {row.cue: row for row in load_table("article_cues", ArticleCue)}
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["cue", "weight", "meaning", "source", "verified"])
        for cue, weight in weights.items():
            hand = cue in BY_HAND
            source = (
                "own judgement"
                if hand
                else "training/segmentation/fit.py on articles of PolNeAR train"
            )
            table.writerow(
                [cue, f"{weight:.2f}", rows[cue].meaning, source, "recalled" if hand else "file"]
            )


def main() -> None:
    """Fit and write the table, or say how well the table in use does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    if asked.out:
        write(fitted(list(pages(texts(asked.train), PAGES, Random(SEED)))), asked.out)
        return
    print(json.dumps(figures(list(pages(texts(asked.dev), 1_000, Random(SEED + 1)))), indent=2))


if __name__ == "__main__":
    main()
