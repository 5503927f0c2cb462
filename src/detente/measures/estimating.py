"""Refit on a user's own data: how a measure goes together with replies, or with onsets.

The same models as behind our own figures, with one more term: whether the measure was in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import numpy as np

from detente.measures.competing import Fit, fit
from detente.measures.pair_years import associations, peace_terms
from detente.measures.reaction_model import periods
from detente.measures.spells import CAUSES, WINDOW, Act, Spell, spells
from detente.model.errors import InputError
from detente.model.evidence import Association

Values = np.ndarray[Any, np.dtype[np.float64]]

IN_FORCE: Final = "in force"
_LONGEST_PEACE: Final = 60
_FEW_PAIRS: Final = 30
_OUTCOMES: Final = {
    "reply at 2": "a reply by threat", "reply at 3": "a reply by display of force",
    "reply at 4": "a reply by use of force", "acts again": "a further act by the same side",
    "ends": "the end of the dispute without a reply",
}  # fmt: skip

WARNINGS: Final = (
    (
        "adjusted associations, not effects: who adopts a measure, and when, is no accident, and "
        "what made them adopt it may be what kept them calm"
    ),
    "the intervals hold what chance can do, not what was left out of the model",
)
SEVERAL: Final = (
    "several outcomes are looked at: of five, one interval in four such tables lies off 1 by chance"
)


@dataclass(frozen=True, slots=True)
class PairYear:
    """One pair of actors in one year.

    Attributes:
        pair: The two, in either order of the file.
        year: Year.
        onset: Whether the outcome came in that year.
        present: Share of the year, or yes and no as 1 and 0, that the measure was in force before
            the outcome could come.
        controls: Other values held equal.
    """

    pair: str
    year: int
    onset: bool
    present: float
    controls: tuple[float, ...] = ()


def from_acts(
    acts: Sequence[Act], *, watched: int, controls: Sequence[str] = ()
) -> tuple[Association, ...]:
    """Hazard ratios of each kind of next move with the measure in force against without.

    Args:
        acts: First of ``values`` is whether the measure was in force, then the controls. Acts with
            an empty dispute are cut into disputes of a pair wherever 180 days pass without any.
        watched: Last day that the data cover.
        controls: Names of the other values.

    Raises:
        InputError: If the measure does not vary or too little happens.
    """
    whole = spells(in_disputes(acts), {}, watched=watched)
    varying(np.array([one.values[0] for one in whole]))
    fitted = fit(periods(whole, extra=(IN_FORCE, *controls)))
    return tuple(_hazard_ratio(fitted, whole, cause) for cause in _seen(whole))


def _seen(whole: Sequence[Spell]) -> list[int]:
    """Causes that occur at all."""
    return [at for at in range(1, len(CAUSES)) if any(one.cause == at for one in whole)]


def _hazard_ratio(fitted: Fit, whole: Sequence[Spell], cause: int) -> Association:
    place = fitted.terms.index(IN_FORCE)
    middle, error = fitted.coefficients[place, cause - 1], fitted.errors[place, cause - 1]
    low, high = middle - fitted.critical * error, middle + fitted.critical * error
    return Association(
        term=IN_FORCE, outcome=_OUTCOMES[CAUSES[cause]], ratio=float(np.exp(middle)),
        low=float(np.exp(low)), high=float(np.exp(high)), step="in force against not",
        rows=len(whole), events=sum(one.cause == cause for one in whole),
        clusters=fitted.clusters, note=few(fitted.clusters),
    )  # fmt: skip


def in_disputes(acts: Sequence[Act]) -> tuple[Act, ...]:
    """Give acts without a dispute one: a pair's acts, cut where 180 days pass without any."""
    named = [act for act in acts if act.dispute]
    loose = sorted((act for act in acts if not act.dispute), key=lambda act: (act.dyad, act.day))
    for dyad, own in groupby(loose, key=lambda act: act.dyad):
        number, last = 0, None
        for act in own:
            if last is not None and act.day - last > WINDOW:
                number += 1
            last = act.day
            dispute = f"{dyad} {number:05}"
            named.append(Act(dispute, act.actor, act.target, act.day, act.rung, act.values))
    return tuple(named)


def from_pair_years(
    rows: Sequence[PairYear], *, controls: Sequence[str] = ()
) -> tuple[Association, ...]:
    """Odds ratio of an onset with the measure in force against without, peace years held equal.

    Raises:
        InputError: If the measure or the outcome does not vary.
    """
    ordered = sorted(rows, key=lambda row: (row.pair, row.year))
    present = np.array([row.present for row in ordered])
    varying(present)
    pairs = {name: at for at, name in enumerate(sorted({row.pair for row in ordered}))}
    design = np.column_stack(
        [
            present,
            np.array([row.controls for row in ordered]).reshape(len(ordered), len(controls)),
            peace_terms(np.array(peace_years(ordered), dtype=np.float64)),
        ]
    )
    return associations(
        [(IN_FORCE, "in force against not")],
        design,
        np.array([float(row.onset) for row in ordered]),
        np.array([pairs[row.pair] for row in ordered]),
        told="onset",
        note=few(len(pairs)),
    )


def peace_years(ordered: Sequence[PairYear]) -> list[int]:
    """Years since a pair's last onset, or since it was first seen; at most 60."""
    found = []
    for _, own in groupby(ordered, key=lambda row: row.pair):
        since: int | None = None
        for row in own:
            since = row.year if since is None else since
            found.append(min(row.year - since, _LONGEST_PEACE))
            if row.onset:
                since = row.year
    return found


def varying(present: Values) -> None:
    """Refuse data in which a measure is always or never in force."""
    if not len(present) or present.min() == present.max():
        raise InputError(
            "the measure is in force in all rows or in none, so nothing can be compared; "
            "add rows with and without it"
        )


def few(pairs: int) -> str:
    """A remark where the clustered errors rest on few pairs."""
    return f"only {pairs} pairs: the interval is likely too narrow" if pairs < _FEW_PAIRS else ""
