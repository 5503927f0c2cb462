"""Fits the n-gram scorer and writes its weights into the package.

    python training/relations/ngrams.py ../shared/data/coding

The same material gives the same weights. Its accuracy by five-fold cross-validation:

    detente evaluate relations ../shared/data/coding/plv_train.jsonl --folds 5 --scorer ngrams
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from material import relations, sentences

import detente.reading.relations
from detente.reading.relations.examples import Example
from detente.reading.relations.fitting import fit
from detente.reading.relations.ngrams import FILE, to_arrays


def main(folder: Path) -> None:
    pairs, whole = (
        [Example(one.pair, one.label) for one in found(folder)] for found in (relations, sentences)
    )
    scorer = fit(pairs, whole)
    out = Path(detente.reading.relations.__file__).parent / "weights" / FILE
    out.parent.mkdir(exist_ok=True)
    np.savez_compressed(out, **to_arrays(scorer))
    print(f"{out}: {out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
