"""Position arithmetic: the probabilistic Condorcet spatial model of politics.

Actors stand at points of one or more issues. Each looks for the actor it gains most by
challenging, proposes a bargain between the two positions, and takes part in the bargain that
all actors together would most probably elect. Settings are those of the toolkit's default run:
proportional voting, linear chances, semi-committed third parties, risk attitudes from -1/2 to 1
with one third of the difference seen by others, bargains from the challenger's side.

Source: Wise, Lester & Efird (2015), Multidimensional Bargaining Using KTAB, KAPSARC; the
toolkit's program (MIT) for what the paper leaves open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.settlement.election import coalitions, pairwise, winning

Values = NDArray[np.float64]

_LEAST_COALITION: Final = 1e-10
_LEAST_GAIN: Final = 1e-5
_LEAST_WEIGHT: Final = 1e-6
_SAME_PLACE: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Turn:
    """Where everybody stands.

    Attributes:
        positions: Shape (actors, issues), 0 to 1.
        chances: Chance of each actor's position to win an election among all positions; actors
            who stand together share one chance, each showing it.
        risk: Risk attitude inferred for each actor, -1/2 to 1.
    """

    positions: Values
    chances: Values
    risk: Values


@dataclass(frozen=True, slots=True)
class _Bargain:
    first: int
    second: int
    first_to: Values
    second_to: Values


@dataclass(frozen=True, slots=True)
class _Scene:
    """A turn's actors; ``apart[i, j]`` is how far j's position is for i, 0 to 1."""

    positions: Values
    salience: Values
    capability: Values
    apart: Values
    risk: Values


def spatial_turns(
    positions: ArrayLike, salience: ArrayLike, capability: ArrayLike, *, turns: int = 20
) -> tuple[Turn, ...]:
    """Run the model.

    Args:
        positions: Shape (actors, issues) or (actors,), 0 to 1.
        salience: Same shape; an actor's saliences add up to 1 at most.
        capability: What each actor can bring to bear, any common scale.
        turns: How many to give back, the starting positions included.

    Raises:
        ValueError: If positions or saliences are out of range.
    """
    places = np.atleast_2d(np.asarray(positions, np.float64).T).T
    cares = np.atleast_2d(np.asarray(salience, np.float64).T).T
    _check(places, cares)
    told = []
    for number in range(turns):
        scene = _scene(places, cares, np.asarray(capability, np.float64))
        told.append(Turn(places, _chances(scene), scene.risk))
        if number + 1 < turns:
            places = _next(scene)
    return tuple(told)


def _check(positions: Values, salience: Values) -> None:
    if positions.min() < 0 or positions.max() > 1:
        raise ValueError("positions run from 0 to 1")
    if salience.min() < 0 or not (salience.sum(axis=1) > 0).all():
        raise ValueError("every actor needs a positive salience on some issue")
    if salience.sum(axis=1).max() > 1 + 1e-9:
        raise ValueError("an actor's saliences add up to more than 1")


def _scene(positions: Values, salience: Values, capability: Values) -> _Scene:
    apart = _distance(positions[:, None, :] - positions, salience[:, None, :])
    raw = winning(pairwise(coalitions(1.0 - apart, capability)))
    low, high = raw.min(), raw.max()
    risk = (3 * raw - (high + 2 * low)) / (2 * (high - low)) if high > low else np.zeros_like(raw)
    return _Scene(positions, salience, capability, apart, risk)


def _distance(differences: Values, salience: Values) -> Values:
    squares = (differences * salience) ** 2
    answer: Values = np.sqrt(squares.sum(axis=-1) / (salience**2).sum(axis=-1))
    return answer


def _utility(apart: Values, risk: Values) -> Values:
    """Worth of a position at a distance: linear for the risk neutral, bent by risk attitude."""
    answer: Values = (1 - apart) * (1 + np.minimum(apart, 1.0) * risk)
    return answer


def _chances(scene: _Scene) -> Values:
    """Elect among distinct positions; each actor shows the chance of the place it stands at.

    A position near an earlier one is no option of its own; an actor near several options shows
    the chance of the last, as the toolkit does.
    """
    away = np.linalg.norm(scene.positions[:, None] - scene.positions, axis=2)
    options: list[int] = []
    for actor in range(len(away)):
        if not (away[actor, options] < _SAME_PLACE).any():
            options.append(actor)
    worth = _utility(scene.apart, scene.risk[:, None])[:, options]
    told = winning(pairwise(coalitions(worth, scene.capability)))
    last = [int(np.flatnonzero(row[options] < _SAME_PLACE)[-1]) for row in away]
    return np.asarray(told[last])


def _next(scene: _Scene) -> Values:
    count = len(scene.positions)
    worth = _utility(scene.apart, scene.risk[:, None])
    unchanged = worth.mean(axis=1)
    queues: list[list[tuple[_Bargain, Values]]] = [[] for _ in range(count)]
    for bargain in _bargains(scene):
        state = _after(scene, worth, bargain)
        queues[bargain.first].append((bargain, state))
        queues[bargain.second].append((bargain, state))
    moved = scene.positions.copy()
    for actor, queue in enumerate(queues):
        chosen = _elected(scene, unchanged, queue)
        if chosen is not None:
            moved[actor] = chosen.first_to if chosen.first == actor else chosen.second_to
    return moved


def _elected(
    scene: _Scene, unchanged: Values, queue: list[tuple[_Bargain, Values]]
) -> _Bargain | None:
    """The bargain all actors would most probably elect; None where nothing changes."""
    if not queue:
        return None
    states = np.stack([unchanged, *(state for _, state in queue)], axis=1)
    best = int(winning(pairwise(coalitions(states, scene.capability))).argmax())
    return queue[best - 1][0] if best else None


def _after(scene: _Scene, worth: Values, bargain: _Bargain) -> Values:
    """What the state after a bargain is worth to each actor: the mean over all positions."""
    total = worth.sum(axis=1) - worth[:, bargain.first] - worth[:, bargain.second]
    for place in (bargain.first_to, bargain.second_to):
        apart = _distance(scene.positions - place, scene.salience)
        total += _utility(apart, scene.risk)
    answer: Values = total / len(worth)
    return answer


def _bargains(scene: _Scene) -> Iterator[_Bargain]:
    """One proposal of each actor that gains by challenging somebody."""
    for actor in range(len(scene.positions)):
        chance, gain = _prospects(scene, actor)
        target = int(gain.argmax())
        if gain[target] > _LEAST_GAIN:
            yield _proposal(scene, actor, target, float(chance[target]))


def _prospects(scene: _Scene, actor: int) -> tuple[Values, Values]:
    """In the actor's eyes: chance to defeat each other, and what the challenge would gain it."""
    seen = _utility(scene.apart, ((2 * scene.risk[actor] + scene.risk) / 3)[:, None])
    power = scene.capability * scene.salience.sum(axis=1)
    own = _LEAST_COALITION + power[actor] * np.maximum(seen[actor, actor] - seen[actor], 0.0)
    other = _LEAST_COALITION + power * np.maximum(np.diag(seen) - seen[:, actor], 0.0)
    votes = _third_parties(seen, power, actor, own, other)
    behind = own + np.maximum(votes, 0.0).sum(axis=0)
    against = other + np.maximum(-votes, 0.0).sum(axis=0)
    chance = behind / (behind + against)
    resists = scene.salience.sum(axis=1)
    won, lost = 2 * seen[actor, actor], 2 * seen[actor]
    contest = chance * won + (1 - chance) * lost
    gain = (1 - resists) * won + resists * contest - seen[actor, actor] - seen[actor]
    gain[actor] = -np.inf
    return chance, gain


def _third_parties(seen: Values, power: Values, actor: int, own: Values, other: Values) -> Values:
    """Votes of each third party (row) for the actor against each other (column).

    A third party weighs joining either side in a contest of three; if its side loses it must
    adopt the winner's position, if its side wins it keeps its own.
    """
    for_actor = seen[:, [actor]]
    for_other = seen
    first = power[:, None] * (for_actor - for_other)
    ours = own + np.maximum(first, 0.0)
    theirs = other + np.maximum(-first, 0.0)
    chance = ours / (ours + theirs)
    kept = np.diag(seen)[:, None]
    joined = chance * (2 * for_actor + kept) + (1 - chance) * 3 * for_other
    opposed = chance * 3 * for_actor + (1 - chance) * (2 * for_other + kept)
    votes: Values = power[:, None] * (joined - opposed)
    votes[actor] = 0.0
    np.fill_diagonal(votes, 0.0)
    return votes


def _proposal(scene: _Scene, actor: int, target: int, chance: float) -> _Bargain:
    """Meet between two positions by the squares of salience and chance, to four decimals."""
    here, there = scene.positions[actor], scene.positions[target]
    mine = (scene.salience[actor] * chance) ** 2
    theirs = (scene.salience[target] * (1 - chance)) ** 2
    total = mine + theirs + _LEAST_WEIGHT
    return _Bargain(
        actor,
        target,
        _four_decimals(((mine + _LEAST_WEIGHT) * here + theirs * there) / total),
        _four_decimals((mine * here + (theirs + _LEAST_WEIGHT) * there) / total),
    )


def _four_decimals(values: Values) -> Values:
    answer: Values = np.floor(values * 10_000 + 0.5) / 10_000
    return answer
