"""Who hosts the log, and what the witnesses show of it: what a host alone can do is seen.

The charter names the first host. The host changes once as many parties say so as the charter asks
for; nobody makes himself host. A host can refuse or hold back a message, which receipts of others
show, and can keep the log from witnesses, which shows as a gap between cosignatures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from detente.channel.record import Record
from detente.channel.roster import threshold
from detente.model.channel import Entry


@dataclass(frozen=True, slots=True)
class Tenure:
    """A time during which one host kept the log.

    Attributes:
        host: Who; a party, or whoever the parties agreed on.
        index: First entry it took.
        since: When witnesses had the change, in seconds since 1970; None for the first.
        until: When they had the next change, or the moment asked.
        entries: How many entries it took.
        held_back: Messages it had in the log only after receipts of others, and witnesses show it.
        longest_hold: Longest of those, in seconds, at least.
        longest_gap: Longest time between two cosignatures of anybody, in seconds.
    """

    host: str
    index: int
    since: int | None
    until: int
    entries: int = 0
    held_back: int = 0
    longest_hold: int = 0
    longest_gap: int = 0


def tenures(record: Record, *, now: int) -> tuple[Tenure, ...]:
    """Hosts over time; empty as long as nobody was named.

    Args:
        record: The log and its witnesses up to the moment.
        now: The moment, in seconds since 1970.
    """
    changes = _changes(record)
    found = []
    for place, (host, entry) in enumerate(changes):
        following = changes[place + 1][1] if place + 1 < len(changes) else None
        last = record.ledger.size if following is None else following.index
        end = now if following is None else (record.when(following).before or now)
        since = None if entry.index == 0 else record.when(entry).before
        start = Tenure(host, entry.index, since, end, last - entry.index)
        found.append(_watched(record, start, record.ledger.entries[entry.index : last]))
    return tuple(found)


def _changes(record: Record) -> list[tuple[str, Entry]]:
    """Hosts with the entry that made each of them host."""
    entries = record.ledger.entries
    first = entries[0].signed if entries else None
    named = "" if first is None else str(first.message.body.get("host", ""))
    found = [(named, entries[0])] if named else []
    said: dict[str, str] = {}
    for entry in entries:
        if entry.signed is None or entry.signed.message.kind != "hosting":
            continue
        host = str(entry.signed.message.body["host"])
        said[entry.signed.message.sender] = host
        members = next(
            (p for act, p in reversed(record.memberships) if act.index < entry.index), ()
        )
        agreed = sum(said.get(party) == host for party in members)
        new = not found or found[-1][0] != host
        if new and agreed >= threshold(record.ledger.roster.quorum, len(members)):
            found.append((host, entry))
    return found


def _watched(record: Record, tenure: Tenure, entries: list[Entry]) -> Tenure:
    holds = [hold for entry in entries if (hold := _held(record, entry)) > 0]
    times = sorted(
        {c.time for c in record.cosigned
         if c.witness in record.owners and (tenure.since or 0) <= c.time <= tenure.until}
    )  # fmt: skip
    gaps = [later - earlier for earlier, later in pairwise([*times, tenure.until])]
    return replace(
        tenure, held_back=len(holds), longest_hold=max(holds, default=0),
        longest_gap=max(gaps, default=0),
    )  # fmt: skip


def _held(record: Record, entry: Entry) -> int:
    """Seconds for which a message is proven to have been handed in and not in the log."""
    if entry.signed is None:
        return 0
    inside = record.entered(entry.index)
    given = record.when(entry, owed=False)
    if inside.after is None or given.before is None or given.before >= inside.after:
        return 0
    return inside.after - given.before
