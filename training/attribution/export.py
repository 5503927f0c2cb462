"""The trained tagger as the files the package ships: an ONNX graph and its tables.

python training/attribution/export.py TRAINED/tagger.pt vectors.npz OUT_FOLDER '{"pos": 18, ...}'
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from tagger import Chain, Tagger

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")


def main() -> None:
    """Write ``tagger.onnx`` and ``tables.npz``."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("trained", type=Path)
    command.add_argument("vectors", type=Path)
    command.add_argument("out", type=Path)
    command.add_argument("features", type=json.loads)
    options = command.parse_args()
    trained = torch.load(options.trained, weights_only=True)
    model = Tagger(
        vectors=64, words=len(trained["words"]) + 2, features=options.features, labels=len(LABELS)
    )
    model.load_state_dict(trained["model"])
    model.eval()
    chain = Chain(LABELS)
    chain.load_state_dict(trained["chain"])
    options.out.mkdir(parents=True, exist_ok=True)
    length = 7
    example = (
        torch.zeros(1, length, 64),
        torch.zeros(1, length, dtype=torch.long),
        torch.zeros(1, length, len(options.features), dtype=torch.long),
        torch.zeros(1, length, dtype=torch.long),
    )
    names = ["vectors", "words", "codes", "heads"]
    torch.onnx.export(
        model,
        example,
        str(options.out / "tagger.onnx"),
        input_names=names,
        output_names=["emitted"],
        dynamic_axes={name: {1: "length"} for name in [*names, "emitted"]},
        opset_version=17,
        dynamo=False,
    )
    stored = np.load(options.vectors)
    np.savez_compressed(
        options.out / "tables.npz",
        names=stored["words"],
        vectors=stored["vectors"],
        scale=stored["scale"],
        known=np.array("\n".join(trained["words"])),
        steps=chain.steps().detach().numpy().astype(np.float32),
        start=(chain.start + chain.not_first).detach().numpy().astype(np.float32),
    )


if __name__ == "__main__":
    main()
