"""Measures events typed by rules and scorers together, on rows the scorers were not fitted on.

    python training/relations/joint.py DATA                                # n-grams, five folds
    python training/relations/joint.py DATA --fold 0 --encoder FOLDER      # with an encoder of that fold

DATA is the folder of the labelled files; FOLDER holds ``encoder.onnx`` and ``tokenizer.json`` of
``encoder.py --fold N --examples 0 -o ...`` and ``export.py -o FOLDER``. Own examples are left out.
The constants of :mod:`detente.reading.joint_typing` were chosen with the tables this prints.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import onnxruntime
from material import relations, rows, sentences
from tokenizers import Tokenizer

from detente.reading import coding_scoring, gazetteer, joint_typing, lexicon, resolve
from detente.reading.mended import mended
from detente.reading.relation_scoring import fold_of
from detente.reading.relations import fitting
from detente.reading.relations.encoder import EncoderScorer
from detente.reading.relations.examples import Example
from detente.reading.relations.labels import ROOTS, SENTENCE_LABELS
from detente.reading.relations.ngrams import NgramScorer
from detente.reading.relations.typist import Typist
from detente.reading.syntax import parse_many

FOLDS = 5
BONUSES = (2.0, 3.0, 4.0, 6.0)


def fold_of_text(text: str) -> int:
    return zlib.crc32(text.encode()) % FOLDS


def scorer(folder: Path, fold: int) -> NgramScorer:
    """The n-gram scorer fitted without one fold, as ``encoder.py`` holds it back."""
    pairs, whole = relations(folder), sentences(folder)
    part = fold_of(pairs, FOLDS)
    unseen = {p.pair.text for p, own in zip(pairs, part, strict=True) if own == fold}
    unseen |= {w.pair.text for w in whole if fold_of_text(w.pair.text) == fold}
    return NgramScorer(
        pair=fitting.fit_head(
            [Example(p.pair, p.label) for p in pairs if p.pair.text not in unseen], ROOTS
        ),
        sentence=fitting.fit_head(
            [Example(w.pair, w.label) for w in whole if w.pair.text not in unseen], SENTENCE_LABELS
        ),
    )


def encoder(folder: Path) -> EncoderScorer:
    plan = onnxruntime.SessionOptions()
    plan.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / "encoder.onnx"), plan)
    return EncoderScorer(session, Tokenizer.from_file(str(folder / "tokenizer.json")))


def texts(folder: Path) -> Iterator[tuple[Mapping[str, Any], int, Any, Any, Any]]:
    """Each labelled row with its fold, parse, mentions and names."""
    known = lexicon.load()
    told = rows(folder / "plv_train.jsonl")
    nothing = [row for row in rows(folder / "cameo_train.jsonl") if row["penta"] == 0]
    folds = [*fold_of(relations(folder), FOLDS), *(fold_of_text(row["text"]) for row in nothing)]
    found = [gazetteer.find(row["text"], known) for row in (*told, *nothing)]
    asked = [
        (row["text"], gazetteer.masks(mentions, known))
        for row, mentions in zip((*told, *nothing), found, strict=True)
    ]
    for row, fold, plain, mentions, (_, names) in zip(
        (*told, *nothing), folds, parse_many(asked), found, asked, strict=True
    ):
        parsed = mended(plain)
        label = row if row.get("root") else {"penta": 0}
        yield label, fold, parsed, resolve.resolve(parsed, mentions, known), names


def figures(ready: Sequence[Any], typists: Mapping[int, Typist | None]) -> str:
    chosen = [one for one in ready if one[1] in typists]
    told = [
        {"events": coding_scoring.told(parsed, mentions, typist=typists[fold], names=names)}
        for _, fold, parsed, mentions, names in chosen
    ]
    found = coding_scoring.score([one[0] for one in chosen], told)
    names = ("root_accuracy", "quad_accuracy", "no_event_recall", "mean")
    return "  ".join(f"{name} {found[name]:.3f}" for name in names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--encoder", type=Path)
    chosen = parser.parse_args()
    folds = range(FOLDS) if chosen.fold is None else [chosen.fold]
    large = encoder(chosen.encoder) if chosen.encoder else None
    ready = list(texts(chosen.data))
    print("rules alone   ", figures(ready, dict.fromkeys(folds)), flush=True)
    typists = {fold: Typist(scorer(chosen.data, fold), large) for fold in folds}
    for bonus in BONUSES:
        joint_typing.BONUS = bonus
        print(f"bonus {bonus:4.1f}    ", figures(ready, typists), flush=True)


if __name__ == "__main__":
    main()
