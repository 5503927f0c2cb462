"""Draws of all numbers that a table's ranges and rankings admit.

A range is drawn evenly between its ends. A ranking of weights is drawn evenly from all weights that
add up to 1 and keep the order (a flat Dirichlet draw, put in order); a ranking of options evenly
from all worths that keep the order between 0 and 100. Lahdelma & Salminen (2001),
SMAA-2, Operations Research 49:444; for ranks Barron & Barrett (1996), Management Science 42:1515.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.model.settlement import BargainingTable, Interest, Party, Range

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Unknown:
    """One number that is not known exactly, as drawn.

    Attributes:
        party: Key of the party.
        about: What it is, in words.
        drawn: Shape (draws,).
    """

    party: str
    about: str
    drawn: Values


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One party's numbers: per issue weights (draws,) and values (draws, options)."""

    weights: Mapping[str, Values]
    values: Mapping[str, Values]
    walk_away: Values


class Draws:
    """Tables that the ranges and rankings of one table admit.

    Attributes:
        table: The table with its ranges.
        count: How many draws.
        unknowns: Every number that is not known exactly.
    """

    def __init__(self, table: BargainingTable, *, count: int, seed: int) -> None:
        """Draw; each party and field has chance of its own, so that order plays no part."""
        self.table = table
        self.count = count
        self._parties = {party.key: _draw(party, count, seed) for party in table.parties}
        self.unknowns = tuple(
            unknown
            for party in table.parties
            for unknown in _unknowns(table, party, self._parties[party.key])
        )

    def __getitem__(self, draw: int) -> BargainingTable:
        """One admissible table, every number exact."""
        if not 0 <= draw < self.count:
            raise IndexError(draw)
        return replace(
            self.table,
            parties=tuple(_exact(p, self._parties[p.key], draw) for p in self.table.parties),
        )

    def __len__(self) -> int:
        return self.count


def _draw(party: Party, count: int, seed: int) -> _Drawn:
    ranks = {key: one.rank for key, one in party.interests.items() if one.rank}
    ranked = _ranked_weights(ranks, count, _chance(seed, party.key, "rank"))
    return _Drawn(
        weights={
            key: ranked[key]
            if one.rank
            else _even(one.weight, count, _chance(seed, party.key, "weight", key))
            for key, one in party.interests.items()
        },
        values={
            key: _values(one, count, _chance(seed, party.key, "values", key))
            for key, one in party.interests.items()
        },
        walk_away=_even(party.walk_away, count, _chance(seed, party.key, "walk-away")),
    )


def _chance(seed: int, *words: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32("|".join(words).encode())])


def _even(known: Range, count: int, chance: np.random.Generator) -> Values:
    return known.low + (known.high - known.low) * chance.random(count)


def _ranked_weights(
    ranks: Mapping[str, int], count: int, chance: np.random.Generator
) -> dict[str, Values]:
    """Weights in the order of the ranking; issues of one rank share what falls to them."""
    if not ranks:
        return {}
    drawn = -np.sort(-chance.dirichlet(np.ones(len(ranks)), count), axis=1)
    ordered = sorted(ranks, key=lambda key: (ranks[key], key))
    alike = {
        rank: [at for at, key in enumerate(ordered) if ranks[key] == rank]
        for rank in ranks.values()
    }
    return {key: drawn[:, alike[ranks[key]]].mean(axis=1) for key in ordered}


def _values(interest: Interest, count: int, chance: np.random.Generator) -> Values:
    if not interest.ranked:
        return np.stack([_even(one, count, chance) for one in interest.values], axis=1)
    worths = np.array([one.low for one in interest.values])
    inner = np.sort(chance.random((count, max(len(worths) - 2, 0))), axis=1)
    ladder = np.hstack([np.zeros((count, 1)), 100 * inner, np.full((count, 1), 100.0)])
    places = np.argsort(np.argsort(worths))
    return ladder[:, places] if len(worths) > 1 else np.full((count, 1), 100.0)


def _exact(party: Party, drawn: _Drawn, draw: int) -> Party:
    def known(value: float) -> Range:
        return Range(float(value), float(value))

    return replace(
        party,
        walk_away=known(drawn.walk_away[draw]),
        interests={
            key: replace(
                one,
                weight=known(drawn.weights[key][draw]),
                values=tuple(known(value) for value in drawn.values[key][draw]),
            )
            for key, one in party.interests.items()
        },
    )


def _unknowns(table: BargainingTable, party: Party, drawn: _Drawn) -> list[Unknown]:
    issues = {issue.key: issue for issue in table.issues}
    found = []
    if not party.walk_away.exact:
        found.append(Unknown(party.key, "its walk-away", drawn.walk_away))
    total = np.sum(list(drawn.weights.values()), axis=0)
    for key, weights in drawn.weights.items():
        share = weights / np.where(total > 0, total, 1.0)
        if np.ptp(share) > 0:
            found.append(Unknown(party.key, f"how much {issues[key].name} weighs", share))
        for at, option in enumerate(issues[key].options):
            worth = drawn.values[key][:, at]
            if np.ptp(worth) > 0:
                about = f"what {option!r} is worth on {issues[key].name}"
                found.append(Unknown(party.key, about, worth))
    return found
