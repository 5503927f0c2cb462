"""The task ``attribution`` of ``detente evaluate``: predictions and what they are worth.

Detection counts sentences that hold a part of an attribution. A predicted attribution is
matched to the gold one with which its content shares most code points; the source is right
when the two overlap. Span F1 counts, per role, code points shared.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from detente.model.spans import Span
from detente.reading.attribution import Attribution, attributions_of_text
from detente.reading.page import sentence_spans

ROLES: Final = ("source", "cue", "content")
EMPTY: Final[Mapping[str, Any]] = {"attributions": []}

Counts = tuple[float, float, float]
"""True positives, predicted, gold."""


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """Counts of one document, to be added up.

    Attributes:
        publisher: Who published it, "" if not told.
        counts: Name of the metric -> true positives, predicted, gold.
    """

    publisher: str
    counts: Mapping[str, Counts]


def predict(rows: Iterable[Mapping[str, Any]], options: object = None) -> Iterator[dict[str, Any]]:
    """One prediction per row, in order: ``{id, attributions}``.

    Args:
        rows: Rows with ``text`` and, if they have one, ``id``.
        options: Not used by this task.
    """
    del options
    for row in rows:
        found = attributions_of_text(str(row["text"]))
        yield {"id": row.get("id"), "attributions": [as_row(one) for one in found]}


def as_row(attribution: Attribution) -> dict[str, list[list[int]]]:
    """An attribution as the evaluation file writes it."""
    return {role: [[span.start, span.end] for span in getattr(attribution, role)] for role in ROLES}


def score(
    rows: Sequence[Mapping[str, Any]], predictions: Sequence[Mapping[str, Any]]
) -> dict[str, float]:
    """Metrics over the rows that carry labels; empty if none does.

    Returns:
        ``sentence_precision``, ``sentence_recall``, ``sentence_f1``, ``source_overlap``, and
        per role ``..._f1`` (code points), ``..._exact_f1`` (whole spans); each also
        ``.../publisher`` where publishers are named, and ``.../low`` and ``.../high``, the
        95 % interval of a bootstrap over documents.
    """
    documents = [
        _document(row, prediction)
        for row, prediction in zip(rows, predictions, strict=True)
        if "attributions" in row
    ]
    if not documents:
        return {}
    figures = _figures(documents)
    figures.update(_intervals(documents))
    for publisher in sorted({document.publisher for document in documents} - {""}):
        own = _figures([one for one in documents if one.publisher == publisher])
        figures.update({f"{name}/{publisher}": value for name, value in own.items()})
    return figures


def _document(row: Mapping[str, Any], prediction: Mapping[str, Any]) -> DocumentScore:
    text = str(row["text"])
    gold = [_spans(one) for one in row["attributions"]]
    told = [_spans(one) for one in prediction.get("attributions", [])]
    counts: dict[str, Counts] = {"sentence": _detection(text, gold, told)}
    counts["source_overlap"] = _source_overlap(gold, told)
    for role in ROLES:
        counts[role] = _shared(_points(gold, role), _points(told, role))
        counts[f"{role}_exact"] = _shared(_whole(gold, role), _whole(told, role))
    return DocumentScore(publisher=str(row.get("publisher", "")), counts=counts)


_Roles = dict[str, tuple[Span, ...]]


def _spans(attribution: Mapping[str, Any]) -> _Roles:
    return {
        role: tuple(Span(part[0], part[1]) for part in attribution.get(role) or ())
        for role in ROLES
    }


def _shared(gold: set[Any], told: set[Any]) -> Counts:
    return (float(len(gold & told)), float(len(told)), float(len(gold)))


def _points(attributions: Sequence[_Roles], role: str) -> set[int]:
    spans = chain.from_iterable(one[role] for one in attributions)
    return set(chain.from_iterable(range(span.start, span.end) for span in spans))


def _whole(attributions: Sequence[_Roles], role: str) -> set[tuple[Span, ...]]:
    return {one[role] for one in attributions if one[role]}


def _detection(text: str, gold: Sequence[_Roles], told: Sequence[_Roles]) -> Counts:
    sentences = sentence_spans(text)
    return _shared(_holding(sentences, gold), _holding(sentences, told))


def _holding(sentences: Sequence[Span], attributions: Sequence[_Roles]) -> set[int]:
    spans = [span for one in attributions for role in ("cue", "content") for span in one[role]]
    return {
        at
        for at, sentence in enumerate(sentences)
        if any(sentence.overlaps(span) for span in spans)
    }


def _source_overlap(gold: Sequence[_Roles], told: Sequence[_Roles]) -> Counts:
    pairs = [(one, _best(one, told)) for one in gold if one["source"]]
    matched = [(one, other) for one, other in pairs if other is not None]
    right = sum(_overlap(one["source"], other["source"]) > 0 for one, other in matched)
    return (float(right), float(len(matched)), float(len(matched)))


def _best(one: _Roles, others: Sequence[_Roles]) -> _Roles | None:
    shares = [(_overlap(one["content"], other["content"]), other) for other in others]
    best = max(shares, key=lambda share: share[0], default=(0, None))
    return best[1] if best[0] else None


def _overlap(here: Sequence[Span], there: Sequence[Span]) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in here for b in there)


def _figures(documents: Sequence[DocumentScore]) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name in documents[0].counts:
        hit, told, gold = (sum(one.counts[name][k] for one in documents) for k in range(3))
        if name == "source_overlap":
            figures[name] = _ratio(hit, gold)
            continue
        figures[f"{name}_precision"] = _ratio(hit, told)
        figures[f"{name}_recall"] = _ratio(hit, gold)
        figures[f"{name}_f1"] = _ratio(2 * hit, told + gold)
    figures["span_f1"] = sum(figures[f"{role}_f1"] for role in ROLES) / len(ROLES)
    return figures


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _intervals(documents: Sequence[DocumentScore], *, draws: int = 500) -> dict[str, float]:
    names = ("sentence_f1", "source_overlap", "span_f1")
    chance = random.Random(0)  # noqa: S311 - a bootstrap, not a secret
    runs = [_figures(chance.choices(documents, k=len(documents))) for _ in range(draws)]
    found: dict[str, float] = {}
    for name in names:
        values = sorted(run[name] for run in runs)
        found[f"{name}/low"] = values[int(0.025 * draws)]
        found[f"{name}/high"] = values[int(0.975 * draws) - 1]
    return found
