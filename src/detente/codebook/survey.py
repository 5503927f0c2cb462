"""What the codebook holds: every table with its columns and how its rows are backed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from importlib.resources import files

from detente.codebook.loader import Verified, open_table
from detente.model.errors import CodebookError


@dataclass(frozen=True, slots=True)
class TableSurvey:
    """One codebook table in figures.

    Attributes:
        name: File name without ``.csv``.
        columns: Column names in order.
        rows: Number of rows.
        verified: Rows by how they are backed, in the order file, quoted, recalled.
    """

    name: str
    columns: tuple[str, ...]
    rows: int
    verified: tuple[int, int, int]


def table_names() -> tuple[str, ...]:
    """Names of all tables, sorted."""
    folder = files("detente.codebook")
    return tuple(
        sorted(place.name[:-4] for place in folder.iterdir() if place.name.endswith(".csv"))
    )


def survey(name: str) -> TableSurvey:
    """Count one table, and check that every row names its source.

    Raises:
        CodebookError: If a row has no source or an unknown mark in ``verified``.
    """
    counts: Counter[Verified] = Counter()
    columns: tuple[str, ...] = ()
    for line, row in open_table(name):
        columns = columns or tuple(row)
        counts[_verified(row, f"{name}.csv, line {line}")] += 1
    figures = (counts[Verified.FILE], counts[Verified.QUOTED], counts[Verified.RECALLED])
    return TableSurvey(name, columns, sum(figures), figures)


def _verified(row: dict[str, str], place: str) -> Verified:
    if None in row or None in row.values():
        raise CodebookError(f"{place}: another number of cells than columns")
    if not row.get("source", "").strip():
        raise CodebookError(f"{place}: no source")
    try:
        return Verified(row.get("verified", ""))
    except ValueError:
        raise CodebookError(
            f"{place}: 'verified' must be file, quoted or recalled, not {row.get('verified')!r}"
        ) from None
