"""The network: a small encoder with one head for pairs and one for whole sentences.

Both heads are linear over pooled token states, so what each token adds to an answer can be told
exactly; the exported graph gives those shares beside the answers.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel

from detente.reading.relations.encoding import MARKERS, NAMES
from detente.reading.relations.labels import ROOTS, SENTENCE_LABELS
from detente.reading.relations.pairs import SOURCE, TARGET

OWN = sorted({*MARKERS.values(), *NAMES.values()})
"""Places in the vocabulary whose vectors are learned here; all others stay as they were."""


class Typer(nn.Module):
    def __init__(self, base: Path, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base, attn_implementation="eager", attention_probs_dropout_prob=0.0
        )
        width = self.encoder.config.hidden_size
        words = self.encoder.embeddings.word_embeddings.weight
        words.requires_grad_(False)
        self.own = nn.Parameter(words[OWN].clone())
        place = torch.full((words.shape[0],), -1)
        place[OWN] = torch.arange(len(OWN))
        self.register_buffer("place", place, persistent=False)
        self.dropout = nn.Dropout(dropout)
        self.pair = nn.Linear(3 * width, len(ROOTS))
        self.sentence = nn.Linear(width, len(SENTENCE_LABELS))

    def states(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        vectors = self.encoder.embeddings.word_embeddings(ids)
        own = self.place[ids]
        vectors = torch.where((own >= 0).unsqueeze(-1), self.own[own.clamp(min=0)], vectors)
        return self.encoder(inputs_embeds=vectors, attention_mask=mask).last_hidden_state.float()

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return self.answers(self.states(ids, mask), ids, mask)

    def answers(
        self, states: torch.Tensor, ids: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        whole = pooled(states, mask)
        ends = [pooled(states, ids == MARKERS[role, True]) for role in (SOURCE, TARGET)]
        pair = self.pair(self.dropout(torch.cat([whole, *ends], dim=-1)))
        return pair, self.sentence(self.dropout(whole))

    def settle(self) -> None:
        """Write the learned vectors into the vocabulary, for export."""
        with torch.no_grad():
            self.encoder.embeddings.word_embeddings.weight[OWN] = self.own


def pooled(states: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
    """Mean state of the chosen tokens; zero where none is chosen."""
    weights = chosen.float().unsqueeze(-1)
    return (states * weights).sum(1) / weights.sum(1).clamp(min=1.0)


class Exported(nn.Module):
    """What the shipped graph computes: both answers, and each token's share in them."""

    def __init__(self, typer: Typer) -> None:
        super().__init__()
        self.typer = typer
        width = typer.sentence.in_features
        with torch.no_grad():
            self.of_pair = nn.Parameter(typer.pair.weight[:, :width].T.clone())
            self.of_sentence = nn.Parameter(typer.sentence.weight.T.clone())

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        typer = self.typer
        states = typer.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        pair, sentence = typer.answers(states, ids, mask)
        counts = mask.float().sum(1).clamp(min=1.0)[:, None, None]
        pair_shares = states @ self.of_pair / counts
        sentence_shares = states @ self.of_sentence / counts
        return pair, sentence, pair_shares, sentence_shares
