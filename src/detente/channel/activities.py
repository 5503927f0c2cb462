"""Notified activities as they stand: the last figures of each, with what was said before."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from detente.channel.conditions import Body, moment
from detente.channel.ledger import Ledger
from detente.channel.record import Record
from detente.model.channel import SignedMessage

_EARTH_KM: Final = 6371.0


@dataclass(frozen=True, slots=True)
class Activity:
    """One notified activity.

    Attributes:
        digest: Digest of the notice that stands.
        sender: Party that notified it.
        index: Place of its first notice in the log.
        start: When it starts, in seconds since 1970.
        end: When it ends.
        body: What the notice that stands says.
        lead: Seconds from the first notice to the start, None if no witness can tell.
        invited: Whether observers were invited.
        before: Digests and bodies of the notices it amends, in order.
    """

    digest: str
    sender: str
    index: int
    start: int
    end: int
    body: Body
    lead: int | None = None
    invited: bool = False
    before: tuple[tuple[str, Body], ...] = field(default=())

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.body.get("activity", ""))

    @property
    def digests(self) -> tuple[str, ...]:
        """All its notices, in order."""
        return (*(digest for digest, _ in self.before), self.digest)

    @property
    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude of its centre, if the notice names them."""
        try:
            found = float(self.body["latitude"]), float(self.body["longitude"])
        except (KeyError, TypeError, ValueError):
            return None
        return found if all(map(math.isfinite, found)) else None


def activities(record: Record) -> tuple[Activity, ...]:
    """Activities that notices tell of, in the order of the log.

    A notice about an earlier one of the same party amends it. One that is ``cancelled``, one
    whose figures are ``counted_in`` another notice, and one without readable dates are left out.
    """
    ledger = record.ledger
    chains: dict[str, list[SignedMessage]] = {}
    for signed in _notices(ledger):
        cause = ledger.message(signed.message.about)
        earlier = chains.pop(cause.digest, None) if cause and _amends(signed, cause) else None
        chains[signed.digest] = [*(earlier or []), signed]
    invited = {
        entry.signed.message.about
        for entry in ledger.entries
        if entry.signed is not None and entry.signed.message.kind == "observation-invitation"
    }
    read = [_read(record, chain, invited) for chain in chains.values()]
    return tuple(sorted((one for one in read if one), key=lambda one: one.index))


def near(one: Activity, other: Activity, km: float) -> bool:
    """Whether two activities name one area, or lie within a distance of each other."""
    if key(one.body.get("area")) and key(one.body.get("area")) == key(other.body.get("area")):
        return True
    here, there = one.place, other.place
    return here is not None and there is not None and distance(here, there) <= km


def key(value: Any) -> str:
    """A name without case and spacing, "" if it is none."""
    return " ".join(value.casefold().split()) if isinstance(value, str) else ""


def distance(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Kilometres along a great circle, by the haversine."""
    (a, b), (c, d) = ([math.radians(x) for x in point] for point in (here, there))
    part = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(max(0.0, min(1.0, part))))


def _notices(ledger: Ledger) -> Iterator[SignedMessage]:
    for entry in ledger.entries:
        if entry.signed is not None and entry.signed.message.kind == "notice":
            yield entry.signed


def _amends(signed: SignedMessage, cause: SignedMessage) -> bool:
    return (cause.message.kind, cause.message.sender) == ("notice", signed.message.sender)


def _read(record: Record, chain: list[SignedMessage], invited: set[str]) -> Activity | None:
    last = chain[-1]
    body: Mapping[str, Any] = last.message.body
    start, end = moment(body.get("start")), moment(body.get("end"), ending=True)
    if start is None or end is None or end < start:
        return None
    if body.get("cancelled") is True or body.get("counted_in"):
        return None
    index = record.ledger.places[chain[0].digest]
    came = record.when(record.ledger.entries[index]).before
    return Activity(
        digest=last.digest, sender=last.message.sender, index=index, start=start, end=end,
        body=body, lead=None if came is None else start - came,
        invited=any(one.digest in invited for one in chain),
        before=tuple((one.digest, one.message.body) for one in chain[:-1]),
    )  # fmt: skip
