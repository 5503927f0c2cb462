"""Train the attribution tagger (seeded, one thread) and write it as ONNX plus tables.

python training/attribution/material.py ARTICLES.jsonl train.pkl      (in .venv)
python training/attribution/vectors.py vectors.npz                    (training libraries)
python training/attribution/train.py train.pkl dev.pkl vectors.npz OUT_FOLDER
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from tagger import Chain, Tagger

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
LONGEST = 320


class Words:
    """Fixed vectors and numbers of words."""

    def __init__(self, vectors: Path, counts: Counter, *, least: int) -> None:
        stored = np.load(vectors)
        names = str(stored["words"]).split("\n")
        self.table = np.concatenate(
            [np.zeros((1, 64), np.float32), stored["vectors"] * stored["scale"]]
        ).astype(np.float32)
        self.row = {name: at for at, name in enumerate(names, 1)}
        self.known = sorted(word for word, count in counts.items() if count >= least)
        self.number = {word: at for at, word in enumerate(self.known, 2)}

    def of(self, words: list) -> tuple:
        return [self.row.get(w, 0) for w in words], [self.number.get(w, 1) for w in words]


def chunks(document: tuple, words: Words) -> list:
    """Cut a document before a paragraph, else before a sentence, into at most LONGEST words."""
    _, shown, codes, heads, breaks, gold = document
    rows, numbers = words.of(list(shown))
    edges = [0]
    for at in range(1, len(shown)):
        if breaks[at] and _next_break(breaks, at) - edges[-1] > LONGEST:
            edges.append(at)
    edges.append(len(shown))
    cut = []
    for start, end in zip(edges, edges[1:]):
        for s in range(start, end, LONGEST * 2):
            e = min(end, s + LONGEST * 2)
            local = [h - s if s <= h < e else k - s for k, h in zip(range(s, e), heads[s:e])]
            cut.append((rows[s:e], numbers[s:e], codes[s:e], local, gold[s:e]))
    return [one for one in cut if one[0]]


def _next_break(breaks: list, at: int) -> int:
    after = at + 1
    while after < len(breaks) and not breaks[after]:
        after += 1
    return after


def batches(cut: list, size: int, chance: random.Random | None) -> list:
    ordered = sorted(cut, key=lambda one: len(one[0]) + (chance.random() * 40 if chance else 0))
    grouped, group, longest = [], [], 0
    for one in ordered:
        longest = max(longest, len(one[0]))
        if group and longest * (len(group) + 1) > size:
            grouped.append(group)
            group, longest = [], len(one[0])
        group.append(one)
    grouped.append(group)
    if chance:
        chance.shuffle(grouped)
    return grouped


def tensors(group: list, table: torch.Tensor) -> tuple:
    length = max(len(one[0]) for one in group)

    def padded(at: int, width: int = 0) -> torch.Tensor:
        shape = (len(group), length, width) if width else (len(group), length)
        filled = torch.zeros(shape, dtype=torch.long)
        for number, one in enumerate(group):
            filled[number, : len(one[0])] = torch.tensor(one[at])
        return filled

    rows, numbers, codes, heads, gold = (
        padded(0),
        padded(1),
        padded(2, len(group[0][2][0])),
        padded(3),
        padded(4),
    )
    mask = torch.zeros((len(group), length), dtype=torch.bool)
    for number, one in enumerate(group):
        mask[number, : len(one[0])] = True
    return table[rows], numbers, codes, heads, gold, mask


def viterbi(emitted: np.ndarray, steps: np.ndarray, start: np.ndarray) -> list:
    score, back = start + emitted[0], []
    for row in emitted[1:]:
        ways = score[:, None] + steps
        back.append(ways.argmax(0))
        score = ways.max(0) + row
    path = [int(score.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def spans(path: list) -> set:
    found, start = set(), None
    for at, label in enumerate([*path, 0]):
        if start is not None and (label == 0 or label % 2 == 1):
            found.add((start, at, (path[start] + 1) // 2))
            start = None
        if label and label % 2 == 1:
            start = at
    return found


def evaluate(model: Tagger, chain: Chain, cut: list, table: torch.Tensor) -> str:
    model.eval()
    counts = Counter()
    steps, start = chain.steps().detach().numpy(), (chain.start + chain.not_first).detach().numpy()
    with torch.no_grad():
        for group in batches(cut, 8000, None):
            vectors, numbers, codes, heads, gold, mask = tensors(group, table)
            emitted = model(vectors, numbers, codes, heads).numpy()
            for at, one in enumerate(group):
                told = viterbi(emitted[at, : len(one[0])], steps, start)
                for role in (1, 2, 3):
                    a = {k for k, v in enumerate(one[4]) if (v + 1) // 2 == role}
                    b = {k for k, v in enumerate(told) if (v + 1) // 2 == role}
                    c = {s for s in spans(one[4]) if s[2] == role}
                    d = {s for s in spans(told) if s[2] == role}
                    counts.update(
                        {
                            ("hit", role): len(a & b),
                            ("all", role): len(a) + len(b),
                            ("ehit", role): len(c & d),
                            ("eall", role): len(c) + len(d),
                        }
                    )
    model.train()
    return " ".join(
        f"{n}:{2 * counts['hit', r] / counts['all', r]:.3f}/{2 * counts['ehit', r] / counts['eall', r]:.3f}"
        for r, n in enumerate(("source", "cue", "content"), 1)
    )


def main() -> None:
    """Train, report on dev after each epoch, write the model."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("train", type=Path)
    command.add_argument("dev", type=Path)
    command.add_argument("vectors", type=Path)
    command.add_argument("out", type=Path)
    command.add_argument("--epochs", type=int, default=8)
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--batch", type=int, default=5000)
    command.add_argument("--features", type=json.loads, required=True)
    options = command.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    chance = random.Random(options.seed)
    documents = pickle.loads(options.train.read_bytes())
    words = Words(options.vectors, Counter(w for d in documents for w in d[1]), least=4)
    table = torch.from_numpy(words.table)
    cut = [c for d in documents for c in chunks(d, words)]
    dev = [c for d in pickle.loads(options.dev.read_bytes()) for c in chunks(d, words)]
    print(
        len(documents),
        "articles",
        len(cut),
        "chunks",
        len(words.known),
        "words",
        sum(len(c[0]) for c in cut),
        flush=True,
    )
    model = Tagger(
        vectors=64, words=len(words.known) + 2, features=options.features, labels=len(LABELS)
    )
    chain = Chain(LABELS)
    both = [*model.parameters(), *chain.parameters()]
    optimiser = torch.optim.AdamW(both, lr=2e-3, weight_decay=0.01)
    total = options.epochs * len(batches(cut, options.batch, None))
    plan = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 3e-3, total_steps=total + options.epochs * 20, pct_start=0.15
    )
    model.train()
    options.out.mkdir(parents=True, exist_ok=True)
    for epoch in range(options.epochs):
        begun, losses = time.time(), []
        for group in batches(cut, options.batch, chance):
            vectors, numbers, codes, heads, gold, mask = tensors(group, table)
            lost = torch.rand(numbers.shape) < 0.15
            numbers = torch.where(lost & (numbers > 0), 1, numbers)
            codes = torch.where((torch.rand(codes.shape) < 0.03), 0, codes)
            loss = chain.loss(model(vectors, numbers, codes, heads), gold, mask)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(both, 2.0)
            optimiser.step()
            plan.step()
            losses.append(loss.item())
        print(
            epoch,
            f"loss {np.mean(losses):.4f} {time.time() - begun:.0f}s",
            evaluate(model, chain, dev, table),
            flush=True,
        )
        torch.save(
            {"model": model.state_dict(), "chain": chain.state_dict(), "words": words.known},
            options.out / "tagger.pt",
        )


if __name__ == "__main__":
    main()
