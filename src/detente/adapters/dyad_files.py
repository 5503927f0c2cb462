"""Publishers' files of states and pairs, read as columns: Parquet or CSV, told by the codebook."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.codebook.dyad_tables import (
    DyadColumn,
    OutlookSource,
    Unit,
    dyad_columns,
    outlook_sources,
)
from detente.model.errors import EmptyInput, InputError, MissingExtra

Columns = Mapping[str, NDArray[Any]]
"""Column by name, all of one length; numbers as float64 with NaN for missing."""

SUFFIXES: Final = (".parquet", ".csv")


def read_tables(folder: Path) -> dict[str, Columns]:
    """Read every table of the panel that a folder holds.

    Args:
        folder: A folder with the publishers' files, Parquet or CSV, under their own names.

    Returns:
        Columns by table. A table whose file is not there is left out.

    Raises:
        EmptyInput: If the list of states is not there: without it there is no panel.
        InputError: If a file lacks a column that it must have.
        MissingExtra: If a Parquet file is there and pyarrow is not.
    """
    places = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    found = {}
    for source in outlook_sources():
        path = _place(source, places)
        if path is not None:
            found[source.table] = read_table(path, dyad_columns(source.table))
    if "states" not in found:
        stems = " or ".join(_source("states").stem)
        raise EmptyInput(f"{folder}: no list of states (a file named {stems}, .csv or .parquet)")
    return found


def _source(table: str) -> OutlookSource:
    return next(source for source in outlook_sources() if source.table == table)


def _place(source: OutlookSource, places: Sequence[Path]) -> Path | None:
    for stem in source.stem:
        for path in places:
            if path.name.lower().startswith(stem):
                return path
    return None


def read_table(path: Path, columns: Iterable[DyadColumn]) -> Columns:
    """Read the columns of one file under our names for them.

    Raises:
        InputError: If a required column is missing; file and names are given.
        MissingExtra: If it is Parquet and pyarrow is not installed.
    """
    raw = _parquet(path) if path.suffix.lower() == ".parquet" else _csv(path)
    return _named(path, raw, columns)


def _named(path: Path, raw: Mapping[str, Any], columns: Iterable[DyadColumn]) -> Columns:
    lower = {name.lower(): name for name in raw}
    table: dict[str, NDArray[Any]] = {}
    wanted: dict[str, list[str]] = {}
    for column in columns:
        wanted.setdefault(column.column, []).append(column.name)
        name = lower.get(column.name.lower())
        if name is not None and column.column not in table:
            table[column.column] = _values(raw[name], column)
    for ours, names in wanted.items():
        if ours not in table:
            raise InputError(f"{path}: no column {' or '.join(names)}; give the publisher's file")
    return table


def _values(cells: Any, column: DyadColumn) -> NDArray[Any]:
    if column.unit is Unit.TEXT:
        return np.asarray([str(cell) for cell in cells], dtype=object)
    numbers = _numbers(cells)
    if column.missing is not None:
        numbers[numbers == column.missing] = np.nan
    return _days_of_months(numbers, column) if column.unit is Unit.YEAR_MONTH else numbers


def _numbers(cells: Any) -> NDArray[np.float64]:
    if isinstance(cells, np.ndarray):
        return np.array(cells, dtype=np.float64)
    return np.array([_number(cell) for cell in cells], dtype=np.float64)


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _days_of_months(written: NDArray[np.float64], column: DyadColumn) -> NDArray[np.float64]:
    """First day of a month that begins something, last day of one that ends it."""
    later = 1 if column.column == "end" else 0
    months = (written // 100 - 1970) * 12 + written % 100 - 1 + later
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return np.asarray(days - later, dtype=np.float64)


def _csv(path: Path) -> dict[str, list[str]]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader, [])
        rows = [row for row in reader if len(row) == len(header)]
    return dict(zip(header, map(list, zip(*rows, strict=True)), strict=False))


def _parquet(path: Path) -> dict[str, Any]:
    try:
        import pyarrow.parquet as pq  # noqa: PLC0415 - an optional part
    except ImportError:
        raise MissingExtra(f"reading {path.name}", "parquet") from None
    table = pq.read_table(path)
    return {
        name: column.to_numpy()
        for name, column in zip(table.column_names, table.columns, strict=True)
    }


def write_parquet(path: Path, columns: Columns, notes: Mapping[str, str]) -> None:
    """Write columns as Parquet; NaN becomes null, whole numbers stay whole.

    Args:
        path: Where to write.
        columns: Column by name.
        notes: Words kept in the file's metadata, such as the vintage.

    Raises:
        MissingExtra: If pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise MissingExtra("writing Parquet", "parquet") from None
    arrays = {name: pa.array(values, from_pandas=True) for name, values in columns.items()}
    table = pa.table(arrays).replace_schema_metadata(dict(notes))
    pq.write_table(table, path, compression="zstd")


def read_parquet(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    """All columns of a Parquet file, null as NaN, and the notes kept in it.

    Raises:
        InputError: If it is no Parquet file.
        MissingExtra: If pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise MissingExtra(f"reading {path.name}", "parquet") from None
    try:
        table = pq.read_table(path)
    except (pa.ArrowInvalid, OSError) as problem:
        raise InputError(f"{path}: no Parquet file ({problem})") from problem
    columns = {
        name: column.to_numpy()
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    notes = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    return columns, {key: value for key, value in notes.items() if key != "pandas"}
