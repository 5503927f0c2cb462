"""The encoder with the n-grams' word beside its own: where one is unsure the other decides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from detente.reading.relations.pairs import Pair
from detente.reading.relations.verdict import Scorer, Verdict

SHARE: Final = 0.4
"""Weight of the n-grams in the log odds of a pair: the best of five, tried on a single fold."""


@dataclass(frozen=True, slots=True)
class JoinedScorer:
    """Two scorers as one; whole sentences are left to the first.

    Attributes:
        first: Explains, and types whole sentences.
        second: Is heard on pairs.
        share: Weight of the second, from 0 to 1.
    """

    first: Scorer
    second: Scorer
    share: float = SHARE

    @property
    def name(self) -> str:
        """Both names."""
        return f"{self.first.name}+{self.second.name}"

    def pairs(self, pairs: Sequence[Pair], *, explain: bool = False) -> tuple[Verdict, ...]:
        """Type each pair by the weighted geometric mean of both."""
        told = self.first.pairs(pairs, explain=explain)
        heard = self.second.pairs(pairs)
        return tuple(
            join(one, other, share=self.share) for one, other in zip(told, heard, strict=True)
        )

    def sentences(self, texts: Sequence[Pair], *, explain: bool = False) -> tuple[Verdict, ...]:
        """Type each text as a whole."""
        return self.first.sentences(texts, explain=explain)


def join(first: Verdict, second: Verdict, *, share: float = SHARE) -> Verdict:
    """The weighted geometric mean of two verdicts over the same labels, with the first's reasons.

    Args:
        first: Carries the weight ``1 - share`` and gives the reasons.
        second: Carries the weight ``share``.
        share: From 0 to 1.
    """
    raised = {
        label: math.exp((1 - share) * _log(likely) + share * _log(second.probabilities[label]))
        for label, likely in first.probabilities.items()
    }
    whole = math.fsum(raised.values())
    likely = {label: value / whole for label, value in raised.items()}
    return Verdict(likely, f"{first.model}+{second.model}", first.why)


def _log(probability: float) -> float:
    return math.log(max(probability, 1e-12))
