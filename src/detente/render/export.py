"""Records as JSON Lines, CSV or Parquet, the same bytes at every run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from detente.model.errors import MissingExtra
from detente.render.tables import Table

Scalar = str | int | float | bool | None


def json_lines(records: Iterable[dict[str, Any]]) -> Iterable[str]:
    """One line of JSON a record, without the line end."""
    return (json.dumps(record, ensure_ascii=False) for record in records)


def flat(record: dict[str, Any], prefix: str = "") -> dict[str, Scalar]:
    """Bring a record into one level: keys joined by ``.``, lists by ``|``.

    >>> flat({"source": [{"code": "ALD"}, {"code": "BRV"}], "event": ["ASSAULT"]})
    {'source.code': 'ALD|BRV', 'event': 'ASSAULT'}
    """
    cells: dict[str, Scalar] = {}
    for key, value in record.items():
        cells |= _cells(prefix + key, value)
    return cells


def _cells(name: str, value: Any) -> dict[str, Scalar]:
    if isinstance(value, dict):
        return flat(value, f"{name}.")
    if isinstance(value, list):
        if value and all(isinstance(item, dict) for item in value):
            return _columns(name, [flat(item) for item in value])
        return {name: "|".join(_text(item) for item in value)}
    return {name: value}


def _columns(name: str, rows: Sequence[dict[str, Scalar]]) -> dict[str, Scalar]:
    keys = dict.fromkeys(key for row in rows for key in row)
    return {f"{name}.{key}": "|".join(_text(row.get(key)) for row in rows) for key in keys}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def csv_text(records: Iterable[dict[str, Any]]) -> str:
    """Flat records as CSV with a header; the columns are those of all records together."""
    rows = [flat(record) for record in records]
    return _written(_header(rows), rows)


def table_csv(table: Table) -> str:
    """A table as CSV with a header."""
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return _written(table.columns, rows)


def _header(rows: Iterable[dict[str, Scalar]]) -> tuple[str, ...]:
    names = dict.fromkeys(key for row in rows for key in row)
    plain = [name for name in names if not _nested_in(name, names)]
    return tuple(plain)


def _nested_in(name: str, names: Iterable[str]) -> bool:
    """An empty list leaves a bare column beside the nested ones of other records: drop it."""
    return any(other.startswith(f"{name}.") for other in names)


def _written(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _text(value) for key, value in row.items()} for row in rows)
    return buffer.getvalue()


def parquet(records: Iterable[dict[str, Any]], file: BinaryIO) -> None:
    """Write flat records as Parquet.

    Raises:
        MissingExtra: If pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an optional part
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtra("Parquet output", "parquet") from error
    rows = [flat(record) for record in records]
    names = _header(rows)
    columns = {name: [row.get(name) for row in rows] for name in names}
    schema = pa.schema([(name, _arrow_type(pa, columns[name])) for name in names])
    pq.write_table(pa.table(columns, schema=schema), file)


def _arrow_type(pa: Any, values: Iterable[Scalar]) -> Any:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return pa.bool_()
    if kinds == {int}:
        return pa.int64()
    return pa.float64() if kinds and kinds <= {int, float} else pa.string()
