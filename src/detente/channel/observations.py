"""Deadlines that passed, put on the log by whoever saw it, and held against the log itself.

`status` tells what is overdue with nobody running. An observation makes it a signed act: who said
it, and when witnesses had it. The log bears it out or not; saying so makes nothing overdue.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from detente.channel.ledger import Ledger
from detente.channel.record import Record
from detente.model.channel import Duty, DutyState, Entry

KIND: Final = "deadline-passed"
_PASSED: Final = (DutyState.OVERDUE, DutyState.LATE)


class Bearing(StrEnum):
    """What the log says of an observation."""

    BORNE_OUT = "borne out"
    CONTRADICTED = "contradicted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Observation:
    """What a party observed.

    Attributes:
        digest: Digest of the message.
        by: Who says it.
        rule: Id of the rule.
        party: Whose deadline passed, as it says.
        cause: Digest of the message that gave rise to the duty.
        bearing: What the log says of it at the moment asked.
    """

    digest: str
    by: str
    rule: str
    party: str
    cause: str
    bearing: Bearing


def unobserved(ledger: Ledger, found: Iterable[Duty]) -> tuple[Duty, ...]:
    """Duties whose deadline passed, and of which nobody has said so on the log yet."""
    said = {_place(entry) for entry in _entries(ledger)}
    return tuple(duty for duty in found if duty.state in _PASSED and _of(duty) not in said)


def observation_body(duty: Duty) -> dict[str, Any]:
    """Body of the message that says so; it is about the cause."""
    return {"rule": duty.rule, "party": duty.party, "due": duty.due}


def observations(record: Record, found: Iterable[Duty]) -> tuple[Observation, ...]:
    """Every observation in the log, held against the duties as they stand.

    Args:
        record: The log and its witnesses.
        found: Duties at the moment asked (:func:`detente.channel.deadlines.duties`).
    """
    by_place = {_of(duty): duty for duty in found}
    told = []
    for entry in _entries(record.ledger):
        assert entry.signed is not None
        place = _place(entry)
        rule, party, cause, _ = place
        bearing = _bearing(by_place.get(place))
        by = entry.signed.message.sender
        told.append(Observation(entry.signed.digest, by, rule, party, cause, bearing))
    return tuple(told)


def _bearing(duty: Duty | None) -> Bearing:
    if duty is None or duty.state is DutyState.MET:
        return Bearing.CONTRADICTED
    return Bearing.BORNE_OUT if duty.state in _PASSED else Bearing.UNDECIDED


def _entries(ledger: Ledger) -> Iterable[Entry]:
    return (e for e in ledger.entries if e.signed is not None and e.signed.message.kind == KIND)


def _of(duty: Duty) -> tuple[str, str, str, str]:
    """What sets a duty apart; one that comes each year is told by its date."""
    return duty.rule, duty.party, duty.cause, str(duty.due)


def _place(entry: Entry) -> tuple[str, str, str, str]:
    assert entry.signed is not None
    message = entry.signed.message
    rule, party, due = (str(message.body[field]) for field in ("rule", "party", "due"))
    return rule, party, message.about, due
