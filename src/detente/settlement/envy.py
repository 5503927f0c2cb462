"""Envy: who would rather have another's share of what an issue divides.

A division is free of envy if no party prefers another's share to its own (Foley 1967, Resource
allocation and the public sector). It says nothing about issues that divide nothing, so it is judged
for division issues only, and there only between options that are each other's mirror image.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.model.settlement import BargainingTable, Envy, Issue, Package, Party
from detente.settlement.tabulated import Reading, middle


def envies(table: BargainingTable, package: Package, *, read: Reading = middle) -> tuple[Envy, ...]:
    """Who envies whom under a package, largest envy first.

    Args:
        table: Issues and parties.
        package: One option per issue.
        read: Number taken from a range of weights or values.
    """
    found = (
        Envy(party.key, other.key, issue.key, by)
        for issue in table.issues
        if issue.shares
        for party in table.parties
        for other in table.parties
        if (by := _gained(issue, package.options[issue.key], party, other, read)) > 0
    )
    return tuple(sorted(found, key=lambda one: (-one.by, one.party, one.other, one.issue)))


def _gained(issue: Issue, option: str, party: Party, other: Party, read: Reading) -> float:
    """Worth to a party if its share and the other's changed hands, everything else as it is."""
    at = issue.options.index(option)
    interest = party.interests.get(issue.key)
    if party.key == other.key or interest is None:
        return 0.0
    total = sum(read(one.weight) for one in party.interests.values())
    best = max((read(interest.values[n]) for n in _swapped(issue, at, party, other)), default=None)
    if best is None or total <= 0:
        return 0.0
    return read(interest.weight) / total * (best - read(interest.values[at]))


def _swapped(issue: Issue, at: int, party: Party, other: Party) -> Iterator[int]:
    """The options in which the two shares have changed hands and nobody else's has moved."""
    own = issue.shares[at]
    wanted = {**own, party.key: own.get(other.key, 0.0), other.key: own.get(party.key, 0.0)}
    for n, shares in enumerate(issue.shares):
        if n != at and {k: v for k, v in shares.items() if v} == {
            k: v for k, v in wanted.items() if v
        }:
            yield n
