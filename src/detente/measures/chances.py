"""From parameters to the chances of every step, under either of the rival structures.

*Spiral* (Jervis 1976, ch. 3): hostility comes from misperception and fear. Nobody begins from
peace; the strength of the other side, allies included as far as they are believed, raises the wish
to answer, and one's own strength calms less than it frightens. *Deterrence*: hostility comes from
opportunity and doubted resolve. A side with an opening begins by itself, presses on where it is not
matched, and is held back by a stronger or more resolute other side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.codebook.crisis_parameters import Scale, Structure
from detente.measures.engine import AT_WAR
from detente.measures.parameters import Floats, moved, reply_name
from detente.measures.plan import Plan

Limits = NDArray[np.uint32]

WEEKS_A_YEAR: Final = 52.0
PHASE_WEEKS: Final = 13
FIRST_ACTS: Final = (0.03, 0.53, 0.44)
"""Threat, display, use of force among first incidents of disputes; MIDI 5.0, 1992-2005."""
ORDINARY_PRESSURE: Final = 0.3  # what the replies that were estimated hold already
_WORDS: Final = 2.0**32
_SEVERITY: Final = np.array([0.0, 0.5, 1.0])  # of a threat, a display, a use of force
_FEAR_LIMIT: Final = 3.0  # log strength ratio beyond which nothing more is felt


@dataclass(frozen=True, slots=True)
class Chances:
    """Thresholds on 32-bit words, as :func:`detente.measures.engine.play` takes them.

    Attributes:
        perceive: (draws, ordered pairs, 4): false attribution, no news, right, one rung up.
        accident: (draws, ordered pairs).
        decide: (draws, phases, ordered pairs, 4, 16): up to rung 1, 2, 3, 4, by
            (own rung - 1) * 4 + (rung seen - 1).
        ending: (draws, unordered pairs).
        entangle: (draws, alliances).
        join: (draws, alliances).
    """

    perceive: Limits
    accident: Limits
    decide: Limits
    ending: Limits
    entangle: Limits
    join: Limits


def chances(ready: Plan, values: Mapping[str, Floats], structure: Structure) -> Chances:
    """Thresholds for every draw of the parameters.

    Args:
        ready: The plan.
        values: Parameters by name, from :func:`detente.measures.plan.values_of`.
        structure: SPIRAL or DETERRENCE.
    """
    quarrel = np.array(ready.quarrel)
    accident = np.where(quarrel, values["accident"] / WEEKS_A_YEAR, 0.0)
    upper = [at for at, (i, j) in enumerate(ready.pairs) if i < j]
    decide = np.stack(
        [
            _decide(ready, values, structure, accident, year=phase * PHASE_WEEKS / WEEKS_A_YEAR)
            for phase in range(_phases(ready))
        ],
        axis=1,
    )
    return Chances(
        perceive=_limits(_perceive(values, quarrel)),
        accident=_limits(accident),
        decide=_limits(decide),
        ending=_limits(values["war-end"][:, upper]),
        entangle=_limits(values["entanglement"]),
        join=_limits(values["commitment"]),
    )


def _limits(chance: Floats) -> Limits:
    """Probabilities as thresholds; certainty is one word in four billion short of itself."""
    scaled = np.minimum(np.floor(np.clip(chance, 0, 1) * _WORDS), _WORDS - 1)
    return np.ascontiguousarray(scaled.astype(np.uint32))


def _phases(ready: Plan) -> int:
    growth = [each for each in ready.inputs if each.parameter == "capability-growth"]
    still = all(each.spread.exact and each.spread.best == 0 for each in growth)
    return 1 if still else -(-ready.scenario.weeks // PHASE_WEEKS)


def _perceive(values: Mapping[str, Floats], quarrel: NDArray[np.bool_]) -> Floats:
    """Without a quarrel nobody misreads peace as hostility; acts are still seen."""
    false = np.where(quarrel, values["false-attribution"] / WEEKS_A_YEAR, 0.0)
    stale, misread = values["news-delay"], np.where(quarrel, values["misreading"], 0.0)
    upward = values["misreading-upward"]
    right = (1 - stale) * (1 - misread)
    above = (1 - stale) * misread * upward
    shares = np.stack([np.zeros_like(stale), stale, right, above], axis=-1)
    cumulative: Floats = np.cumsum(shares, axis=-1)
    return np.asarray(false[..., None] + (1 - false[..., None]) * cumulative)


def _decide(
    ready: Plan,
    values: Mapping[str, Floats],
    structure: Structure,
    accident: Floats,
    *,
    year: float,
) -> Floats:
    """Cumulative chances of the next rung, shape (draws, pairs, 4, 16)."""
    ratio = strength_ratio(ready, values, year=year)
    lift = np.exp(_push(ready, values, structure, ratio))
    cools = _cooling(ready, values)
    steps = np.zeros((*ratio.shape, 4, 4, AT_WAR))
    for own in range(1, 5):
        for seen in range(1, 5):
            weights = _weights(ready, values, structure, lift, own=own, seen=seen)
            war = _war(values, lift, own=own, seen=seen)
            steps[:, :, own - 1, seen - 1] = _next(cools, weights, war, own=own)
    cumulative = np.cumsum(steps, axis=-1)[..., :4]
    spread = accident[..., None, None, None]
    shifted = spread + (1 - spread) * cumulative
    merged = shifted.reshape(*ratio.shape, 16, 4)
    return np.asarray(np.swapaxes(merged, -1, -2))


def strength_ratio(ready: Plan, values: Mapping[str, Floats], *, year: float) -> Floats:
    """Log of own side's strength over the other side's, allies as far as they are believed.

    An ally counts for a side unless it is the opponent itself.
    """
    strength = values["capability"] * np.exp(values["capability-growth"] * year)
    sides = np.empty((strength.shape[0], len(ready.pairs)))
    for at, (i, j) in enumerate(ready.pairs):
        side = strength[:, i].copy()
        for place, (ally, of) in enumerate(ready.alliances):
            if of == i and ally != j:
                side += values["commitment"][:, place] * strength[:, ally]
        sides[:, at] = side
    number = {pair: at for at, pair in enumerate(ready.pairs)}
    back = [number[j, i] for i, j in ready.pairs]
    ratio = np.log(sides) - np.log(sides[:, back])
    return np.asarray(np.clip(ratio, -_FEAR_LIMIT, _FEAR_LIMIT))


def _push(ready: Plan, values: Mapping[str, Floats], structure: Structure, ratio: Floats) -> Floats:
    """Log odds added to a threat, a display, a use of force; shape (draws, pairs, 3)."""
    first = [i for i, _ in ready.pairs]
    stakes = values["stakes-effect"] * (2 * values["stakes"] - 1)
    pressure = _pressure(values)[:, first]
    common = (stakes + pressure)[..., None]
    trade = (values["trade-restraint"] * values["trade-tie"])[..., None] * _SEVERITY
    if structure is Structure.SPIRAL:
        return np.asarray(common - trade + (values["fear"] * np.maximum(-ratio, 0))[..., None])
    return np.asarray(common - trade + (values["opportunity"] * ratio)[..., None] * _SEVERITY)


def _weights(
    ready: Plan,
    values: Mapping[str, Floats],
    structure: Structure,
    lift: Floats,
    *,
    own: int,
    seen: int,
) -> Floats:
    """Odds of a threat, display or use of force against doing nothing."""
    if seen > 1:
        replies = [values[reply_name(seen, answer)] for answer in (2, 3, 4)]
        weights = np.stack(replies, axis=-1) * lift
    else:
        weights = np.zeros_like(lift)
    if structure is Structure.DETERRENCE:
        weights = weights + _openings(ready, values, lift, own=own, seen=seen)
    return np.asarray(weights)


def _openings(
    ready: Plan, values: Mapping[str, Floats], lift: Floats, *, own: int, seen: int
) -> Floats:
    """Beginning where the other is at peace, and pressing on where it does not match."""
    second = [j for _, j in ready.pairs]
    doubt = (1 - values["resolve"][:, second])[..., None]
    begin = (values["initiative"] / WEEKS_A_YEAR)[..., None] * np.array(FIRST_ACTS)
    begin = np.where(np.array(ready.quarrel)[:, None], begin, 0.0) if seen == 1 else 0.0
    press = np.zeros_like(lift)
    if own > max(seen, 1):
        press[..., min(own + 1, 4) - 2] = values["boldness"]
    return np.asarray((begin + press) * doubt * lift)


def _cooling(ready: Plan, values: Mapping[str, Floats]) -> Floats:
    """Chance of coming down a rung; domestic pressure keeps a side where it stands."""
    first = [i for i, _ in ready.pairs]
    return moved(values["cooling"], np.exp(-_pressure(values)[:, first]), Scale.LOGIT)


def _pressure(values: Mapping[str, Floats]) -> Floats:
    """Log odds that domestic pressure adds, by actor."""
    return np.asarray(values["pressure-effect"] * (values["domestic-pressure"] - ORDINARY_PRESSURE))


def _war(values: Mapping[str, Floats], lift: Floats, *, own: int, seen: int) -> Floats:
    """Chance that a side that uses force goes on to war."""
    if own < 4:
        return np.zeros(lift.shape[:2])
    rate = values["force-to-war"]
    if seen < 4:
        rate = rate * values["unanswered-war"]
    odds = rate / (1 - rate) * lift[..., 2]
    return np.asarray(odds / (1 + odds))


def _next(cools: Floats, weights: Floats, war: Floats, *, own: int) -> Floats:
    """Chances of rung 1, 2, 3, 4 and war after this step, shape (draws, pairs, 5)."""
    total = 1 + weights.sum(axis=-1)
    steps = np.zeros((*war.shape, AT_WAR))
    steps[..., 1:4] = weights / total[..., None]
    steps[..., max(own - 2, 0)] += cools / total
    steps[..., own - 1] += (1 - cools) / total
    steps *= (1 - war)[..., None]
    steps[..., 4] = war
    return steps
