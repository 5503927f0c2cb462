"""Pairs in a dispute, month by month: how high the next month goes.

A pair is at risk from the month after its first incident until twelve months after its latest
known one, so that nothing is taken from the future: that a dispute is over shows only by silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.outlook.rung_logit import StepLogit, fit_steps, rung_probabilities
from detente.outlook.rungs import PairIncidents

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

AT_RISK: Final = 12
"""Months after the latest incident in which a pair still counts as in its dispute."""
PENALTIES: Final = (10.0, 30.0, 30.0, 30.0)
FADING: Final = 0.8


@dataclass(frozen=True, slots=True)
class PairMonths:
    """One row per pair and month within a dispute.

    Attributes:
        pair: Lesser code * 1000 + greater code.
        month: Year * 12 + month - 1.
        rung: Highest hostility of the month's incidents, 1 for none.
        last: Rung of the month before.
        quiet: Months since the latest incident, 0 if it was the month before.
        since: Months since the first incident of this stretch.
        highest: Highest rung of this stretch so far.
        fading: Months with an incident so far, each weighing 0.8 as much after every month.
    """

    pair: Whole
    month: Whole
    rung: Whole
    last: Whole
    quiet: Whole
    since: Whole
    highest: Whole
    fading: Floats


def pair_months(incidents: PairIncidents, *, last: int) -> PairMonths:
    """The months at risk of every pair.

    Args:
        incidents: Dated incidents between pairs.
        last: Last month with data.
    """
    low = np.minimum(incidents.one, incidents.two)
    names = low * 1000 + np.maximum(incidents.one, incidents.two)
    first = int(incidents.start.min())
    rows: list[tuple[float, ...]] = []
    for name in np.unique(names):
        own = names == name
        rungs = np.ones(last - first + 1, np.int64)
        for start, end, rung in zip(
            incidents.start[own], incidents.end[own], incidents.rung[own], strict=True
        ):
            np.maximum(rungs[start - first : end - first + 1], rung,
                       out=rungs[start - first : end - first + 1])  # fmt: skip
        rows += _stretches(int(name), rungs, first)
    table = np.array(rows, float).reshape(-1, 8)
    pair, month, rung, before, quiet, since, highest = table[:, :7].astype(np.int64).T
    return PairMonths(
        pair=pair,
        month=month,
        rung=rung,
        last=before,
        quiet=quiet,
        since=since,
        highest=highest,
        fading=table[:, 7],
    )


def _stretches(name: int, rungs: Whole, first: int) -> list[tuple[float, ...]]:
    rows: list[tuple[float, ...]] = []
    quiet, since, highest, fading = AT_RISK + 1, 0, 1, 0.0
    for at, rung in enumerate(rungs):
        if quiet < AT_RISK:
            last = int(rungs[at - 1])
            rows.append((name, first + at, int(rung), last, quiet, since, highest, fading))
        if rung > 1 and quiet >= AT_RISK:
            since, highest, fading = 0, 1, 0.0
        quiet = 0 if rung > 1 else quiet + 1
        since, highest = since + 1, max(highest, int(rung))
        fading = FADING * fading + (rung > 1)
    return rows


def month_terms(months: PairMonths) -> Floats:
    """What the month's logit weighs: last rung, silence, length and height of the dispute."""
    terms = [months.last == rung for rung in (2, 3, 4, 5)]
    terms += [months.highest == rung for rung in (3, 4, 5)]
    silence = np.log1p(months.quiet)
    terms += [silence, silence**2, np.log1p(months.since), months.fading, np.sqrt(months.fading)]
    terms += [silence * (months.highest >= 4), (months.last > 1) * months.fading]
    return np.stack([np.asarray(term, float) for term in terms], axis=1)


def last_rung_terms(months: PairMonths) -> Floats:
    """The plain chain's terms: the rung of the month before and nothing else."""
    return np.stack([np.asarray(months.last == rung, float) for rung in (2, 3, 4, 5)], axis=1)


def fit_months(months: PairMonths, kept: NDArray[np.bool_], *, plain: bool = False) -> StepLogit:
    """Fit the months' model, or the plain chain, on some rows."""
    terms = last_rung_terms(months) if plain else month_terms(months)
    even = np.ones(int(kept.sum()))
    penalties = (1.0,) * 4 if plain else PENALTIES
    return fit_steps(terms[kept], months.rung[kept], penalties=penalties, times=even)


def roll_months(months: PairMonths, *, start: int) -> tuple[NDArray[np.bool_], Floats, Floats]:
    """Predict every month from the year ``start`` on by fits on the years before.

    Returns:
        Which rows were predicted, the model's probabilities and the plain chain's, (rows, 5).
    """
    year = months.month // 12
    wanted = year >= start
    ours, chain = (np.full((len(year), 5), np.nan) for _ in range(2))
    for each in np.unique(year[wanted]):
        before, now = year < each, year == each
        full, plain = fit_months(months, before), fit_months(months, before, plain=True)
        ours[now] = rung_probabilities(full.log_odds(month_terms(months)[now]))
        chain[now] = rung_probabilities(plain.log_odds(last_rung_terms(months)[now]))
    return wanted, ours[wanted], chain[wanted]
