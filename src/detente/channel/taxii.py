"""What was shared, as collections of TAXII 2.1: a function of what one reader may read.

A reader's collections follow from the messages it may read and from nothing else, so that it can
neither see nor count what it may not. An object is dated by the time its witnesses bear out, and
the digits after the second hold its place in the reader's own order.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from detente.channel.cosignatures import Cosignature
from detente.model.errors import InputError

_NAMES: Final = uuid.UUID("0b7f4c52-6a9e-5c41-8f0d-3e1b5a7c9d24")
_MICRO: Final = 1_000_000
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z", re.ASCII)
OPEN: Final = ("", "")
"""Owner and group of the collection of what is open to all parties."""


@dataclass(frozen=True, slots=True)
class SharedObject:
    """One object of STIX as a reader finds it in the log.

    Attributes:
        content: The object.
        sender: Party that shared it.
        group: Owner and name of the group it went to; two empty texts where all may read it.
        index: Entry of the log.
        number: Place among all objects that the reader may read, from 0; it never changes.
        added: When it was in the log, in seconds since 1970, as its witnesses bear out.
    """

    content: Mapping[str, Any]
    sender: str
    group: tuple[str, str]
    index: int
    number: int
    added: int

    @property
    def id(self) -> str:
        """Id of the object."""
        return str(self.content["id"])

    @property
    def stamp(self) -> int:
        """Its date in microseconds: the witnesses' second, then its place."""
        return self.added * _MICRO + self.number % _MICRO

    @property
    def version(self) -> str:
        """When it was modified, else created, else added."""
        made = self.content.get("modified") or self.content.get("created")
        return str(made or write_time(self.stamp))


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection, as one reader sees it.

    Attributes:
        id: UUID that follows from channel, owner and group.
        title: What it is called.
        group: Owner and name of the group.
        writable: Whether the reader can share with it.
        objects: What it holds, in order.
    """

    id: str
    title: str
    group: tuple[str, str]
    writable: bool = False
    objects: tuple[SharedObject, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """An object that is held out of a collection, since another party shared it first.

    Attributes:
        id: Id of the object.
        sender: Who shared it now.
        first: Who shared it first.
        reason: In what they differ; a question to both, not a verdict.
    """

    id: str
    sender: str
    first: str
    reason: str


@dataclass(frozen=True, slots=True)
class Query:
    """What a client asks of a collection (TAXII 2.1, section 3.4).

    Attributes:
        after: Only what was added after this moment, in microseconds since 1970.
        past: Only what stands after this place: the mark of the next page.
        limit: At most so many.
        ids: Only these ids; empty for any.
        types: Only these types; empty for any.
        versions: "last", "first", "all" or times of versions.
        specs: Only these versions of STIX; empty for any.
    """

    after: int | None = None
    past: int | None = None
    limit: int | None = None
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    versions: tuple[str, ...] = ("last",)
    specs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What is answered at once.

    Attributes:
        objects: In order of their dates.
        more: The mark of the next page, None if this is the last.
    """

    objects: tuple[SharedObject, ...]
    more: str | None = None


def collections(
    channel: str, reader: str, shared: Sequence[SharedObject], own: Mapping[str, bool]
) -> tuple[tuple[Collection, ...], tuple[Doubt, ...]]:
    """All collections of a reader, that of what is open to all first.

    Args:
        channel: Origin of the log.
        reader: The party that reads.
        shared: What it may read, in order.
        own: Its own groups, and whether anybody is in them.
    """
    found = {OPEN: _empty(channel, OPEN, writable=True)}
    for name, members in sorted(own.items()):
        found[reader, name] = _empty(channel, (reader, name), writable=members)
    kept: dict[tuple[str, str], list[SharedObject]] = {}
    versions: dict[tuple[tuple[str, str], str], list[SharedObject]] = {}
    doubts = []
    for item in shared:
        before = versions.setdefault((item.group, item.id), [])
        doubt = _doubt(item, before)
        if doubt is not None:
            doubts.append(doubt)
        elif not any(_same_version(one, item) for one in before):
            before.append(item)
            kept.setdefault(item.group, []).append(item)
    for group, items in kept.items():
        known = found.get(group) or _empty(channel, group, writable=False)
        found[group] = replace(known, objects=tuple(items))
    return tuple(found.values()), tuple(doubts)


def collection_id(channel: str, group: tuple[str, str]) -> str:
    """Id of a collection: the same for everybody who can see it."""
    return str(uuid.uuid5(_NAMES, "\n".join((channel, *group))))


def page(
    objects: Sequence[SharedObject], query: Query, cosigned: Sequence[Cosignature] = ()
) -> Page:
    """The objects of a collection that a client asks for.

    A moment that is the date of an object, as it was handed out once, means "after that object",
    even if its witnesses now bear out an earlier time: nobody who asks for what is new misses it.
    """
    found = [o for o in objects if _matches(o, query)]
    found = _of_versions(found, query.versions)
    if query.after is not None:
        place = _place_of(query.after, objects, cosigned)
        found = [o for o in found if (o.stamp > query.after if place is None else o.number > place)]
    if query.past is not None:
        found = [o for o in found if o.number > query.past]
    if query.limit is None or len(found) <= query.limit:
        return Page(tuple(found))
    return Page(tuple(found[: query.limit]), str(found[query.limit - 1].number))


def write_time(stamp: int) -> str:
    """A moment in microseconds since 1970, as TAXII writes it."""
    moment = dt.datetime.fromtimestamp(stamp // _MICRO, dt.UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{stamp % _MICRO:06}Z"


def read_time(text: str) -> int:
    """Microseconds since 1970 of a time such as 2031-05-01T00:00:00.000000Z.

    Raises:
        InputError: If it is none.
    """
    match = _TIME.fullmatch(text)
    try:
        moment = dt.datetime.fromisoformat(f"{match[1]}+00:00") if match else None
    except ValueError:
        moment = None
    if match is None or moment is None:
        raise InputError(f"{text[:40]!r} is no time; write 2031-05-01T00:00:00.000Z")
    return int(moment.timestamp()) * _MICRO + int((match[2] or "0")[:6].ljust(6, "0"))


def _empty(channel: str, group: tuple[str, str], *, writable: bool) -> Collection:
    owner, name = group
    title = f"{owner}: {name}" if name else f"{owner}, to named readers"
    title = title if owner else "Open to all parties"
    return Collection(collection_id(channel, group), title, group, writable)


def _doubt(item: SharedObject, before: Iterable[SharedObject]) -> Doubt | None:
    """Only who shared an object first can share another version of it, and each version once."""
    for one in before:
        if one.content == item.content:
            continue
        if one.sender != item.sender:
            return Doubt(item.id, item.sender, one.sender, "it differs from what was there first")
        if _same_version(one, item):
            return Doubt(item.id, item.sender, one.sender, "one version has two contents")
    return None


def _same_version(one: SharedObject, other: SharedObject) -> bool:
    """Whether two are one version; what has no date of its own is one version always."""
    dated = [bool(o.content.get("modified") or o.content.get("created")) for o in (one, other)]
    return not any(dated) or (all(dated) and _order(one) == _order(other))


def _order(item: SharedObject) -> tuple[str, str]:
    """Times of STIX in order, whatever their number of digits."""
    return _key(item.version)


def _matches(item: SharedObject, query: Query) -> bool:
    spec = str(item.content.get("spec_version", "2.1"))
    return (
        (not query.ids or item.id in query.ids)
        and (not query.types or item.content.get("type") in query.types)
        and (not query.specs or spec in query.specs)
    )


def _of_versions(items: Sequence[SharedObject], wanted: Sequence[str]) -> list[SharedObject]:
    if "all" in wanted:
        return list(items)
    times = {_key(text) for text in wanted if text not in ("first", "last")}
    last: dict[str, SharedObject] = {}
    first: dict[str, SharedObject] = {}
    for item in sorted(items, key=_order):
        last[item.id] = item
        first.setdefault(item.id, item)
    ends = [
        *(last.values() if "last" in wanted else ()),
        *(first.values() if "first" in wanted else ()),
    ]
    numbers = {item.number for item in ends}
    return [o for o in items if o.number in numbers or _order(o) in times]


def _key(text: str) -> tuple[str, str]:
    head, _, part = text.removesuffix("Z").partition(".")
    return head, part.rstrip("0")


def _place_of(
    moment: int, objects: Sequence[SharedObject], cosigned: Sequence[Cosignature]
) -> int | None:
    """Place of the object of which a moment is, or once was, the date; None if of none."""
    second, digits = divmod(moment, _MICRO)
    for item in objects:
        if item.number % _MICRO == digits and any(
            one.time == second and one.size > item.index for one in cosigned
        ):
            return item.number
    return None
