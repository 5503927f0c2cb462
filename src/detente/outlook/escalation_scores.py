"""What forecasts of escalation were worth: against the baseline, with intervals over pairs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.outlook.intervals import Figure, mean_with_interval, with_interval
from detente.outlook.probability_scores import log_losses
from detente.outlook.reliability import calibration
from detente.outlook.rolling import Forecasts

Floats = NDArray[np.float64]

SEED: Final = 2026
REPETITIONS: Final = 400
OUTCOMES: Final = {2: "any dispute (2+)", 4: "use of force (4+)", 5: "interstate war (5)"}


@dataclass(frozen=True, slots=True)
class EscalationScores:
    """Figures of one set of forecasts.

    Attributes:
        rows: Pair-years scored.
        pairs: Pairs among them.
        first_year: First year scored.
        last_year: Last year scored.
        figures: By name; "better by" is baseline loss minus model loss, or model minus baseline
            where more is better.
    """

    rows: int
    pairs: int
    first_year: int
    last_year: int
    figures: Mapping[str, Figure]


def score(
    forecasts: Forecasts,
    *,
    frozen: bool = False,
    kept: NDArray[np.bool_] | None = None,
    repetitions: int = REPETITIONS,
) -> EscalationScores | None:
    """Score the rows whose outcome is known; None if there are none.

    Args:
        forecasts: Model and baseline on the same rows.
        frozen: Whether to score the fit made once instead of the rolling one.
        kept: Rows to be scored; all when None.
        repetitions: Draws of each interval.
    """
    known = (forecasts.rung > 0) & (True if kept is None else kept)
    if not known.any():
        return None
    model = (forecasts.frozen if frozen else forecasts.model)[known]
    base = (forecasts.frozen_baseline if frozen else forecasts.baseline)[known]
    rung, year = forecasts.rung[known], forecasts.year[known]
    pairs = (forecasts.ccode1 * 1000 + forecasts.ccode2)[known]
    figures = _losses(model, base, rung, pairs, repetitions)
    for least, words in OUTCOMES.items():
        happened = (rung >= least).astype(np.int64)
        if 0 < happened.sum() < len(happened):
            both = (model[:, least - 1 :].sum(axis=1), base[:, least - 1 :].sum(axis=1))
            figures |= _ranking(words, both, happened, pairs, repetitions)
    count = len(np.unique(pairs))
    return EscalationScores(len(rung), count, int(year.min()), int(year.max()), figures)


def _losses(
    model: Floats, base: Floats, rung: NDArray[np.int64], pairs: NDArray[np.int64], times: int
) -> dict[str, Figure]:
    ours, theirs = log_losses(model, rung - 1), log_losses(base, rung - 1)
    return {
        f"log loss, {name}": mean_with_interval(losses, pairs, seed=SEED, repetitions=times)
        for name, losses in (("model", ours), ("baseline", theirs), ("better by", theirs - ours))
    }


def _ranking(
    words: str, both: tuple[Floats, Floats], happened: NDArray[np.int64],
    pairs: NDArray[np.int64], repetitions: int,
) -> dict[str, Figure]:  # fmt: skip
    """Average precision, AUC and calibration slope of one outcome, model and baseline."""
    ours, theirs = (Ranking.of(forecast, happened) for forecast in both)

    def over(difference: Callable[[Floats], float]) -> Figure:
        return with_interval(difference, pairs, seed=SEED, repetitions=repetitions)

    fitted = calibration(both[0], happened, pairs, seed=SEED, repetitions=repetitions // 4)
    return {
        f"average precision of {words}, model": over(ours.average_precision),
        f"average precision of {words}, baseline": over(theirs.average_precision),
        f"average precision of {words}, better by": over(
            lambda times: ours.average_precision(times) - theirs.average_precision(times)
        ),
        f"AUC of {words}, model": over(ours.auc),
        f"AUC of {words}, better by": over(lambda times: ours.auc(times) - theirs.auc(times)),
        f"calibration slope of {words}, model": fitted.slope,
    }


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows sorted by forecast once, so that a figure of reweighted rows is quick.

    The same figures as :mod:`detente.outlook.probability_scores`, ties included.

    Attributes:
        order: Rows from the most to the least probable.
        happened: What came about, in that order.
        ends: Last row of each group of equal forecasts, in that order.
    """

    order: NDArray[np.intp]
    happened: Floats
    ends: NDArray[np.intp]

    @classmethod
    def of(cls, forecast: Floats, happened: NDArray[np.int64]) -> Ranking:
        """Sort the rows of a forecast."""
        order = np.argsort(-forecast, kind="stable")
        ends = np.append(np.flatnonzero(np.diff(forecast[order])), len(order) - 1)
        return cls(order, happened[order].astype(np.float64), ends)

    def _reached(self, times: Floats) -> tuple[Floats, Floats]:
        weight = times[self.order]
        yes = np.cumsum(weight * self.happened)[self.ends]
        return yes, np.cumsum(weight)[self.ends]

    def average_precision(self, times: Floats) -> float:
        """Precision averaged over the rows that came about."""
        yes, read = self._reached(times)
        gained = np.diff(yes, prepend=0.0)
        return float((gained * yes / np.maximum(read, 1e-300)).sum() / yes[-1])

    def auc(self, times: Floats) -> float:
        """Chance that a row that came about is ranked above one that did not."""
        yes, read = self._reached(times)
        no = read - yes
        below = no[-1] - no
        gained = np.diff(yes, prepend=0.0)
        same = np.diff(no, prepend=0.0)
        return float((gained * (below + same / 2)).sum() / (yes[-1] * no[-1]))
