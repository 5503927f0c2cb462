"""Makes src/detente/outlook/escalation.npz from the publishers' files: python training/outlook/build.py DIR

Needs the files that `detente outlook panel` reads. Everything drawn hangs on SEED.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from detente.app.outlook_panel import tables_of
from detente.outlook.covariates import ALLIANCE_TYPES
from detente.outlook.escalation import EscalationModel, fit_baseline, fit_escalation
from detente.outlook.panel import build_panel
from detente.outlook.reliability import reliability_curve
from detente.outlook.rolling import CARRIED, NEW, Forecasts, relevant_rows, roll
from detente.outlook.rungs import pair_incidents
from detente.outlook.shipped import GAPS, Shipped, Vintage, packed
from detente.outlook.stepping import advanced, averaged, drawn, recent_rungs, repeated
from detente.outlook.terms import INPUTS, Inputs, inputs_of
from detente.outlook.timing import month_exponents

SEED = 2026
REDRAWS = 12
ORIGINS = (1970, 1975, 1980, 1985)
TODAY_MISSING = (
    *ALLIANCE_TYPES, "trade_low", "trade_high", "organisations", "nuclear", "arms_race",
    "rivalry_tss", "rivalry_td", "capability_share", "capability_log",
)  # fmt: skip
"""Inputs whose last year lies before TODAY."""
TODAY = 2025


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rolled", type=Path, help="forecasts of an earlier run, .npz")
    parser.add_argument("--out", type=Path, default=Path("src/detente/outlook/escalation.npz"))
    wanted = parser.parse_args()
    tables = tables_of(wanted.folder)
    panel = build_panel(tables, until=2016)
    rows = relevant_rows(panel.columns)
    last = panel.last_years["outcomes"]
    forecasts = _forecasts(rows, wanted.rolled)
    print("fared")
    fared = _fared(forecasts)
    incidents = pair_incidents(tables["participants"])
    exponents = month_exponents(
        incidents, first=int(incidents.start.min()), last=int(incidents.end.max())
    )
    print("exponents", exponents.round(3).tolist())
    known = ~np.isnan(rows["rung"])
    fit = {name: column[known] for name, column in rows.items()}
    inputs, rung = inputs_of(fit, np.arange(len(fit["year"]))), fit["rung"].astype(np.int64)
    year, pairs = fit["year"].astype(np.int64), _pair(fit)
    now, structure = _standing(panel.columns, last, tables)
    blind = _blinded(inputs)
    vintages = (
        _vintage(last, inputs, rung, year, pairs, now),
        _vintage(TODAY, blind, rung, year, pairs, structure),
    )
    print("widening")
    widening = _widening(rows, last)
    print(widening.round(2).tolist())
    at, keep = np.flatnonzero(rows["year"] == last), _kept(panel.columns)
    recent = recent_rungs(_pair(rows), rows["year"].astype(np.int64), rows["rung"].astype(float),
                          wanted=_pair(panel.columns)[keep], until=last)  # fmt: skip
    done = Shipped(
        ccode1=panel.columns["ccode1"][keep].astype(np.int64),
        ccode2=panel.columns["ccode2"][keep].astype(np.int64),
        rungs=recent,
        last_outcome=last,
        last_years=panel.last_years,
        vintages=vintages,
        exponents=exponents,
        widening=widening,
        fared=fared,
        typical=np.nanmedian(inputs_of(rows, at).values, axis=0),
    )
    np.savez_compressed(wanted.out, **packed(done))
    print(f"{len(keep):,} pairs, {wanted.out.stat().st_size:,} bytes")


def _pair(rows):
    return rows["ccode1"].astype(np.int64) * 1000 + rows["ccode2"].astype(np.int64)


def _kept(columns):
    """Pairs relevant in the panel's last year."""
    return np.flatnonzero((columns["year"] == columns["year"].max()) & columns["relevant"])


def _standing(columns, last, tables):
    """Inputs as known at the end of the last outcome year, and with today's structure."""
    keep, names = _kept(columns), _pair(columns)
    then = inputs_of(columns, keep)
    first = np.flatnonzero(columns["year"] == last + 1)
    order = first[np.argsort(names[first])]
    place = order[np.clip(np.searchsorted(names[order], names[keep]), 0, len(order) - 1)]
    there = names[place] == names[keep]
    old = inputs_of(columns, place).values
    values = np.where(there[:, None], old, np.nan)
    for name, start in NEW.items():
        values[~there, INPUTS.index(name)] = start
    for name in ("contiguity", "majors", "log_distance"):
        at = INPUTS.index(name)
        values[~there, at] = then.values[~there, at]
    now = Inputs(values).replaced(
        {name: columns[name][keep] for name in ("contiguity", "majors", "log_distance")}
    )
    codes = [columns[k][keep].astype(int) for k in ("ccode1", "ccode2")]
    democracy = tables["democracy"]
    newest = {
        (int(c), int(y)): v
        for c, y, v in zip(democracy["ccode"], democracy["year"], democracy["polyarchy"])
    }
    one, two = (np.array([newest.get((c, TODAY), np.nan) for c in side]) for side in codes)
    low, high = np.minimum(one, two), np.maximum(one, two)
    structure = {"democracy_low": low, "democracy_high": high}
    structure["both_democratic"] = np.where(np.isnan(low), np.nan, low >= 0.5)
    structure |= dict.fromkeys(TODAY_MISSING, np.nan)
    return Inputs(values), now.replaced(structure)


def _blinded(inputs):
    return inputs.replaced(dict.fromkeys(TODAY_MISSING, np.nan))


def _vintage(year_known, inputs, rung, year, pairs, now):
    model = fit_escalation(inputs, rung, year)
    print("fitted", year_known)
    names = np.unique(pairs)
    redrawn = []
    for draw in range(REDRAWS):
        random = np.random.default_rng([SEED, draw])
        times = np.bincount(random.integers(0, len(names), len(names)), minlength=len(names))
        again = np.repeat(np.arange(len(pairs)), times[np.searchsorted(names, pairs)])
        again.sort()
        redrawn.append(
            fit_escalation(
                Inputs(inputs.values[again]), rung[again], year[again], trees=model.trees
            )
        )
    return Vintage(year_known, model, tuple(redrawn), fit_baseline(inputs, rung), now.values)


def _forecasts(rows, rolled):
    if rolled is not None:
        return Forecasts(**dict(np.load(rolled)))
    known = rows["year"] <= np.nanmax(rows["year"][~np.isnan(rows["rung"])])
    return roll({name: column[known] for name, column in rows.items()}, start=1970)


def _fared(forecasts):
    """Groups of forecasts of about equal numbers of happenings, not of rows."""
    lines = []
    pairs = forecasts.ccode1 * 1000 + forecasts.ccode2
    for rung, cuts in ((2, (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6)),
                       (3, (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6)),
                       (4, (0.003, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)),
                       (5, (0.001, 0.005, 0.02, 0.1))):  # fmt: skip
        told = forecasts.model[:, rung - 1 :].sum(axis=1)
        happened = (forecasts.rung >= rung).astype(int)
        group = np.searchsorted(cuts, told, side="right")
        for number in np.unique(group):
            inside = group == number
            (point,) = reliability_curve(
                told[inside], happened[inside], pairs[inside], groups=1, seed=SEED, repetitions=400
            )
            lines.append([rung, point.lowest, point.highest, point.forecast, point.frequency.value,
                          point.frequency.low, point.frequency.high, point.rows])  # fmt: skip
    for line in lines:
        print("  ", np.round(line, 4).tolist())
    return np.array(lines)


def _widening(rows, last):
    """How far an up-to-date estimate lies from one with history of g years ago, in log-odds.

    First with nothing known since, then with the rung of the latest year known.
    """
    year, names = rows["year"].astype(np.int64), _pair(rows)
    rung = rows["rung"].astype(float)
    inputs = inputs_of(rows, np.arange(len(year)))
    gone = {(known, gap): [] for known in (0, 1) for gap in GAPS}
    for origin in ORIGINS:
        before = year < origin
        model = fit_escalation(
            Inputs(inputs.values[before]), rung[before].astype(int), year[before]
        )
        at = np.flatnonzero(year == origin)
        recent = recent_rungs(names, year, rung, wanted=names[at], until=origin - 1)
        paths = repeated(Inputs(inputs.values[at]), recent, paths=20)
        for gap in range(1, GAPS[-1] + 1):
            if origin + gap > last:
                break
            latest = recent_rungs(names, year, rung, wanted=names[at], until=origin + gap - 1)
            told = advanced(paths, np.repeat(latest[:, -1].astype(int), 20))
            paths = drawn(paths, model.probabilities, step=gap, count=20)
            now = np.flatnonzero(year == origin + gap)
            if gap in GAPS:
                for known, old in ((0, paths), (1, told)):
                    gone[known, gap].append(_apart(model, old, inputs, now, names[at], names[now]))
        print("  origin", origin, flush=True)
    return np.array(
        [
            [
                np.nanquantile(np.concatenate(gone[known, gap]), (0.05, 0.95), axis=0).T
                for gap in GAPS
            ]
            for known in (0, 1)
        ]
    )


def _apart(model: EscalationModel, paths, inputs, now, then_names, now_names):
    """Log-odds of the up-to-date estimate minus those of the one with old history."""
    order = np.argsort(then_names)
    place = np.clip(np.searchsorted(then_names[order], now_names), 0, len(order) - 1)
    same = then_names[order[place]] == now_names
    place, now = order[place[same]], now[same]
    fresh = Inputs(inputs.values[now])
    rows = (place[:, None] * 20 + np.arange(20)).ravel()
    values = np.repeat(fresh.values, 20, axis=0)
    for name in CARRIED:
        at = INPUTS.index(name)
        values[:, at] = paths.inputs.values[rows, at]
    stale = averaged(model.probabilities(Inputs(values)), count=20)
    return _odds(model.probabilities(fresh)) - _odds(stale)


def _odds(shares):
    reached = np.clip(np.cumsum(shares[:, ::-1], axis=1)[:, ::-1][:, 1:], 1e-9, 1 - 1e-9)
    return np.log(reached / (1 - reached))


if __name__ == "__main__":
    main()
