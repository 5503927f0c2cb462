"""Tables of deaths by country and month, and predictions for them, as Parquet files.

The layout is that of the VIEWS prediction challenge: ``month_id`` (1 is January 1980),
``country_id``, and for predictions ``draw`` and ``outcome``. Parquet needs the extra ``parquet``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.model.errors import InputError, MissingExtra

Columns = dict[str, NDArray[Any]]

OUTCOME: Final = "fatalities_sb"
"""Column of state-based deaths; ``outcome`` and ``ged_sb`` are taken as well."""

_OUTCOMES: Final = (OUTCOME, "outcome", "ged_sb")
_KEYS: Final = ("month_id", "country_id")
_SPAN: Final = 1_000_000


def read_country_months(path: Path) -> Columns:
    """Read a table of country-months.

    Returns:
        ``month_id`` and ``country_id`` as whole numbers, ``deaths`` as numbers with NaN where the
        outcome is not known; each of shape (rows,). A table without a column of outcomes is
        refused.

    Raises:
        InputError: If the file is no Parquet file, lacks a column or holds words for numbers.
        MissingExtra: If pyarrow is not installed.
    """
    table = _read(path)
    outcome = next((name for name in _OUTCOMES if name in table.column_names), None)
    if outcome is None:
        raise InputError(
            f"{path}: no column of deaths; one of {', '.join(_OUTCOMES)} is needed, "
            f"there are {', '.join(table.column_names)}"
        )
    return {
        **{name: _whole(path, table, name) for name in _KEYS},
        "deaths": _numbers(path, table, outcome),
    }


def read_draws(path: Path) -> Columns:
    """Read predictions: ``month_id``, ``country_id`` of shape (rows,), ``draws`` (rows, draws).

    Rows come sorted by month and country.

    Raises:
        InputError: If a column is missing, or some country and month has fewer draws than others.
        MissingExtra: If pyarrow is not installed.
    """
    table = _read(path)
    month, country = (_whole(path, table, name) for name in _KEYS)
    outcome = _numbers(path, table, "outcome")
    keys = month * _SPAN + country
    if (keys[1:] < keys[:-1]).any():
        order = np.argsort(keys, kind="stable")
        keys, outcome = keys[order], outcome[order]
    rows, counts = np.unique(keys, return_counts=True)
    if not len(rows) or len(np.unique(counts)) != 1:
        raise InputError(
            f"{path}: between {counts.min(initial=0)} and {counts.max(initial=0)} draws a country "
            "and month; all must have as many"
        )
    return {
        "month_id": rows // _SPAN,
        "country_id": rows % _SPAN,
        "draws": outcome.reshape(len(rows), -1),
    }


def write_draws(
    path: Path, month: NDArray[Any], country: NDArray[Any], draws: NDArray[Any]
) -> None:
    """Write predictions in the layout of the challenge, one row a draw.

    Args:
        path: File to write; an existing one is replaced at the end, and whole.
        month: Month numbers, shape (rows,).
        country: Country identifiers, shape (rows,).
        draws: Shape (rows, draws).

    Raises:
        InputError: If the file cannot be written.
        MissingExtra: If pyarrow is not installed.
    """
    arrow, parquet = _parquet()
    many = draws.shape[1]
    table = arrow.table(
        {
            "month_id": np.repeat(np.asarray(month, np.int32), many),
            "country_id": np.repeat(np.asarray(country, np.int32), many),
            "draw": np.tile(np.arange(many, dtype=np.int32), len(draws)),
            "outcome": np.asarray(draws, np.int64).ravel(),
        }
    )
    part = path.with_name(path.name + ".part")
    try:
        parquet.write_table(table, part, compression="zstd")
        part.replace(path)
    except OSError as problem:
        raise InputError(f"{path}: cannot be written: {problem}") from problem


def _read(path: Path) -> Any:
    arrow, parquet = _parquet()
    try:
        return parquet.read_table(path)
    except FileNotFoundError as problem:
        raise InputError(f"{path}: there is no such file") from problem
    except (arrow.ArrowInvalid, OSError) as problem:
        raise InputError(f"{path}: not a Parquet file that can be read: {problem}") from problem


def _parquet() -> tuple[Any, Any]:
    try:
        import pyarrow as pa  # noqa: PLC0415 (an optional part)
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as missing:
        raise MissingExtra("reading and writing Parquet files", "parquet") from missing
    return pa, parquet


def _whole(path: Path, table: Any, name: str) -> NDArray[np.int64]:
    numbers = _numbers(path, table, name)
    if not np.isfinite(numbers).all():
        at = int(np.flatnonzero(~np.isfinite(numbers))[0])
        raise InputError(f"{path}, row {at + 1}, column {name!r}: no number")
    return numbers.astype(np.int64)


def _numbers(path: Path, table: Any, name: str) -> NDArray[np.float64]:
    if name not in table.column_names:
        raise InputError(f"{path}: no column {name!r}; there are {', '.join(table.column_names)}")
    arrow, _ = _parquet()
    try:
        column = table.column(name).cast(arrow.float64())
    except (arrow.ArrowInvalid, arrow.ArrowNotImplementedError) as problem:
        raise InputError(f"{path}, column {name!r}: not numbers: {problem}") from problem
    answer: NDArray[np.float64] = column.to_numpy(zero_copy_only=False).astype(np.float64)
    return answer
