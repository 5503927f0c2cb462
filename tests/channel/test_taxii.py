"""Collections follow from what a reader may read, and from nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.channel.cosignatures import Cosignature
from detente.channel.taxii import (
    OPEN,
    Query,
    SharedObject,
    collection_id,
    collections,
    page,
    read_time,
    write_time,
)
from detente.model.errors import InputError

ADDED = 1_930_000_000


def thing(number: int, name: str = "a", version: int = 1, **extra) -> SharedObject:
    content = {"type": name, "id": f"{name}--1", "created": "2031-05-01T00:00:00Z",
               "modified": f"2031-05-{version:02}T00:00:00Z", "spec_version": "2.1"}  # fmt: skip
    values = {"content": content, "sender": "ALD", "group": OPEN, "index": number,
              "number": number, "added": ADDED + number // 2}  # fmt: skip
    return SharedObject(**{**values, **extra})


def stands(*items: SharedObject, own: dict | None = None):
    return collections("c", "BRV", items, own or {})


def test_one_collection_for_each_group_and_one_for_what_is_open() -> None:
    items = [thing(0), thing(1, group=("ALD", "analysts")), thing(2, group=("CTL", ""))]
    found, doubts = stands(*items, own={"mine": True, "empty": False})
    assert [(c.group, c.writable, len(c.objects)) for c in found] == [
        (OPEN, True, 1), (("BRV", "empty"), False, 0), (("BRV", "mine"), True, 0),
        (("ALD", "analysts"), False, 1), (("CTL", ""), False, 1),
    ]  # fmt: skip
    assert doubts == ()
    assert len({c.id for c in found}) == 5
    assert found[3].id == collection_id("c", ("ALD", "analysts"))


def test_only_who_shared_an_object_first_shares_its_next_version() -> None:
    mine, theirs = thing(0), thing(1, version=2, sender="CTL")
    found, doubts = stands(mine, theirs, thing(2, version=2))
    assert [o.number for o in found[0].objects] == [0, 2]
    assert [(d.sender, d.first) for d in doubts] == [("CTL", "ALD")]


def test_one_version_has_one_content_and_the_same_twice_stands_once() -> None:
    changed = thing(2)
    changed = thing(2, content={**changed.content, "name": "other"})
    found, doubts = stands(thing(0), thing(1, sender="CTL"), changed)
    assert [o.number for o in found[0].objects] == [0]
    assert [d.reason for d in doubts] == ["one version has two contents"]


VERSIONS = [thing(0, version=2), thing(1, version=3), thing(2, version=1), thing(3, "b")]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [1, 3]), ({"versions": ("all",)}, [0, 1, 2, 3]), ({"versions": ("first",)}, [2, 3]),
        ({"versions": ("first", "last")}, [1, 2, 3]), ({"ids": ("b--1",)}, [3]),
        ({"versions": ("2031-05-02T00:00:00.000Z",)}, [0]), ({"types": ("a",)}, [1]),
        ({"types": ("a", "b"), "ids": ("a--1",)}, [1]), ({"specs": ("2.0",)}, []),
        ({"specs": ("2.1", "2.0")}, [1, 3]), ({"limit": 1}, [1]), ({"limit": 1, "past": 1}, [3]),
        ({"after": ADDED * 10**6, "versions": ("all",)}, [1, 2, 3]),
        ({"after": (ADDED + 9) * 10**6}, []),
    ],
)  # fmt: skip
def test_what_a_query_finds(asked, numbers) -> None:
    assert [o.number for o in page(VERSIONS, Query(**asked)).objects] == numbers


@given(limit=st.integers(1, 9), count=st.integers(0, 20))
def test_pages_put_together_are_the_whole_in_order(limit, count) -> None:
    items = [thing(n, f"t{n}") for n in range(count)]
    got, mark = [], None
    for _ in range(count + 1):
        found = page(items, Query(limit=limit, past=mark))
        assert len(found.objects) <= limit
        got += found.objects
        if found.more is None:
            break
        mark = int(found.more)
    assert got == items


@given(times=st.lists(st.integers(ADDED, ADDED + 5), min_size=1, max_size=9), data=st.data())
def test_who_asks_for_what_came_after_the_last_date_misses_nothing(times, data) -> None:
    """Also where cosignatures that come in later bear out an earlier time than was handed out."""
    times = sorted(times)
    cosigned = [Cosignature("w", n + 1, b"", time) for n, time in enumerate(times)]
    before = [thing(n, f"t{n}", added=time) for n, time in enumerate(times)]
    cut = data.draw(st.integers(0, len(before) - 1))
    earlier = data.draw(st.integers(0, 5))
    now = [thing(n, f"t{n}", added=time - earlier) for n, time in enumerate(times)]
    found = page(now, Query(after=before[cut].stamp), cosigned)
    assert [o.number for o in found.objects] == [o.number for o in now[cut + 1 :]]


@given(stamp=st.integers(0, 4 * 10**15))
def test_dates_come_back(stamp) -> None:
    assert read_time(write_time(stamp)) == stamp


@pytest.mark.parametrize(
    "text", ["", "now", "2031-05-01", "2031-05-01T00:00:00", "2031-05-01T00:00:00+00:00",
             "2031-13-01T00:00:00Z", "2031-05-01T00:00:00.Z", "٢٠31-05-01T00:00:00Z"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text) -> None:
    with pytest.raises(InputError, match="no time"):
        read_time(text)
