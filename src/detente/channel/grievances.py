"""Grievances, from raised to resolved: only the party that raised one can say that it is over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from detente.channel.record import Record
from detente.model.channel import Entry, Interval, Message

_STEPS: Final = ("answer", "question", "meeting-request", "resolution", "acceptance",
                 "withdrawal", "acknowledgement")  # fmt: skip


class GrievanceState(StrEnum):
    """Where a grievance stands."""

    RAISED = "raised"
    ANSWERED = "answered"
    OFFERED = "resolution offered"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


_CLOSED: Final = (GrievanceState.RESOLVED, GrievanceState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a grievance.

    Attributes:
        what: Kind of message, or what it amounts to.
        party: Who took it.
        digest: Digest of the message.
        when: When, by the witnesses.
        text: In the party's words, "" if it has none.
    """

    what: str
    party: str
    digest: str
    when: Interval
    text: str = ""


@dataclass(frozen=True, slots=True)
class Grievance:
    """A grievance and its timeline.

    Attributes:
        digest: Digest of the message that raised it.
        party: Who raised it.
        to: Whom it addresses.
        text: In the party's words.
        state: Where it stands.
        steps: From raised on, in the order of the log.
        age: Seconds from raised to resolved, or to now while it is open; None if no witness has
            seen it yet.
    """

    digest: str
    party: str
    to: tuple[str, ...]
    text: str
    state: GrievanceState
    steps: tuple[Step, ...]
    age: int | None

    @property
    def open(self) -> bool:
        """Whether the party that raised it has not said that it is over."""
        return self.state not in _CLOSED


def grievances(record: Record, *, now: int) -> tuple[Grievance, ...]:
    """Every grievance that may be read here, in the order of the log.

    Args:
        record: The log and its witnesses.
        now: The moment, in seconds since 1970.
    """
    return tuple(
        _followed(record, entry, now)
        for entry in record.ledger.entries
        if entry.signed is not None and entry.signed.message.kind == "grievance"
    )


def _followed(record: Record, entry: Entry, now: int) -> Grievance:
    assert entry.signed is not None
    message = entry.signed.message
    steps, state = [_step(record, entry, "raised")], GrievanceState.RAISED
    for later in _thread(record, entry):
        assert later.signed is not None
        state, what = _moved(state, message, later.signed.message)
        steps.append(_step(record, later, what))
        if state in _CLOSED:
            break
    start = steps[0].when.before
    end = steps[-1].when.before if state in _CLOSED else now
    age = None if start is None or end is None else max(0, end - start)
    return Grievance(
        entry.signed.digest, message.sender, message.to, str(message.body["text"]), state,
        tuple(steps), age,
    )  # fmt: skip


def _thread(record: Record, entry: Entry) -> list[Entry]:
    """Everything that was said about a grievance, and about what was said, in order."""
    found: list[Entry] = []
    waiting = [entry]
    while waiting:
        one = waiting.pop()
        assert one.signed is not None
        for later in record.answers.get(one.signed.digest, ()):
            if later.signed is not None and later.signed.message.kind in _STEPS:
                found.append(later)
                waiting.append(later)
    return sorted(found, key=lambda later: later.index)


def _moved(
    state: GrievanceState, grievance: Message, message: Message
) -> tuple[GrievanceState, str]:
    """Where a step leads, and what it amounts to; whom it accuses offers, and cannot close it."""
    own = message.sender == grievance.sender
    asked = message.sender in grievance.to if grievance.to else not own
    if message.kind == "withdrawal":
        return (GrievanceState.WITHDRAWN, "withdrawn") if own else (state, message.kind)
    if message.kind == "resolution" and own:
        return GrievanceState.RESOLVED, "resolved"
    if message.kind == "resolution":
        return GrievanceState.OFFERED, "resolution offered"
    if message.kind == "acceptance":
        return (GrievanceState.RESOLVED, "resolution accepted") if own else (state, message.kind)
    if message.kind == "answer" and asked and state is GrievanceState.RAISED:
        return GrievanceState.ANSWERED, "answer"
    return state, message.kind


def _step(record: Record, entry: Entry, what: str) -> Step:
    assert entry.signed is not None
    message = entry.signed.message
    text = str(message.body.get("text", ""))
    return Step(what, message.sender, entry.signed.digest, record.when(entry), text)
