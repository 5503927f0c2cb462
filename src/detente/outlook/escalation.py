"""The model of escalation: three views of a pair, averaged on the log-odds of each step.

A logit on history and geography alone, a strongly penalised logit on everything, and boosted
trees. Chosen by rolling origin on years before 1970, judged on 1970 to 2005: docs/outlook.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.outlook.rung_logit import (
    StepLogit,
    centre_and_scale,
    fit_steps,
    rung_probabilities,
)
from detente.outlook.rung_trees import StepTrees, fit_trees
from detente.outlook.terms import Inputs, baseline_terms, full_terms

Floats = NDArray[np.float64]

SHARES: Final = (0.3, 0.4, 0.3)
"""Weight of history and geography, of everything, of the trees."""
HALF_LIFE: Final = 50.0
"""Years after which a row counts half as much in the fit."""
PENALTIES: Final = (1000.0, 300.0, 300.0, 300.0)
"""Ridge penalty of each step of the logit on everything."""
ROUNDS: Final = (100, 25, 25, 25)
"""Trees of each step."""
_QUIET: Final = 15
_EVERY: Final = 5


@dataclass(frozen=True, slots=True)
class EscalationModel:
    """A fitted model.

    Attributes:
        plain: Logit on history and geography.
        full: Logit on everything.
        trees: Boosted trees on everything.
        until: Last year it was fitted on.
    """

    plain: StepLogit
    full: StepLogit
    trees: StepTrees
    until: int

    def log_odds(self, inputs: Inputs) -> Floats:
        """Log-odds of each step given the step before, shape (rows, 4)."""
        return self.mixed(inputs, self.trees.log_odds(inputs))

    def mixed(self, inputs: Inputs, of_trees: Floats) -> Floats:
        """The same with the trees' log-odds at hand, for models that share their trees."""
        parts = (
            self.plain.log_odds(baseline_terms(inputs)),
            self.full.log_odds(full_terms(inputs)),
            of_trees,
        )
        answer: Floats = np.zeros((len(inputs), 4))
        for share, part in zip(SHARES, parts, strict=True):
            answer += share * part
        return answer

    def probabilities(self, inputs: Inputs) -> Floats:
        """Probabilities of rungs 1 to 5 in the year that follows, shape (rows, 5)."""
        return rung_probabilities(self.log_odds(inputs))


def fit_escalation(
    inputs: Inputs,
    rung: NDArray[np.int64],
    year: NDArray[np.int64],
    *,
    trees: StepTrees | None = None,
) -> EscalationModel:
    """Fit the model, uncalibrated.

    Args:
        inputs: The panel's rows, politically relevant ones.
        rung: 1 to 5 per row.
        year: Year per row; older rows count less.
        trees: Trees fitted earlier, to save their time.
    """
    until = int(year.max())
    stands = thinned(inputs, rung)
    kept = stands > 0
    some, rung, stands = Inputs(inputs.values[kept]), rung[kept], stands[kept]
    times = stands * 0.5 ** ((until + 1 - year[kept]) / HALF_LIFE)
    plain = fit_steps(baseline_terms(some), rung, penalties=(1.0,) * 4, times=stands)
    full = fit_steps(full_terms(some), rung, penalties=PENALTIES, times=times)
    grown = trees or fit_trees(some, rung, times=times, rounds=ROUNDS)
    return EscalationModel(plain, full, grown, until)


def thinned(inputs: Inputs, rung: NDArray[np.int64]) -> Floats:
    """How much each row stands for when most of the long-quiet ones are left out.

    Of the rows at rung 1 after more than fifteen years of peace every fifth is kept and stands
    for five: the fit loses next to nothing and takes half the time.
    """
    quiet = (rung == 1) & (inputs["peace_years"] > _QUIET)
    stands = np.ones(len(rung))
    stands[quiet] = np.where(np.arange(int(quiet.sum())) % _EVERY == 0, _EVERY, 0)
    return stands


@dataclass(frozen=True, slots=True)
class Baseline:
    """The fixed baseline: multinomial logit, C = 1, on history and geography.

    Attributes:
        centre: Mean of each term.
        scale: Standard deviation of each term.
        weights: Shape (rungs, terms).
        constants: Shape (rungs,).
        rungs: The rungs that occurred.
    """

    centre: Floats
    scale: Floats
    weights: Floats
    constants: Floats
    rungs: NDArray[np.int64]

    def probabilities(self, inputs: Inputs) -> Floats:
        """Probabilities of rungs 1 to 5, shape (rows, 5)."""
        terms = np.nan_to_num((baseline_terms(inputs) - self.centre) / self.scale)
        odds = terms @ self.weights.T + self.constants
        shares = np.exp(odds - odds.max(axis=1, keepdims=True))
        answer: Floats = np.zeros((len(terms), 5))
        answer[:, self.rungs - 1] = shares / shares.sum(axis=1, keepdims=True)
        return answer


def fit_baseline(
    inputs: Inputs, rung: NDArray[np.int64], *, earlier: Baseline | None = None
) -> Baseline:
    """Fit the fixed baseline.

    Args:
        inputs: The panel's rows.
        rung: 1 to 5 per row.
        earlier: A fit on fewer years from which to start, which saves time.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only fitting needs it

    terms = baseline_terms(inputs)
    centre, scale = centre_and_scale(terms, np.ones(len(terms)))
    model = LogisticRegression(C=1.0, solver="newton-cholesky", max_iter=200, warm_start=True)
    if earlier is not None and len(earlier.rungs) == len(np.unique(rung)):
        model.classes_ = earlier.rungs
        model.coef_, model.intercept_ = earlier.weights, earlier.constants
    model.fit(np.nan_to_num((terms - centre) / scale), rung)
    return Baseline(centre, scale, model.coef_, model.intercept_, model.classes_)
