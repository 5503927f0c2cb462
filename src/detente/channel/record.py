"""The log with everything that tells time: when an entry came in, and whom it reached."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from detente.channel.cosignatures import Cosignature
from detente.channel.ledger import Ledger
from detente.channel.requests import receipt_time
from detente.channel.roster import Roster, after
from detente.channel.tenures import signing_keys, witness_owners
from detente.channel.times import Sightings, sightings
from detente.model.channel import Entry, Interval
from detente.model.errors import NoteError

_MEMBERSHIP: Final = frozenset(("charter", "enrol", "rotate", "expel", "approve"))


@dataclass(frozen=True)
class Record:
    """The log with everything that tells time.

    Attributes:
        ledger: The log.
        cosigned: Cosignatures that fit it.
        receipts: Receipts of parties and witnesses, with the digest of their message.
        agreeing: How many parties must bear out a time; None is more than half of those that were
            parties and cosigned when the entry came in.
    """

    ledger: Ledger
    cosigned: Sequence[Cosignature]
    receipts: Sequence[tuple[str, str]] = ()
    agreeing: int | None = 1

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Party by the name of its witness, those that have left included."""
        return witness_owners(self.ledger.tenures)

    @cached_property
    def last(self) -> int:
        """Time of the latest cosignature."""
        return max((one.time for one in self.cosigned), default=0)

    @cached_property
    def sightings(self) -> Sightings:
        """When each party saw trees of which size."""
        return sightings(self.cosigned, self.owners)

    @cached_property
    def answers(self) -> Mapping[str, Sequence[Entry]]:
        """Entries by the digest of the message they are about, in the order of the log."""
        found: dict[str, list[Entry]] = {}
        for entry in self.ledger.entries:
            if entry.signed is not None and entry.signed.message.about:
                found.setdefault(entry.signed.message.about, []).append(entry)
        return found

    @cached_property
    def memberships(self) -> Sequence[tuple[Entry, tuple[str, ...]]]:
        """Every change of who is a party: its entry, and the parties after it as they joined."""
        found: list[tuple[Entry, tuple[str, ...]]] = []
        roster, order = Roster(), list[str]()
        for entry in self.ledger.entries:
            if entry.signed is None or entry.signed.message.kind not in _MEMBERSHIP:
                continue
            roster = after(roster, entry.signed)
            order += [party for party in roster.parties if party not in order]
            found.append((entry, tuple(p for p in order if p in roster.parties)))
        return found

    def when(self, entry: Entry, *, owed: bool = True) -> Interval:
        """When an entry came in; receipts of others stop the clock before the log does.

        A receipt counts if as many parties bear it out as a time needs, or if it is that of the
        party to which the message was owed: it speaks against its own interest.

        Args:
            entry: The entry.
            owed: Whether the message is owed to the party it answers. A vote is not: its proposer
                may have asked for it.
        """
        inside = self.entered(entry.index)
        given = self._handed_in(entry)
        times = sorted(given.values())
        needed = self._needed(entry.index)
        enough = times[needed - 1 : needed]
        alone = given.get(self._owed(entry)) if owed else None
        first = min([*enough, *([] if alone is None else [alone])], default=None)
        if first is None or (inside.before is not None and inside.before <= first):
            return inside
        return Interval(None if inside.after is None else min(inside.after, first), first)

    def claimed(self, entry: Entry) -> int | None:
        """The earliest time any one receipt of another party gives, however few bear it out."""
        return min(self._handed_in(entry).values(), default=None)

    def reached(self, entry: Entry, party: str) -> int | None:
        """When a party had an entry before it: it cosigned it, or a message of its own names it."""
        times = [self.sightings.reached(entry.index, party)]
        own = self._own.get(party, ())
        for later in own[bisect_right(own, entry.index, key=lambda e: e.index) :]:
            if later.signed is not None and later.signed.message.seen_size > entry.index:
                times.append(self.when(later).before)
                break
        return min((time for time in times if time is not None), default=None)

    @cached_property
    def _own(self) -> Mapping[str, Sequence[Entry]]:
        """Entries by their sender, in the order of the log."""
        found: dict[str, list[Entry]] = {}
        for entry in self.ledger.entries:
            if entry.signed is not None:
                found.setdefault(entry.signed.message.sender, []).append(entry)
        return found

    def _owed(self, entry: Entry) -> str:
        assert entry.signed is not None
        cause = self.ledger.message(entry.signed.message.about)
        return "" if cause is None else cause.message.sender

    def _handed_in(self, entry: Entry) -> dict[str, int]:
        """Earliest receipt of each other party, from the log and from what was given besides."""
        assert entry.signed is not None
        message, found = entry.signed.message, dict[str, int]()
        seen = self._seen(message.seen_size)
        last = self.ledger.size - 1
        given = [(last, digest, receipt) for digest, receipt in self.receipts]
        for place, digest, receipt in (*given, *self._logged):
            if digest != entry.signed.digest:
                continue
            keys = signing_keys(self.ledger.tenures, place)
            try:
                party, time = receipt_time(receipt, keys, self.ledger.channel, digest)
            except NoteError:
                continue
            if party != message.sender and (seen is None or time >= seen):
                found[party] = min(time, found.get(party, time))
        return found

    def _seen(self, size: int) -> int | None:
        """Before this time there was no tree of a size: an earlier receipt is false."""
        if size < 1:
            return None
        return self.entered(size - 1).after

    def entered(self, index: int) -> Interval:
        """When an entry was in, by cosignatures of those who were parties once it was.

        Who came later says nothing of it; receipts do not count here.
        """
        seen, most = self._watch(index)
        return seen.entered(index, agreeing=most if self.agreeing is None else self.agreeing)

    def _needed(self, index: int) -> int:
        """How many parties must bear out a time of an entry."""
        if self.agreeing is not None:
            return self.agreeing
        return self._watch(index)[1]

    def _watch(self, index: int) -> tuple[Sightings, int]:
        """What those saw who were parties at an entry, and how many are more than half of them."""
        since = bisect_right(self._turns, index)
        if since not in self._sightings_since:
            owners = witness_owners(self.ledger.tenures, index)
            self._sightings_since[since] = (sightings(self.cosigned, owners), _most(owners))
        return self._sightings_since[since]

    @cached_property
    def _sightings_since(self) -> dict[int, tuple[Sightings, int]]:
        return {}

    @cached_property
    def _turns(self) -> tuple[int, ...]:
        """Entries that changed who speaks for whom."""
        tenures = self.ledger.tenures.values()
        ends = {tenure.until for tenure in tenures if tenure.until is not None}
        return tuple(sorted({tenure.since for tenure in tenures} | ends))

    @cached_property
    def _logged(self) -> tuple[tuple[int, str, str], ...]:
        """Receipts that were handed in on the log: place, digest of the message, receipt."""
        found = [(e.index, e.signed.message) for e in self.ledger.entries if e.signed]
        return tuple((i, m.about, str(m.body["receipt"])) for i, m in found if m.kind == "receipt")


def _most(owners: Mapping[str, str]) -> int:
    return len(set(owners.values())) // 2 + 1


def until(record: Record, now: int) -> Record:
    """The record as far as witnesses had seen it at a moment."""
    if record.last <= now:
        return record
    return replace(record, cosigned=[c for c in record.cosigned if c.time <= now])
