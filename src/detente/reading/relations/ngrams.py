"""The small scorer: n-grams and a multinomial logistic regression, numpy alone."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.model.errors import ModelFileError
from detente.reading.relations.features import BUCKETS, Feature, features, words
from detente.reading.relations.labels import ROOTS, SENTENCE_LABELS
from detente.reading.relations.pairs import Pair
from detente.reading.relations.verdict import Verdict, Word

NAME: Final = "ngrams-1"
FILE: Final = "ngrams.npz"
_SHOWN_WORDS: Final = 3

Weighted = Mapping[Feature, float]


@dataclass(frozen=True, slots=True)
class LinearHead:
    """A multinomial logistic regression over hashed n-grams.

    Attributes:
        labels: What it tells apart.
        rarity: Inverse document frequency per bucket, shape (buckets,); 0 where never seen.
        weights: Shape (labels, buckets).
        bias: Shape (labels,).
    """

    labels: tuple[str, ...]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def verdict(self, pair: Pair, *, model: str, explain: bool) -> Verdict:
        """Score one text."""
        weighted = weigh(features(words(pair)), self.rarity)
        buckets = [feature.bucket for feature in weighted]
        values = np.fromiter(weighted.values(), dtype=np.float64, count=len(weighted))
        shares = self.weights[:, buckets] * values
        odds = shares.sum(axis=1) + self.bias
        likely = np.exp(odds - odds.max())
        likely /= likely.sum()
        best = int(likely.argmax())
        return Verdict(
            probabilities=dict(zip(self.labels, likely.tolist(), strict=True)),
            model=model,
            why=_strongest(weighted, shares[best] - shares.mean(axis=0)) if explain else (),
        )


def weigh(counts: Mapping[Feature, int], rarity: NDArray[np.float32]) -> Weighted:
    """Sublinear tf-idf, each block of features brought to length one."""
    size = len(counts)
    buckets = np.fromiter((feature.bucket for feature in counts), np.intp, size)
    values = (1.0 + np.log(np.fromiter(counts.values(), np.float64, size))) * rarity[buckets]
    numbers = {block: n for n, block in enumerate({feature.block: None for feature in counts})}
    blocks = np.fromiter((numbers[feature.block] for feature in counts), np.intp, size)
    lengths = np.sqrt(np.bincount(blocks, values * values, len(numbers)))[blocks]
    shares = np.divide(values, lengths, out=np.zeros(size), where=lengths > 0).tolist()
    return {feature: share for feature, share in zip(counts, shares, strict=True) if share}


def _strongest(weighted: Weighted, shares: NDArray[np.floating[Any]]) -> tuple[Word, ...]:
    readable = [
        Word(feature.key, round(float(share), 3))
        for feature, share in zip(weighted, shares, strict=True)
        if not feature.block.endswith("parts") and share > 0
    ]
    return tuple(sorted(readable, key=lambda word: (-word.weight, word.text))[:_SHOWN_WORDS])


@dataclass(frozen=True, slots=True)
class NgramScorer:
    """The n-gram scorer with its two heads: one for pairs, one for whole sentences."""

    pair: LinearHead
    sentence: LinearHead
    name: str = NAME

    def pairs(self, pairs: Sequence[Pair], *, explain: bool = False) -> tuple[Verdict, ...]:
        """Type each pair."""
        return tuple(self.pair.verdict(p, model=self.name, explain=explain) for p in pairs)

    def sentences(self, texts: Sequence[Pair], *, explain: bool = False) -> tuple[Verdict, ...]:
        """Type each text as a whole."""
        bare = (dataclasses.replace(text, source=(), target=()) for text in texts)
        return tuple(self.sentence.verdict(p, model=self.name, explain=explain) for p in bare)


@cache
def shipped() -> NgramScorer:
    """The n-gram scorer that comes with the package.

    Raises:
        ModelFileError: If its weights are missing or damaged.
    """
    resource = files("detente.reading.relations").joinpath("weights", FILE)
    try:
        with np.load(io.BytesIO(resource.read_bytes()), allow_pickle=False) as stored:
            return NgramScorer(
                pair=_head(stored, "pair", ROOTS),
                sentence=_head(stored, "sentence", SENTENCE_LABELS),
            )
    except (OSError, KeyError, ValueError) as problem:
        raise ModelFileError(
            f"the weights of the n-gram scorer ({FILE}) cannot be read ({problem}); "
            "install Détente again"
        ) from problem


def _head(stored: Mapping[str, NDArray[Any]], name: str, labels: tuple[str, ...]) -> LinearHead:
    used = stored[f"{name}_buckets"]
    weights = np.zeros((len(labels), BUCKETS), dtype=np.float32)
    weights[:, used] = stored[f"{name}_weights"]
    rarity = np.zeros(BUCKETS, dtype=np.float32)
    rarity[used] = stored[f"{name}_rarity"]
    return LinearHead(labels, rarity, weights, stored[f"{name}_bias"].astype(np.float32))


def to_arrays(scorer: NgramScorer) -> dict[str, NDArray[Any]]:
    """What :func:`shipped` reads back: used buckets only, weights in half precision."""
    arrays: dict[str, NDArray[Any]] = {}
    for name, head in (("pair", scorer.pair), ("sentence", scorer.sentence)):
        used = np.flatnonzero(head.rarity).astype(np.int32)
        arrays[f"{name}_buckets"] = used
        arrays[f"{name}_weights"] = head.weights[:, used].astype(np.float16)
        arrays[f"{name}_rarity"] = head.rarity[used].astype(np.float16)
        arrays[f"{name}_bias"] = head.bias
    return arrays
