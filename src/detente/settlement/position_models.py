"""Position arithmetic side by side: three models on one issue, and where they disagree.

They were tested mainly on law-making inside binding institutions; they give no probabilities.
Documented differences: the compromise lets nobody move and weighs all at once (Van den Bos 1991;
Achen 2006); the expected-utility model moves actors by who dares to challenge whom, and can leave
them apart (Scholz, Calbert & Smith 2011); the spatial model lets all vote on every bargain and
draws the strong together (Wise, Lester & Efird 2015).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Final

import numpy as np

from detente.model.settlement_positions import Expected, Positions
from detente.settlement.challenge import challenge_rounds
from detente.settlement.compromise import compromise, pull_of_salience
from detente.settlement.spatial import Turn, spatial_turns

SCOPE: Final = (
    "these models were tested mainly on law-making inside binding institutions; this is "
    "arithmetic, and no forecast of what sovereign adversaries do"
)
_RISE: Final = 0.1
_LARGEST: Final = 4
_SHOWN: Final = 12
_SAME: Final = 1e-9


def expectations(given: Positions, *, rounds: int = 10, needs: float = 0.5) -> Expected:
    """Run the three models on one issue.

    Args:
        given: Who stands where.
        rounds: Rounds of the challenge model, and turns of the spatial one.
        needs: Share of capability times salience that must not be against a decision.

    Raises:
        ValueError: If all stand in one place, or nobody has salience and capability.
    """
    places, salience, capability = (
        np.array(column, np.float64) for column in (given.places, given.salience, given.capability)
    )
    middle = compromise(places, salience, capability)
    told = challenge_rounds(places, salience, capability, rounds=rounds)
    low, span = float(places.min()), float(np.ptp(places))
    turns = spatial_turns((places - low) / span, np.maximum(salience, 1e-6), capability,
                          turns=rounds + 1)  # fmt: skip
    elected = low + span * _elected(turns[-1])
    three = (middle, told[-1].mean, elected)
    pull = pull_of_salience(places, salience, capability) * _RISE
    return Expected(
        positions=given,
        compromise=middle,
        challenge=told[-1].mean,
        election=elected,
        apart=(max(three) - min(three)) / span,
        rounds=(given.places, *(one.positions for one in told)),
        pull=dict(zip(given.actors, pull.tolist(), strict=True)),
        blocking=blocking(given, middle, needs=needs),
    )


def _elected(turn: Turn) -> float:
    """Mean of the standing places by chance; actors who stand together share one chance."""
    places = turn.positions.mean(axis=1)
    chances = dict(zip(np.round(places, 9).tolist(), turn.chances.tolist(), strict=True))
    total = sum(chances.values())
    return float(sum(place * chance for place, chance in chances.items()) / total)


def blocking(
    given: Positions, outcome: float, *, needs: float = 0.5
) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The smallest sets of actors on one side of an outcome that can hold it up.

    A set holds a decision up if what is left of capability times salience without it is less than
    the share needed. Sets of up to four actors are looked at, twelve a side are told.

    Args:
        given: Who stands where.
        outcome: The decision.
        needs: Share that must not be against it.
    """
    weights = dict(
        zip(given.actors, np.multiply(given.salience, given.capability).tolist(), strict=True)
    )
    bar = (1 - needs) * sum(weights.values())
    sides = {
        "below": [a for a, at in zip(given.actors, given.places, strict=True) if at < outcome],
        "above": [a for a, at in zip(given.actors, given.places, strict=True) if at > outcome],
    }
    return {side: _smallest(members, weights, bar) for side, members in sides.items()}


def _smallest(
    members: list[str], weights: Mapping[str, float], bar: float
) -> tuple[tuple[str, ...], ...]:
    found: list[tuple[str, ...]] = []
    ordered = sorted(members, key=lambda actor: -weights[actor])
    for size in range(1, _LARGEST + 1):
        for group in itertools.combinations(ordered, size):
            if sum(weights[actor] for actor in group) <= bar + _SAME:
                continue
            if not any(set(smaller) <= set(group) for smaller in found):
                found.append(group)
            if len(found) == _SHOWN:
                return tuple(found)
    return tuple(found)
