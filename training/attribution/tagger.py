"""The network of the attribution tagger, and its conditional random field."""

from __future__ import annotations

import torch
from torch import Tensor, nn

WIDTH = 128
SIZES = {"pos": 8, "dep": 12, "tag": 8, "sense": 12, "shape": 4, "quote": 8, "place": 6, "path": 16}


class Tagger(nn.Module):
    """Word and feature embeddings, the head's too; one convolution, one recurrent layer."""

    def __init__(
        self, *, vectors: int, words: int, features: dict[str, int], labels: int, hidden: int = 112
    ) -> None:
        super().__init__()
        self.word = nn.Embedding(words, 32, padding_idx=0)
        self.coded = nn.ModuleList(
            nn.Embedding(size, SIZES[name]) for name, size in features.items()
        )
        width = vectors + 32 + sum(SIZES[name] for name in features)
        self.enter = nn.Linear(width, WIDTH)
        self.above = nn.Linear(2 * WIDTH, WIDTH)
        self.near = nn.Conv1d(WIDTH, WIDTH, 5, padding=2)
        self.along = nn.LSTM(WIDTH, hidden, batch_first=True, bidirectional=True)
        self.leave = nn.Linear(2 * hidden + WIDTH, labels)
        self.drop = nn.Dropout(0.3)

    def forward(self, vectors: Tensor, words: Tensor, codes: Tensor, heads: Tensor) -> Tensor:
        parts = [table(codes[..., at]) for at, table in enumerate(self.coded)]
        seen = self.drop(torch.cat([vectors, self.word(words), *parts], -1))
        own = nn.functional.gelu(self.enter(seen))
        head = torch.gather(own, 1, heads.unsqueeze(-1).expand(-1, -1, own.shape[-1]))
        both = nn.functional.gelu(self.above(self.drop(torch.cat([own, head], -1))))
        near = both + nn.functional.gelu(self.near(both.transpose(1, 2)).transpose(1, 2))
        along, _ = self.along(self.drop(near))
        return self.leave(self.drop(torch.cat([along, near], -1)))


class Chain(nn.Module):
    """A linear-chain conditional random field; steps no sequence can take are forbidden."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        super().__init__()
        allowed = torch.tensor(
            [[b[0] != "I" or a[1:] == b[1:] and a != "O" for b in labels] for a in labels]
        )
        self.register_buffer("forbidden", torch.where(allowed, 0.0, -1e4))
        first = torch.tensor([0.0 if label[0] != "I" else -1e4 for label in labels])
        self.register_buffer("not_first", first)
        self.step = nn.Parameter(torch.zeros(len(labels), len(labels)))
        self.start = nn.Parameter(torch.zeros(len(labels)))

    def steps(self) -> Tensor:
        return self.step + self.forbidden

    def loss(self, emitted: Tensor, gold: Tensor, mask: Tensor) -> Tensor:
        steps, start = self.steps(), self.start + self.not_first
        alpha = start + emitted[:, 0]
        score = alpha.gather(1, gold[:, :1]).squeeze(1)
        for at in range(1, emitted.shape[1]):
            on = mask[:, at]
            after = torch.logsumexp(alpha.unsqueeze(2) + steps, 1) + emitted[:, at]
            alpha = torch.where(on.unsqueeze(1), after, alpha)
            gain = steps[gold[:, at - 1], gold[:, at]] + emitted[:, at].gather(
                1, gold[:, at : at + 1]
            ).squeeze(1)
            score = score + gain * on
        return (torch.logsumexp(alpha, 1) - score).sum() / mask.sum()
