"""Fine-tunes the encoder that types events, or measures it by cross-validation.

    python training/relations/encoder.py DATA --base MODEL --fold 0       # measures one fold
    python training/relations/encoder.py DATA --base MODEL -o out.pt      # fits on everything

DATA is the folder of the labelled files. MODEL is the base encoder of
``training/requirements.txt``. The same seed and number of threads give the same weights.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from material import Labelled, headlines_too, quads, relations, sentences
from network import Typer
from tokenizers import Tokenizer
from torch.nn import functional

from detente.reading.relation_scoring import f1_by_label, fold_of, macro
from detente.reading.relations.encoding import encode
from detente.reading.relations.examples import draw
from detente.reading.relations.labels import NO_EVENT, QUAD, ROOTS, SENTENCE_LABELS
from detente.reading.relations.pairs import Pair

IN_QUAD = torch.tensor([[QUAD[root] == quad for root in ROOTS] for quad in range(5)])


@dataclass(frozen=True)
class Item:
    """One text to learn from: which head, which label (or quad class), how much it counts."""

    ids: list[int]
    head: str
    label: int
    weight: float = 1.0


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--balance", type=float, default=0.5)
    parser.add_argument("--examples", type=int, default=400, help="own examples per epoch")
    parser.add_argument("--sentences", type=int, default=500, help="whole sentences per epoch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def in_batches(lengths: list[int], size: int) -> Iterator[list[int]]:
    """Numbers of texts in batches of like length, so that little is padded."""
    order = sorted(range(len(lengths)), key=lambda n: (lengths[n], n))
    for start in range(0, len(order), size):
        yield order[start : start + size]


class Trainer:
    def __init__(self, chosen: argparse.Namespace) -> None:
        torch.manual_seed(chosen.seed)
        torch.set_num_threads(chosen.threads)
        self.chosen = chosen
        self.random = random.Random(chosen.seed)
        self.tokenizer = Tokenizer.from_file(str(chosen.base / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.model = Typer(chosen.base)

    def ids(self, one: Labelled) -> list[int]:
        return [token.id for token in encode(one.pair, self.tokenizer)]

    def items(self, labelled: list[Labelled], head: str, weight: float) -> list[Item]:
        labels = SENTENCE_LABELS if head == "sentence" else ROOTS
        return [
            Item(
                self.ids(one),
                head if one.label else f"{head} quad",
                labels.index(one.label) if one.label else one.quad,
                weight,
            )
            for one in labelled
        ]

    def fit(self, pairs: list[Labelled], whole: list[Labelled], held: list[Labelled]) -> np.ndarray:
        chosen = self.chosen
        known = self.items([p for p in pairs if p.label], "pair", 1.0)
        coarse = self.items([p for p in pairs if not p.label], "pair", 0.5)
        around = self.items(whole, "sentence", 0.7)
        counts = np.bincount([item.label for item in known], minlength=len(ROOTS))
        balance = (counts.mean() / np.maximum(counts, 1)) ** chosen.balance
        self.balance = torch.tensor(balance / balance[[i.label for i in known]].mean()).float()
        per_epoch = len(known) + len(coarse) + min(chosen.sentences, len(around)) + chosen.examples
        steps = chosen.epochs * (per_epoch // chosen.batch + 1)
        self.optimiser = torch.optim.AdamW(self.groups(), weight_decay=0.01, fused=True)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser,
            lambda s: max(0.0, min((s + 1) / (0.1 * steps), (steps - s) / (0.9 * steps))),
        )
        began = time.time()
        for epoch in range(chosen.epochs):
            own = draw(chosen.examples, self.random)
            items = [
                *known,
                *coarse,
                *self.random.sample(around, min(chosen.sentences, len(around))),
                *self.items([e for e in own if e.pair.marked], "pair", 0.5),
                *self.items([e for e in own if not e.pair.marked], "sentence", 0.5),
            ]
            loss = self.epoch(items, schedule)
            print(f"epoch {epoch + 1} loss {loss:.3f} {time.time() - began:.0f} s", flush=True)
            if held and epoch % 3 == 2:
                report(held, self.probabilities(held))
        return self.probabilities(held)

    def groups(self) -> list[dict]:
        slow = [
            p
            for n, p in self.model.named_parameters()
            if n.startswith("encoder.") and p.requires_grad
        ]
        quick = [p for n, p in self.model.named_parameters() if not n.startswith("encoder.")]
        return [
            {"params": slow, "lr": self.chosen.rate},
            {"params": quick, "lr": self.chosen.head_rate},
        ]

    def epoch(self, items: list[Item], schedule: torch.optim.lr_scheduler.LambdaLR) -> float:
        self.model.train()
        self.random.shuffle(items)
        size = self.chosen.batch
        batches = []
        for start in range(0, len(items), size * 16):
            block = items[start : start + size * 16]
            batches += [
                [block[n] for n in b] for b in in_batches([len(i.ids) for i in block], size)
            ]
        self.random.shuffle(batches)
        total = 0.0
        for batch in batches:
            loss = self.loss(batch)
            self.optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimiser.step()
            schedule.step()
            total += loss.item()
        return total / len(batches)

    def loss(self, batch: list[Item]) -> torch.Tensor:
        pair, sentence = self.answers([item.ids for item in batch])
        total = torch.zeros(())
        for n, item in enumerate(batch):
            answer = (pair if item.head.startswith("pair") else sentence)[n]
            if item.head.endswith("quad"):
                likely = answer.log_softmax(-1)[: len(ROOTS)]
                own = -likely.masked_fill(~IN_QUAD[item.label], -1e9).logsumexp(-1)
            else:
                target = torch.tensor(item.label)
                own = functional.cross_entropy(
                    answer, target, label_smoothing=self.chosen.smoothing
                )
                if item.head == "pair":
                    own = own * self.balance[item.label]
            total = total + item.weight * own
        return total / len(batch)

    def answers(self, texts: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        longest = max(map(len, texts))
        ids = torch.tensor([text + [0] * (longest - len(text)) for text in texts])
        with torch.autocast("cpu", torch.bfloat16):
            pair, sentence = self.model(ids, (ids > 0).long())
        return pair.float(), sentence.float()

    @torch.no_grad()
    def probabilities(self, held: list[Labelled], head: int = 0) -> np.ndarray:
        self.model.eval()
        found = [
            self.answers([self.ids(one) for one in held[start : start + 32]])[head].softmax(-1)
            for start in range(0, len(held), 32)
        ]
        return torch.cat(found).numpy() if found else np.empty((0, len(ROOTS)))


def report(held: list[Labelled], likely: np.ndarray) -> None:
    told = [ROOTS[n] for n in likely.argmax(1)]
    roots = [(one.label, root) for one, root in zip(held, told, strict=True)]
    quads = [(str(one.quad), str(QUAD[root])) for one, root in zip(held, told, strict=True)]
    right = np.mean([known == root for known, root in roots])
    print(
        f"root {macro(f1_by_label(roots)):.4f} (accuracy {right:.4f}) quad {macro(f1_by_label(quads)):.4f}",
        flush=True,
    )


def main() -> None:
    chosen = options()
    trainer = Trainer(chosen)
    pairs = relations(chosen.data)
    whole = [*sentences(chosen.data), *headlines_too(chosen.data)]
    held: list[Labelled] = []
    if chosen.fold is not None:
        part = fold_of(pairs, 5)
        held = [p for p, own in zip(pairs, part, strict=True) if own == chosen.fold]
        pairs = [p for p, own in zip(pairs, part, strict=True) if own != chosen.fold]
    unseen = {one.pair.text for one in held} | {
        one.pair.text for one in whole if zlib.crc32(one.pair.text.encode()) % 5 == chosen.fold
    }
    pairs += [p for p in quads(chosen.data) if p.pair.text not in unseen]
    likely = trainer.fit(pairs, [s for s in whole if s.pair.text not in unseen], held)
    if held:
        report(held, likely)
        away = [s for s in whole if s.label == NO_EVENT and s.pair.text in unseen]
        report_sentences(held, away, trainer)
    if chosen.out:
        trainer.model.settle()
        torch.save({n: p.half() for n, p in trainer.model.state_dict().items()}, chosen.out)
    if chosen.out and held:
        np.savez(chosen.out.with_suffix(".npz"), likely=likely)


def report_sentences(held: list[Labelled], away: list[Labelled], trainer: Trainer) -> None:
    """How well whole sentences are told apart, the held relations' among them."""
    bare = [dataclasses.replace(h, pair=Pair(h.pair.text, names=h.pair.names)) for h in held]
    told = trainer.probabilities(bare, 1).argmax(1)
    nothing = trainer.probabilities(away, 1).argmax(1)
    none = SENTENCE_LABELS.index(NO_EVENT)
    right = np.mean([SENTENCE_LABELS[n] == one.label for n, one in zip(told, bare, strict=True)])
    print(
        f"sentences: root right {right:.4f}, taken for no event {np.mean(told == none):.4f}; "
        f"no event found {np.mean(nothing == none):.4f} of {len(away)}",
        flush=True,
    )


if __name__ == "__main__":
    main()
