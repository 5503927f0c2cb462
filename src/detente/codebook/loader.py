"""One typed loader for every codebook table.

A table is a CSV file beside this module with one dataclass that says what its columns mean.
Every row has a ``source`` and a ``verified`` column: *file* (a file at hand, named), *quoted*
(from the named document, read) or *recalled*. Recalled rows are marked in every view and enter
no coefficient and no headline.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import typing
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from detente.model.errors import CodebookError

_Row = TypeVar("_Row")


class Verified(StrEnum):
    """How a codebook row is backed."""

    FILE = "file"
    QUOTED = "quoted"
    RECALLED = "recalled"


def open_table(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Raw rows of a codebook table with their line numbers.

    Args:
        name: File name without ``.csv``, such as ``states`` or ``verbs``.

    Raises:
        CodebookError: If the table does not exist.
    """
    resource = files("detente.codebook").joinpath(f"{name}.csv")
    if not resource.is_file():
        raise CodebookError(f"codebook table {name}.csv is missing; reinstall detente")
    reader = csv.DictReader(io.StringIO(resource.read_text(encoding="utf-8")), strict=True)
    for row in reader:
        yield reader.line_num, row


def load_table(name: str, kind: type[_Row]) -> tuple[_Row, ...]:
    """All rows of a codebook table as objects of ``kind``.

    Columns are matched to dataclass fields by name and converted by the field's type: ``str``,
    ``int``, ``float``, ``bool`` (yes/no), ``datetime.date`` (ISO 8601), an enum, any of these
    ``| None`` (empty cell = None), or ``tuple[...]`` of them (cells split at ``|``).

    Raises:
        CodebookError: With file, line and field, if a cell does not fit.
    """
    rows: tuple[_Row, ...] = cached_table(name, typing.cast("Any", kind))
    return rows


@cache
def cached_table(name: str, kind: Any) -> tuple[Any, ...]:
    """The rows of a table, read once."""
    hints = typing.get_type_hints(kind)
    fields = [f for f in dataclasses.fields(typing.cast("Any", kind)) if f.init]
    rows = []
    for line, cells in open_table(name):
        rows.append(_row(kind, cells, fields=fields, hints=hints, place=f"{name}.csv, line {line}"))
    return tuple(rows)


def _row(
    kind: type[_Row],
    cells: dict[str, str],
    *,
    fields: list[Any],
    hints: dict[str, Any],
    place: str,
) -> _Row:
    values: dict[str, Any] = {}
    for field in fields:
        cell = cells.get(field.name)
        if cell is None:
            if field.default is dataclasses.MISSING:
                raise CodebookError(f"{place}: column {field.name!r} is missing")
            continue
        values[field.name] = _convert(hints[field.name], cell.strip(), f"{place}, {field.name!r}")
    return kind(**values)


def _convert(kind: Any, cell: str, place: str) -> Any:
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)[0]
        return tuple(
            _convert(inner, part.strip(), place) for part in cell.split("|") if part.strip()
        )
    options = typing.get_args(kind)
    if type(None) in options:
        inner = next(option for option in options if option is not type(None))
        return _convert(inner, cell, place) if cell else None
    try:
        return _scalar(kind, cell)
    except (ValueError, KeyError) as error:
        raise CodebookError(f"{place}: {cell!r} is no {kind.__name__}") from error


def _scalar(kind: Any, cell: str) -> Any:
    if kind is bool:
        return {"yes": True, "no": False, "": False}[cell]
    if kind is dt.date:
        return dt.date.fromisoformat(cell)
    return kind(cell)
