"""Score the shipped parser on the treebank's test part, with and without placeholders.

Usage: ``python training/parser/score.py --treebank DIR [--model DIR] [--speed TEXTS.jsonl]``.
Words and sentences are the parser's own; punctuation is left out of UAS and LAS.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

import spacy
from placeholders import masked
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.training import Example
from train import doc
from treebank import Paragraph, paragraphs, plain, words_of

from detente.reading.syntax import parse_many

SHOWN = ("tag_acc", "pos_acc", "morph_acc", "dep_uas", "dep_las", "sents_f")
DEPS = (
    "nsubj",
    "nsubj:pass",
    "obj",
    "obl",
    "obl:agent",
    "ccomp",
    "xcomp",
    "advcl",
    "nmod",
    "conj",
    "parataxis",
)


def score(nlp: Language, source: Sequence[Paragraph], rate: float) -> dict[str, float]:
    """Return the figures for a masking rate, in percent."""
    random = Random(1)
    golds = [doc(nlp, masked(paragraph, rate=rate, random=random)) for paragraph in source]
    read = nlp.pipe([gold.text for gold in golds])
    scores = Scorer(nlp).score([Example(p, gold) for p, gold in zip(read, golds, strict=True)])
    figures = {name: round(100 * scores[name], 2) for name in SHOWN}
    figures["deps"] = {d: round(100 * scores["dep_las_per_type"][d]["f"], 1) for d in DEPS}
    return figures


def genres(path: Path) -> list[str]:
    """Return the genre of every paragraph of a treebank file."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        genre = opened = ""
        for line in lines:
            if line.startswith("# newdoc id = "):
                genre, opened = line[14:].split("-")[0], "yes"
            elif line.startswith("# newpar"):
                opened = "yes"
            elif line.startswith(("1\t", "1-")):
                if opened:
                    found.append(genre)
                opened = ""
    return found


def speed(path: Path, count: int) -> dict[str, float]:
    """Return sentences and words a second, model loading left out."""
    rows = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [(text, ()) for text in rows[:count]]
    next(parse_many([("Warm up.", ())]))
    began, cpu = time.perf_counter(), time.process_time()
    parsed = list(parse_many(texts))
    took, spent = time.perf_counter() - began, time.process_time() - cpu
    sentences, tokens = (sum(len(getattr(p, x)) for p in parsed) for x in ("sentences", "tokens"))
    return {
        "sentences": sentences,
        "sentences_per_s": round(sentences / took, 1),
        "sentences_per_cpu_s": round(sentences / spent, 1),
        "words_per_cpu_s": round(tokens / spent, 1),
    }


def main() -> None:
    """Print every figure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--treebank", type=Path, required=True)
    options.add_argument("--model", type=Path, default=Path("src/detente/reading/parser"))
    options.add_argument("--part", default="test")
    options.add_argument("--speed", type=Path)
    chosen = options.parse_args()
    nlp = spacy.load(chosen.model)
    path = chosen.treebank / f"ewt-{chosen.part}.conllu.gz"
    source = [plain(paragraph) for paragraph in paragraphs(path)]
    print("names as they are", score(nlp, source, 0.0))
    print("placeholders", score(nlp, source, 1.0))
    kinds = genres(path)
    for genre in sorted(set(kinds)):
        some = [p for p, kind in zip(source, kinds, strict=True) if kind == genre]
        print(genre, sum(1 for _ in words_of(some)), "words", score(nlp, some, 1.0))
    if chosen.speed:
        print(speed(chosen.speed, 60))


if __name__ == "__main__":
    main()
