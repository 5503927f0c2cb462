"""Made-up disputes in which it is known what a measure does."""

from __future__ import annotations

import numpy as np

from detente.measures.reaction_model import REACTION, periods, row, terms
from detente.measures.spells import CAUSES, INTERVALS, REPLIES, Act, Spell

FORCE = CAUSES.index("reply at 4")


def made_spells(
    seed: int,
    *,
    disputes: int = 60,
    effect: float = 0.0,
    spread: float = 0.7,
    matching: float = 0.6,
):
    """Spells drawn from the reaction model itself.

    ``effect`` is the measure's on a reply by force, ``matching`` that of a use of force on it.
    """
    random = np.random.default_rng(seed)
    names = terms(REACTION, ("in force",))
    truth = np.zeros((len(names), len(CAUSES) - 1))
    truth[: len(INTERVALS)] = [-4.5, -3.5, -3.2, -3.4, -3.8]
    truth[names.index("trigger at 4"), FORCE - 1] = matching
    truth[names.index("in force"), FORCE - 1] = effect
    found = []
    for dispute in range(disputes):
        own = random.normal(0, spread)
        present = float(dispute % 2)
        for act in range(4):
            trigger = int(random.integers(2, 5))
            profile = Spell(
                f"d{dispute:04}", f"p{dispute // 2:04}", trigger, False, 0, act, 0, 0, (present,)
            )
            found.append(_closed(profile, truth, own, random))
    return tuple(found)


def _closed(profile: Spell, truth, own: float, random) -> Spell:
    from dataclasses import replace

    for at, (first, last) in enumerate(INTERVALS):
        scores = np.array(row(REACTION, profile, at)) @ truth + np.log(last - first + 1)
        full = np.concatenate([[0.0], scores])
        full[list(REPLIES)] += own
        chances = np.exp(full) / np.exp(full).sum()
        cause = int(random.choice(len(CAUSES), p=chances))
        if cause:
            return replace(profile, cause=cause, days=last)
    return replace(profile, cause=0, days=INTERVALS[-1][1])


def made_periods(seed: int, **more):
    return periods(made_spells(seed, **more), extra=("in force",))


def made_acts(seed: int, *, pairs: int = 80, force: float = 0.08, dampened: float = 1.0):
    """Daily acts of pairs; where the measure is in force, replies by force come ``dampened``."""
    random = np.random.default_rng(seed)
    found = []
    for pair in range(pairs):
        present = float(pair % 2)
        sides = (f"A{pair:03}", f"B{pair:03}")
        day, actor = 700_000 + int(random.integers(0, 400)), 0
        for _ in range(12):
            found.append(Act("", sides[actor], sides[1 - actor], day, 4, (present,)))
            rates = np.array([force * (dampened if present else 1.0), 0.02, 0.06])
            day += 1 + int(random.exponential(1 / rates.sum()))
            what = random.choice(3, p=rates / rates.sum())
            if what == 2:
                continue
            actor = 1 - actor
            if what == 1:
                found.append(Act("", sides[actor], sides[1 - actor], day, 3, (present,)))
                day += 1
    return found
