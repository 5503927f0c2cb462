"""What measures act on, as it stood the year before: missing past the last year of data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.outlook.pairs import Columns, Pairs

Floats = NDArray[np.float32]
ALLIANCE_TYPES: Final = ("defence", "offence", "neutrality", "nonaggression", "consultation")
DEMOCRATIC: Final = 0.5
"""Electoral democracy index from which a state counts as a democracy (Kasuya and Mori 2019)."""
CONTIGUOUS: Final = 5
"""Contiguity types 1 (land) to 5 (up to 400 miles of water); 6 here stands for none."""


def geography(pairs: Pairs, tables: Mapping[str, Columns]) -> dict[str, Floats]:
    """Contiguity, major powers and distance in the year itself, known on its first day.

    Returns:
        ``contiguity`` (1 land to 5, 6 none), ``majors`` (0 to 2), ``log_distance``
        (log of 1 + kilometres between the nearest points; NaN where not measured).
    """
    columns = {}
    if "contiguity" in tables:
        columns["contiguity"] = pairs.rows(_contiguity(pairs, tables["contiguity"]))
    if "majors" in tables:
        one, two = pairs.of_each(_majors(pairs, tables["majors"]))
        columns["majors"] = one + two
    if "distance" in tables:
        far = tables["distance"]
        grid = pairs.grid(far["ccode1"], far["ccode2"], far["year"], far["kilometres"])
        columns["log_distance"] = np.log1p(pairs.rows(grid))
    return columns


def _contiguity(pairs: Pairs, rows: Columns) -> NDArray[np.int8]:
    """Closest contiguity in each year; open past the file's last day."""
    table = np.full((pairs.states, pairs.states, pairs.years), CONTIGUOUS + 1, np.int8)
    start, end = (_year_of(rows[mark]) - pairs.first_year for mark in ("start", "end"))
    end = np.where(end == end.max(initial=0), pairs.years, end)
    a, b = pairs.places(rows["ccode1"]), pairs.places(rows["ccode2"])
    kind = rows["conttype"]
    for row in np.flatnonzero((a >= 0) & (b >= 0) & (kind >= 1) & (kind <= CONTIGUOUS)):
        low, high = min(a[row], b[row]), max(a[row], b[row])
        span = table[low, high, max(start[row], 0) : end[row] + 1]
        np.minimum(span, int(kind[row]), out=span)
    return table


def _year_of(days: NDArray[np.float64]) -> NDArray[np.int64]:
    years = days.astype(np.int64).astype("datetime64[D]").astype("datetime64[Y]")
    return np.asarray(years.astype(np.int64) + 1970)


def _majors(pairs: Pairs, rows: Columns) -> Floats:
    """1 in every year in which a state is a major power; open past the file's last year."""
    table = np.zeros((pairs.states, pairs.years), np.float32)
    last = rows["endyear"].max(initial=0)
    for code, start, end in zip(rows["ccode"], rows["styear"], rows["endyear"], strict=True):
        place = int(pairs.places(np.array([code]))[0])
        if place >= 0:
            until = pairs.last_year if end == last else int(end)
            table[place, max(int(start) - pairs.first_year, 0) : until - pairs.first_year + 1] = 1
    return table


def covariates(pairs: Pairs, tables: Mapping[str, Columns]) -> dict[str, Floats]:
    """Everything that stood the year before; a table that is not there gives no column."""
    columns: dict[str, Floats] = {}
    for table, make in _MAKERS.items():
        if table in tables:
            columns |= make(pairs, tables[table])
    return columns


def _trade(pairs: Pairs, rows: Columns) -> dict[str, Floats]:
    """Trade of the two as a share of all trade of either: the lesser and the greater share."""
    volume = rows["imports1"] + rows["imports2"]
    grid = pairs.grid(rows["ccode1"], rows["ccode2"], rows["year"], volume)
    whole = np.nansum(grid, axis=0) + np.nansum(grid, axis=1)
    whole[whole == 0] = np.nan
    own = pairs.rows(grid, back=1)
    one, two = (own / values for values in pairs.of_each(whole, back=1))
    return {"trade_low": np.minimum(one, two), "trade_high": np.maximum(one, two)}


def _organisations(pairs: Pairs, rows: Columns) -> dict[str, Floats]:
    grid = pairs.grid(rows["ccode1"], rows["ccode2"], rows["year"], rows["shared"])
    return {"organisations": pairs.rows(grid, back=1)}


def _alliances(pairs: Pairs, rows: Columns) -> dict[str, Floats]:
    """1 where a pact binds the two, 0 where none does, NaN past the last year."""
    columns = {}
    until = int(rows["year"].max(initial=pairs.first_year)) - pairs.first_year
    for kind in ALLIANCE_TYPES:
        grid = pairs.grid(rows["ccode1"], rows["ccode2"], rows["year"], rows[kind], empty=0)
        grid[:, :, until + 1 :] = np.nan
        columns[kind] = pairs.rows(grid, back=1)
    return columns


def defence_pacts(pairs: Pairs, rows: Columns) -> NDArray[np.bool_]:
    """Whether a defence pact binds two states, table (states, states, years); last year kept on."""
    until = int(rows["year"].max(initial=pairs.first_year)) - pairs.first_year
    grid = pairs.grid(rows["ccode1"], rows["ccode2"], rows["year"], rows["defence"], empty=0)
    if until + 1 < pairs.years:
        grid[:, :, until + 1 :] = grid[:, :, until : until + 1]
    return grid > 0


def _capabilities(pairs: Pairs, rows: Columns) -> dict[str, Floats]:
    """Share of the greater in both capabilities (0.5 parity to 1), and log of their product."""
    grid = pairs.state_grid(rows["ccode"], rows["year"], rows["cinc"])
    one, two = pairs.of_each(grid, back=1)
    high, low = np.maximum(one, two), np.minimum(one, two)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = high / (high + low)
    floor = np.float32(1e-7)
    return {
        "capability_share": share,
        "capability_log": np.log(np.maximum(high, floor)) + np.log(np.maximum(low, floor)),
        "capability_high": high,
    }


def _democracy(pairs: Pairs, rows: Columns) -> dict[str, Floats]:
    grid = pairs.state_grid(rows["ccode"], rows["year"], rows["polyarchy"])
    one, two = pairs.of_each(grid, back=1)
    low = np.minimum(one, two)
    both = np.where(np.isnan(low), np.nan, low >= DEMOCRATIC).astype(np.float32)
    return {"democracy_low": low, "democracy_high": np.maximum(one, two), "both_democratic": both}


def _warheads(pairs: Pairs, rows: Columns) -> dict[str, Floats]:
    """How many of the two hold warheads; states not listed hold none while the list lasts."""
    holding = rows["count"] > 0
    listed = pairs.state_grid(rows["ccode"][holding], rows["year"][holding],
                              np.ones(int(holding.sum())))  # fmt: skip
    until = int(rows["year"].max(initial=pairs.first_year)) - pairs.first_year
    listed[:, : until + 1] = np.nan_to_num(listed[:, : until + 1])
    one, two = pairs.of_each(listed, back=1)
    return {"nuclear": one + two}


def _spans(name: str, pairs: Pairs, rows: Columns) -> dict[str, Floats]:
    until = int(rows["end_year"].max(initial=pairs.first_year))
    grid = pairs.spans(rows["ccode1"], rows["ccode2"], rows["start_year"], rows["end_year"],
                       until=until)  # fmt: skip
    return {name: pairs.rows(grid, back=1)}


_MAKERS: Final[Mapping[str, Callable[[Pairs, Columns], dict[str, Floats]]]] = {
    "trade": _trade,
    "organisations": _organisations,
    "alliances": _alliances,
    "capabilities": _capabilities,
    "democracy": _democracy,
    "warheads": _warheads,
    "rivalry_tss": partial(_spans, "rivalry_tss"),
    "rivalry_td": partial(_spans, "rivalry_td"),
    "arms_races": partial(_spans, "arms_race"),
}
