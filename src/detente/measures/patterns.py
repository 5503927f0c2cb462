"""Patterns that were not fitted, as the simulation makes them: what it is to be judged by.

Two sides without allies; one makes a first act like those that begin disputes, the other stands at
peace. What follows is compared with recorded disputes (training/measures/patterns.py counts them).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from detente.codebook.crisis_parameters import Structure
from detente.measures.chances import FIRST_ACTS
from detente.measures.parameters import Floats
from detente.measures.plan import draw_inputs, plan
from detente.measures.playing import FORCE, HIGHEST, JOINED, LAST, WAR, play
from detente.model.crisis import Alliance, CrisisActor, Scenario, Spread, Toward

YEARS_AFTER: Final = 5
_WEEKS: Final = 52 * (YEARS_AFTER + 1)
_ONE: Final = Spread(1.0, 1.0, 1.0)
_SHARES: Final = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern over the draws of the parameters.

    Attributes:
        name: What is counted.
        low: 5 % point.
        middle: Median.
        high: 95 % point.
    """

    name: str
    low: float
    middle: float
    high: float


def patterns(
    structure: Structure, *, seed: int, draws: int = 128, lanes: int = 256
) -> tuple[Pattern, ...]:
    """Simulate disputes and count them as recorded ones are counted."""
    counted: dict[str, Floats] = {}
    for rung, share in zip((2, 3, 4), FIRST_ACTS, strict=True):
        for name, values in _counted(structure, rung, seed, draws, lanes).items():
            counted[name] = counted.get(name, np.zeros(draws)) + share * values
    counted["war, share of those with force"] = counted.pop("war") / counted["force or war"]
    return tuple(
        Pattern(name, *np.quantile(values, _SHARES).tolist()) for name, values in counted.items()
    )


def _counted(
    structure: Structure, rung: int, seed: int, draws: int, lanes: int
) -> dict[str, Floats]:
    ready = plan(_dispute(rung))
    quantiles = draw_inputs(ready, seed=seed, draws=draws)
    played = play(ready, quantiles, structure=structure, seed=seed, lanes=lanes)
    first_year = _first_year(rung)
    short = plan(first_year)
    year = play(short, quantiles, structure=structure, seed=seed, lanes=lanes)
    highest = np.maximum(year.by_draw(HIGHEST), rung)
    forced = year.happened(FORCE) | (rung == 4)
    return {
        "highest is a threat": (highest == 2).mean(axis=1),
        "highest is a display": (highest == 3).mean(axis=1),
        "force or war": forced.mean(axis=1),
        "war": year.happened(WAR).mean(axis=1),
        "answered by the other side": ((year.by_draw(JOINED) & 1) > 0).mean(axis=1),
        "over within 26 weeks": (year.by_draw(LAST) < 26).mean(axis=1),
        "hostile again in the five years after": (played.by_draw(LAST) > 52).mean(axis=1),
    }


def _dispute(rung: int) -> Scenario:
    """One side acts, the other stands at peace."""
    return Scenario(
        title="dispute",
        weeks=_WEEKS,
        actors=(CrisisActor("A", "A", 1, _ONE), CrisisActor("B", "B", 2, _ONE)),
        toward=(Toward("A", "B", rung), Toward("B", "A", 1)),
    )


def _first_year(rung: int) -> Scenario:
    return replace(_dispute(rung), weeks=52)


def joiner_share(structure: Structure, *, seed: int, draws: int = 128) -> Pattern:
    """Share of wars of two sides that an ally of one side joins."""
    two = _first_year(4)
    scenario = replace(
        two,
        actors=(*two.actors, CrisisActor("C", "C", 3, _ONE)),
        alliances=(Alliance("C", "B"),),
    )
    ready = plan(scenario)
    quantiles = draw_inputs(ready, seed=seed, draws=draws)
    played = play(ready, quantiles, structure=structure, seed=seed, lanes=1024)
    wars = played.happened(WAR).sum(axis=1)
    joined = ((played.by_draw(JOINED) >> 1) > 0).sum(axis=1)
    shares = joined[wars > 0] / wars[wars > 0]
    low, middle, high = np.quantile(shares, _SHARES).tolist()
    return Pattern("an ally joins the war", low, middle, high)
