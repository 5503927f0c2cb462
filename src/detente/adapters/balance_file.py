"""A user's own figures and votes, as CSV."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from detente.balance.cohesion import POSITIONS, Ballot
from detente.codebook.balance import FigureRow, IndicatorRow, Panel
from detente.codebook.loader import Verified
from detente.model.errors import InputError, TableError

FIGURE_COLUMNS: Final = ("indicator", "member", "year", "value", "source")
OWN_COLUMNS: Final = ("panel", "name", "definition", "unit", "use")
VOTE_COLUMNS: Final = ("vote", "member", "position")
_USES: Final = ("burden", "benefit", "power")
_CODE: Final = re.compile(r"[A-Z]{3}")
_Row = TypeVar("_Row")
_Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What a user's file holds.

    Attributes:
        figures: Figures, in the order of the file.
        indicators: Definitions of the user's own.
    """

    figures: tuple[FigureRow, ...]
    indicators: tuple[IndicatorRow, ...]


def read_figures(path: Path, known: Sequence[IndicatorRow]) -> OwnFigures:
    """Read a user's figures; rows without a value are passed over.

    Raises:
        InputError: If the file cannot be read.
        TableError: With file, line and field, if a row cannot be used.
    """
    held = {row.id: row for row in known}
    found: dict[str, IndicatorRow] = {}
    rows: list[FigureRow] = []
    for line, cells in _rows(path, FIGURE_COLUMNS):
        if not cells["value"]:
            continue
        name = cells["indicator"]
        if name not in held and name not in found:
            found[name] = _indicator(cells, str(path), line, tuple(held))
        rows.append(_figure(cells, str(path), line))
    return OwnFigures(tuple(rows), tuple(found.values()))


def read_votes(path: Path) -> tuple[Ballot, ...]:
    """Read votes: vote, member, position (yes, no or abstain).

    Raises:
        InputError: If the file cannot be read.
        TableError: With file, line and field, if a row cannot be used.
    """
    found = []
    for line, cells in _rows(path, VOTE_COLUMNS):
        told = cells["position"].lower()
        if told not in POSITIONS:
            raise TableError(str(path), line, "position", f"{told!r} is none", "yes, no or abstain")
        found.append(Ballot(cells["vote"], _member(cells, str(path), line), told))
    return tuple(found)


def _rows(path: Path, required: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; give a CSV file") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8; save it as UTF-8") from error
    reader = csv.DictReader(io.StringIO(text))
    for name in required:
        if name not in (reader.fieldnames or ()):
            advice = f"the first line must hold {','.join(required)}"
            raise TableError(str(path), 1, name, "column is missing", advice)
    return [
        (reader.line_num, {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)})
        for row in reader
    ]


def _figure(cells: _Cells, file: str, line: int) -> FigureRow:
    if not cells["source"]:
        raise TableError(file, line, "source", "is empty", "say where the figure comes from")
    return FigureRow(
        cells["indicator"],
        _member(cells, file, line),
        _number(cells, "year", file, line, int),
        _number(cells, "value", file, line, float),
        cells["source"],
        Verified.FILE,
    )


def _member(cells: _Cells, file: str, line: int) -> str:
    if not _CODE.fullmatch(cells["member"]):
        advice = "use the three letters of ISO 3166, such as POL"
        raise TableError(file, line, "member", f"{cells['member']!r} is no code", advice)
    return cells["member"]


def _number(cells: _Cells, field: str, file: str, line: int, kind: Callable[[str], _Row]) -> _Row:
    try:
        value = kind(cells[field])
    except ValueError:
        value = None
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        raise TableError(file, line, field, f"{cells[field]!r} is no number", "write 2.1")
    return value


def _indicator(cells: _Cells, file: str, line: int, known: Sequence[str]) -> IndicatorRow:
    """A definition of the user's own needs panel, definition and use on its first row."""
    name = cells["indicator"]
    if not cells.get("definition"):
        advice = f"use one of {', '.join(known)}, or add the columns {','.join(OWN_COLUMNS)}"
        raise TableError(file, line, "indicator", f"{name!r} is not known", advice)
    if cells.get("panel") not in {panel.value for panel in Panel}:
        advice = "one of " + ", ".join(panel.value for panel in Panel)
        raise TableError(file, line, "panel", f"{cells.get('panel', '')!r} is none", advice)
    if cells.get("use") not in _USES:
        raise TableError(file, line, "use", f"{cells.get('use', '')!r} is none", ", ".join(_USES))
    return IndicatorRow(
        name, Panel(cells["panel"]), cells.get("name") or name, cells["definition"],
        cells.get("unit", ""), cells["use"], file, Verified.FILE,
    )  # fmt: skip
