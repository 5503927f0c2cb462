"""From an event to the MID action it stands for, or to the reason why it stands for none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from detente.codebook.militarised_actions import (
    EventAction,
    event_actions,
    filter_reasons,
    mid_actions,
    official_sectors,
)
from detente.ladder.parties import Parties, principal_of, principals
from detente.model.actors import Actor, ActorKind
from detente.model.events import Event, EventType, Mark
from detente.model.statements import Mandate

_HIGHEST_THREAT: Final = 6
_NO_MODE: Final = "-"
_PRIVATE: Final = frozenset({Mandate.EXPERT, Mandate.PERSONAL, Mandate.SEMI_OFFICIAL})


@dataclass(frozen=True, slots=True)
class Judged:
    """What an event counts as between two sides.

    Attributes:
        action: MID action code; 0 when none counts.
        reason: Why this action, or why none.
        without_filters: The action it would be if no filter stood in the way.
    """

    action: int
    reason: str
    without_filters: int = 0


@dataclass(frozen=True, slots=True)
class _Case:
    event: Event
    author: str
    target: str
    action: int
    parties: Parties
    mandate: Mandate


def judge(
    event: Event,
    author: str,
    target: str,
    *,
    parties: Parties,
    mandate: Mandate = Mandate.UNKNOWN,
) -> Judged:
    """Say which MID action an event is, done by one side to another.

    Args:
        event: The event.
        author: Actor id of the side that does it.
        target: Actor id of the side it is done to.
        parties: What is known of the sides.
        mandate: In whose name the words of a threat were said.
    """
    row = next((row for row in event_actions() if _fits(row, event)), None)
    if row is None or row.action == 0:
        return Judged(0, row.reason if row else "no act of force")
    case = _Case(event, author, target, row.action, parties, mandate)
    failed = next(_failures(case), "")
    if failed:
        name = mid_actions()[row.action].name
        return Judged(0, f"{name}, not counted: {filter_reasons()[failed]}", row.action)
    return Judged(row.action, row.reason, row.action)


def _fits(row: EventAction, event: Event) -> bool:
    return (
        row.type == event.type
        and (not row.mode or row.mode == (event.mode or _NO_MODE))
        and (not row.context or row.context in event.contexts)
        and (not row.predicates or _names(event.predicate, row.predicates))
    )


def _names(predicate: str, wanted: tuple[str, ...]) -> bool:
    words = predicate.lower()
    return any(f" {lemma} " in f" {words} " for lemma in wanted)


def _failures(case: _Case) -> Iterator[str]:
    for name, passes in FILTERS.items():
        if not passes(case):
            yield name


def _is_asserted(case: _Case) -> bool:
    return case.event.mark is Mark.ASSERTED and not case.event.negated


def _is_typed_by_rule(case: _Case) -> bool:
    return not case.event.typed_by


def _has_author(case: _Case) -> bool:
    return bool(case.author)


def _is_official(case: _Case) -> bool:
    return any(_acts_for_state(actor, case) for actor in _authors(case))


def _has_official_voice(case: _Case) -> bool:
    if case.action > _HIGHEST_THREAT:
        return True
    return case.mandate not in _PRIVATE and any(
        actor.kind is not ActorKind.PERSON or actor.official for actor in _authors(case)
    )


def _is_against_state(case: _Case) -> bool:
    return case.author != case.target and _placed(case.target, case.parties)


def _is_no_joint_exercise(case: _Case) -> bool:
    return case.event.type is not EventType.MOBILIZE or case.target not in principals(
        case.event.actors
    )


def _authors(case: _Case) -> list[Actor]:
    known = (participant.actor for participant in case.event.actors)
    return [actor for actor in known if actor and principal_of(actor) == case.author]


def _acts_for_state(actor: Actor, case: _Case) -> bool:
    if not _placed(case.author, case.parties):
        return False
    if actor.id == case.author:
        return True
    sector = official_sectors().get(actor.sector)
    if sector is None:
        return False
    counts = sector.threat if case.action <= _HIGHEST_THREAT else sector.force
    return counts and (actor.official or sector.by_itself)


def _placed(side: str, parties: Parties) -> bool:
    return parties.is_state(side) or parties.is_bloc(side)


FILTERS: Final[dict[str, Callable[[_Case], bool]]] = {
    "claimed only": _is_asserted,
    "learned type": _is_typed_by_rule,
    "no author": _has_author,
    "official forces": _is_official,
    "official voice": _has_official_voice,
    "another state": _is_against_state,
    "consensual exercise": _is_no_joint_exercise,
}
"""Name of a condition of the MID coding rules -> whether a case passes it, in order."""
