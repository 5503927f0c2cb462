"""Equal terms can be seen: what each party raised, waited for, was granted and presided over.

Counts and medians, side by side and in the order in which the parties joined: no score, no rank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median_low

from detente.channel.decisions import ADOPTED, NOT_ADOPTED, Dialogue
from detente.channel.hosting import Tenure, tenures
from detente.channel.proposed import Way
from detente.channel.record import Record
from detente.channel.rooms import Item, items, sessions
from detente.model.channel import Message


@dataclass(frozen=True, slots=True)
class Terms:
    """What the log shows of one party's part in the dialogue.

    Attributes:
        party: Which party.
        member: Whether it is one still.
        items_raised: Items it raised and did not take back.
        items_reached: How many of them were reached.
        wait: Median seconds from raised to reached; None if none was, or no witness can tell.
        proposals: Proposals it made.
        adopted: How many of them were adopted.
        not_adopted: How many were broken, blocked, rejected or lapsed.
        silence_broken: Proposals of others under silence that it broke.
        time_asked: How often it asked for more time to reply.
        time_granted: How often it was granted.
        time_given: How often it granted time to others.
        chair_turns: Turns it was in the chair, over all rooms.
        sessions_opened: Sessions it opened in the chair.
        hosted: Entries it took as the host of the log.
        held_back: Messages it held back as the host, as witnesses and receipts show.
        host_gap: Longest time between cosignatures while it hosted, in seconds.
    """

    party: str
    member: bool
    items_raised: int = 0
    items_reached: int = 0
    wait: int | None = None
    proposals: int = 0
    adopted: int = 0
    not_adopted: int = 0
    silence_broken: int = 0
    time_asked: int = 0
    time_granted: int = 0
    time_given: int = 0
    chair_turns: int = 0
    sessions_opened: int = 0
    hosted: int = 0
    held_back: int = 0
    host_gap: int = 0


def terms(talk: Dialogue) -> tuple[Terms, ...]:
    """One row for every party that ever joined, in the order in which they did."""
    record = talk.record
    joined = dict.fromkeys(p for _, parties in record.memberships for p in parties)
    counts = _counts(talk)
    raised = [one for room, seat in talk.seats.items() for one in items(record, room, seat)]
    held = tenures(record, now=talk.now)
    return tuple(_row(record, party, counts, raised, held) for party in joined)


def time_requests(record: Record) -> Iterator[tuple[Message, Message | None]]:
    """Requests for more time, each with the first grant by the party that may give it."""
    for entry in record.ledger.entries:
        if entry.signed is None or entry.signed.message.kind != "time-request":
            continue
        asked = entry.signed.message
        cause = record.ledger.message(asked.about)
        givers = set(asked.to) if cause is None else {cause.message.sender}
        answers = [
            e.signed.message for e in record.answers.get(entry.signed.digest, ()) if e.signed
        ]
        grants = (m for m in answers if m.kind == "time-grant" and m.sender in givers)
        yield asked, next(grants, None)


def _row(
    record: Record, party: str, counts: Mapping[str, Counter[str]], raised: list[Item],
    held: tuple[Tenure, ...],
) -> Terms:  # fmt: skip
    own = [one for one in raised if one.party == party and not one.withdrawn]
    waits = [one.wait for one in own if one.wait is not None]
    hosted = [one for one in held if one.host == party]
    return Terms(
        party, party in record.ledger.roster.parties, len(own),
        sum(one.reached is not None for one in own), median_low(waits) if waits else None,
        **{name: count[party] for name, count in counts.items()},
        hosted=sum(one.entries for one in hosted),
        held_back=sum(one.held_back for one in hosted),
        host_gap=max((one.longest_gap for one in hosted), default=0),
    )  # fmt: skip


def _counts(talk: Dialogue) -> dict[str, Counter[str]]:
    """How often each party did each thing."""
    record = talk.record
    asked = list(time_requests(record))
    turns = [turn for seat in talk.seats.values() for turn in seat.turns]
    opened = [s for room, seat in talk.seats.items() for s in sessions(record, room, seat)]
    return {
        "proposals": Counter(d.party for d in talk.decisions),
        "adopted": Counter(d.party for d in talk.decisions if d.state == ADOPTED),
        "not_adopted": Counter(d.party for d in talk.decisions if d.state in NOT_ADOPTED),
        "silence_broken": Counter(_breakers(talk)),
        "time_asked": Counter(request.sender for request, _ in asked),
        "time_granted": Counter(request.sender for request, grant in asked if grant),
        "time_given": Counter(grant.sender for _, grant in asked if grant),
        "chair_turns": Counter(turn.party for turn in turns),
        "sessions_opened": Counter(
            s.opened.signed.message.sender for s in opened if s.opened.signed
        ),
    }


def _breakers(talk: Dialogue) -> Iterator[str]:
    """Who broke which silence, each once a proposal."""
    for one in talk.decisions:
        if one.way is Way.SILENCE:
            words = [talk.record.ledger.message(digest) for digest in one.broken_by]
            yield from {signed.message.sender for signed in words if signed} - {one.party}
