"""Boosted trees for the four steps, kept as plain arrays so that a forecast needs numpy alone.

Source: Friedman (2001), Greedy function approximation, Ann. Stat. 29; histograms as in Ke et al.
(2017), LightGBM, NeurIPS 30.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.outlook.terms import INPUTS, Inputs

Floats = NDArray[np.float64]

RISES: Final = MappingProxyType(
    {
        "last_rung": 1, "disputes_10": 1, "highest_rung_10": 1, "fading_disputes": 1,
        "fading_force": 1, "disputes_ever": 1, "rivalry_tss": 1, "rivalry_td": 1,
        "contiguity": -1, "log_distance": -1,
    }
)  # fmt: skip
"""Inputs along which the first step may only rise (1) or only fall (-1)."""

_ROWS: Final = 4096


@dataclass(frozen=True, slots=True)
class Trees:
    """One step's trees, all in one flat list of nodes.

    Attributes:
        constant: Log-odds before any tree.
        roots: Index of each tree's root.
        column: Input that a node asks about.
        threshold: It goes left at or below this value.
        unknown_left: Whether it goes left if the input is not known.
        left: Index of the left child; a leaf's own index.
        right: Index of the right child; a leaf's own index.
        value: Log-odds that a leaf adds.
        depth: Longest way from a root to a leaf.
    """

    constant: float
    roots: NDArray[np.int32]
    column: NDArray[np.int16]
    threshold: NDArray[np.float64]
    unknown_left: NDArray[np.bool_]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    depth: int

    def log_odds(self, inputs: Inputs) -> Floats:
        """Log-odds per row."""
        parts = [
            self._some(inputs.values[start : start + _ROWS])
            for start in range(0, max(len(inputs), 1), _ROWS)
        ]
        return np.concatenate(parts)

    def _some(self, values: Floats) -> Floats:
        node = np.broadcast_to(self.roots, (len(values), len(self.roots)))
        row = np.arange(len(values))[:, None]
        for _ in range(self.depth):
            asked = values[row, self.column[node]]
            left = np.where(np.isnan(asked), self.unknown_left[node], asked <= self.threshold[node])
            node = np.where(left, self.left[node], self.right[node])
        answer: Floats = self.constant + self.value[node].sum(axis=1, dtype=np.float64)
        return answer


@dataclass(frozen=True, slots=True)
class StepTrees:
    """Trees for each of the four steps."""

    steps: tuple[Trees, ...]

    def log_odds(self, inputs: Inputs) -> Floats:
        """Log-odds of each step given the step before, shape (rows, 4)."""
        return np.stack([trees.log_odds(inputs) for trees in self.steps], axis=1)


def fit_trees(
    inputs: Inputs, rung: NDArray[np.int64], *, times: Floats, rounds: tuple[int, ...]
) -> StepTrees:
    """Fit the trees of the four steps.

    Args:
        inputs: The panel's rows.
        rung: 1 to 5 per row.
        times: How much each row counts.
        rounds: Number of trees of each step; the later steps rest on few rows.
    """
    fitted = []
    for step, count in enumerate(rounds):
        kept = rung > step
        taken = rung[kept] > step + 1
        rises = RISES if step == 0 else {}
        fitted.append(_boosted(inputs.values[kept], taken, times[kept], rises, count))
    return StepTrees(tuple(fitted))


def _boosted(
    values: Floats,
    taken: NDArray[np.bool_],
    times: Floats,
    rises: Mapping[str, int],
    count: int,
) -> Trees:
    if not 0 < taken.sum() < len(taken):
        return _constant(np.log((taken.sum() + 0.5) / (len(taken) - taken.sum() + 0.5)))
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - only fitting

    model = HistGradientBoostingClassifier(
        max_iter=count,
        learning_rate=0.08,
        max_leaf_nodes=6,
        min_samples_leaf=60,
        l2_regularization=20,
        early_stopping=False,
        monotonic_cst=[rises.get(name, 0) for name in INPUTS],
        random_state=0,
    )
    never = np.isnan(values).all(axis=0)  # no tree asks about a constant
    model.fit(np.where(never, 0.0, values), taken, sample_weight=times)
    return _plain(model)


def _constant(log_odds: float) -> Trees:
    whole, small = np.zeros(1, np.int32), np.zeros(1, np.int16)
    edge, leaf = np.zeros(1), np.zeros(1, np.float32)
    return Trees(float(log_odds), whole, small, edge, np.zeros(1, np.bool_), whole, whole, leaf, 0)


def _plain(model: Any) -> Trees:
    """The fitted trees as arrays (scikit-learn keeps them in its private ``_predictors``)."""
    tables = [tree[0].nodes for tree in model._predictors]  # noqa: SLF001
    sizes = np.array([len(table) for table in tables])
    roots = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32)
    nodes = np.concatenate(tables)
    shift = np.repeat(roots, sizes)
    leaf, own = nodes["is_leaf"].astype(bool), np.arange(len(nodes))
    return Trees(
        constant=float(np.ravel(model._baseline_prediction)[0]),  # noqa: SLF001
        roots=roots,
        column=nodes["feature_idx"].astype(np.int16),
        threshold=nodes["num_threshold"].astype(np.float64),
        unknown_left=nodes["missing_go_to_left"].astype(bool),
        left=np.where(leaf, own, nodes["left"] + shift).astype(np.int32),
        right=np.where(leaf, own, nodes["right"] + shift).astype(np.int32),
        value=np.where(leaf, nodes["value"], 0).astype(np.float32),
        depth=max(int(table["depth"].max()) for table in tables),
    )
