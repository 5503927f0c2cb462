"""The task ``actors`` of ``detente evaluate``: country and sector of actor strings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from detente.reading import lexicon
from detente.reading.actor_coding import code_actor
from detente.reading.coding_scoring import day_of
from detente.reading.evaluation import EvaluationOptions

EMPTY: Final[Mapping[str, Any]] = {"country": "", "sector": ""}

Row = Mapping[str, Any]


def predict(
    rows: Iterable[Row], options: EvaluationOptions | None = None
) -> Iterator[dict[str, Any]]:
    """One ``{country, sector}`` per row, in order.

    Args:
        rows: Rows with ``text`` and, if known, ``kw: {query_date}``.
        options: The user's actors.

    Raises:
        TableError: If the user's actors cannot be used.
    """
    chosen = options or EvaluationOptions()
    known = lexicon.load(chosen.actors, only=chosen.only_actors)
    for row in rows:
        country, sector = code_actor(str(row["text"]), known, _day(row))
        yield {"country": country, "sector": sector}


def _day(row: Row) -> dt.date | None:
    return day_of((row.get("kw") or {}).get("query_date"))


def score(rows: Sequence[Row], predictions: Sequence[Row]) -> dict[str, float]:
    """Share of rows with every labelled part right, and of each part alone.

    Labels stand in ``expect`` as ``country`` and ``code_1`` (or ``sector``); a part without a
    label is not asked for.
    """
    pairs = [
        (row["expect"], told)
        for row, told in zip(rows, predictions, strict=True)
        if "expect" in row
    ]
    checks = [_checks(expected, told) for expected, told in pairs]
    if not checks:
        return {}
    figures = {"rows": float(len(checks)), "both_right": _share(all(c.values()) for c in checks)}
    for part in ("country", "sector"):
        asked = [check[part] for check in checks if part in check]
        if asked:
            figures[f"{part}_right"] = _share(asked)
    return figures


def _checks(expected: Row, told: Row) -> dict[str, bool]:
    wanted = {
        "country": expected.get("country"),
        "sector": expected.get("code_1", expected.get("sector")),
    }
    return {part: told[part] == value for part, value in wanted.items() if value is not None}


def _share(right: Iterable[bool]) -> float:
    found = list(right)
    return sum(found) / len(found)
