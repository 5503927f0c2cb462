"""When something was in the log, by its witnesses and never by the host's clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.channel.cosignatures import Cosignature
from detente.model.channel import Interval

Owners = Mapping[str, str]
"""Party by the key name of its witness."""


def entered(
    index: int, cosigned: Sequence[Cosignature], owners: Owners, *, agreeing: int
) -> Interval:
    """When the entry of an index came into the log.

    A witness that cosigned a larger tree saw the entry by then; one that cosigned a smaller tree
    had not yet seen it. A bound stands once ``agreeing`` parties bear it out, so that fewer than
    that many false clocks move nothing.

    Args:
        index: Place of the entry.
        cosigned: Cosignatures that fit the log.
        owners: Whose witnesses they are.
        agreeing: How many parties must bear out a bound.
    """
    seen: dict[str, int] = {}
    unseen: dict[str, int] = {}
    for one in cosigned:
        party = owners.get(one.witness)
        if party is None:
            continue
        if one.size > index:
            seen[party] = min(one.time, seen.get(party, one.time))
        else:
            unseen[party] = max(one.time, unseen.get(party, one.time))
    before, after = sorted(seen.values()), sorted(unseen.values(), reverse=True)
    return Interval(_nth(after, agreeing), _nth(before, agreeing))


def reached(index: int, party: str, cosigned: Sequence[Cosignature], owners: Owners) -> int | None:
    """When a party is proven to have had an entry before it, None if it is not proven."""
    times = [c.time for c in cosigned if owners.get(c.witness) == party and c.size > index]
    return min(times, default=None)


def heard_after(
    index: int, moment: int, party: str, cosigned: Sequence[Cosignature], owners: Owners
) -> int | None:
    """When a party first cosigned a tree with the entry after a moment, if it did."""
    times = [
        c.time
        for c in cosigned
        if owners.get(c.witness) == party and c.size > index and c.time > moment
    ]
    return min(times, default=None)


def _nth(times: Sequence[int], number: int) -> int | None:
    return times[number - 1] if len(times) >= number else None
