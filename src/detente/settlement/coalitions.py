"""Who consents at home, who breaks away, and which coalitions hold under a package.

A settlement between states must pass at home too: Putnam (1988), Diplomacy and Domestic Politics:
The Logic of Two-Level Games, International Organization 42:427.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from detente.model.settlement import BargainingTable, Coalition, Package, Party, Range
from detente.model.settlement_path import Consent, Holding, Verdict

_NEAR = 1e-9
_MOST_MEMBERS = 14


def ratification(table: BargainingTable, worths: Mapping[str, float]) -> tuple[Consent, ...]:
    """What every body at home does with a package.

    Args:
        table: With its ratifiers.
        worths: Worth of the package by party.
    """
    return tuple(
        Consent(
            party=one.party,
            body=one.body,
            verdict=_accepts(worths[one.party], one.accepts_from),
            margin=worths[one.party] - one.accepts_from.high,
            blocks=True,
        )
        for one in table.ratifiers
    )


def holdings(table: BargainingTable, worths: Mapping[str, float]) -> tuple[Holding, ...]:
    """Whether each coalition of the table holds under a package."""
    return tuple(_holding(table, one, worths) for one in table.coalitions)


def survives(table: BargainingTable, package: Package) -> Verdict:
    """Whether a package passes at home and every coalition holds under it: the worst verdict."""
    worths = {one.party: one.worth for one in package.standings}
    order = list(Verdict)
    found = [one.verdict for one in ratification(table, worths)]
    found += [one.verdict for one in holdings(table, worths)]
    return max(found, key=order.index, default=Verdict.HOLDS)


def blocking_sets(strengths: Mapping[str, float], needs: float) -> tuple[tuple[str, ...], ...]:
    """Smallest sets of members whose leaving takes a coalition below what it needs.

    >>> blocking_sets({"a": 3, "b": 1, "c": 1}, 0.6)
    (('a',), ('b', 'c'))

    Args:
        strengths: By member; at most 14 members are looked at in full.
        needs: Share of all strength that must stay.
    """
    total = sum(strengths.values())
    found: list[tuple[str, ...]] = []
    for size in range(1, min(len(strengths), _MOST_MEMBERS) + 1):
        for gone in itertools.combinations(strengths, size):
            if any(set(smaller) <= set(gone) for smaller in found):
                continue
            if total - sum(strengths[member] for member in gone) < needs * total - _NEAR:
                found.append(gone)
    return tuple(found)


def _holding(table: BargainingTable, one: Coalition, worths: Mapping[str, float]) -> Holding:
    members = [party for party in table.parties if party.member_of == one.key]
    strengths = {party.key: party.strength for party in members}
    blocking = blocking_sets(strengths, one.needs)
    consents = tuple(_stays(party, one, worths, blocking) for party in members)
    sure = _share(consents, strengths, (Verdict.HOLDS,))
    most = _share(consents, strengths, (Verdict.HOLDS, Verdict.HANGS, Verdict.UNJUDGED))
    return Holding(
        coalition=one.key, members=consents, staying=sure, at_most=most, needs=one.needs,
        verdict=_verdict(sure, most, one.needs, consents), blocking=blocking,
    )  # fmt: skip


def _verdict(sure: float, most: float, needs: float, members: Sequence[Consent]) -> Verdict:
    if sure >= needs - _NEAR:
        return Verdict.HOLDS
    if most < needs - _NEAR:
        return Verdict.FAILS
    unjudged = any(one.verdict is Verdict.UNJUDGED for one in members)
    return Verdict.UNJUDGED if unjudged else Verdict.HANGS


def _stays(
    party: Party, one: Coalition, worths: Mapping[str, float], blocking: Sequence[tuple[str, ...]]
) -> Consent:
    asks = party.breaks_away
    return Consent(
        party=party.key,
        body=one.key,
        verdict=Verdict.UNJUDGED if asks is None else _accepts(worths[party.key], asks),
        margin=0.0 if asks is None else worths[party.key] - asks.high,
        blocks=(party.key,) in blocking,
    )


def _share(
    consents: Sequence[Consent], strengths: Mapping[str, float], kinds: Sequence[Verdict]
) -> float:
    staying = sum(strengths[one.party] for one in consents if one.verdict in kinds)
    return staying / sum(strengths.values())


def _accepts(worth: float, asks: Range) -> Verdict:
    if worth >= asks.high - _NEAR:
        return Verdict.HOLDS
    return Verdict.HANGS if worth >= asks.low - _NEAR else Verdict.FAILS
