"""From a table of words and ranges to plain arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from detente.model.settlement import BargainingTable, Combination, Interest, Party, Payment, Range
from detente.settlement.problem import Forbidden, Interaction, Problem, Values

Reading = Callable[[Range], float]
"""Which number a range stands for."""

NO_FLOOR: Final = -1e6


def middle(known: Range) -> float:
    """Take the middle of a range."""
    return known.middle


def problem_of(
    table: BargainingTable, *, read: Reading = middle, red_lines: bool = True
) -> Problem:
    """Write a table as plain arrays.

    Worth is the weighted mean of option values, 0 to 100, plus what combinations add. A party's
    floor is the upper end of its walk-away range, so that a package in the zone stands whatever
    the true walk-away is.

    Args:
        table: Issues and parties.
        read: Number taken from a range of weights or values.
        red_lines: Whether red lines rule packages out.
    """
    columns = [_column(table, party, read) for party in table.parties]
    return Problem(
        values=tuple(
            np.stack([column[issue.key] for column in columns], axis=1) for issue in table.issues
        ),
        floors=np.array([party.walk_away.high for party in table.parties]),
        interactions=tuple(_interaction(table, one) for one in table.together),
        forbidden=(
            *(Forbidden(_places(table, one.when), one.name) for one in table.constraints),
            *(red_lines_of(table).values() if red_lines else ()),
        ),
    )


def red_lines_of(table: BargainingTable) -> dict[tuple[str, str, str], Forbidden]:
    """Red lines by party, issue and option."""
    return {
        (party.key, key, option): Forbidden(
            _places(table, {key: (option,)}), f"red line of {party.name}: {option}"
        )
        for party in table.parties
        for key, interest in party.interests.items()
        for option in interest.red_lines
    }


def _column(table: BargainingTable, party: Party, read: Reading) -> Mapping[str, Values]:
    """What each option adds for one party; an issue it has no interest in adds nothing."""
    total = sum(read(one.weight) for one in party.interests.values())
    return {
        issue.key: _worths(party.interests.get(issue.key), total, len(issue.options), read)
        if issue.payment is None
        else _paid(issue.payment, party, issue.options)
        for issue in table.issues
    }


def _paid(payment: Payment, party: Party, options: Sequence[str]) -> Values:
    """A side payment counts beside the weights: it is measured in worth itself."""
    each = {payment.payer: -payment.cost, payment.receiver: payment.worth}.get(party.key, 0.0)
    return each * np.array([float(option) for option in options])


def _worths(interest: Interest | None, total: float, options: int, read: Reading) -> Values:
    if interest is None or not total:
        return np.zeros(options)
    weight = read(interest.weight) / total
    return np.array([weight * read(value) for value in interest.values])


def _interaction(table: BargainingTable, one: Combination) -> Interaction:
    keys = [party.key for party in table.parties]
    return Interaction(keys.index(one.party), one.adds, _places(table, one.when))


def _places(
    table: BargainingTable, when: Mapping[str, tuple[str, ...]]
) -> dict[int, frozenset[int]]:
    numbers = {issue.key: number for number, issue in enumerate(table.issues)}
    return {
        numbers[key]: frozenset(table.issues[numbers[key]].options.index(name) for name in names)
        for key, names in when.items()
    }
