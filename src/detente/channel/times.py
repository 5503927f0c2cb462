"""When something was in the log, by its witnesses and never by the host's clock."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from detente.channel.cosignatures import Cosignature
from detente.model.channel import Interval

Owners = Mapping[str, str]
"""Party by the key name of its witness."""


@dataclass(frozen=True, slots=True)
class Sightings:
    """When each party saw trees of which size, sorted once so that many entries can be asked for.

    Attributes:
        sizes: By party: sizes it cosigned, smallest first.
        times: By party: when it cosigned each of them.
        seen_by: By party: earliest time of that size or a larger one.
        unseen_at: By party: latest time of that size or a smaller one.
    """

    sizes: Mapping[str, Sequence[int]]
    times: Mapping[str, Sequence[int]]
    seen_by: Mapping[str, Sequence[int]]
    unseen_at: Mapping[str, Sequence[int]]

    def entered(self, index: int, *, agreeing: int) -> Interval:
        """When the entry of an index came into the log.

        A witness that cosigned a larger tree saw the entry by then; one that cosigned a smaller
        tree had not yet seen it. A bound stands once ``agreeing`` parties bear it out, so that
        fewer than that many false clocks move nothing.

        Args:
            index: Place of the entry.
            agreeing: How many parties must bear out a bound.
        """
        before: list[int] = []
        after: list[int] = []
        for party, sizes in self.sizes.items():
            place = bisect_right(sizes, index)
            if place < len(sizes):
                before.append(self.seen_by[party][place])
            if place:
                after.append(self.unseen_at[party][place - 1])
        after.sort(reverse=True)
        return Interval(_nth(after, agreeing), _nth(sorted(before), agreeing))

    def reached(self, index: int, party: str) -> int | None:
        """When a party is proven to have had an entry before it, None if it is not proven."""
        place = bisect_right(self.sizes.get(party, ()), index)
        seen = self.seen_by.get(party, ())
        return seen[place] if place < len(seen) else None

    def heard_after(self, index: int, moment: int, party: str) -> int | None:
        """When a party first cosigned a tree with the entry after a moment, if it did."""
        place = bisect_right(self.sizes.get(party, ()), index)
        later = (time for time in self.times.get(party, ())[place:] if time > moment)
        return min(later, default=None)


def sightings(cosigned: Sequence[Cosignature], owners: Owners) -> Sightings:
    """Sort cosignatures of parties by the size of the tree.

    Args:
        cosigned: Cosignatures that fit the log.
        owners: Whose witnesses they are.
    """
    by_party: dict[str, list[tuple[int, int]]] = {}
    for one in cosigned:
        party = owners.get(one.witness)
        if party is not None:
            by_party.setdefault(party, []).append((one.size, one.time))
    rows = {party: sorted(pairs) for party, pairs in by_party.items()}
    times = {party: [time for _, time in pairs] for party, pairs in rows.items()}
    return Sightings(
        {party: [size for size, _ in pairs] for party, pairs in rows.items()},
        times,
        {party: list(accumulate(reversed(all_), min))[::-1] for party, all_ in times.items()},
        {party: list(accumulate(all_, max)) for party, all_ in times.items()},
    )


def _nth(times: Sequence[int], number: int) -> int | None:
    return times[number - 1] if len(times) >= number else None
