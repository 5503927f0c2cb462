"""Reads positions from CSV: issue, actor, position, salience, capability."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from typing import Final

from detente.model.errors import InputError, TableError
from detente.model.settlement_positions import Positions

COLUMNS: Final = ("issue", "actor", "position", "salience", "capability")


def read_positions(path: Path) -> tuple[Positions, ...]:
    """Read the issues of a file, in the order in which they first stand there.

    Salience runs from 0 to 1; position and capability have any scale of their own.

    Raises:
        InputError: If the file cannot be read.
        TableError: If a column is missing or a cell cannot be used; file, line and column are named.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"{path}: {problem}; give a CSV of {','.join(COLUMNS)}") from problem
    reader = csv.DictReader(io.StringIO(text))
    for name in COLUMNS:
        if name not in (reader.fieldnames or ()):
            raise TableError(str(path), 1, name, "no such column", f"header: {','.join(COLUMNS)}")
    rows: dict[str, list[tuple[str, float, float, float]]] = {}
    for row in reader:
        line = reader.line_num
        numbers = [_number(str(path), line, name, row[name]) for name in COLUMNS[2:]]
        if not 0 <= numbers[1] <= 1:
            raise TableError(str(path), line, "salience", f"{numbers[1]:g} is not between 0 and 1")
        if numbers[2] < 0:
            raise TableError(str(path), line, "capability", f"{numbers[2]:g} is negative")
        actors = rows.setdefault(row["issue"], [])
        if row["actor"] in {one[0] for one in actors}:
            raise TableError(str(path), line, "actor",
                             f"{row['actor']!r} stands twice on {row['issue']!r}")  # fmt: skip
        actors.append((row["actor"], numbers[0], numbers[1], numbers[2]))
    if not rows:
        raise InputError(f"{path}: no row; give a CSV of {','.join(COLUMNS)}")
    return tuple(Positions(issue, *map(tuple, zip(*of, strict=True))) for issue, of in rows.items())


def _number(file: str, line: int, name: str, written: str | None) -> float:
    try:
        value = float(written or "")
    except ValueError as problem:
        raise TableError(file, line, name, f"{written!r} is no number") from problem
    if not math.isfinite(value):
        raise TableError(file, line, name, f"{written!r} is no finite number")
    return value
