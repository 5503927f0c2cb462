"""What parties put on the channel, and where each of them stands with its duties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What one party says to others, before it is signed.

    Messages of one key to one audience form a chain, so that the host cannot drop one of them
    without breaking it; ``seen`` ties each to the log its sender had checked, so that the host
    can neither put it before that point nor show its sender another log than the rest.

    Attributes:
        channel: Origin of the log it is meant for.
        sender: Party.
        key: Public key that signs it, in hex.
        number: Place in the chain, from 1.
        previous: Digest of the message before it in the chain, "" for the first.
        seen_size: Size of the largest checkpoint the sender had checked.
        seen_root: Root of that checkpoint, in hex.
        kind: What it is; a row of the table of kinds.
        to: Parties that are addressed.
        about: Digest of the message it answers, "" if none.
        made: When the sender says it made it, ISO 8601 in UTC; proves nothing.
        body: Content, by the fields of its kind.
        audience: Who may read it; None is every party, an empty group nobody but the sender.
        salt: Random text of a sealed message, so that its digest gives nothing away.
    """

    channel: str
    sender: str
    key: str
    number: int
    previous: str
    seen_size: int
    seen_root: str
    kind: str
    body: Body
    to: tuple[str, ...] = ()
    about: str = ""
    made: str = ""
    audience: tuple[str, ...] | None = None
    salt: str = ""


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """A message as it was signed.

    Attributes:
        message: What it says.
        raw: The exact bytes, signature included.
        digest: SHA-256 of ``raw``, in hex.
    """

    message: Message
    raw: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in the log.

    Attributes:
        index: Place, from 0.
        leaf: The bytes the log commits to: the message, or for a sealed one its digest.
        signed: The message; None where it is sealed from the reader.
    """

    index: int
    leaf: bytes
    signed: SignedMessage | None


@dataclass(frozen=True, slots=True)
class Party:
    """A member of the channel.

    Attributes:
        id: Short name, such as an alpha-3 code.
        name: Full name.
        keys: Public keys that sign its messages, in hex.
        witnesses: Verifier keys under which it cosigns checkpoints.
    """

    id: str
    name: str
    keys: tuple[str, ...]
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """When something happened, as far as witnesses can tell, in seconds since 1970.

    Attributes:
        after: It was not in the log at this time, None if no witness can say.
        before: It was in the log at this time, None if no witness can say yet.
    """

    after: int | None
    before: int | None


class DutyState(StrEnum):
    """Where a duty stands."""

    OPEN = "open"
    MET = "met"
    LATE = "late"
    OVERDUE = "overdue"
    UNDELIVERABLE = "undeliverable"
    DISPUTED = "disputed"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Duty:
    """What one party owes, by which rule and until when.

    Attributes:
        rule: Id of the rule.
        party: Who owes it.
        cause: Digest of the message that gave rise to it; the charter if no other did.
        due: Until when, in seconds since 1970; None if the clock has not started.
        state: Where it stands.
        answer: Digest of the message that met it, "" if none.
        reason: Why it stands there, in words.
        verified: How the rule is backed; a recalled rule only reminds.
        disputed_by: Parties that hold the instrument not to be in force.
        period: Year, or day on which data stand, of a duty that follows from the charter alone.
    """

    rule: str
    party: str
    cause: str
    due: int | None
    state: DutyState
    answer: str = ""
    reason: str = ""
    verified: str = ""
    disputed_by: tuple[str, ...] = ()
    period: str = ""


class Fault(StrEnum):
    """Ways in which a log can turn out to have been tampered with."""

    FORK = "fork"
    REWIND = "rewind"
    EDIT = "edit"
    DROP = "drop"
    FORGE = "forge"
    ORDER = "order"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Finding:
    """What an offline check found wrong.

    Attributes:
        fault: Of what kind.
        index: Entry it concerns, None for the log as a whole.
        text: What was found, and what shows it.
        evidence: Signed texts that show it to anybody.
    """

    fault: Fault
    index: int | None
    text: str
    evidence: tuple[str, ...] = field(default=())
