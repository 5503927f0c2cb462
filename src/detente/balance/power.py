"""Two sides on three measures of power; what parity means is disputed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from detente.codebook.balance import FigureRow, IndicatorRow
from detente.codebook.loader import Verified
from detente.codebook.measures import own_associations
from detente.model.balance import PowerBalance

MEASURES: Final = ("cinc", "milex-world-share", "gdp-times-gdp-per-head")
PARITY: Final = (
    "what parity means is disputed: one school expects war when the sides come near each other, "
    "another when one of them is far ahead"
)


def power_balance(
    own: Sequence[str],
    other: Sequence[str],
    *,
    indicators: Iterable[IndicatorRow],
    figures: Sequence[FigureRow],
) -> tuple[PowerBalance, ...]:
    """Sums of both sides on each measure; states without a figure are named, not guessed.

    A measure under which no state has a figure is left out.
    """
    names = {row.id: row.name for row in indicators}
    found = (_balance(key, names[key], own, other, figures) for key in MEASURES if other)
    return tuple(one for one in found if len(one.missing) < len({*own, *other}))


def _balance(
    key: str, name: str, own: Sequence[str], other: Sequence[str], figures: Sequence[FigureRow]
) -> PowerBalance:
    last: dict[str, FigureRow] = {}
    for row in sorted(figures, key=lambda row: row.year):
        if row.indicator == key and row.verified is not Verified.RECALLED:
            last[row.member] = row
    sums = [sum(last[state].value for state in side if state in last) for side in (own, other)]
    states = [*own, *other]
    return PowerBalance(
        indicator=key, name=name,
        year=max((last[state].year for state in states if state in last), default=0),
        own=sums[0], other=sums[1], ratio=sums[0] / sums[1] if sums[1] else None,
        missing=tuple(sorted(state for state in states if state not in last)),
    )  # fmt: skip


def parity_on_file() -> tuple[str, ...]:
    """What our own regressions say of parity between pairs, in one sentence."""
    rows = own_associations("power parity")
    if not rows:
        return ()
    first = rows[0]
    same = sum(row.direction is first.direction for row in rows)
    sentence = (
        f"over {first.specification}, {first.step} of capabilities goes with {first.ratio:.2f} "
        f"({first.low:.2f} to {first.high:.2f}) times the odds of force; {same} of {len(rows)} "
        "specifications agree; an adjusted association of pairs of states, not of alliances"
    )
    return (sentence,)
