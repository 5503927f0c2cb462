"""Collections of TAXII 2.1 over a log: the host's for every party, or a party's own for its tools.

Both compute the same from what the reader may read. The host holds no key of a party, so nothing
is written there; a party writes through its own server, which signs.
"""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from detente.adapters.channel_client import ChannelClient
from detente.adapters.channel_stix import check_object, parse_json
from detente.app.channel_host import Host
from detente.app.channel_party import record_of
from detente.app.channel_share import fits, objects_of, own_groups, stix_body
from detente.channel.messages import may_read
from detente.channel.record import Record
from detente.channel.sharing import (
    addressed,
    group_of,
    groups_of,
    labels_in,
    parts,
    refuse_persons,
    strictest,
)
from detente.channel.taxii import Collection, Doubt, SharedObject, collections, write_time
from detente.channel.verify import Verdict
from detente.model.channel import Entry, SignedMessage
from detente.model.errors import ChannelError, InputError, Refusal, StoreError

MAX_POST: Final = 1 << 20
"""Most bytes that are taken at once."""
_MOST_STATUSES: Final = 1000
_STATUSES: Final = uuid.UUID("52a1d7c0-9b1f-5b7e-8f3e-60f9a2f0c8b1")


@dataclass(frozen=True)
class Shelf:
    """What one reader finds.

    Attributes:
        collections: By id.
        doubts: Objects that are held out, for one shared before them by another party.
        left_out: Messages that are no sound STIX, in words.
        record: The log and its witnesses.
    """

    collections: Mapping[str, Collection]
    doubts: tuple[Doubt, ...]
    left_out: tuple[str, ...]
    record: Record


class Desk(Protocol):
    """What answers for collections."""

    def shelf(self, reader: str) -> Shelf:
        """What a reader finds."""

    def post(self, reader: str, collection: str, text: str) -> dict[str, Any]:
        """Take an envelope; the status of what was asked."""

    def status(self, reader: str, status: str) -> dict[str, Any] | None:
        """A status that was given, None if there is none."""


class Reading:
    """Shared objects of messages, each checked once."""

    def __init__(self) -> None:
        """Before anything was read."""
        self._read: dict[str, list[dict[str, Any]] | str] = {}

    def shelf(self, record: Record, reader: str) -> Shelf:
        """What a reader finds in a log. What no witness bears out yet is not there yet."""
        shared, left_out, number = [], [], 0
        entries = [e for e in record.ledger.entries if _shared_with(e, reader)]
        dates = {
            entry.index: before
            for entry in entries
            if (before := record.entered(entry.index).before) is not None
        }
        for entry in entries:
            assert entry.signed is not None
            group, sender = group_of(entry.signed.message), entry.signed.message.sender
            objects = self._objects(entry.signed)
            if isinstance(objects, str):
                left_out.append(f"{entry.signed.digest[:16]} of {sender}: {objects}")
                continue
            if entry.index in dates:
                shared += [
                    SharedObject(item, sender, group, entry.index, place, dates[entry.index])
                    for place, item in enumerate(objects, number)
                ]
            number += len(objects)
        own = {name: bool(who) for name, who in groups_of(record.ledger, reader).items()}
        found, doubts = collections(record.ledger.channel, reader, shared, own)
        return Shelf({one.id: one for one in found}, doubts, tuple(left_out), record)

    def _objects(self, signed: SignedMessage) -> list[dict[str, Any]] | str:
        if signed.digest not in self._read:
            try:
                self._read[signed.digest] = objects_of(signed)
            except InputError as error:
                self._read[signed.digest] = str(error)
        return self._read[signed.digest]


class HostDesk:
    """The host's collections: for each party what it may read, and nothing can be written."""

    def __init__(self, host: Host) -> None:
        """Read a host's log."""
        self._host, self._reading, self._lock = host, Reading(), threading.Lock()
        self._known: tuple[object, Record, dict[str, Shelf]] | None = None

    def shelf(self, reader: str) -> Shelf:
        """What a party finds."""
        with self._lock:
            state = self._host.state()
            if self._known is None or self._known[0] != state:
                self._known = (state, self._host.record(), {})
            _, record, shelves = self._known
            if reader not in shelves:
                shelf = self._reading.shelf(record, reader)
                closed = {k: replace(c, writable=False) for k, c in shelf.collections.items()}
                shelves[reader] = replace(shelf, collections=closed)
            return shelves[reader]

    def post(self, reader: str, collection: str, text: str) -> dict[str, Any]:
        """Refuse: the host cannot sign for a party.

        Raises:
            Refusal: 403, or 404 if the reader does not see the collection.
        """
        del text
        if collection not in self.shelf(reader).collections:
            raise Refusal(404, "there is no such collection")
        raise Refusal(403, "share with `detente channel share`, or through one's own TAXII server")

    def status(self, reader: str, status: str) -> dict[str, Any] | None:
        """None: nothing was taken, from anybody."""
        del reader, status
        return None


class PartyDesk:
    """A party's own collections over its mirror; what is posted becomes its signed messages."""

    def __init__(
        self, client: ChannelClient, *, clock: Callable[[], dt.datetime], label: str | None = None,
        agreeing: int | None = None,
    ) -> None:  # fmt: skip
        """Read a party's mirror.

        Args:
            client: Its client.
            clock: Time of day, for what it says of its own messages.
            label: TLP label of what is posted and bears none; None takes nothing.
            agreeing: How many parties must bear out a date; None is more than half.
        """
        self._client, self._clock, self._label, self._agreeing = client, clock, label, agreeing
        self._reading, self._lock = Reading(), threading.RLock()
        self._known: tuple[object, Shelf] | None = None
        self._statuses: dict[str, dict[str, Any]] = {}

    def shelf(self, reader: str) -> Shelf:
        """What the party finds in its mirror.

        Raises:
            StoreError: If the mirror does not hold.
        """
        with self._lock:
            state = self._client.folder.state()
            if self._known is None or self._known[0] != state:
                record = record_of(self._verdict(), agreeing=self._agreeing)
                self._known = (state, self._writable(self._reading.shelf(record, reader)))
            return self._known[1]

    def post(self, reader: str, collection: str, text: str) -> dict[str, Any]:
        """Share the objects of an envelope with the group of a collection.

        Raises:
            Refusal: 403 or 404 if that collection takes nothing, 400 if it is no envelope.
        """
        with self._lock:
            target = self.shelf(reader).collections.get(collection)
            if target is None:
                raise Refusal(404, "there is no such collection")
            if not target.writable or self._label is None:
                raise Refusal(403, "this collection takes nothing; see --tlp, and who is in it")
            objects = _envelope(text)
            good, failures = self._checked(objects, target)
            failures += self._share(good, target)
            failed = {id(item) for item, _ in failures}
            done = [item for item in good if id(item) not in failed]
            status = _status(objects, done, failures, self._clock(), len(self._statuses))
            if len(self._statuses) >= _MOST_STATUSES:
                self._statuses.pop(next(iter(self._statuses)))
            self._statuses[status["id"]] = status
            return status

    def status(self, reader: str, status: str) -> dict[str, Any] | None:
        """A status since the server was started."""
        del reader
        return self._statuses.get(status)

    def _verdict(self) -> Verdict:
        try:
            verdict = self._client.verify()
        except (OSError, InputError) as error:
            raise StoreError(f"the mirror cannot be read: {error}") from error
        if verdict.findings:
            raise StoreError("the mirror does not hold; run `detente channel verify`")
        return verdict

    def _writable(self, shelf: Shelf) -> Shelf:
        if self._label is not None:
            return shelf
        closed = {k: replace(c, writable=False) for k, c in shelf.collections.items()}
        return replace(shelf, collections=closed)

    def _checked(
        self, objects: Sequence[Any], target: Collection
    ) -> tuple[list[dict[str, Any]], list[tuple[Any, str]]]:
        """Objects that can be shared with a collection, and the others with the reason."""
        assert self._label is not None
        good: list[dict[str, Any]] = []
        failures: list[tuple[Any, str]] = []
        for item in objects:
            try:
                check_object(item, place="the envelope")
                refuse_persons([item])
                parts([item])
                _demand_open(strictest((self._label, *labels_in([item]))), target)
            except InputError as error:
                failures.append((item, str(error)))
            else:
                good.append(item)
        return good, failures

    def _share(self, good: list[dict[str, Any]], target: Collection) -> list[tuple[Any, str]]:
        """Sign and send; what could not be sent, with the reason."""
        assert self._label is not None
        known = {(o.id, o.version) for o in target.objects}
        new = [o for o in good if (o["id"], o.get("modified") or o.get("created")) not in known]
        label = strictest((self._label, *labels_in(new))) or self._label
        fits(new, label, place="the envelope")
        named = (target.group[1],) if target.group[0] else ()
        ((name, readers),) = addressed(label, named, own_groups(self._client))
        failures: list[tuple[Any, str]] = []
        for part in parts(new):
            body = {**stix_body(part, label), **({"group": name} if name else {})}
            made = self._clock().isoformat(timespec="seconds")
            try:
                self._client.send("share", body, audience=readers, made=made)
            except ChannelError as error:
                failures += [(item, str(error)) for item in part]
        return failures


def _shared_with(entry: Entry, reader: str) -> bool:
    message = entry.signed.message if entry.signed else None
    return message is not None and message.kind == "share" and may_read(message, reader)


def _demand_open(label: str | None, target: Collection) -> None:
    """What bears a label for named recipients does not go to the collection that all read."""
    if label and not target.group[0] and addressed(label, (), {})[0][1] is not None:
        raise InputError(f"TLP:{label} goes to named groups only")


def _envelope(text: str) -> list[Any]:
    plain = parse_json(text, place="the envelope")
    objects = plain.get("objects") if isinstance(plain, dict) else None
    if not isinstance(objects, list) or not objects:
        raise Refusal(400, "an envelope is an object with a list of objects")
    return objects


def _status(
    objects: Sequence[Any], done: Sequence[Any], failures: Sequence[tuple[Any, str]],
    now: dt.datetime, number: int,
) -> dict[str, Any]:  # fmt: skip
    """A status of TAXII 2.1, section 4.3; all is settled when it is given."""
    asked = write_time(int(now.timestamp() * 1_000_000))
    return {
        "id": str(uuid.uuid5(_STATUSES, f"{asked} {number}")), "status": "complete",
        "request_timestamp": asked, "total_count": len(objects),
        "success_count": len(done), "successes": [_named(item) for item in done],
        "failure_count": len(failures),
        "failures": [{**_named(item), "message": reason} for item, reason in failures],
        "pending_count": 0, "pendings": [],
    }  # fmt: skip


def _named(item: Any) -> dict[str, str]:
    plain = item if isinstance(item, Mapping) else {}
    made = plain.get("modified") or plain.get("created") or write_time(0)
    return {"id": str(plain.get("id", "?"))[:200], "version": str(made)[:40]}
