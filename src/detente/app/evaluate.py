"""Scores any labelled file: one prediction per row, in order, and metrics for known labels.

The only road by which accuracy is claimed. Each stage scores its own task; this module reads
the rows, keeps a failing row from stopping the rest, and hands the figures on.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Protocol, cast

from detente.model.errors import EmptyInput, InputError, ModelFileError
from detente.reading.evaluation import EvaluationOptions

Row = Mapping[str, Any]
Prediction = Mapping[str, Any]

TASKS: Final = MappingProxyType(
    {
        "actors": "detente.reading.actor_scoring",
        "attribution": "detente.reading.attribution_scoring",
        "coding": "detente.reading.coding_scoring",
        "relations": "detente.reading.relation_scoring",
    }
)
"""Task -> the module beside its stage that predicts and scores."""


_BATCH: Final = 64


class Scoring(Protocol):
    """What a scoring module offers.

    One that can be fitted anew has ``predict_folds(rows, folds, options)`` as well, which also
    gives one prediction per row in order.
    """

    EMPTY: Prediction

    def predict(self, rows: Iterable[Row], options: EvaluationOptions) -> Iterator[dict[str, Any]]:
        """One prediction per row, in order."""

    def score(self, rows: Sequence[Row], predictions: Sequence[Row]) -> Mapping[str, float]:
        """Metrics over the rows whose labels are known; empty if none are."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A row without a proper prediction.

    Attributes:
        line: Line of the file, counted from 1.
        reason: What went wrong, in words.
    """

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation gives.

    Attributes:
        task: Name of the task.
        predictions: One per row, in order; a row that failed has the empty prediction.
        metrics: Figure by name, for the labels that were there.
        failures: The rows that failed, in order.
    """

    task: str
    predictions: tuple[Prediction, ...]
    metrics: Mapping[str, float]
    failures: tuple[Failure, ...]


def evaluate(
    task: str,
    lines: Iterable[str],
    *,
    options: EvaluationOptions | None = None,
    folds: int = 0,
) -> Evaluation:
    """Predict every row of a JSON-lines file and score what is labelled.

    Args:
        task: One of :data:`TASKS`.
        lines: Lines of the file; blank ones are no rows.
        options: Users' actors, scorer.
        folds: Fit anew per fold and predict each row by what did not see it; 0 for the
            shipped scorer.

    Raises:
        InputError: If the task is unknown, or cannot be fitted anew and folds are asked for.
        EmptyInput: If there is no row.
        ModelFileError: If a shipped model is missing or damaged.
    """
    scoring = _scoring(task)
    rows = list(_read(lines))
    if not rows:
        raise EmptyInput("no rows to evaluate: give a JSON-lines file, one object a line")
    chosen = options or EvaluationOptions()
    if folds:
        answers: list[Prediction | Failure] = [*_by_folds(scoring, task, rows, folds, chosen)]
    else:
        answers = [*_answers(scoring, rows, chosen)]
    return _evaluation(task, scoring, rows, answers)


def _evaluation(
    task: str,
    scoring: Scoring,
    rows: Sequence[tuple[int, Row | str]],
    answers: Sequence[Prediction | Failure],
) -> Evaluation:
    told = tuple(scoring.EMPTY if isinstance(a, Failure) else a for a in answers)
    readable = [
        (row, t) for (_, row), t in zip(rows, told, strict=True) if not isinstance(row, str)
    ]
    failures = [answer for answer in answers if isinstance(answer, Failure)]
    metrics: Mapping[str, float] = {}
    try:
        metrics = scoring.score([row for row, _ in readable], [one for _, one in readable])
    except (TypeError, ValueError, KeyError, AttributeError, IndexError) as problem:
        failures.append(Failure(0, f"labels cannot be used, no metrics: {_said(problem)}"))
    return Evaluation(task, told, metrics, tuple(failures))


def _scoring(task: str) -> Scoring:
    if task not in TASKS:
        raise InputError(f"no task is called {task!r}; there are {', '.join(TASKS)}")
    return cast("Scoring", importlib.import_module(TASKS[task]))


def _read(lines: Iterable[str]) -> Iterator[tuple[int, Row | str]]:
    """Line number and row; in place of a row that cannot be read, the reason."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as problem:
            yield number, f"no JSON: {problem}"
        else:
            yield number, row if isinstance(row, dict) else "no JSON object"


def _answers(
    scoring: Scoring, rows: Sequence[tuple[int, Row | str]], options: EvaluationOptions
) -> Iterator[Prediction | Failure]:
    """Predict in batches; a batch in which a row fails is gone through row by row."""
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        readable = [row for _, row in batch if not isinstance(row, str)]
        try:
            told = iter(list(scoring.predict(readable, options)))
        except (ModelFileError, InputError):
            raise
        except Exception:  # noqa: BLE001 (which row it was shows below)
            yield from (_answer(scoring, row, line, options) for line, row in batch)
        else:
            for line, row in batch:
                yield Failure(line, row) if isinstance(row, str) else next(told)


def _answer(
    scoring: Scoring, row: Row | str, line: int, options: EvaluationOptions
) -> Prediction | Failure:
    if isinstance(row, str):
        return Failure(line, row)
    try:
        return next(scoring.predict([row], options))
    except (ModelFileError, InputError):
        raise
    except Exception as problem:  # noqa: BLE001 (whatever one row does, the others go on)
        return Failure(line, _said(problem))


def _by_folds(
    scoring: Scoring,
    task: str,
    rows: Sequence[tuple[int, Row | str]],
    folds: int,
    options: EvaluationOptions,
) -> Iterator[Prediction | Failure]:
    predict_folds = getattr(scoring, "predict_folds", None)
    if predict_folds is None:
        raise InputError(f"the task {task} has nothing that is fitted anew; leave out --folds")
    told = predict_folds([row for _, row in rows if not isinstance(row, str)], folds, options)
    for line, row in rows:
        yield Failure(line, row) if isinstance(row, str) else next(told)


def _said(problem: BaseException) -> str:
    if isinstance(problem, KeyError):
        return f"field {problem} is missing"
    return f"{type(problem).__name__}: {problem}"
