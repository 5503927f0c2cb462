"""How one side answers the other: the model, its two baselines, and its score on unseen disputes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from detente.measures.competing import Fit, fit, hazards, packed, shared_log_likelihood
from detente.measures.dispute_effects import Periods
from detente.measures.spells import CAUSES, INTERVALS, REPLIES, WINDOW, Spell

Values = np.ndarray[Any, np.dtype[np.float64]]

REACTION: Final = "reaction"
HABIT: Final = "habit"
CONSTANT: Final = "constant"
KINDS: Final = (CONSTANT, HABIT, REACTION)
"""Constant: a rate a day and nothing else. Habit: time since the last act and what the replying
side itself did before, but nothing of what was done to it. Reaction: habit and the trigger."""

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(15)


def terms(kind: str, extra: Sequence[str] = ()) -> tuple[str, ...]:
    """Names of the terms of a kind of model, intercepts first."""
    if kind == CONSTANT:
        return ("rate a day",)
    names = [f"day {first}-{last}" for first, last in INTERVALS]
    names += ["replying side acted before, below 4", "replying side acted before, at 4"]
    if kind == REACTION:
        names += ["trigger at 3", "trigger at 4", "both acted that day", "earlier acts (log)"]
    return (*names, *extra)


def free_terms(kind: str) -> int:
    """How many of the terms are intercepts."""
    return 1 if kind == CONSTANT else len(INTERVALS)


def row(kind: str, spell: Spell, interval: int) -> list[float]:
    """One row of the design: a spell in an interval."""
    if kind == CONSTANT:
        return [1.0]
    values = [float(at == interval) for at in range(len(INTERVALS))]
    values += [float(spell.own_last in (2, 3)), float(spell.own_last == 4)]
    if kind == REACTION:
        values += [float(spell.trigger == 3), float(spell.trigger == 4), float(spell.joint)]
        values.append(float(np.log1p(spell.earlier)))
    return [*values, *spell.values]


def periods(spells: Sequence[Spell], *, kind: str = REACTION, extra: Sequence[str] = ()) -> Periods:
    """Rows of all intervals in which the spells were open.

    Args:
        spells: What came after each act.
        kind: One of ``KINDS``.
        extra: Names of the covariates in ``Spell.values``; the constant kind has none.
    """
    disputes = _numbered(one.dispute for one in spells)
    dyads = _numbered(one.dyad for one in spells)
    rows = [(spell, at) for spell in spells for at in open_intervals(spell)]
    return Periods(
        terms=terms(kind, extra),
        design=np.array([row(kind, spell, at) for spell, at in rows]),
        free=free_terms(kind),
        offset=np.log([1.0 + INTERVALS[at][1] - INTERVALS[at][0] for _, at in rows]),
        cause=np.array([spell.cause if ends_in(spell, at) else 0 for spell, at in rows]),
        causes=len(CAUSES),
        shared=REPLIES,
        group=np.array([disputes[spell.dispute] for spell, _ in rows]),
        cluster=np.array([dyads[spell.dyad] for spell, _ in rows]),
    )


def open_intervals(spell: Spell) -> range:
    """The intervals that a spell was open in."""
    return range(sum(first <= spell.days for first, _ in INTERVALS))


def ends_in(spell: Spell, interval: int) -> bool:
    """Whether a spell closed in an interval."""
    first, last = INTERVALS[interval]
    return first <= spell.days <= last


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(sorted(set(names)))}


def incidence(fitted: Fit, profile: Spell, *, kind: str = REACTION, days: int = WINDOW) -> Values:
    """Chance that each cause closes a spell within some days, over all disputes.

    Args:
        fitted: The model.
        profile: The act and what came before it; ``cause`` and ``days`` of it are not read.
        kind: Kind of the model.
        days: Must be the last day of an interval.

    Returns:
        One chance a cause, in the order of ``CAUSES``; they sum to 1.
    """
    upto = [at for at, (_, last) in enumerate(INTERVALS) if last <= days]
    design = np.array([row(kind, profile, at) for at in upto])
    offset = np.log([1.0 + INTERVALS[at][1] - INTERVALS[at][0] for at in upto])
    total = np.zeros(len(CAUSES))
    for node, weight in zip(_NODES, _WEIGHTS / _WEIGHTS.sum(), strict=True):
        total += weight * _incidence_at(fitted, design, offset, fitted.spread * float(node))
    return total


def _incidence_at(fitted: Fit, design: Values, offset: Values, effect: float) -> Values:
    chances = hazards(fitted.coefficients, design, offset, effect=effect, shared=REPLIES)
    still = np.concatenate([[1.0], np.cumprod(chances[:, 0])])
    found: Values = (still[:-1, None] * chances).sum(axis=0)
    found[0] = still[-1]
    return found


@dataclass(frozen=True, slots=True)
class UnseenScore:
    """How well a kind of model foresees disputes it was not fitted on.

    Attributes:
        kind: One of ``KINDS``.
        log_likelihood: Of the replies, per act, natural logarithm; nearer 0 is better.
        by_dispute: Log-likelihood of each dispute, in the order of their names.
    """

    kind: str
    log_likelihood: float
    by_dispute: Values


def score_unseen(
    spells: Sequence[Spell], *, kind: str, folds: int = 10, extra: Sequence[str] = ()
) -> UnseenScore:
    """Cross-validate by dispute: dispute *i* (in order of name) lies in fold *i* mod ``folds``.

    The unseen dispute's effect is integrated out, so nothing of it is known beforehand. Only which
    reply comes, or none, is scored; when the dispute ends is not.
    """
    names = sorted({one.dispute for one in spells})
    scores = np.zeros(len(names))
    begin = packed(fit(periods(spells, kind=kind, extra=extra), errors=False))
    for fold in range(folds):
        held = set(names[fold::folds])
        if not held:
            continue
        known = [one for one in spells if one.dispute not in held]
        fitted = fit(periods(known, kind=kind, extra=extra), errors=False, start=begin)
        unseen = periods([one for one in spells if one.dispute in held], kind=kind, extra=extra)
        scores[fold::folds] = shared_log_likelihood(unseen, fitted)
    return UnseenScore(kind, float(scores.sum() / len(spells)), scores)


def drawn_incidence(
    fitted: Fit, profile: Spell, *, days: int, draws: int, seed: int, kind: str = REACTION
) -> Values:
    """Chances as in :func:`incidence`, with coefficients drawn from their clustered covariance.

    Returns:
        (draws, causes).
    """
    random = np.random.default_rng(seed)
    middle = packed(fitted)
    values, vectors = np.linalg.eigh(fitted.covariance)
    root = vectors * np.sqrt(np.maximum(values, 0))
    found = np.empty((draws, len(CAUSES)))
    for at in range(draws):
        moved = middle + root @ random.standard_normal(len(middle))
        one = replace(
            fitted,
            coefficients=moved[:-1].reshape(fitted.coefficients.shape),
            spread=float(np.exp(np.clip(moved[-1], -4, 2))),
        )
        found[at] = incidence(one, profile, kind=kind, days=days)
    return found
