"""A user's own CSV on a measure: daily acts between pairs, or pairs and years."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from detente.measures.estimating import PairYear
from detente.measures.spells import Act
from detente.model.errors import EmptyInput, InputError, TableError

ACT_COLUMNS: Final = ("date", "actor", "target", "rung", "in_force")
YEAR_COLUMNS: Final = ("actor1", "actor2", "year", "onset", "in_force")
OPTIONAL: Final = ("dispute",)
ADVICE: Final = (
    f"daily acts need {','.join(ACT_COLUMNS)}[,dispute], pair-years {','.join(YEAR_COLUMNS)}; any "
    "further column is held equal"
)
_RUNGS: Final = range(1, 6)
_LEAST_RUNG: Final = 2
_Row = TypeVar("_Row", Act, PairYear)


@dataclass(frozen=True, slots=True)
class MeasureFile:
    """What a user's file holds.

    Attributes:
        acts: Daily acts; empty for a file of pair-years.
        years: Pair-years; empty for a file of acts.
        controls: Names of the further columns.
        set_aside: Rows that could not be used, with line, field and reason.
    """

    acts: tuple[Act, ...]
    years: tuple[PairYear, ...]
    controls: tuple[str, ...]
    set_aside: tuple[str, ...]


def read_measure_file(path: Path) -> MeasureFile:
    """Read a file of either kind; which one is told by its columns.

    Raises:
        InputError: If it cannot be read.
        TableError: If it is of neither kind.
        EmptyInput: If no row can be used.
    """
    reader = csv.DictReader(io.StringIO(_text(path)))
    columns = tuple(name.strip() for name in reader.fieldnames or ())
    if set(ACT_COLUMNS) <= set(columns):
        return _acts(reader, columns, str(path))
    if set(YEAR_COLUMNS) <= set(columns):
        return _years(reader, columns, str(path))
    nearest = ACT_COLUMNS if "date" in columns else YEAR_COLUMNS
    missing = next(name for name in nearest if name not in columns)
    raise TableError(str(path), 1, missing, "column is missing", ADVICE)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; give a CSV file") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8; save it as UTF-8") from error


def _acts(reader: csv.DictReader[str], columns: tuple[str, ...], file: str) -> MeasureFile:
    controls = tuple(name for name in columns if name not in (*ACT_COLUMNS, *OPTIONAL))

    def act(cells: Mapping[str, str], line: int) -> Act | None:
        rung = int(_number(cells, "rung", file, line))
        if rung not in _RUNGS:
            raise TableError(file, line, "rung", f"{rung} is no rung", "use 1 to 5")
        if rung < _LEAST_RUNG:
            return None
        actor, target = _name(cells, "actor", file, line), _name(cells, "target", file, line)
        if actor == target:
            raise TableError(file, line, "target", "is the actor itself", "name the other side")
        values = tuple(_number(cells, name, file, line) for name in ("in_force", *controls))
        dispute = cells.get("dispute", "")
        return Act(dispute, actor, target, _day(cells["date"], file, line), rung, values)

    found, aside = _rows(reader, act, file)
    return MeasureFile(found, (), controls, aside)


def _years(reader: csv.DictReader[str], columns: tuple[str, ...], file: str) -> MeasureFile:
    controls = tuple(name for name in columns if name not in YEAR_COLUMNS)

    def year(cells: Mapping[str, str], line: int) -> PairYear:
        onset = _number(cells, "onset", file, line)
        if onset not in (0, 1):
            raise TableError(file, line, "onset", f"{onset:g} is not 0 or 1", "1 where it began")
        pair = sorted((_name(cells, "actor1", file, line), _name(cells, "actor2", file, line)))
        return PairYear(
            ":".join(pair),
            int(_number(cells, "year", file, line)),
            bool(onset),
            _number(cells, "in_force", file, line),
            tuple(_number(cells, name, file, line) for name in controls),
        )

    found, aside = _rows(reader, year, file)
    return MeasureFile((), found, controls, aside)


def _rows(
    reader: csv.DictReader[str],
    build: Callable[[Mapping[str, str], int], _Row | None],
    file: str,
) -> tuple[tuple[_Row, ...], tuple[str, ...]]:
    found: list[_Row] = []
    aside: list[str] = []
    for raw in reader:
        cells = {k.strip(): (v or "").strip() for k, v in raw.items() if isinstance(k, str)}
        try:
            row = build(cells, reader.line_num)
        except TableError as error:
            aside.append(str(error))
            continue
        if row is not None:
            found.append(row)
    if not found:
        first = f"; the first: {aside[0]}" if aside else ""
        raise EmptyInput(f"{file}: no row can be used{first}")
    return tuple(found), tuple(aside)


def _name(cells: Mapping[str, str], field: str, file: str, line: int) -> str:
    if not cells[field]:
        raise TableError(file, line, field, "is empty", "name the actor")
    return cells[field]


def _number(cells: Mapping[str, str], field: str, file: str, line: int) -> float:
    try:
        value = float(cells[field])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise TableError(file, line, field, f"{cells[field]!r} is no number", "leave the row out")
    return value


def _day(cell: str, file: str, line: int) -> int:
    try:
        return dt.date.fromisoformat(cell).toordinal()
    except ValueError as error:
        raise TableError(file, line, "date", f"{cell!r} is no day", "write 2024-03-01") from error
