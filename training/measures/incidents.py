"""Acts and disputes from the incident files of Correlates of War, as the package's own types."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from detente.measures.spells import Act

MIDDLE = 15


def rows(folder: Path, name: str) -> list[dict]:
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


def day(year: int, month: int, of_month: int) -> int:
    """Ordinal day; an unknown day stands in the middle of its month."""
    return dt.date(year, month, MIDDLE if of_month < 1 else of_month).toordinal()


def side_names(folder: Path) -> dict[tuple[int, int], str]:
    """Each side of each dispute by its first originator, which makes the dyad of the dispute."""
    names: dict[tuple[int, int], str] = {}
    states = sorted(rows(folder, "MIDB_5.0"), key=lambda r: (r["dispnum"], -r["orig"], r["ccode"]))
    for one in states:
        names.setdefault((one["dispnum"], one["sidea"]), str(one["ccode"]))
    return names


def acts(folder: Path, *, known_days: bool = False) -> list[Act]:
    """Each side's act in each incident: the highest rung of any state of that side."""
    names = side_names(folder)
    starts = {
        one["incidnum"]: (one["styear"], one["stmon"], one["stday"])
        for one in rows(folder, "MIDI_5.0")
    }
    highest: Counter[tuple[int, int, int]] = Counter()
    for one in rows(folder, "MIDIP_5.0"):
        if one["action"] > 0:
            key = (one["dispnum"], one["incidnum"], one["sidea"])
            highest[key] = max(highest[key], one["hostlev"])
    found = []
    for (dispute, incident, side), rung in sorted(highest.items()):
        when = starts[incident]
        if when[1] < 1 or (known_days and when[2] < 1):
            continue
        actor = names.get((dispute, side), f"{dispute}-{side}")
        target = names.get((dispute, 1 - side), f"{dispute}-{1 - side}")
        found.append(Act(str(dispute), actor, target, day(*when), rung))
    return found


def ends(folder: Path) -> dict[str, int]:
    """Last day of each dispute."""
    return {
        str(one["dispnum"]): day(one["endyear"], one["endmon"], one["endday"])
        for one in rows(folder, "MIDA_5.0")
        if one["endmon"] > 0
    }
