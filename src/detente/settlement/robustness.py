"""Which packages stand whatever the unknown numbers are, and which answer is worth asking for.

A package stands in a draw if no party is below its walk-away there and no other package is at
least as good for all and better for one. The value of asking is the expected value of partial
perfect information about a choice among the packages: how much likelier one would choose a package
that stands, or name the package a solution concept would pick, if one number were known. It is
read from the draws themselves, in classes of the number (Strong & Oakley 2013, Medical Decision
Making 33:755), less what classes without meaning would give. The doubt about the concept's package
is the entropy of its picks over the draws; an answer cuts it by their mutual information.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.model.settlement import Assessment, BargainingTable, Package
from detente.model.settlement_robustness import PackageShare, Question, Robustness
from detente.settlement.admissible import Draws, Unknown
from detente.settlement.assessment import assess, solutions
from detente.settlement.edge import Edge, edge, takes_long
from detente.settlement.problem import Problem, Values, utilities
from detente.settlement.solutions import NoZone
from detente.settlement.tabulated import problem_of

Marks = NDArray[np.bool_]

DRAWS: Final = 500
SEED: Final = 1
_MOST: Final = 60
_CLASSES: Final = 8
_SHUFFLES: Final = 10
_NEAR: Final = 1e-9
ALL_EXACT: Final = "every number is exact: there is nothing to draw and nothing to ask"
FEWER: Final = "the frontier has {count} packages; the {most} looked at are the picked ones first"
AMONG: Final = (
    "issues depend on each other in too many packages to search anew in every draw: a package "
    "counts as undominated among those of the frontier"
)


def robustness(
    table: BargainingTable,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    concept: str = "Nash",
    assessed: Assessment | None = None,
    stop: Callable[[], bool] | None = None,
) -> Robustness:
    """Draw admissible tables, and see which packages stand in how many of them.

    Args:
        table: With ranges or rankings.
        draws: How many tables to draw.
        seed: On which chance hangs.
        concept: Solution concept whose package is to be told apart by asking.
        assessed: The table's assessment at the middle of its ranges, if it is at hand.
        stop: Asked after every draw; True ends with the draws made so far.

    Raises:
        NoZone: If there is no zone at the middle of the ranges.
    """
    done = assessed or assess(table)
    if not done.zone:
        raise NoZone("there is no zone at the middle of the ranges: see what must move")
    packages = sorted(done.frontier, key=lambda one: not one.picked_by)[:_MOST]
    drawn = Draws(table, count=draws, seed=seed)
    trial = _Trial(table, packages, among=takes_long(problem_of(table)))
    made = 0
    while made < draws and not (made and stop is not None and stop()):
        trial.add(drawn[made])
        made += 1
    unknowns = [replace(one, drawn=one.drawn[:made]) for one in drawn.unknowns]
    stands = np.array(trial.stands)
    picks = np.unique(np.array(trial.picks[concept]), return_inverse=True)[1].ravel()
    asked = [_question(one, stands, picks, seed) for one in unknowns]
    shares = [_share(trial, at) for at in range(len(trial.packages))]
    return Robustness(
        table=table,
        draws=made,
        seed=seed,
        concept=concept,
        error=round(0.5 / float(np.sqrt(made)), 4),
        packages=tuple(sorted(shares, key=lambda one: -one.stands)),
        questions=tuple(sorted(asked, key=lambda one: (-one.cut, -one.stands, -one.names))),
        notes=tuple(_notes(done, trial, unknowns)),
    )


class _Trial:
    """What each draw says of each package."""

    def __init__(self, table: BargainingTable, packages: Sequence[Package], *, among: bool) -> None:
        self.packages = packages
        self.among = among
        self.choices = np.array(
            [[i.options.index(one.options[i.key]) for i in table.issues] for one in packages],
            np.int32,
        )
        self.acceptable: list[Marks] = []
        self.stands: list[Marks] = []
        self.same: dict[str, list[Marks]] = {}
        self.picks: dict[str, list[bytes]] = {}

    def add(self, table: BargainingTable) -> None:
        """Look at one draw."""
        problem = problem_of(table)
        worths = utilities(problem, self.choices)
        fine: Marks = np.all(worths >= problem.floors - _NEAR, axis=1)
        found = self._edge(problem, worths[fine], self.choices[fine])
        beaten = _beaten(worths, found.utilities) if found is not None else ~fine
        self.acceptable.append(fine)
        self.stands.append(fine & ~beaten)
        self._picks(table, problem, found)

    def _edge(self, problem: Problem, worths: Values, choices: NDArray[np.int32]) -> Edge | None:
        if self.among:
            least = worths.min(axis=0, initial=0.0)
            return Edge(worths, choices, least, least) if len(worths) else None
        try:
            found = edge(problem)
        except NoZone:
            return None
        return found if len(found.utilities) else None

    def _picks(self, table: BargainingTable, problem: Problem, found: Edge | None) -> None:
        names = {name for one in self.packages for name in one.picked_by}
        picks = {} if found is None else solutions(table, found.utilities, problem.floors)
        for name in names:
            again, label = np.zeros(len(self.packages), np.bool_), b""
            if found is not None and name in picks:
                choice = found.choices[picks[name]]
                again, label = (self.choices == choice).all(axis=1), choice.tobytes()
            self.same.setdefault(name, []).append(again)
            self.picks.setdefault(name, []).append(label)


def _beaten(worths: Values, others: Values) -> Marks:
    more = worths[:, None, :] <= others + _NEAR
    better = others > worths[:, None, :] + _NEAR
    answer: Marks = np.any(np.all(more, axis=2) & np.any(better, axis=2), axis=1)
    return answer


def _notes(done: Assessment, trial: _Trial, unknowns: Sequence[Unknown]) -> list[str]:
    notes = [] if unknowns else [ALL_EXACT]
    if len(done.frontier) > len(trial.packages):
        notes.append(FEWER.format(count=len(done.frontier), most=len(trial.packages)))
    return [*notes, AMONG] if trial.among else notes


def _share(trial: _Trial, at: int) -> PackageShare:
    package = trial.packages[at]
    return PackageShare(
        options=package.options,
        picked_by=package.picked_by,
        acceptable=_mean(trial.acceptable, at),
        stands=_mean(trial.stands, at),
        same={name: _mean(trial.same[name], at) for name in package.picked_by},
    )


def _mean(marks: Sequence[Marks], at: int) -> float:
    return round(float(np.mean([one[at] for one in marks])), 6)


def _question(unknown: Unknown, stands: Marks, picks: NDArray[np.intp], seed: int) -> Question:
    classes = _classes(unknown.drawn)
    chance = np.random.default_rng(seed)
    blind = [_worth(chance.permutation(classes), stands, picks) for _ in range(_SHUFFLES)]
    found = np.array(_worth(classes, stands, picks)) - np.mean(blind, axis=0)
    stand, name, cut = (round(float(value), 6) for value in np.maximum(found, 0.0))
    return Question(unknown.party, unknown.about, stands=stand, names=name, cut=cut)


def _classes(drawn: Values) -> NDArray[np.intp]:
    """Classes of equal size, by order."""
    answer: NDArray[np.intp] = np.argsort(np.argsort(drawn, kind="stable")) * _CLASSES // len(drawn)
    return answer


def _worth(
    classes: NDArray[np.intp], stands: Marks, picks: NDArray[np.intp]
) -> tuple[float, float, float]:
    """Rise in the chance to choose one that stands, to name the pick; doubt about it cut."""
    table = np.zeros((_CLASSES, int(picks.max()) + 1))
    np.add.at(table, (classes, picks), 1.0 / len(picks))
    size = table.sum(axis=1)
    means = np.array([stands[classes == one].mean(axis=0) for one in np.flatnonzero(size)])
    choosing = float(size[size > 0] @ means.max(axis=1) - stands.mean(axis=0).max())
    naming = float(table.max(axis=1).sum() - table.sum(axis=0).max())
    doubt = _entropy(table.sum(axis=0))
    shared = doubt + _entropy(size) - _entropy(table.ravel())
    return choosing, naming, shared / doubt if doubt > 0 else 0.0


def _entropy(shares: Values) -> float:
    there = shares[shares > 0]
    return float(-(there * np.log(there)).sum())
