"""Joint action on the channel: where requests, notices and inquiries stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class JointState(StrEnum):
    """Where something done together stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CONFLICT = "conflict"
    OFFERED = "offered"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"
    UNDER_WAY = "under way"
    JOINT = "joint findings"
    SEPARATE = "separate findings"


@dataclass(frozen=True, slots=True)
class Designation:
    """A label such as "terrorist": nobody's fact, but somebody's word.

    Attributes:
        label: The label, as the sender wrote it.
        designated_by: Who designated it so, as the sender says.
        disputed_by: Who disputes it, as the sender says.
        disputes: Parties that dispute it themselves, on the log.
    """

    label: str
    designated_by: str
    disputed_by: tuple[str, ...]
    disputes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartyFindings:
    """What one party signed as the findings of an inquiry.

    Attributes:
        party: Who.
        digest: SHA-256 of the text it signed, in hex.
        text: The text, "" if only its digest is on the log.
        message: Digest of the message.
    """

    party: str
    digest: str
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class JointStanding:
    """Where one request, notice or inquiry stands, as far as the reader can read.

    Attributes:
        kind: Kind of the message that began it.
        digest: That message.
        sender: Who sent it.
        to: Parties that are addressed.
        state: Where it stands.
        waits_for: Parties whose answer is still to come.
        answers: Digests of what was said about it, in order.
        questions: What is pointed out to both sides; none of it is a verdict.
        designation: A label that it bears, None if none.
        findings: Of an inquiry, by party.
        deadline: Of an inquiry, in seconds since 1970; None if there is none that can be read.
        started: When all had accepted an inquiry, as witnesses bear out; None if not known.
    """

    kind: str
    digest: str
    sender: str
    to: tuple[str, ...]
    state: JointState
    waits_for: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    designation: Designation | None = None
    findings: tuple[PartyFindings, ...] = ()
    deadline: int | None = None
    started: int | None = None
