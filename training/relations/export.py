"""Exports a fitted encoder: ONNX graph, weights in eight bits, into the package.

python training/relations/export.py out.pt --base MODEL
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import onnx
import torch
from network import Exported, Typer
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

import detente.reading.relations
from detente.reading.relations.encoder import GRAPH, VOCABULARY

OUTPUTS = ["pair", "sentence", "pair_shares", "sentence_shares"]


def typer(weights: Path, base: Path) -> Typer:
    model = Typer(base)
    model.load_state_dict({n: p.float() for n, p in torch.load(weights).items()})
    model.settle()
    return model.eval()


def export(model: Typer, out: Path) -> None:
    ids = torch.tensor([[101, 2, 2001, 3, 4, 2002, 5, 102], [101, 2, 2001, 3, 2003, 102, 0, 0]])
    free = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        Exported(model).eval(),
        (ids, (ids > 0).long()),
        str(out),
        input_names=["ids", "mask"],
        output_names=OUTPUTS,
        dynamic_axes={
            "ids": free,
            "mask": free,
            "pair": {0: "texts"},
            "sentence": {0: "texts"},
            "pair_shares": free,
            "sentence_shares": free,
        },
        opset_version=17,
        dynamo=False,
    )


def vocabulary(base: Path) -> str:
    """The base's word pieces, without the words in brackets that a text could feign."""
    plain = json.loads((base / "tokenizer.json").read_text(encoding="utf-8"))
    plain |= {"added_tokens": [], "truncation": None, "padding": None, "post_processor": None}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("-o", "--out", type=Path)
    chosen = parser.parse_args()
    out = chosen.out or Path(detente.reading.relations.__file__).parent / "weights"
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole, ready = Path(folder, "whole.onnx"), Path(folder, "ready.onnx")
        export(typer(chosen.weights, chosen.base), whole)
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(out / GRAPH),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    onnx.checker.check_model(str(out / GRAPH))
    (out / VOCABULARY).write_text(vocabulary(chosen.base), encoding="utf-8")
    for name in (GRAPH, VOCABULARY):
        print(f"{out / name}: {(out / name).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
