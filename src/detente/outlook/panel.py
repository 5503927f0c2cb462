"""The panel of pairs and years: what happened, and what was known the year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.model.errors import InputError
from detente.outlook.covariates import CONTIGUOUS, covariates, defence_pacts, geography
from detente.outlook.history import history_columns
from detente.outlook.pairs import Columns, Pairs, pairs_of
from detente.outlook.rungs import RungTable, pair_incidents, rung_table

YEARLY: Final = ("trade", "organisations", "alliances", "capabilities", "democracy", "warheads")
"""Tables with a row per year."""
_NEEDED: Final = ("states", "majors", "contiguity", "disputes")


@dataclass(frozen=True, slots=True)
class Panel:
    """One row per undirected pair and year.

    Attributes:
        columns: By name: ``ccode1 < ccode2, year, relevant, rung`` (NaN after the last outcome
            year), ``timed`` (rung from dated incidents), then geography of the year itself and
            everything else as known at the end of the year before.
        last_years: Last year of data by table.
    """

    columns: Mapping[str, NDArray[Any]]
    last_years: Mapping[str, int]


def build_panel(tables: Mapping[str, Columns], *, until: int | None = None) -> Panel:
    """Build the panel from the publishers' tables.

    Args:
        tables: Columns by table, as the codebook names them.
        until: Last year; by default the last in which the list of states, trade and shared
            organisations all have data.

    Raises:
        InputError: If states, majors, contiguity or disputes are not there.
    """
    for name in _NEEDED:
        if name not in tables:
            raise InputError(f"the panel needs the table of {name}: add the publisher's file")
    last_years = _last_years(tables)
    ends = [last_years[name] for name in ("states", "trade", "organisations") if name in last_years]
    pairs = pairs_of(tables["states"], until=until or min(ends))
    found = pair_incidents(tables["participants"]) if "participants" in tables else None
    rungs = rung_table(pairs, tables["disputes"], found)
    columns = _keys(pairs, rungs)
    columns |= geography(pairs, tables)
    columns["relevant"] = (columns["contiguity"] <= CONTIGUOUS) | (columns["majors"] >= 1)
    allied = defence_pacts(pairs, tables["alliances"]) if "alliances" in tables else None
    columns |= history_columns(pairs, rungs, tables["disputes"], allied=allied)
    columns |= covariates(pairs, tables)
    return Panel(columns, {**last_years, "outcomes": rungs.last_year})


def _keys(pairs: Pairs, rungs: RungTable) -> dict[str, NDArray[Any]]:
    year = pairs.year + pairs.first_year
    rung = pairs.rows(rungs.rung)
    rung[year > rungs.last_year] = np.nan
    return {
        "ccode1": pairs.codes[pairs.one].astype(np.int16),
        "ccode2": pairs.codes[pairs.two].astype(np.int16),
        "year": year.astype(np.int16),
        "relevant": np.zeros(len(year), np.bool_),
        "rung": rung,
        "timed": rungs.timed[pairs.one, pairs.two, pairs.year],
    }


def _last_years(tables: Mapping[str, Columns]) -> dict[str, int]:
    last = {"states": int(tables["states"]["endyear"].max())}
    for name in YEARLY:
        if name in tables:
            last[name] = int(tables[name]["year"].max())
    if "distance" in tables:
        last["distance"] = int(tables["distance"]["year"].max())
    for name in ("rivalry_tss", "rivalry_td", "arms_races"):
        if name in tables:
            last[name] = int(tables[name]["end_year"].max())
    return last
