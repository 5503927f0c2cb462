"""Against whom forces are made ready when nobody is named: the one adversary the report names.

"Batteries were put on alert" names no target. Where the report names exactly one side with
which the author is at odds in the batch, the alert is directed at that side; where it names
none, or two, the alert is tied to no pair. Exercises are left out: training is directed at
somebody only when a speaker says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from detente.codebook.event_nouns import event_nouns
from detente.ladder.parties import Parties, pairs, principals, targets
from detente.model.events import Event, EventType, Mark
from detente.model.reports import Report

_ADVERSE: Final = frozenset(
    {
        EventType.ASSAULT,
        EventType.COERCE,
        EventType.MOBILIZE,
        EventType.SANCTION,
        EventType.THREATEN,
    }
)
_SAID: Final = frozenset({Mark.ASSERTED, Mark.ACCUSED})
_WORD: Final = re.compile(r"[\w-]+")


def adversaries(
    events: Sequence[Event], reports: Iterable[Report], parties: Parties
) -> Mapping[str, tuple[str, ...]]:
    """Whom moves of forces without a target may be directed at, by event id.

    Args:
        events: Events of the batch.
        reports: Its reports; an event whose report is not at hand is left out.
        parties: What is known of the sides.

    Returns:
        The sides at odds with the author that the same report names, sorted: one where the move
        can be tied to a pair, none or several where it cannot.
    """
    texts = {report.id: report for report in reports}
    odds = {frozenset(pair) for event in events if _at_odds(event) for pair in pairs(event)}
    named: dict[str, set[str]] = {}
    for event in events:
        named.setdefault(event.trail.report, set()).update(_sides(event))
    return {
        event.id: tuple(
            sorted(
                side
                for side in named[event.trail.report]
                if frozenset({author, side}) in odds and _placed(side, parties)
            )
        )
        for event in events
        if (author := _alone(event)) and _is_move(event, texts.get(event.trail.report))
    }


def _at_odds(event: Event) -> bool:
    return event.type in _ADVERSE and event.mark in _SAID and not event.negated


def _sides(event: Event) -> tuple[str, ...]:
    return principals((*event.actors, *event.recipients))


def _alone(event: Event) -> str:
    """The one side that does it, "" if none or several do."""
    sides = principals(event.actors)
    return sides[0] if len(sides) == 1 else ""


def _is_move(event: Event, report: Report | None) -> bool:
    """Whether forces were moved or made ready, against nobody named, and not to train."""
    told = event.type is EventType.MOBILIZE and event.mark is Mark.ASSERTED and not event.negated
    if not told or report is None or targets(event) or event.place is not None:
        return False
    words = {word.lower() for word in _WORD.findall(event.trail.span.of(report.text))}
    return not words & _exercises()


@cache
def _exercises() -> frozenset[str]:
    rows = (row for row in event_nouns().values() if row.family == "exercise")
    return frozenset(form for row in rows for form in (row.lemma, f"{row.lemma}s"))


def _placed(side: str, parties: Parties) -> bool:
    return parties.is_state(side) or parties.is_bloc(side)
