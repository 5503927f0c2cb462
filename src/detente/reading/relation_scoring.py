"""The task ``relations`` of ``detente evaluate``: predictions and what they are worth."""

from __future__ import annotations

import random
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from detente.model.errors import InputError
from detente.reading.evaluation import EvaluationOptions
from detente.reading.relations.examples import Example
from detente.reading.relations.labels import QUAD, ROOTS
from detente.reading.relations.naming import named
from detente.reading.relations.pairs import Pair, from_marked, located
from detente.reading.relations.scorers import NGRAMS, load
from detente.reading.relations.verdict import Verdict

EMPTY: Final[Mapping[str, Any]] = MappingProxyType({"root": "", "quad": 0})

_RESAMPLES: Final = 1000
_SEED: Final = 20210917

Row = Mapping[str, Any]


def predict(
    rows: Iterable[Row], options: EvaluationOptions | None = None
) -> Iterator[dict[str, Any]]:
    """One prediction per row, in order: ``{root, quad}``.

    Args:
        rows: Rows with ``marked``, or with ``text``, ``source`` and ``target``.
        options: ``scorer`` names the scorer.
    """
    scorer = load((options or EvaluationOptions()).scorer)
    for verdict in scorer.pairs([pair_of(row) for row in rows]):
        yield _prediction(verdict)


def predict_folds(
    rows: Sequence[Row], folds: int, options: EvaluationOptions | None = None
) -> Iterator[dict[str, Any]]:
    """One prediction per row, each by a scorer fitted on the other folds.

    Raises:
        InputError: If a row carries no known root, or another scorer than n-grams is asked for.
    """
    from detente.reading.relations.fitting import fit_pairs  # noqa: PLC0415 (slow)

    if (options or EvaluationOptions()).scorer not in ("", NGRAMS):
        raise InputError(
            f"--folds fits the scorer {NGRAMS!r} anew; the encoder is fitted by training/relations"
        )
    examples = [Example(pair_of(row), _root(row, n)) for n, row in enumerate(rows, start=1)]
    part = fold_of(examples, folds)
    heads = [
        fit_pairs([e for e, own in zip(examples, part, strict=True) if own != fold])
        for fold in range(folds)
    ]
    for example, own in zip(examples, part, strict=True):
        yield _prediction(heads[own].verdict(example.pair, model=NGRAMS, explain=False))


def fold_of(examples: Sequence[Example], folds: int) -> list[int]:
    """The fold of each example: labels spread evenly, a text never on both sides.

    Raises:
        InputError: If there are fewer than two folds, or fewer texts than folds.
    """
    first: dict[str, str] = {}
    for example in examples:
        first.setdefault(example.pair.text, example.label)
    if not 2 <= folds <= len(first):
        raise InputError(f"{folds} folds of {len(first)} texts: give 2 to {len(first)}")
    ordered = sorted(first, key=lambda text: (first[text], zlib.crc32(text.encode()), text))
    place = {text: number % folds for number, text in enumerate(ordered)}
    return [place[example.pair.text] for example in examples]


def pair_of(row: Row) -> Pair:
    """The pair a row asks about; ``marked`` wins over the strings."""
    if row.get("marked"):
        return named(from_marked(str(row["marked"])))
    return named(located(str(row["text"]), str(row["source"]), str(row["target"])))


def score(rows: Sequence[Row], predictions: Sequence[Row]) -> dict[str, float]:
    """Metrics over the rows that carry labels; empty if none does.

    Returns:
        ``root_macro_f1``, ``root_accuracy`` and ``root_f1/...`` per root; ``quad_macro_f1``,
        ``quad_accuracy`` and ``quad_f1/...``; macro-averages with ``/low`` and ``/high``, the
        95 % interval of a bootstrap over rows. The quad class of a row is its ``quad``, else
        its ``penta``, else that of its root.
    """
    together = list(zip(rows, predictions, strict=True))
    roots = [(str(row["root"]), str(told["root"])) for row, told in together if row.get("root")]
    quads = [
        (str(known), str(told["quad"])) for row, told in together if (known := _known_quad(row))
    ]
    return {**_figures("root", roots), **_figures("quad", quads)}


def _root(row: Row, number: int) -> str:
    root = row.get("root")
    if root not in ROOTS:
        raise InputError(f"row {number}: folds need a root out of {', '.join(ROOTS)}, not {root!r}")
    return str(root)


def _known_quad(row: Row) -> int:
    return int(row.get("quad") or row.get("penta") or QUAD.get(str(row.get("root")), 0))


def _prediction(verdict: Verdict) -> dict[str, Any]:
    return {"root": verdict.root, "quad": verdict.quad}


Answers = Sequence[tuple[str, str]]


def _figures(name: str, answers: Answers) -> dict[str, float]:
    if not answers:
        return {}
    per_label = f1_by_label(answers)
    low, high = _interval(answers)
    return {
        f"{name}_rows": float(len(answers)),
        f"{name}_macro_f1": macro(per_label),
        f"{name}_macro_f1/low": low,
        f"{name}_macro_f1/high": high,
        f"{name}_accuracy": sum(known == told for known, told in answers) / len(answers),
        **{f"{name}_f1/{label}": value for label, value in per_label.items()},
    }


def f1_by_label(answers: Answers) -> dict[str, float]:
    """F1 of every label that is known or told, from (known, told) couples."""
    labels = sorted({label for answer in answers for label in answer} - {"", "0"})
    hits = Counter(known for known, told in answers if known == told)
    counts = Counter(label for answer in answers for label in answer)
    return {label: 2 * hits[label] / counts[label] for label in labels}


def macro(per_label: Mapping[str, float]) -> float:
    """The plain mean over labels."""
    return sum(per_label.values()) / len(per_label) if per_label else 0.0


def _interval(answers: Answers) -> tuple[float, float]:
    draw = random.Random(_SEED)  # noqa: S311 (a bootstrap, no secret)
    means = sorted(
        macro(f1_by_label(draw.choices(answers, k=len(answers)))) for _ in range(_RESAMPLES)
    )
    return means[int(0.025 * _RESAMPLES)], means[int(0.975 * _RESAMPLES) - 1]
