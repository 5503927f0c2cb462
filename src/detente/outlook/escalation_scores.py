"""What forecasts of escalation were worth: against the baseline, with intervals over pairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.outlook.intervals import Figure, mean_with_interval, with_interval
from detente.outlook.probability_scores import auc, average_precision, log_losses
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
    ours, theirs = both

    def over(forecasts: tuple[Floats, ...], measure: object) -> Figure:
        def difference(times: Floats) -> float:
            values = [measure(p, happened, weights=times) for p in forecasts]  # type: ignore[operator]
            return float(values[0] - values[1] if len(values) == 2 else values[0])

        return with_interval(difference, pairs, seed=SEED, repetitions=repetitions)

    figures = {
        f"average precision of {words}, model": over((ours,), average_precision),
        f"average precision of {words}, baseline": over((theirs,), average_precision),
        f"average precision of {words}, better by": over(both, average_precision),
        f"AUC of {words}, model": over((ours,), auc),
        f"AUC of {words}, better by": over(both, auc),
    }
    lines = {"model": ours, "baseline": theirs}
    for name, forecast in lines.items():
        fitted = calibration(forecast, happened, pairs, seed=SEED, repetitions=100)
        figures[f"calibration slope of {words}, {name}"] = fitted.slope
    return figures
