"""Position arithmetic: who challenges whom, and who gives way, round by round.

The expected-utility model of Bueno de Mesquita as replicated by Scholz, Calbert & Smith (2011),
Unravelling Bueno De Mesquita's Group Decision Model, Journal of Theoretical Politics 23:510.
Where the replication's program departs from its paper, ``as_programmed`` follows the program:
the paper lets an actor take the compromise that moves it least, the program the one with the
lowest mean of both positions weighted by expected utilities.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]


class Outcome(StrEnum):
    """How an encounter ends for the actor that gives way."""

    CONFRONTATION = "confrontation"
    COMPROMISE = "compromise"
    CAPITULATION = "capitulation"


@dataclass(frozen=True, slots=True)
class Concession:
    """One actor gives way to another.

    Attributes:
        actor: Number of the actor that moves.
        to: Number of the actor it gives way to.
        outcome: In what kind of encounter.
        own: Expected utility of challenging, in the eyes of the actor that moves.
        other: Expected utility of the other, in the same eyes.
        position: Where the actor then stands.
    """

    actor: int
    to: int
    outcome: Outcome
    own: float
    other: float
    position: float


@dataclass(frozen=True, slots=True)
class Round:
    """What one round brought.

    Attributes:
        concessions: In the order of the actors.
        positions: After the round.
        mean: Mean position weighted by capability times salience, after the round.
    """

    concessions: tuple[Concession, ...]
    positions: tuple[float, ...]
    mean: float


@dataclass(frozen=True, slots=True)
class _Scene:
    """Actors at the start of a round; ``span`` is the range of the first round."""

    positions: Values
    capability: Values
    salience: Values
    span: float
    status_quo: float


def challenge_rounds(
    positions: ArrayLike,
    salience: ArrayLike,
    capability: ArrayLike,
    *,
    rounds: int = 10,
    status_quo: float = 1.0,
    as_programmed: bool = True,
) -> tuple[Round, ...]:
    """Run the model for some rounds.

    Args:
        positions: Where each actor stands.
        salience: 0 to 1; with 1 less salience an actor gives way without resistance.
        capability: Any common scale.
        rounds: How many.
        status_quo: Probability that nothing changes without a challenge (the model's Q).
        as_programmed: Choose among compromises as the replication's program does; False for
            the rule in its paper.

    Raises:
        ValueError: If all actors stand in one place.
    """
    places = np.asarray(positions, np.float64)
    span = float(places.max() - places.min())
    if not span > 0:
        raise ValueError("all actors stand in one place: there is nothing to settle")
    told = []
    for _ in range(rounds):
        scene = _Scene(
            places, np.asarray(capability, float), np.asarray(salience, float), span, status_quo
        )
        together = not np.ptp(places)  # nobody is left to challenge
        concessions = () if together else tuple(_concessions(scene, as_programmed=as_programmed))
        places = places.copy()
        for one in concessions:
            places[one.actor] = one.position
        told.append(Round(concessions, tuple(places.tolist()), mean_position(places, scene)))
    return tuple(told)


def mean_position(places: Values, scene: _Scene) -> float:
    """Mean position weighted by capability times salience."""
    weights = scene.capability * scene.salience
    return float((weights * places).sum() / weights.sum())


def _concessions(scene: _Scene, *, as_programmed: bool) -> Iterator[Concession]:
    aversion = _risk_aversion(scene)
    probability = _probability(scene, aversion)
    for actor in range(len(scene.positions)):
        stakes = _stakes(scene, probability, float(aversion[actor]))
        best = _best(list(_offers(scene, stakes, actor)), scene, as_programmed=as_programmed)
        if best is not None:
            yield best


def _risk_aversion(scene: _Scene) -> Values:
    """From how endangered each actor is beside the others: 2 for the safest, 1/2 for the least."""
    level = np.ones(len(scene.positions))
    stakes = _stakes(scene, _probability(scene, level), 1.0)
    danger = stakes.sum(axis=0) - np.diag(stakes)
    width = danger.max() - danger.min()
    if not width > 0:
        return level
    acceptance = (2 * danger - danger.max() - danger.min()) / width
    answer: Values = (1 - acceptance / 3) / (1 + acceptance / 3)
    return answer


def _probability(scene: _Scene, aversion: Values) -> Values:
    """How likely each position beats each other.

    Votes for a change over the votes on all pairs, as in the replication: the two directions of
    a pair do not add up to 1.
    """
    apart = np.abs(scene.positions[:, None] - scene.positions) / scene.span
    distance = apart ** aversion[:, None]
    weight = scene.capability * scene.salience
    votes = weight[:, None, None] * (distance[:, None, :] - distance[:, :, None])
    answer: Values = np.maximum(votes, 0.0).sum(axis=0) / np.abs(votes).sum()
    return answer


def _stakes(scene: _Scene, probability: Values, aversion: float) -> Values:
    """Expected utility of each actor (row) challenging each other, at one risk aversion."""
    half = 0.5 * np.abs(scene.positions[:, None] - scene.positions) / scene.span
    success = 2 - 4 * (0.5 - half) ** aversion
    failure = 2 - 4 * (0.5 + half) ** aversion
    rest = scene.status_quo * (2 - 4 * 0.5**aversion)
    resisted = probability * success + (1 - probability) * failure
    answer: Values = scene.salience * resisted + (1 - scene.salience) * success - rest
    return answer


def _offers(scene: _Scene, stakes: Values, actor: int) -> Iterator[Concession]:
    here = float(scene.positions[actor])
    for other, there in enumerate(scene.positions.tolist()):
        own, theirs = float(stakes[actor, other]), float(stakes[other, actor])
        if there == here or theirs <= 0:
            continue
        if theirs > own > 0:
            yield Concession(actor, other, Outcome.CONFRONTATION, own, theirs, there)
        elif own < 0 and theirs > -own:
            moved = here + (there - here) * abs(own / theirs)
            yield Concession(actor, other, Outcome.COMPROMISE, own, theirs, moved)
        elif own < 0 and theirs < -own:
            yield Concession(actor, other, Outcome.CAPITULATION, own, theirs, there)


def _best(offers: list[Concession], scene: _Scene, *, as_programmed: bool) -> Concession | None:
    """Confrontations bind before compromises, and those before capitulations."""
    for outcome in Outcome:
        rivals = [one for one in offers if one.outcome is outcome]
        if rivals and outcome is Outcome.COMPROMISE and as_programmed:
            return min(rivals, key=lambda one: _programmed(one, scene))
        if rivals:
            return min(rivals, key=lambda one: abs(one.position - scene.positions[one.actor]))
    return None


def _programmed(one: Concession, scene: _Scene) -> float:
    here, there = (float(scene.positions[at]) for at in (one.actor, one.to))
    return (abs(one.own) * here + abs(one.other) * there) / (abs(one.own) + abs(one.other))
