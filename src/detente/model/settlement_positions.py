"""Positions, salience and capability on an issue, and what three models expect of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Positions:
    """Where actors stand on one issue.

    Attributes:
        issue: Name of the issue.
        actors: Names, in the order of the file.
        places: Where each stands.
        salience: 0 to 1.
        capability: Any common scale.
    """

    issue: str
    actors: tuple[str, ...]
    places: tuple[float, ...]
    salience: tuple[float, ...]
    capability: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """What three models expect on one issue.

    Attributes:
        positions: What they were given.
        compromise: Salience-weighted mean.
        challenge: Weighted mean after the last round of the expected-utility model.
        election: Mean place, each weighted by its chance to win the election, after the last turn
            of the probabilistic Condorcet model.
        apart: Largest difference of the three, as a share of the issue's range.
        rounds: Per round of the challenge model, where each actor stands; the start comes first.
        pull: By actor, how far the compromise moves if its salience rises by 0.1.
        blocking: Per side of the compromise ("below", "above"), the smallest sets of actors that
            can hold up a move away from them.
    """

    positions: Positions
    compromise: float
    challenge: float
    election: float
    apart: float
    rounds: tuple[tuple[float, ...], ...]
    pull: Mapping[str, float]
    blocking: Mapping[str, tuple[tuple[str, ...], ...]]
