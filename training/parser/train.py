"""Train the shipped parser from the treebank; one seed, the same bytes.

Usage: ``python training/parser/train.py --treebank DIR --out src/detente/reading/parser``
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import spacy
from placeholders import masked
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config, registry
from thinc.api import Config
from treebank import Paragraph, paragraphs, plain, words_of

HERE = Path(__file__).parent
NO_PATHS = {"paths.train": None, "paths.dev": None}
NAMED = {
    "name": "detente_ewt",
    "version": "1.0.0",
    "spacy_version": ">=3.8.7,<3.9",
    "license": "CC BY-SA 4.0",
    "description": "Universal Dependencies parser, trained on English EWT with actors masked",
    "sources": [{"name": "UD English EWT", "license": "CC BY-SA 4.0"}],
}


@registry.readers("detente.Treebank.v1")
def treebank(path: str, rate: float, seed: int) -> Callable[[Language], Iterator[Example]]:
    """Read examples, with other names masked in every pass over the treebank."""
    held = [plain(paragraph) for paragraph in paragraphs(Path(path))]
    random = Random(seed)

    def read(nlp: Language) -> Iterator[Example]:
        for paragraph in random.sample(held, len(held)):
            yield example(nlp, masked(paragraph, rate=rate, random=random))

    return read


def example(nlp: Language, paragraph: Paragraph) -> Example:
    """Return the paragraph as an example whose tokens are the treebank's."""
    reference = doc(nlp, paragraph)
    words, spaces = [t.text for t in reference], [bool(t.whitespace_) for t in reference]
    return Example(Doc(nlp.vocab, words=words, spaces=spaces), reference)


def doc(nlp: Language, paragraph: Paragraph) -> Doc:
    """Return the annotated document of one paragraph."""
    words = list(words_of([paragraph]))
    return Doc(
        nlp.vocab,
        words=[w.form for w in words],
        spaces=[w.space for w in words],
        tags=[w.tag for w in words],
        pos=[w.pos for w in words],
        morphs=[w.morph for w in words],
        heads=_heads(paragraph),
        deps=[w.dep for w in words],
    )


def _heads(paragraph: Paragraph) -> list[int]:
    heads: list[int] = []
    for sentence in paragraph:
        start = len(heads)
        heads.extend(start + word.head for word in sentence)
    return heads


def main() -> None:
    """Train and write the model."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--treebank", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--max-steps", type=int, default=1500)
    options.add_argument("--config", type=Path, default=HERE / "config.cfg")
    chosen = options.parse_args()
    overrides = {
        "paths.train": str(chosen.treebank / "ewt-train.conllu.gz"),
        "paths.dev": str(chosen.treebank / "ewt-dev.conllu.gz"),
        "training.max_steps": chosen.max_steps,
    }
    config = load_config(chosen.config, overrides=overrides, interpolate=False)
    spacy.util.fix_random_seed(config["system"]["seed"])
    with TemporaryDirectory() as work:
        train(init_nlp(config), Path(work))
        ship(Path(work) / "model-best", chosen.out)


def ship(model: Path, out: Path) -> None:
    """Copy a trained model, named, and without the places it was trained from."""
    shutil.copytree(model, out, dirs_exist_ok=True)
    Config().from_disk(model / "config.cfg", interpolate=False, overrides=NO_PATHS).to_disk(
        out / "config.cfg", interpolate=False
    )
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8")) | NAMED
    (out / "meta.json").write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
