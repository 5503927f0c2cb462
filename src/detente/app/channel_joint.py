"""A party's use cases of joint action: what it says, to whom, and where everything stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from detente.adapters.channel_client import ChannelClient
from detente.app.channel_party import record_of
from detente.app.channel_share import own_groups
from detente.channel.deadlines import duties
from detente.channel.deconfliction import read_box, span
from detente.channel.exact import exact
from detente.channel.inquiry import text_digest
from detente.channel.joint import joint
from detente.channel.sharing import addressed, refuse_personal, tlp
from detente.codebook.channel_joint import incident_categories
from detente.model.channel import Duty, SignedMessage
from detente.model.channel_joint import JointStanding
from detente.model.errors import InputError

_GRADING: Final = re.compile(r"[A-F][1-6]")
_ANSWERS: Final = {
    ("assistance-offer", True): "assistance-accept",
    ("assistance-offer", False): "assistance-decline",
    ("assistance", False): "assistance-decline",
    ("inquiry", True): "inquiry-accept",
    ("inquiry", False): "inquiry-decline",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Under which label something goes, and to whom.

    Attributes:
        label: TLP 2.0 label.
        to: Parties that are addressed.
        group: A named group of the sender; "" for none.
    """

    label: str
    to: tuple[str, ...] = ()
    group: str = ""


def begin(
    client: ChannelClient, kind: str, body: Mapping[str, Any], address: Address, *, about: str = ""
) -> tuple[SignedMessage, int]:
    """Send a notice, a request or proposed terms; the message and its place in the log.

    A label that asks for named recipients goes to the group, or to those addressed; never wider.

    Raises:
        InputError: If the label or group is not known, who is addressed could not read it, or a
            field would hold a person.
    """
    refuse_personal(body)
    readers = _readers(client, address)
    outside = [] if readers is None else sorted(set(address.to) - {*readers, client.ring.party})
    if outside:
        raise InputError(f"{', '.join(outside)} is addressed and could not read it; see --group")
    whole = {**body, "tlp": tlp(address.label).label}
    if address.group:
        whole["group"] = address.group
    signed, proof = client.send(kind, whole, to=address.to, about=about, audience=readers)
    return signed, proof.index


def answer(
    client: ChannelClient, kind: str, body: Mapping[str, Any], about: str
) -> tuple[SignedMessage, int]:
    """Answer a message: under its label, to its sender, for those who can read it.

    Raises:
        InputError: If there is no such message here, or a field would hold a person.
    """
    refuse_personal(body)
    found = _message(client, about)
    cause = found.message
    body = {**body, "tlp": tlp(str(cause.body.get("tlp", "RED"))).label}
    to = (cause.sender,) if cause.sender != client.ring.party else ()
    signed, proof = client.send(kind, body, to=to, about=found.digest)
    return signed, proof.index


def reply_kind(client: ChannelClient, about: str, *, accept: bool) -> str:
    """Kind of the message that accepts or declines another.

    Raises:
        InputError: If that cannot be done with it.
    """
    kind = _message(client, about).message.kind
    found = _ANSWERS.get((kind, accept))
    if found is None:
        raise InputError(f"a {kind!r} is not {'accepted' if accept else 'declined'}")
    return found


def incident(
    category: str, *, what: str, where: str, when: str, effects: str, grading: str = ""
) -> dict[str, Any]:
    """Body of a notice of an incident.

    Raises:
        InputError: If the category is not in the table, or the grading none.
    """
    if category not in incident_categories():
        raise InputError(
            f"{category!r} is no category; there are {', '.join(incident_categories())}"
        )
    body = {"category": category, "what": what, "where": where, "when": when, "effects": effects}
    if not grading:
        return body
    if not _GRADING.fullmatch(grading):
        raise InputError(f"{grading!r} is no grading; write A-F for the source and 1-6, such as B2")
    return {**body, "grading": grading}


def deconfliction(area: str, *, start: str, end: str, box: str = "") -> dict[str, Any]:
    """Body of a deconfliction notice.

    Args:
        area: Its name, for people.
        start: From when: a day, or a time with its zone.
        end: Until when.
        box: South, west, north and east in degrees, with commas between; "" if none is given.

    Raises:
        InputError: If the times or the box cannot be read.
    """
    body: dict[str, Any] = {"area": area, "from": start, "to": end}
    if span(body) is None:
        raise InputError(f"{start!r} to {end!r} is no span of time: days, or times, in order")
    if not box:
        return body
    parts = [part.strip() for part in box.split(",")]
    read_box(parts)
    return {**body, "box": parts}


def inquiry(
    subject: str, *, questions: Sequence[str], terms: str, access: str, deadline: str,
    offices: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """Body of proposed terms of a joint inquiry; its members are offices, not persons.

    Args:
        subject: What is inquired into.
        questions: What is to be answered.
        terms: How.
        access: To what.
        deadline: Exact time by which findings are due.
        offices: ``PARTY:Office`` for each member.

    Raises:
        InputError: If there is no question, the deadline is not exact or an office names no party.
    """
    if not questions:
        raise InputError("an inquiry asks at least one question: --question")
    members = []
    for one in offices:
        party, colon, office = one.partition(":")
        if not (party and colon and office.strip()):
            raise InputError(f"{one!r} is no office; write BRV:Office of the Inspector")
        members.append({"party": party, "office": office.strip()})
    return {"subject": subject, "questions": list(questions), "terms": terms, "access": access,
            "deadline": exact(deadline), "offices": members}  # fmt: skip


def findings(text: str, *, digest_only: bool = False) -> dict[str, Any]:
    """Body of findings: the text and its digest, or the digest alone."""
    body = {"digest": text_digest(text)}
    return body if digest_only else {**body, "text": text}


def where_joint_stands(
    client: ChannelClient, *, now: int, agreeing: int | None = None
) -> list[tuple[JointStanding, SignedMessage, list[Duty]]]:
    """Everything done together that a party can read, with what is owed for it."""
    record = record_of(client.verify(), agreeing=agreeing)
    owed: dict[str, list[Duty]] = {}
    for duty in duties(record, now=now):
        owed.setdefault(duty.cause, []).append(duty)
    found = []
    for one in joint(record):
        signed = record.ledger.message(one.digest)
        assert signed is not None
        found.append((one, signed, owed.get(one.digest, [])))
    return found


def _readers(client: ChannelClient, address: Address) -> tuple[str, ...] | None:
    if address.group:
        ((_, readers),) = addressed(address.label, (address.group,), own_groups(client))
        return readers
    if not tlp(address.label).needs_group:
        return None
    return tuple(sorted(set(address.to) - {client.ring.party}))


def _message(client: ChannelClient, digest: str) -> SignedMessage:
    ledger = client.verify().ledger
    found = ledger.message(client.named(digest, ledger))
    if found is None:
        raise InputError(
            f"{digest[:16]!r} is no message in this mirror; fetch it: `channel mirror`"
        )
    return found
