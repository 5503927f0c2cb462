"""The rules of the log: what may be appended, as a fold over what stands in it.

The host asks before it appends, and every party asks again, offline, when it replays: both use
this one fold, so that the host cannot append what the rules forbid without being seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from detente.channel.contact_form import check_contact
from detente.channel.merkle import leaf_hash
from detente.channel.messages import leaf_of, may_read, read_message, sealed_digest
from detente.channel.roster import Roster, after
from detente.channel.tenures import Tenures, turned
from detente.channel.tree import Tree
from detente.codebook.channel_kinds import MessageKind, message_kinds
from detente.model.channel import Entry, Message, SignedMessage
from detente.model.errors import InputError, Refusal

Chain = tuple[str, tuple[str, ...] | None]
_FIRST: Final = (0, "")


class Ledger:
    """Everything that follows from the entries so far."""

    def __init__(self, channel: str) -> None:
        """Start before the first entry of the log of this origin."""
        self.channel = channel
        self.tree = Tree()
        self.roster = Roster()
        self.tenures: Tenures = {}
        self.entries: list[Entry] = []
        self.places: dict[str, int] = {}
        self._chains: dict[Chain, tuple[int, str]] = {}

    @property
    def size(self) -> int:
        """Number of entries."""
        return len(self.entries)

    def chain(self, key: str, audience: tuple[str, ...] | None) -> tuple[int, str]:
        """Number and digest of the last message of a chain; (0, "") before its first."""
        return self._chains.get((key, audience), _FIRST)

    def admit(self, signed: SignedMessage) -> Roster:
        """Check a message against the log as it stands; the roster that would follow.

        Raises:
            Refusal: With a status: 403 who, 404 another channel, 409 place, 422 content.
        """
        message = signed.message
        if message.channel != self.channel:
            raise Refusal(404, f"this is the log of {self.channel!r}")
        self._check_sender(message)
        self._check_place(message)
        self._check_content(message)
        return after(self.roster, signed)

    def append(self, signed: SignedMessage) -> Entry:
        """Admit a message and append it.

        Raises:
            Refusal: If it is not admitted; nothing has changed then.
        """
        before, self.roster = self.roster.parties, self.admit(signed)
        now = self.roster.parties
        if now is not before:
            self.tenures = turned(self.tenures, before.values(), now.values(), self.size)
        message = signed.message
        self._chains[message.key, message.audience] = (message.number, signed.digest)
        return self._place(leaf_of(signed), signed)

    def append_sealed(self, leaf: bytes) -> Entry:
        """Append a sealed entry whose message the reader does not hold."""
        return self._place(leaf, None)

    def forget(self, size: int) -> None:
        """Take back every entry from ``size`` on: it was not kept.

        What a membership act changed is found again by going through what stays.
        """
        kept, gone = self.entries[:size], self.entries[size:]
        messages = [entry.signed.message for entry in gone if entry.signed]
        if any(message_kinds()[message.kind].membership for message in messages):
            self.__dict__ = Ledger(self.channel).__dict__
            for entry in kept:
                self._again(entry)
            return
        for entry, message in zip(reversed(gone), reversed(messages), strict=True):
            assert entry.signed is not None
            self._chains[message.key, message.audience] = (message.number - 1, message.previous)
            del self.places[entry.signed.digest]
        del self.entries[size:]
        self.tree.truncate(size)

    def _again(self, entry: Entry) -> None:
        if entry.signed:
            self.append(entry.signed)
        else:
            self.append_sealed(entry.leaf)

    def message(self, digest: str) -> SignedMessage | None:
        """The message of a digest, if it stands in the log and may be read here."""
        index = self.places.get(digest)
        return None if index is None else self.entries[index].signed

    def _place(self, leaf: bytes, signed: SignedMessage | None) -> Entry:
        entry = Entry(self.size, leaf, signed)
        self.tree.append(leaf_hash(leaf))
        self.entries.append(entry)
        digest = signed.digest if signed else sealed_digest(leaf)
        if digest:
            self.places[digest] = entry.index
        return entry

    def _check_sender(self, message: Message) -> None:
        if not self.roster.parties:
            if message.kind != "charter":
                raise Refusal(409, "the first entry of a channel is its charter")
            return
        party = self.roster.party_of(message.key)
        if party is None or party.id != message.sender:
            raise Refusal(403, f"this key does not sign for {message.sender!r} on this channel")

    def _check_place(self, message: Message) -> None:
        number, previous = self.chain(message.key, message.audience)
        if (message.number, message.previous) != (number + 1, previous):
            raise Refusal(
                409,
                f"the next message of this key is number {number + 1}, after {previous or 'none'}",
            )
        if message.seen_size > self.size:
            raise Refusal(
                409, f"the sender has seen {message.seen_size} entries; this log has {self.size}"
            )
        if self.tree.root(message.seen_size).hex() != message.seen_root:
            raise Refusal(409, "the sender has seen another log than this one")

    def _check_content(self, message: Message) -> None:
        kind = _kind(message)
        known = self.roster.parties or _founders(message)
        for party in (*message.to, *(message.audience or ())):
            if party not in known:
                raise Refusal(422, f"{party!r} is no party")
        if kind.answers or message.about:
            self._check_about(message, kind)

    def _check_about(self, message: Message, kind: MessageKind) -> None:
        place = self.places.get(message.about)
        if place is not None and self.entries[place].signed is None:
            return  # sealed from this reader: those who read it check
        cause = self.message(message.about)
        if cause is None or not may_read(cause.message, message.sender):
            raise Refusal(422, "field 'about' names no message the sender can read")
        if kind.answers and cause.message.kind not in kind.answers:
            raise Refusal(422, f"{message.kind!r} answers {' or '.join(kind.answers)}")
        if kind.sealable and not _within(message, cause.message):
            raise Refusal(422, "an answer goes to nobody who cannot read what it answers")


def replay(channel: str, leaves: Iterable[tuple[bytes, bytes | None]]) -> Ledger:
    """Rebuild a ledger from entries that are believed (one's own disk).

    Args:
        channel: Origin of the log.
        leaves: Each entry with the bytes of its message where it is sealed and held.

    Raises:
        Refusal: If an entry breaks the rules.
        InputError: If an entry is malformed.
    """
    ledger = Ledger(channel)
    for leaf, sealed in leaves:
        take(ledger, leaf, sealed)
    return ledger


def take(ledger: Ledger, leaf: bytes, sealed: bytes | None) -> Entry:
    """Append one entry of another's log, by the same rules.

    Raises:
        Refusal: If it breaks the rules, or the sealed message is not the one committed to.
        InputError: If it is malformed.
    """
    digest = sealed_digest(leaf)
    if digest is None:
        return ledger.append(read_message(leaf))
    if sealed is None:
        return ledger.append_sealed(leaf)
    signed = read_message(sealed)
    if signed.digest != digest or leaf_of(signed) != leaf:
        raise Refusal(422, "the sealed message is not the one the log committed to")
    return ledger.append(signed)


def _kind(message: Message) -> MessageKind:
    kind = message_kinds().get(message.kind)
    if kind is None:
        raise Refusal(422, f"{message.kind!r} is no kind of message; the kinds are in the table")
    missing = [name for name in kind.fields if name not in message.body]
    if missing:
        raise Refusal(422, f"a {message.kind!r} needs {', '.join(missing)}")
    if message.audience is not None and not kind.sealable:
        raise Refusal(422, f"a {message.kind!r} is for all parties")
    try:
        check_contact(message.kind, message.body)
    except InputError as error:
        raise Refusal(422, str(error)) from error
    return kind


def _within(answer: Message, cause: Message) -> bool:
    """Whether an answer is read by no more parties than what it answers."""
    if cause.audience is None:
        return True
    return answer.audience is not None and {answer.sender, *answer.audience} <= {
        cause.sender,
        *cause.audience,
    }


def _founders(message: Message) -> list[str]:
    rows = message.body.get("parties")
    return (
        [row["party"] for row in rows if isinstance(row, dict) and "party" in row]
        if isinstance(rows, list)
        else []
    )
