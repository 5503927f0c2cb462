"""To which happening a toll belongs: the deed told nearest before it in the same report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from detente.model.dates import DateRange
from detente.model.events import Event, EventType
from detente.model.spans import Span
from detente.reading.blame import Batch
from detente.reading.facet_claims import Account
from detente.reading.origins import origins
from detente.reading.relations_of_sides import Sides
from detente.reading.tolls import Toll
from detente.reading.witnesses import inherited, witness

_REACH: Final = 600
"""How many code points behind, or before, the deed those hurt by it may be told."""
_DAY: Final = dt.timedelta(days=1)


def toll_accounts(
    tolls: Iterable[Toll],
    piles: Sequence[Sequence[Account]],
    batch: Batch,
    sides: Sides,
) -> Iterator[tuple[int, Account]]:
    """Each toll that stands beside a deed, as an account of it, with the number of the pile.

    Args:
        tolls: Those hurt, as told.
        piles: The accounts of each happening.
        batch: Reports and statements.
        sides: Who stands with whom.
    """
    known = origins(list(batch.statements.values()), batch.texts)
    for toll in tolls:
        at = _beside(toll, piles)
        said = batch.statements.get(toll.statement)
        if at is None or said is None:
            continue
        vouched = witness(toll.as_event(), said, sides=sides, texts=batch.texts, origins=known)
        attributed = [a.witness for a in piles[at] if not a.witness.own_voice]
        yield at, Account(toll.as_event(), inherited(vouched, attributed))


def _beside(toll: Toll, piles: Sequence[Sequence[Account]]) -> int | None:
    """The pile whose deed is told nearest; words before the toll are nearer than those after."""
    near = [
        (_distance(account.event, toll.span), at)
        for at, pile in enumerate(piles)
        for account in pile
        if _hurts(account, toll)
    ]
    distance, at = min(near, default=(_REACH + 1.0, -1))
    return at if distance <= _REACH else None


def _hurts(account: Account, toll: Toll) -> bool:
    event = account.event
    return (
        event.type is EventType.ASSAULT
        and account.asserts
        and event.trail.report == toll.report
        and not _apart(event.date, toll.date)
    )


def _apart(one: DateRange, other: DateRange) -> bool:
    if not (one.start and one.end and other.start and other.end):
        return False
    return one.start > other.end + _DAY or other.start > one.end + _DAY


def _distance(event: Event, span: Span) -> float:
    told = event.predicate_span
    return float(span.start - told.end) if told.end <= span.start else 2.0 * (told.start - span.end)
