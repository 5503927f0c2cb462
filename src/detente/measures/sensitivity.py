"""What the answer turns on: screening, indices of variance, and where a measure fails.

Morris' screening moves one input after the other; the inputs that move the answer most go on to
first-order and total Sobol indices on scrambled Sobol points. Every point meets the same chances
(common random numbers over points as well as over arms), so that what differs is the inputs.

Sources: Morris (1991), Technometrics 33:161; Saltelli et al. (2010), Computer Physics
Communications 181:259; computed by SALib.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.codebook.crisis_parameters import Structure
from detente.measures.parameters import Floats, at_quantile, parameter_table
from detente.measures.plan import Input, Plan
from detente.measures.playing import FORCE, WAR, play
from detente.model.crisis_answer import CrisisOutcome, Influence, Region, Sensitivity

_NARROW: Final = (0.05, 0.95)  # Morris goes from end to end, not to the far tails
_MIDDLE: Final = 0.5
_LEVELS: Final = 4
_RESAMPLES: Final = 100
_CLEAR: Final = 2.0
_FEW: Final = 10  # points at which a measure fails, too few for a region
_TINY: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is played for the analysis.

    Attributes:
        trajectories: Of Morris' screening.
        kept: Inputs that go on to Sobol indices.
        points: Base points of the Sobol design, a power of two.
        lanes: Runs for each point, a multiple of 256.
    """

    trajectories: int = 10
    kept: int = 8
    points: int = 128
    lanes: int = 1024


def sensitivity(
    ready: Plan,
    structure: Structure,
    measures: tuple[str, ...],
    *,
    outcome: CrisisOutcome,
    seed: int,
    effort: Effort | None = None,
) -> Sensitivity:
    """Analyse the change in the chance of an outcome; without measures, the chance itself.

    Args:
        ready: The plan.
        structure: SPIRAL or DETERRENCE.
        measures: Measures taken together.
        outcome: Force or war.
        seed: What the points and every chance hang on.
        effort: How much is played.
    """
    how = effort or Effort()
    free = _free(ready, structure, measures)
    row = FORCE if outcome is CrisisOutcome.FORCE else WAR
    target = _target(ready, structure, measures, free, row=row, seed=seed, lanes=how.lanes)
    screened = _screen(len(free), target, how, seed)
    order = sorted(range(len(free)), key=lambda at: (-screened[at], at))
    kept = order[: how.kept]
    indices = _indices(len(free), kept, target, how, seed)
    shares, points, change, error = _assumed_share(ready, free, target, how, seed)
    worse = change > _CLEAR * error + _TINY
    return Sensitivity(
        structure=structure.value,
        target=_title(measures, outcome),
        influences=tuple(
            Influence(
                ready.inputs[free[at]].name,
                ready.inputs[free[at]].assumed,
                float(screened[at]),
                *indices.get(at, (None,) * 4),
            )
            for at in order
        ),
        assumed_first=shares[0],
        assumed_total=shares[1],
        worse=float(worse.mean()) if measures else 0.0,
        regions=_regions(ready, free, points, worse) if measures else (),
        points=how.points * (how.kept + 2 + 4),
        note=_note(change, error),
    )


def _title(measures: Sequence[str], outcome: CrisisOutcome) -> str:
    if not measures:
        return f"chance of {outcome.value}"
    return f"change in the chance of {outcome.value} with {' + '.join(measures)}"


def _note(change: Floats, error: Floats) -> str:
    if change.std() <= _TINY:
        return "the answer is the same at every point"
    noise = min(float((error**2).mean() / change.var()), 1.0)
    return (
        f"about {noise * 100:.0f} of 100 parts of the variance over points is noise of the "
        "simulation, shared out among the total indices"
    )


def _free(ready: Plan, structure: Structure, measures: Sequence[str]) -> list[int]:
    """Inputs that are not known exactly and count here."""
    wanted = (Structure.BOTH, structure)
    return [
        at
        for at, each in enumerate(ready.inputs)
        if not each.spread.exact
        and parameter_table()[each.parameter].structure in wanted
        and (not each.measure or each.measure in measures)
        and not _overridden(ready, each)
    ]


def _overridden(ready: Plan, one: Input) -> bool:
    """Whether the scenario gives every actor, pair or ally a figure of its own."""
    if one.place >= 0 or one.measure:
        return False
    own = [each for each in ready.inputs if each.parameter == one.parameter and each.place >= 0]
    scope = parameter_table()[one.parameter].scope.value
    needed = {
        "actor": len(ready.keys),
        "pair": sum(ready.quarrel),
        "alliance": len(ready.alliances),
    }[scope]
    return scope != "pair" and len(own) >= needed


Target = Callable[[Floats], tuple[Floats, Floats]]
"""From points to the answer and the standard error that its runs leave in it."""


def _target(
    ready: Plan,
    structure: Structure,
    measures: tuple[str, ...],
    free: Sequence[int],
    *,
    row: int,
    seed: int,
    lanes: int,
) -> Target:
    def flags(points: Floats, taken: tuple[str, ...]) -> NDArray[np.float64]:
        quantiles = np.full((len(points), len(ready.inputs)), _MIDDLE)
        quantiles[:, free] = points
        played = play(
            ready, quantiles, structure=structure, measures=taken, seed=seed, lanes=lanes,
            same_runs=True,
        )  # fmt: skip
        return played.happened(row).astype(np.float64)

    def target(points: Floats) -> tuple[Floats, Floats]:
        found = flags(points, ())
        if measures:
            found = flags(points, measures) - found
        return found.mean(axis=1), found.std(axis=1) / np.sqrt(lanes)

    return target


def _problem(names: Sequence[str], groups: Sequence[str] = ()) -> dict[str, Any]:
    problem: dict[str, Any] = {
        "num_vars": len(names),
        "names": list(names),
        "bounds": [[0.0, 1.0]] * len(names),
    }
    return problem | ({"groups": list(groups)} if groups else {})


def _screen(count: int, target: Target, how: Effort, seed: int) -> Floats:
    """Mean absolute elementary effect of each input."""
    from SALib.analyze import morris as analyze  # noqa: PLC0415 - loads pandas
    from SALib.sample import morris as sample  # noqa: PLC0415

    problem = _problem([str(at) for at in range(count)])
    plain = sample.sample(problem, how.trajectories, num_levels=_LEVELS, seed=_small(seed))
    low, high = _NARROW
    found = analyze.analyze(
        problem, plain, target(low + (high - low) * plain)[0], num_levels=_LEVELS, seed=_small(seed)
    )
    return np.asarray(found["mu_star"], dtype=np.float64)


def _indices(
    count: int, kept: Sequence[int], target: Target, how: Effort, seed: int
) -> dict[int, tuple[float, float, float, float]]:
    """First-order and total indices of the kept inputs, the others at their medians."""
    problem = _problem([str(at) for at in kept])
    points = _sobol_points(problem, how.points, seed)
    whole = np.full((len(points), count), _MIDDLE)
    whole[:, list(kept)] = points
    found = _analyzed(problem, target(whole)[0], seed)
    return {
        at: (
            float(found["S1"][place]), float(found["S1_conf"][place]),
            float(found["ST"][place]), float(found["ST_conf"][place]),
        )
        for place, at in enumerate(kept)
    }  # fmt: skip


def _assumed_share(
    ready: Plan, free: Sequence[int], target: Target, how: Effort, seed: int
) -> tuple[tuple[float, float], Floats, Floats, Floats]:
    """Shares of the variance that assumed inputs have, all inputs moving; the points; answers."""
    groups = ["assumed" if ready.inputs[at].assumed else "estimated" for at in free]
    if len(set(groups)) == 1:
        problem = _problem([str(at) for at in free])
        points = _sobol_points(problem, how.points, seed)[:: len(free) + 2]
        share = 1.0 if groups[0] == "assumed" else 0.0
        return (share, share), points, *target(points)
    problem = _problem([str(at) for at in free], groups)
    points = _sobol_points(problem, how.points, seed)
    answers, errors = target(points)
    found = _analyzed(problem, answers, seed)
    place = list(dict.fromkeys(groups)).index("assumed")
    first, total = (min(max(float(found[name][place]), 0.0), 1.0) for name in ("S1", "ST"))
    return (first, total), points, answers, errors


def _sobol_points(problem: dict[str, Any], points: int, seed: int) -> Floats:
    from SALib.sample import sobol as sample  # noqa: PLC0415

    found = sample.sample(problem, points, calc_second_order=False, seed=_small(seed))
    return np.asarray(found, dtype=np.float64)


def _analyzed(problem: dict[str, Any], answers: Floats, seed: int) -> Any:
    """Indices; nothing to share out where the answer does not move."""
    from SALib.analyze import sobol as analyze  # noqa: PLC0415

    if answers.std() <= _TINY:
        size = len(set(problem.get("groups", problem["names"])))
        return {name: np.zeros(size) for name in ("S1", "S1_conf", "ST", "ST_conf")}
    return analyze.analyze(
        problem, answers, calc_second_order=False, num_resamples=_RESAMPLES, seed=_small(seed)
    )


def _small(seed: int) -> int:
    return seed % 2**31


def _regions(
    ready: Plan, free: Sequence[int], points: Floats, worse: NDArray[np.bool_]
) -> tuple[Region, ...]:
    """Leaves of a small tree in which the measures fail more often than over all."""
    from sklearn.tree import DecisionTreeClassifier  # noqa: PLC0415 - takes a second to load

    if worse.sum() < _FEW or worse.all():
        return ()
    inputs = [ready.inputs[at] for at in free]
    values = np.stack(
        [at_quantile(each.spread, each.scale, points[:, k]) for k, each in enumerate(inputs)],
        axis=1,
    )
    tree = DecisionTreeClassifier(max_depth=3, min_samples_leaf=0.05, random_state=0)
    tree.fit(values, worse)
    found = [
        Region(tuple(conditions), share, weight / len(points))
        for conditions, share, weight in _leaves(tree.tree_, [each.name for each in inputs])
        if share > 1.5 * worse.mean()
    ]
    return tuple(sorted(found, key=lambda region: -region.worse))


def _leaves(
    tree: Any, names: Sequence[str], node: int = 0, way: tuple[str, ...] = ()
) -> list[tuple[tuple[str, ...], float, float]]:
    if tree.children_left[node] < 0:
        shares = tree.value[node][0]
        return [(way, float(shares[1] / shares.sum()), float(tree.n_node_samples[node]))]
    name, limit = names[tree.feature[node]], f"{tree.threshold[node]:.3g}"
    return [
        *_leaves(tree, names, tree.children_left[node], (*way, f"{name} <= {limit}")),
        *_leaves(tree, names, tree.children_right[node], (*way, f"{name} > {limit}")),
    ]
