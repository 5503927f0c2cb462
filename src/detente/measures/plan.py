"""A scenario made ready to play: numbered actors, ordered pairs, and everything not known exactly.

Actors are numbered by role slot and not by their place in the file, and every input's draw hangs
on names made of slots, so that renaming or reordering actors changes nothing but the names.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.codebook.crisis_parameters import Ground, Scale, Scope, crisis_parameters
from detente.codebook.measures import EffectRow, effects
from detente.measures.parameters import (
    Floats,
    at_quantile,
    moved,
    parameter_table,
    standard_spread,
)
from detente.measures.philox import key_of, philox, uniform
from detente.model.crisis import Scenario, Spread

EVERYWHERE: Final = -1
_DRAWS: Final = 0x50415241  # the step word of draws that are parameters: spells PARA


@dataclass(frozen=True, slots=True)
class Input:
    """Something that is not known exactly, and where it counts.

    Attributes:
        name: As shown, with role slots: "misreading", "resolve@1", "stakes@1>2",
            "hotline: news-delay".
        parameter: The parameter it sets or moves.
        spread: What is known.
        scale: On which scale it is spread.
        assumed: Whether it rests on judgement and not on data.
        place: Number of the actor, ordered pair or alliance; EVERYWHERE for all.
        measure: The measure whose factor it is, "" for a parameter.
    """

    name: str
    parameter: str
    spread: Spread
    scale: Scale
    assumed: bool
    place: int = EVERYWHERE
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A scenario in numbers.

    Attributes:
        scenario: As it was written.
        keys: Actors in the order of their slots.
        slots: Role slots, ascending.
        pairs: Ordered pairs (actor, target) by number.
        quarrel: Whether an ordered pair has a quarrel of its own.
        start: Rung of each ordered pair before the first week.
        alliances: Ordered pairs (ally, of).
        members: Actors that take part, by measure.
        inputs: What is not known exactly, parameters first.
    """

    scenario: Scenario
    keys: tuple[str, ...]
    slots: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    quarrel: tuple[bool, ...]
    start: tuple[int, ...]
    alliances: tuple[tuple[int, int], ...]
    members: dict[str, frozenset[int]]
    inputs: tuple[Input, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        """Measures whose factors are among the inputs."""
        return tuple(dict.fromkeys(each.measure for each in self.inputs if each.measure))


def plan(
    scenario: Scenario,
    measures: Sequence[str] = (),
    *,
    rows: Iterable[EffectRow] | None = None,
) -> Plan:
    """Number a scenario and gather what is not known exactly.

    Args:
        scenario: The crisis.
        measures: Measures whose factors are to be drawn too.
        rows: What the measures move; the shipped table when None.
    """
    ordered = sorted(scenario.actors, key=lambda actor: actor.slot)
    number = {actor.key: at for at, actor in enumerate(ordered)}
    count = len(ordered)
    pairs = tuple((i, j) for i in range(count) for j in range(count) if i != j)
    toward = {(number[t.actor], number[t.target]): t for t in scenario.toward}
    everyone = frozenset(range(count))
    named = {use.id: frozenset(number[key] for key in use.between) for use in scenario.measures}
    effect_rows = [row for m in measures for row in effects(m)] if rows is None else list(rows)
    return Plan(
        scenario=scenario,
        keys=tuple(actor.key for actor in ordered),
        slots=tuple(actor.slot for actor in ordered),
        pairs=pairs,
        quarrel=tuple(pair in toward for pair in pairs),
        start=tuple(toward[pair].rung if pair in toward else 1 for pair in pairs),
        alliances=tuple(sorted((number[a.ally], number[a.of]) for a in scenario.alliances)),
        members={measure: named.get(measure) or everyone for measure in measures},
        inputs=(
            *_general(scenario),
            *_of_actors(scenario, number),
            *_of_pairs(scenario, number, pairs),
            *_of_alliances(scenario, number),
            *(_factor(row) for row in effect_rows),
        ),
    )


def _general(scenario: Scenario) -> Iterable[Input]:
    for row in crisis_parameters():
        given = scenario.parameters.get(row.name)
        spread = given or standard_spread(row.name)
        assumed = given is not None or row.basis is Ground.ASSUMED
        yield Input(row.name, row.name, spread, row.scale, assumed)


def _of_actors(scenario: Scenario, number: dict[str, int]) -> Iterable[Input]:
    for actor in sorted(scenario.actors, key=lambda one: one.slot):
        given = {
            "capability": actor.capability,
            "capability-growth": actor.growth,
            "domestic-pressure": actor.pressure,
            "resolve": actor.resolve,
        }
        for name, spread in given.items():
            if spread is not None:
                yield _own(name, spread, f"{actor.slot}", number[actor.key])


def _of_pairs(
    scenario: Scenario, number: dict[str, int], pairs: Sequence[tuple[int, int]]
) -> Iterable[Input]:
    slots = {actor.key: actor.slot for actor in scenario.actors}
    ordered = sorted(scenario.toward, key=lambda t: (number[t.actor], number[t.target]))
    for toward in ordered:
        place = pairs.index((number[toward.actor], number[toward.target]))
        where = f"{slots[toward.actor]}>{slots[toward.target]}"
        for name, spread in (("stakes", toward.stakes), ("trade-tie", toward.trade)):
            if spread is not None:
                yield _own(name, spread, where, place)


def _of_alliances(scenario: Scenario, number: dict[str, int]) -> Iterable[Input]:
    slots = {actor.key: actor.slot for actor in scenario.actors}
    ordered = sorted(scenario.alliances, key=lambda a: (number[a.ally], number[a.of]))
    for place, alliance in enumerate(ordered):
        if alliance.commitment is not None:
            where = f"{slots[alliance.ally]}>{slots[alliance.of]}"
            yield _own("commitment", alliance.commitment, where, place)


def _own(name: str, spread: Spread, where: str, place: int) -> Input:
    scale = parameter_table()[name].scale
    return Input(f"{name}@{where}", name, spread, scale, assumed=True, place=place)


def _factor(row: EffectRow) -> Input:
    assumed = row.basis != "own estimate"
    spread = Spread(row.low, row.best, row.high)
    name = f"{row.measure}: {row.parameter}"
    return Input(name, row.parameter, spread, Scale.LOG, assumed, measure=row.measure)


def draw_inputs(ready: Plan, *, seed: int, draws: int, first: int = 0) -> Floats:
    """Quantiles of every input, each hanging on (seed, draw, name of the input) alone.

    Returns:
        Numbers in (0, 1), shape (draws, inputs).
    """
    numbers = np.arange(first, first + draws, dtype=np.uint64)[:, None]
    names = np.array([zlib.crc32(each.name.encode()) for each in ready.inputs], dtype=np.uint64)
    words = philox((numbers, 0, _DRAWS, names[None, :]), key_of(seed))
    return np.asarray(uniform(words[0]))


def values_of(ready: Plan, quantiles: Floats, measures: Sequence[str] = ()) -> dict[str, Floats]:
    """Every parameter for every draw, with the factors of the measures that are taken.

    Args:
        ready: The plan.
        quantiles: Shape (draws, inputs).
        measures: Measures taken in this arm; others are left out though drawn.

    Returns:
        By parameter: shape (draws, ordered pairs), (draws, actors) or (draws, alliances).
    """
    values: dict[str, Floats] = {}
    for at, each in enumerate(ready.inputs):
        drawn = at_quantile(each.spread, each.scale, quantiles[:, at])
        row = parameter_table()[each.parameter]
        if each.measure:
            if each.measure in measures:
                where = _moves(ready, row.scope, ready.members[each.measure])
                old = values[each.parameter]
                values[each.parameter] = np.where(where, moved(old, drawn[:, None], row.scale), old)
        elif each.place == EVERYWHERE:
            size = _size(ready, row.scope)
            values[each.parameter] = np.repeat(drawn[:, None], size, axis=1)
        else:
            values[each.parameter][:, each.place] = drawn
    return values


def _size(ready: Plan, scope: Scope) -> int:
    return {
        Scope.ACTOR: len(ready.keys),
        Scope.PAIR: len(ready.pairs),
        Scope.ALLIANCE: len(ready.alliances),
    }[scope]


def _moves(ready: Plan, scope: Scope, members: frozenset[int]) -> NDArray[np.bool_]:
    """Where a measure counts: its members, and the pairs and alliances among them."""
    if scope is Scope.ACTOR:
        return np.array([at in members for at in range(len(ready.keys))])
    both = ready.pairs if scope is Scope.PAIR else ready.alliances
    return np.array([i in members and j in members for i, j in both], dtype=np.bool_)
