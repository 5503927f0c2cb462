"""The register of contacts: planned, held and cancelled, by pair, as each side says.

What one side says alone is shown as said by one side. A contact is cancelled once either side says
so, since it takes two to meet; if one says held and the other cancelled, both words stand.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from detente.channel.record import Record
from detente.model.channel import Entry


class Outcome(StrEnum):
    """What became of a contact between two parties."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact, between the party that invited and one that was invited.

    Attributes:
        digest: Digest of the message that entered it.
        what: Kind of contact.
        topic: What it is about, "" if it does not say.
        where: Where, "" if it does not say.
        day: Day it is planned for, or was held on, as last said.
        inviter: Who invited.
        guest: Who was invited.
        outcome: What became of it.
        confirmed: Whether both sides say so.
        said: Last word of each side that spoke.
        cancelled_by: Who cancelled first, "" if nobody did.
    """

    digest: str
    what: str
    topic: str
    where: str
    day: dt.date
    inviter: str
    guest: str
    outcome: Outcome
    confirmed: bool
    said: tuple[tuple[str, str], ...]
    cancelled_by: str = ""


@dataclass(frozen=True, slots=True)
class PairYear:
    """Contacts of two parties in one year.

    Attributes:
        pair: The two, in the order they joined.
        year: Year of the day it was planned for.
        invited: How many each of them invited to, in that order.
        planned: Still planned.
        held: Held, confirmed by both sides.
        one_sided: Planned or held by the word of one side alone.
        cancelled: How many each of them cancelled, in that order.
        disputed: Held by the word of one side, cancelled by that of the other.
    """

    pair: tuple[str, str]
    year: int
    invited: tuple[int, int]
    planned: int
    held: int
    one_sided: int
    cancelled: tuple[int, int]
    disputed: int


def contacts(record: Record) -> tuple[Contact, ...]:
    """Every contact that may be read here, one for each party that was invited."""
    found: list[Contact] = []
    for entry in record.ledger.entries:
        if entry.signed is None or entry.signed.message.kind != "contact":
            continue
        message = entry.signed.message
        guests = [party for party in message.to if party != message.sender]
        found += [_contact(record, entry, guest) for guest in guests]
    return tuple(found)


def balance(record: Record, found: Sequence[Contact]) -> tuple[PairYear, ...]:
    """Contacts by pair and year."""
    joined = [p for _, parties in record.memberships for p in parties]
    order = {party: place for place, party in enumerate(dict.fromkeys(joined))}
    groups: dict[tuple[str, str, int], list[Contact]] = {}
    for one in found:
        first, second = sorted((one.inviter, one.guest), key=order.__getitem__)
        groups.setdefault((first, second, one.day.year), []).append(one)
    keys = sorted(groups, key=lambda key: (order[key[0]], order[key[1]], key[2]))
    return tuple(_pair_year(key, groups[key]) for key in keys)


def _contact(record: Record, entry: Entry, guest: str) -> Contact:
    assert entry.signed is not None
    message, body = entry.signed.message, entry.signed.message.body
    said = {message.sender: str(body["state"])}
    day, cancelled_by = str(body["when"]), ""
    if body["state"] == Outcome.CANCELLED:
        cancelled_by = message.sender
    for later in record.answers.get(entry.signed.digest, ()):
        assert later.signed is not None
        word = later.signed.message
        if word.kind != "contact-state" or word.sender not in (message.sender, guest):
            continue
        said[word.sender] = str(word.body["state"])
        day = str(word.body.get("when", day))
        if said[word.sender] == Outcome.CANCELLED and not cancelled_by:
            cancelled_by = word.sender
    outcome, confirmed = _outcome(said.values(), len(said))
    return Contact(
        entry.signed.digest, str(body["what"]), str(body.get("topic", "")),
        str(body.get("where", "")), dt.date.fromisoformat(day), message.sender, guest, outcome,
        confirmed, tuple(said.items()), cancelled_by if outcome is Outcome.CANCELLED else "",
    )  # fmt: skip


def _outcome(said: Iterable[str], sides: int) -> tuple[Outcome, bool]:
    """What became of a contact by the last word of each side, and whether both say so."""
    words = set(said)
    agreed = sides > 1 and len(words) == 1
    if Outcome.CANCELLED in words:
        return (Outcome.DISPUTED if Outcome.HELD in words else Outcome.CANCELLED), agreed
    return (Outcome.HELD if Outcome.HELD in words else Outcome.PLANNED), agreed


def _pair_year(key: tuple[str, str, int], found: Sequence[Contact]) -> PairYear:
    first, second, year = key
    inviters = Counter(one.inviter for one in found)
    cancelled = Counter(one.cancelled_by for one in found if one.cancelled_by)
    kinds = Counter((one.outcome, one.confirmed) for one in found)
    return PairYear(
        (first, second), year, (inviters[first], inviters[second]),
        kinds[Outcome.PLANNED, True], kinds[Outcome.HELD, True],
        kinds[Outcome.PLANNED, False] + kinds[Outcome.HELD, False],
        (cancelled[first], cancelled[second]),
        kinds[Outcome.DISPUTED, True] + kinds[Outcome.DISPUTED, False],
    )  # fmt: skip
