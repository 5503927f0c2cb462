"""Fitting the n-gram scorer: used by ``training/relations`` and by ``--folds``.

A ridge-penalised regression depends on the texts only through their products with each other,
so it is fitted in the few dimensions the texts span, not in those of the n-grams: the same
optimum, a hundred times sooner.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detente.reading.relations.examples import Example, draw
from detente.reading.relations.features import BUCKETS, features, words
from detente.reading.relations.labels import ROOTS, SENTENCE_LABELS
from detente.reading.relations.ngrams import LinearHead, NgramScorer, weigh
from detente.reading.relations.pairs import Pair

PENALTY: Final = 10.0
"""Inverse strength of the ridge penalty: best of 1, 3, 10 for a forerunner of these features."""

OWN: Final = 1400
"""How many own examples are added; about half of them have marked spans."""

SEED: Final = 2021

_FEWEST: Final = 2
"""A bucket met in fewer texts carries no weight."""

Matrix = NDArray[np.float64]


def fit(pairs: Sequence[Example], sentences: Sequence[Example]) -> NgramScorer:
    """Fit both heads; the same examples in the same order give the same weights.

    Own examples are added to both: those with marked spans to the pairs, all to the sentences.
    """
    own = own_examples()
    bare = [dataclasses.replace(e, pair=Pair(e.pair.text, names=e.pair.names)) for e in own]
    return NgramScorer(
        pair=fit_pairs(pairs), sentence=fit_head([*sentences, *bare], SENTENCE_LABELS)
    )


def fit_pairs(pairs: Sequence[Example]) -> LinearHead:
    """Fit the head for pairs, own examples included."""
    return fit_head([*pairs, *(e for e in own_examples() if e.pair.marked)], ROOTS)


def own_examples() -> list[Example]:
    """The own examples every fit adds, always the same."""
    return draw(OWN, random.Random(SEED))  # noqa: S311 (a repeatable draw, no secret)


def fit_head(examples: Sequence[Example], labels: tuple[str, ...]) -> LinearHead:
    """Fit one multinomial logistic regression with balanced labels.

    Labels without an example stay possible in name only: weight 0, bias far below the others.
    """
    counted = [features(words(example.pair)) for example in examples]
    rarity = _rarity([{f.bucket for f in counts} for counts in counted])
    table = _table([weigh(counts, rarity) for counts in counted])
    weights, bias = _regression(table, [example.label for example in examples], labels)
    return LinearHead(labels, rarity, weights.astype(np.float32), bias.astype(np.float32))


def _rarity(seen: Sequence[set[int]]) -> NDArray[np.float32]:
    counts = np.zeros(BUCKETS)
    for buckets in seen:
        counts[sorted(buckets)] += 1
    rarity = np.log((1 + len(seen)) / (1 + counts)) + 1
    return np.where(counts < _FEWEST, 0, rarity).astype(np.float32)


def _table(weighted: Sequence[Any]) -> sparse.csr_matrix:
    lengths = [len(one) for one in weighted]
    columns = [feature.bucket for one in weighted for feature in one]
    values = [value for one in weighted for value in one.values()]
    rows = np.repeat(np.arange(len(weighted)), lengths)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(weighted), BUCKETS))


def _regression(
    table: sparse.csr_matrix, given: Sequence[str], labels: tuple[str, ...]
) -> tuple[Matrix, Matrix]:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 (slow to import)

    coordinates, back = _spanned(table)
    model = LogisticRegression(C=PENALTY, class_weight="balanced", max_iter=1000, tol=1e-5)
    model.fit(coordinates, given)
    weights = np.zeros((len(labels), BUCKETS))
    bias = np.full(len(labels), -30.0)
    for row, label in enumerate(model.classes_):
        weights[labels.index(label)] = table.T @ (back @ model.coef_[row])
        bias[labels.index(label)] = model.intercept_[row]
    return weights, bias


def _spanned(table: sparse.csr_matrix) -> tuple[Matrix, Matrix]:
    """Coordinates of the texts in the space they span, and the way back to their products."""
    sizes, axes = np.linalg.eigh((table @ table.T).toarray())
    kept = sizes > sizes.max() * 1e-9
    roots = np.sqrt(sizes[kept])
    return axes[:, kept] * roots, axes[:, kept] / roots
