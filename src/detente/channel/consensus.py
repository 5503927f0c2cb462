"""Explicit consensus: every entitled party says yes on the log, and one objection blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from detente.channel.chairs import Turn
from detente.channel.proposed import (
    InTime,
    Proposed,
    came_by,
    entitled,
    proven_after,
    withdrawn,
)
from detente.channel.record import Record
from detente.channel.silence import extended
from detente.model.channel import Entry

_WORDS: Final = ("consent", "objection")


class ConsensusState(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    ADOPTED = "adopted"
    BLOCKED = "blocked"
    DISPUTED = "disputed"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Consensus:
    """A proposal that needs everybody's word.

    Attributes:
        until: When it lapses, in seconds since 1970, extensions of the chair included.
        state: Where it stands.
        blocked_by: Digests of objections that stand.
        too_late: Digests of words proven to have come after it lapsed or was complete.
        waiting_for: Entitled parties without a consent.
        complete: When the last consent was in the log, in seconds since 1970.
    """

    until: int
    state: ConsensusState
    blocked_by: tuple[str, ...] = ()
    too_late: tuple[str, ...] = ()
    waiting_for: tuple[str, ...] = ()
    complete: int | None = None


def consensus(
    record: Record, found: Proposed, *, now: int, turns: Sequence[Turn] = ()
) -> Consensus:
    """Where a proposal stands at a moment; who proposed has consented."""
    until = extended(record, found, turns)
    voters = [p for p in entitled(record, found.entry, min(now, until)) if p != found.sender]
    words, late = _words(record, found, until)
    last = {party: _last(record, words.get(party, []), until) for party in voters}
    complete = _complete(record, words, voters)
    blocking = []
    for party, entry in last.items():
        if entry is not None and _kind(entry) == "objection":
            if complete is not None and proven_after(record.when(entry), complete):
                late.append(_digest(entry))
                last[party] = _before(words[party], entry)
            else:
                blocking.append(_digest(entry))
    missing = tuple(p for p in voters if (e := last[p]) is None or _kind(e) != "consent")
    parts = (tuple(blocking), tuple(late), missing)
    if withdrawn(record, found.digest, until):
        return Consensus(until, ConsensusState.WITHDRAWN, *parts)
    if blocking:
        return Consensus(until, ConsensusState.BLOCKED, *parts)
    if missing:
        state = ConsensusState.OPEN if now <= until else ConsensusState.LAPSED
        return Consensus(until, state, *parts)
    given = [record.when(e, owed=False).before for e in last.values() if e is not None]
    times = [time for time in given if time is not None]
    if len(times) < len(given) or any(time > until for time in times):
        state = ConsensusState.OPEN if now <= until else ConsensusState.DISPUTED
        return Consensus(until, state, *parts)
    own = record.when(found.entry).before
    complete = max([*times, *([] if own is None else [own])], default=None)
    state = ConsensusState.OPEN if complete is None else ConsensusState.ADOPTED
    return Consensus(until, state, *parts, complete)


def _words(record: Record, found: Proposed, until: int) -> tuple[dict[str, list[Entry]], list[str]]:
    """Consents and objections of each party in order, without those that came too late."""
    words: dict[str, list[Entry]] = {}
    late: list[str] = []
    for entry in record.answers.get(found.digest, ()):
        if entry.signed is None or entry.signed.message.kind not in _WORDS:
            continue
        if came_by(record, entry, until) is InTime.NO:
            late.append(entry.signed.digest)
        else:
            words.setdefault(entry.signed.message.sender, []).append(entry)
    return words, late


def _last(record: Record, words: Sequence[Entry], until: int) -> Entry | None:
    """The last word of a party that it has not taken back."""
    standing = [e for e in words if not withdrawn(record, _digest(e), until)]
    return standing[-1] if standing else None


def _complete(record: Record, words: dict[str, list[Entry]], voters: Sequence[str]) -> int | None:
    """When every party had consented once, whatever it said later."""
    times: list[int] = []
    for party in voters:
        given = [e for e in words.get(party, []) if _kind(e) == "consent"]
        came = record.when(given[-1], owed=False).before if given else None
        if came is None:
            return None
        times.append(came)
    return max(times, default=None)


def _before(words: Sequence[Entry], entry: Entry) -> Entry | None:
    """The last consent before an objection that came when all was complete."""
    given = [e for e in words if e.index < entry.index and _kind(e) == "consent"]
    return given[-1] if given else None


def _kind(entry: Entry) -> str:
    assert entry.signed is not None
    return entry.signed.message.kind


def _digest(entry: Entry) -> str:
    assert entry.signed is not None
    return entry.signed.digest
