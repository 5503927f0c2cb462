"""Times asked of sorted cosignatures are those of looking at every one of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.channel.cosignatures import Cosignature
from detente.channel.times import sightings

OWNERS = {"a/w": "ALD", "a/pq": "ALD", "b/w": "BRV", "c/w": "CTL"}
SEEN = st.lists(st.tuples(st.sampled_from([*OWNERS, "stranger"]), st.integers(1, 9),
                          st.integers(0, 30)))  # fmt: skip


def looked_at(index: int, cosigned, agreeing: int) -> tuple[int | None, int | None]:
    seen: dict[str, int] = {}
    unseen: dict[str, int] = {}
    for one in cosigned:
        party = OWNERS.get(one.witness)
        if party is not None and one.size > index:
            seen[party] = min(one.time, seen.get(party, one.time))
        elif party is not None:
            unseen[party] = max(one.time, unseen.get(party, one.time))
    after, before = sorted(unseen.values(), reverse=True), sorted(seen.values())
    return (after[agreeing - 1] if len(after) >= agreeing else None,
            before[agreeing - 1] if len(before) >= agreeing else None)  # fmt: skip


@given(SEEN, st.integers(0, 9), st.integers(1, 3))
def test_times_do_not_hang_on_how_they_are_looked_up(seen, index, agreeing) -> None:
    cosigned = [Cosignature(witness, size, bytes(32), time) for witness, size, time in seen]
    found = sightings(cosigned, OWNERS).entered(index, agreeing=agreeing)
    assert (found.after, found.before) == looked_at(index, cosigned, agreeing)
