"""How long the outlook takes: the panel, the fit, one pair. Needs ../shared (DETENTE_SHARED)."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

import numpy as np


def measure() -> dict[str, float]:
    """Seconds and megabytes; the load of the machine stands beside them."""
    from detente.app.outlook import outlook_of
    from detente.app.outlook_panel import panel_of
    from detente.outlook.escalation import fit_baseline, fit_escalation
    from detente.outlook.rolling import relevant_rows
    from detente.outlook.terms import inputs_of

    figures: dict[str, float] = {"load": os.getloadavg()[0]}
    outlook_of("GRC", "TUR")
    figures["one_pair_seconds"], figures["one_pair_cpu_seconds"] = _median(
        lambda: outlook_of("IND", "PAK")
    )
    folder = Path(os.environ.get("DETENTE_SHARED", "../shared")) / "data" / "dyads"
    start, busy = time.perf_counter(), time.process_time()
    panel = panel_of(folder)
    figures["panel_seconds"] = time.perf_counter() - start
    figures["panel_cpu_seconds"] = time.process_time() - busy
    figures["panel_rows"] = len(panel.columns["year"])
    figures["panel_peak_mb"] = _peak()
    rows = relevant_rows(panel.columns)
    known = ~np.isnan(rows["rung"])
    inputs = inputs_of(rows, np.flatnonzero(known))
    rung, year = rows["rung"][known].astype(np.int64), rows["year"][known].astype(np.int64)
    start, busy = time.perf_counter(), time.process_time()
    fit_escalation(inputs, rung, year)
    figures["fit_seconds"] = time.perf_counter() - start
    figures["fit_cpu_seconds"] = time.process_time() - busy
    start = time.perf_counter()
    fit_baseline(inputs, rung)
    figures["fit_baseline_seconds"] = time.perf_counter() - start
    figures["fit_rows"] = len(rung)
    figures["peak_mb"] = _peak()
    return figures


def _median(work: object) -> tuple[float, float]:
    wall, cpu = [], []
    for _ in range(9):
        start, busy = time.perf_counter(), time.process_time()
        work()  # type: ignore[operator]
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - busy)
    return float(np.median(wall)), float(np.median(cpu))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
