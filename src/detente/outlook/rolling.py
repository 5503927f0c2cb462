"""Rolling origin: every year is predicted by a fit on the years before it, and only those."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.model.errors import InputError
from detente.outlook.bare import with_history
from detente.outlook.escalation import (
    Baseline,
    EscalationModel,
    fit_baseline,
    fit_escalation,
)
from detente.outlook.stepping import (
    Paths,
    Probabilities,
    averaged,
    drawn,
    recent_rungs,
    repeated,
)
from detente.outlook.terms import GROUPS, INPUTS, Inputs, inputs_of

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

TREES_EVERY: Final = 5
"""Trees are grown anew every so many years; the logits every year."""
FEW_PATHS: Final = 10
"""Paths a pair through years without outcomes, for all pairs at once."""
KEYS: Final = ("ccode1", "ccode2", "year", "relevant", "rung")
CARRIED: Final = (*GROUPS["history"], *GROUPS["third parties"], *GROUPS["world"])
"""Inputs that rest on outcomes and end with them."""

Progress = Callable[[int, int], None]
"""Told the year that is done and how many are left."""


@dataclass(frozen=True, slots=True)
class Forecasts:
    """Predictions of politically relevant rows, one step ahead.

    Attributes:
        ccode1: Lesser code.
        ccode2: Greater code.
        year: Year predicted.
        rung: What happened, 0 where not known.
        timed: Whether the rung comes from dated incidents.
        model: Shape (rows, 5): probabilities of rungs 1 to 5.
        baseline: The same of the fixed baseline.
        frozen: The model fitted once, before the first year.
        frozen_baseline: The baseline fitted once.
    """

    ccode1: Whole
    ccode2: Whole
    year: Whole
    rung: Whole
    timed: NDArray[np.bool_]
    model: Floats
    baseline: Floats
    frozen: Floats
    frozen_baseline: Floats


def relevant_rows(columns: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The politically relevant rows of a panel, sorted by year and pair.

    A panel without history columns gets them from its own rungs.

    Raises:
        InputError: If a column that must be there is missing.
    """
    for name in KEYS:
        if name not in columns:
            raise InputError(f"the panel has no column {name!r}; detente outlook panel makes one")
    rows = with_history(columns)
    kept = rows["relevant"].astype(bool)
    return {name: column[kept] for name, column in rows.items()}


def roll(
    columns: Mapping[str, NDArray[Any]], *, start: int, progress: Progress | None = None
) -> Forecasts:
    """Predict every year from ``start`` on, each from a fit on the years before it.

    Years after the last outcome year are predicted from that year's fit; their history is
    carried on by the model's own draws, since nobody has written down what happened.

    Args:
        columns: The panel.
        start: First year predicted.
        progress: Told after each year.

    Raises:
        InputError: If columns are missing or there is nothing to fit on or to predict.
    """
    rows = relevant_rows(columns)
    year, rung = rows["year"].astype(np.int64), rows["rung"].astype(float)
    known = ~np.isnan(rung)
    if not (known & (year < start)).any() or not (year >= start).any():
        raise InputError(f"nothing to fit on before {start}, or nothing to predict from it on")
    inputs = inputs_of(rows, np.arange(len(year)))
    work = _Work(rows, inputs, year, np.nan_to_num(rung).astype(np.int64), known)
    years = [int(each) for each in np.unique(year[year >= start])]
    for left, each in zip(range(len(years) - 1, -1, -1), years, strict=True):
        work.predict(each, start)
        if progress is not None:
            progress(each, left)
    return work.forecasts(year >= start)


class _Work:
    """What rolls on: the fits of the year before, and the answers so far."""

    def __init__(
        self, rows: dict[str, NDArray[Any]], inputs: Inputs, year: Whole, rung: Whole,
        known: NDArray[np.bool_],
    ) -> None:  # fmt: skip
        self.rows, self.inputs, self.year, self.rung, self.known = rows, inputs, year, rung, known
        self.last = int(year[known].max())
        self.answers = np.full((4, len(year), 5), np.nan)
        self.models: list[tuple[EscalationModel, Baseline]] = []
        self.paths: tuple[_Carried, ...] = ()

    def predict(self, each: int, start: int) -> None:
        if each <= self.last + 1:
            self._fit(each, start)
        now = np.flatnonzero(self.year == each)
        makers = self._makers()
        if each <= self.last + 1:
            for slot, make in enumerate(makers):
                self.answers[slot, now] = make(Inputs(self.inputs.values[now]))
        else:
            self._carry(now, each, makers)

    def _makers(self) -> list[Probabilities]:
        (first, plain), (latest, late) = self.models[0], self.models[-1]
        return [
            latest.probabilities, late.probabilities, first.probabilities, plain.probabilities
        ]  # fmt: skip

    def _fit(self, each: int, start: int) -> None:
        before = self.known & (self.year < each)
        some, rung = Inputs(self.inputs.values[before]), self.rung[before]
        old = self.models[-1] if self.models else None
        trees = old[0].trees if old and (each - start) % TREES_EVERY else None
        model = fit_escalation(some, rung, self.year[before], trees=trees)
        base = fit_baseline(some, rung, earlier=old[1] if old else None)
        self.models = [*self.models[:1], (model, base)]

    def _carry(self, now: Whole, each: int, makers: list[Probabilities]) -> None:
        """Past the outcomes: histories of the last known year, moved on by draws."""
        if not self.paths:
            self.paths = tuple(_Carried(self, make) for make in makers)
        for slot, carried in enumerate(self.paths):
            self.answers[slot, now] = carried.year(self, now, each)

    def pair(self) -> Whole:
        return self.rows["ccode1"].astype(np.int64) * 1000 + self.rows["ccode2"].astype(np.int64)

    def forecasts(self, kept: NDArray[np.bool_]) -> Forecasts:
        timed = self.rows.get("timed", np.zeros(len(kept), np.bool_)).astype(bool)
        model, baseline, frozen, frozen_baseline = self.answers[:, kept]
        return Forecasts(
            ccode1=self.rows["ccode1"].astype(np.int64)[kept],
            ccode2=self.rows["ccode2"].astype(np.int64)[kept],
            year=self.year[kept],
            rung=self.rung[kept],
            timed=timed[kept],
            model=model,
            baseline=baseline,
            frozen=frozen,
            frozen_baseline=frozen_baseline,
        )


class _Carried:
    """The drawn histories of one model's pairs, from the first year without outcomes on."""

    def __init__(self, work: _Work, make: Probabilities) -> None:
        at = np.flatnonzero(work.year == work.last + 1)
        self.make, self.pairs = make, work.pair()[at]
        rung = np.where(work.known, work.rung, np.nan).astype(float)
        recent = recent_rungs(work.pair(), work.year, rung, wanted=self.pairs, until=work.last)
        self.paths: Paths = repeated(Inputs(work.inputs.values[at]), recent, paths=FEW_PATHS)
        self.done = work.last + 1

    def year(self, work: _Work, now: Whole, each: int) -> Floats:
        while self.done < each:
            step = self.done - work.last
            self.paths = drawn(self.paths, self.make, step=step, count=FEW_PATHS)
            self.done += 1
        count = FEW_PATHS
        order = np.argsort(self.pairs)
        place = order[np.clip(np.searchsorted(self.pairs, work.pair()[now], sorter=order), 0,
                              len(order) - 1)]  # fmt: skip
        here = self.pairs[place] == work.pair()[now]
        rows = (place[:, None] * count + np.arange(count)).ravel()
        values = np.repeat(work.inputs.values[now], count, axis=0)
        for name in CARRIED:
            at = INPUTS.index(name)
            fresh = ~np.repeat(here, count)
            values[:, at] = np.where(
                fresh, NEW.get(name, np.nan), self.paths.inputs.values[rows, at]
            )
        return averaged(self.make(Inputs(values)), count=count)


NEW: Final = dict.fromkeys(GROUPS["history"], 0.0) | {
    "last_rung": 1.0, "rung_two_back": 1.0, "highest_rung_10": 1.0,
}  # fmt: skip
"""History of a pair that was not there, or not relevant, when outcomes ended."""
