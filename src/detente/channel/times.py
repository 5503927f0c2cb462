"""When something was in the log, by its witnesses and never by the host's clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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


def seen_by(
    indices: Iterable[int], cosigned: Sequence[Cosignature], owners: Owners, *, agreeing: int
) -> dict[int, int]:
    """By when each of many entries was in the log: as :func:`entered`, in one pass.

    An entry that fewer than ``agreeing`` parties bear out is left out.
    """
    waiting = sorted(cosigned, key=lambda one: one.size)
    seen: dict[str, int] = {}
    found: dict[int, int] = {}
    for index in sorted(indices, reverse=True):
        while waiting and waiting[-1].size > index:
            one = waiting.pop()
            party = owners.get(one.witness)
            if party is not None:
                seen[party] = min(one.time, seen.get(party, one.time))
        if len(seen) >= agreeing:
            found[index] = sorted(seen.values())[agreeing - 1]
    return found


def reached(index: int, party: str, cosigned: Sequence[Cosignature], owners: Owners) -> int | None:
    """When a party is proven to have had an entry before it, None if it is not proven."""
    times = [c.time for c in cosigned if owners.get(c.witness) == party and c.size > index]
    return min(times, default=None)


def seen_after(
    index: int, moment: int, party: str, cosigned: Sequence[Cosignature], owners: Owners
) -> int | None:
    """Size of the first tree a party cosigned after a moment that holds the entry, if any."""
    sizes = [
        c.size
        for c in cosigned
        if owners.get(c.witness) == party and c.size > index and c.time > moment
    ]
    return min(sizes, default=None)


def _nth(times: Sequence[int], number: int) -> int | None:
    return times[number - 1] if len(times) >= number else None
