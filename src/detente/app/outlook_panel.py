"""From a folder of publishers' files to the panel of pairs and years."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy import ma
from numpy.typing import NDArray

from detente.adapters.dyad_files import Columns, read_tables, write_parquet
from detente.codebook.loader import load_table
from detente.codebook.states import StateRow
from detente.model.errors import InputError
from detente.outlook.months import pair_months
from detente.outlook.panel import Panel, build_panel
from detente.outlook.rungs import pair_incidents

Tell = Callable[[str], None]


def panel_of(folder: Path, *, until: int | None = None) -> Panel:
    """Build the panel from a folder.

    Raises:
        EmptyInput: If the folder holds no list of states.
        InputError: If a table or a column that is needed is missing.
        MissingExtra: If a file is Parquet and pyarrow is not installed.
    """
    return build_panel(tables_of(folder), until=until)


def tables_of(folder: Path) -> dict[str, Columns]:
    """The publishers' tables of a folder, states named by Correlates of War code."""
    tables = read_tables(folder)
    if "warheads" in tables:
        tables["warheads"] = _by_code(tables["warheads"])
    return tables


def make_panel(folder: Path, output: Path, *, until: int | None = None, tell: Tell) -> None:
    """Build the panel and write it as Parquet, with its vintage in the metadata."""
    panel = panel_of(folder, until=until)
    write_parquet(output, _whole(panel.columns), {"last_years": json.dumps(dict(panel.last_years))})
    rows, relevant = len(panel.columns["year"]), int(panel.columns["relevant"].sum())
    tell(f"{rows:,} pairs and years, {relevant:,} politically relevant, written to {output}")
    vintage = ", ".join(f"{name} {year}" for name, year in sorted(panel.last_years.items()))
    tell(f"last year of data: {vintage}")


def make_months(folder: Path, output: Path, *, tell: Tell) -> None:
    """Write the months of every dispute with dated incidents as Parquet.

    Raises:
        InputError: If there is no file of incident participants.
    """
    tables = tables_of(folder)
    if "participants" not in tables:
        raise InputError(f"{folder}: no file of incident participants (MIDIP), so no months")
    incidents = pair_incidents(tables["participants"])
    months = pair_months(incidents, last=int(incidents.end.max()))
    columns = {name: getattr(months, name) for name in months.__slots__}
    columns["year"], columns["month"] = months.month // 12, months.month % 12 + 1
    write_parquet(output, columns, {})
    tell(f"{len(months.rung):,} months of pairs in a dispute, written to {output}")


def _whole(columns: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Rungs as nullable whole numbers."""
    rung = columns["rung"]
    kept = ma.MaskedArray(np.nan_to_num(rung, nan=0).astype(np.int8), mask=np.isnan(rung))
    return {**columns, "rung": kept}


def _by_code(warheads: Columns) -> Columns:
    codes = {row.name: row.cow for row in load_table("states", StateRow) if row.cow}
    ccode = np.array([codes.get(name) or np.nan for name in warheads["state"]], float)
    known = ~np.isnan(ccode)
    return {
        "ccode": ccode[known],
        "year": warheads["year"][known],
        "count": warheads["count"][known],
    }
