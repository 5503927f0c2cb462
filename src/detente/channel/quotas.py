"""Quotas and bounds: how many requests a party took in a year, and what lies outside a figure.

Nothing here judges. A refusal within a quota and an acceptance beyond it are both told, with who
asked; what follows from them is for the parties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.channel.adopted import Adopted, adopted
from detente.channel.conditions import Body, any_holds, day, figure, moment
from detente.channel.record import Record
from detente.codebook.channel_limits import Bound, Quota, bounds, quotas
from detente.model.channel import Entry

Request = tuple[str, str]
"""Who asked, and the digest of the request."""


@dataclass(frozen=True, slots=True)
class Used:
    """One quota of one party in one year.

    Attributes:
        quota: Id of the quota.
        party: Whose it is: who receives the requests, or sends what is counted.
        year: Calendar year.
        asked_by: The party it is counted for, "" for all together.
        limit: How many it is.
        accepted: Requests that were accepted, in the order of their replies.
        refused: Requests that were refused.
        open: Requests without a reply.
        refused_within: Those that were refused while fewer than the quota had been accepted.
        verified: How the rule is backed.
    """

    quota: str
    party: str
    year: int
    asked_by: str
    limit: int
    accepted: tuple[Request, ...]
    refused: tuple[Request, ...]
    open: tuple[Request, ...]
    refused_within: tuple[Request, ...]
    verified: str

    @property
    def beyond(self) -> tuple[Request, ...]:
        """Requests that were accepted although the quota had been used up."""
        return self.accepted[self.limit :]


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure in a message that lies outside its bounds.

    Attributes:
        bound: Id of the bound.
        party: Who sent the message.
        message: Its digest.
        figure: What was measured.
        at_least: Smallest figure, None if there is none.
        at_most: Largest figure, None if there is none.
        unit: Unit.
        verified: How the rule is backed.
    """

    bound: str
    party: str
    message: str
    figure: float
    at_least: float | None
    at_most: float | None
    unit: str
    verified: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request with the answer it had: yes, no, or none yet."""

    party: str
    year: int
    request: Request
    accepted: bool | None
    order: int


def used(record: Record) -> tuple[Used, ...]:
    """Every quota of which something was asked, by quota, party and year."""
    force, found = adopted(record.ledger), list[Used]()
    for row in quotas():
        among = force.get(row.instrument)
        if among is not None:
            found += _of_quota(row, among, list(_asked(record, row, among)))
    return tuple(found)


def outside(record: Record) -> tuple[Measured, ...]:
    """Every figure that lies outside its bounds, in the order of the log."""
    force, found = adopted(record.ledger), list[Measured]()
    for entry in record.ledger.entries:
        if entry.signed is None:
            continue
        message = entry.signed.message
        for row in bounds():
            among = force.get(row.instrument)
            if message.kind != row.kind or among is None or message.sender not in among.between:
                continue
            if _applies(row, message.body):
                value = _measure(record, entry, row)
                low, high = row.at_least, row.at_most
                if value is not None and not (low or 0) <= value <= (
                    value if high is None else high
                ):
                    found.append(Measured(row.bound, message.sender, entry.signed.digest,
                                          round(value, 2), low, high, row.unit,
                                          row.verified.value))  # fmt: skip
    return tuple(found)


def _of_quota(row: Quota, among: Adopted, asked: list[_Asked]) -> Iterator[Used]:
    keys = {(a.party, a.year, a.request[0] if row.same_state else "") for a in asked}
    for party, year, asker in sorted(keys):
        mine = [a for a in asked if (a.party, a.year) == (party, year)
                and asker in {"", a.request[0]}]  # fmt: skip
        mine.sort(key=lambda one: one.order)
        limit = _limit(row, among, party)
        within, count = list[Request](), 0
        for one in mine:
            count += one.accepted is True
            if one.accepted is False and count < limit:
                within.append(one.request)
        told = {
            state: tuple(one.request for one in mine if one.accepted is state)
            for state in (True, False, None)
        }
        yield Used(row.quota, party, year, asker, limit, told[True], told[False], told[None],
                   tuple(within), row.verified.value)  # fmt: skip


def _limit(row: Quota, among: Adopted, party: str) -> int:
    said = among.quota(row.quota, party)
    if said is not None:
        return said
    if row.limit is not None:
        return row.limit
    (whole,) = [one for one in quotas() if one.quota == row.share_of]
    return max(1, _limit(whole, among, party) // (row.share or 1))


def _asked(record: Record, row: Quota, among: Adopted) -> Iterator[_Asked]:
    for entry in record.ledger.entries:
        if entry.signed is None or entry.signed.message.kind != row.kind:
            continue
        message = entry.signed.message
        year = _year(record, entry)
        if year is None or not _applies(row, message.body):
            continue
        request = (message.sender, entry.signed.digest)
        if not row.reply:
            if message.sender in among.between:
                yield _Asked(message.sender, year, request, True, entry.index)
            continue
        replies = _replies(record, row.reply, entry.signed.digest)
        for party in message.to:
            if among.binds(message.sender, party, None):
                accepted, order = replies.get(party, (None, record.ledger.size))
                yield _Asked(party, year, request, accepted, order)


def _replies(record: Record, kind: str, request: str) -> Mapping[str, tuple[bool, int]]:
    """The last word of each party on a request, with its place in the log."""
    found: dict[str, tuple[bool, int]] = {}
    for entry in record.ledger.entries:
        if entry.signed is not None and entry.signed.message.about == request:
            message = entry.signed.message
            if message.kind == kind:
                found[message.sender] = (message.body["accepted"] is True, entry.index)
    return found


def _applies(row: Quota | Bound, body: Body) -> bool:
    if body.get("under") not in {None, "", row.instrument}:
        return False
    return not row.when_any or any_holds(row.when_any, body)


def _year(record: Record, entry: Entry) -> int | None:
    """The year of the visit a request names, else the year it states, else that of the request."""
    assert entry.signed is not None
    body = entry.signed.message.body
    for field in ("entry", "visit"):
        seconds = moment(body.get(field))
        if seconds is not None:
            return day(seconds).year
    if type(body.get("year")) is int:
        return int(body["year"])
    came = record.when(entry).before
    return None if came is None else day(came).year


def _measure(record: Record, entry: Entry, row: Bound) -> float | None:
    assert entry.signed is not None
    message = entry.signed.message
    one, hours, other = row.measure.partition("..")
    if not hours:
        value = message.body.get(one)
        return len(value) if isinstance(value, list | tuple) else figure(message.body, one)
    start = record.when(entry).before if one == "log" else moment(message.body.get(one))
    end = moment(message.body.get(other))
    return None if start is None or end is None else (end - start) / 3600
