"""What a scorer answers, and what a scorer is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.reading.relations.labels import NO_EVENT, QUAD
from detente.reading.relations.pairs import Pair


@dataclass(frozen=True, slots=True)
class Word:
    """A word or n-gram that spoke for an answer.

    Attributes:
        text: As the scorer saw it.
        weight: How much it added to the answer's log odds, on the scorer's own scale.
    """

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Probabilities over the labels, and what moved them.

    Attributes:
        probabilities: Label -> probability; they add up to one. A pair has the fifteen roots,
            a sentence also "no event".
        model: Name of the scorer and version, such as ``ngrams-1``.
        why: The words that spoke most for the likeliest label, strongest first.
    """

    probabilities: Mapping[str, float]
    model: str
    why: tuple[Word, ...] = ()

    @property
    def label(self) -> str:
        """The likeliest label, ``NONE`` among them for a sentence."""
        return max(self.probabilities, key=lambda label: (self.probabilities[label], label))

    @property
    def root(self) -> str:
        """The likeliest of the fifteen roots."""
        return max(QUAD, key=lambda root: (self.probabilities.get(root, 0.0), root))

    @property
    def quad(self) -> int:
        """The quad class of :attr:`root`."""
        return QUAD[self.root]

    @property
    def event(self) -> float:
        """The probability that there is an event at all."""
        return 1.0 - self.probabilities.get(NO_EVENT, 0.0)

    @property
    def reason(self) -> str:
        """The words that moved it, in one line for a trail."""
        return ", ".join(f"{word.text} (+{word.weight:.2f})" for word in self.why)


class Scorer(Protocol):
    """Types pairs and sentences."""

    @property
    def name(self) -> str:
        """Name and version, as trails carry it."""

    def pairs(self, pairs: Sequence[Pair], *, explain: bool = False) -> tuple[Verdict, ...]:
        """One verdict over the fifteen roots per pair, in order."""

    def sentences(self, texts: Sequence[Pair], *, explain: bool = False) -> tuple[Verdict, ...]:
        """One verdict over the roots and "no event" per text, in order; spans are not looked at."""
