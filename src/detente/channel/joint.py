"""Where joint action stands: incidents, assistance, deconfliction, inquiries; all from the log.

Whatever a party is held to here it was asked on the log, and whatever it is said to have done it
signed. A party that cannot read a message does not know of it, and nothing is computed from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from detente.channel.deconfliction import overlaps
from detente.channel.inquiry import inquiry_standing
from detente.channel.record import Record
from detente.model.channel import SignedMessage
from detente.model.channel_joint import Designation, JointStanding, JointState

Answers = Mapping[str, Sequence[SignedMessage]]
"""Messages about a message, by its digest, in the order of the log."""
BEGINS: Final = ("incident-notice", "assistance", "deconfliction", "inquiry")


def joint(record: Record) -> tuple[JointStanding, ...]:
    """Every incident, request, notice and inquiry that the reader can read, in log order."""
    messages = [entry.signed for entry in record.ledger.entries if entry.signed]
    answers = answers_in(messages)
    begun = [signed for signed in messages if signed.message.kind in BEGINS]
    standing = [_standing(record, signed, answers) for signed in begun]
    current = [
        signed
        for signed, one in zip(begun, standing, strict=True)
        if signed.message.kind == "deconfliction" and one.state is not JointState.REPLACED
    ]
    asked = overlaps(current)
    return tuple(
        replace(
            one, questions=(*one.questions, *asked.get(one.digest, ())),
            designation=designation(signed, answers),
            answers=tuple(a.digest for a in answers.get(one.digest, ())),
        )
        for signed, one in zip(begun, standing, strict=True)
    )  # fmt: skip


def answers_in(messages: Sequence[SignedMessage]) -> dict[str, list[SignedMessage]]:
    """What is about what."""
    found: dict[str, list[SignedMessage]] = {}
    for signed in messages:
        if signed.message.about:
            found.setdefault(signed.message.about, []).append(signed)
    return found


def designation(signed: SignedMessage, answers: Answers) -> Designation | None:
    """The label a message bears, with who designated it and everybody who disputes it."""
    label = signed.message.body.get("label")
    if not isinstance(label, Mapping):
        return None
    said = label.get("disputed_by")
    disputes = {
        a.message.sender
        for a in answers.get(signed.digest, ())
        if a.message.kind == "label-dispute"
    }
    return Designation(
        str(label.get("label", "")), str(label.get("designated_by") or "nobody named"),
        tuple(map(str, said)) if isinstance(said, list) else (), tuple(sorted(disputes)),
    )  # fmt: skip


def _standing(record: Record, signed: SignedMessage, answers: Answers) -> JointStanding:
    about = answers.get(signed.digest, ())
    if signed.message.kind == "inquiry":
        return inquiry_standing(record, signed, about)
    if signed.message.kind == "assistance":
        return _assistance(signed, about, answers)
    return _notice(signed, about)


def _notice(signed: SignedMessage, about: Sequence[SignedMessage]) -> JointStanding:
    """A notice: acknowledged by all, in conflict with somebody, replaced, or open."""
    message = signed.message
    told = {a.message.sender for a in about if a.message.kind in ("acknowledgement", "conflict")}
    raised = [
        a for a in about if a.message.kind == "conflict" and a.message.sender != message.sender
    ]
    newer = [
        a for a in about if (a.message.kind, a.message.sender) == (message.kind, message.sender)
    ]
    waits = tuple(party for party in message.to if party not in told)
    state = JointState.OPEN if waits or not message.to else JointState.ACKNOWLEDGED
    if raised:
        state = JointState.CONFLICT
    if newer:
        state, waits = JointState.REPLACED, ()
    questions = tuple(
        f"{a.message.sender} raises a conflict with the notice of {message.sender}: how is it solved?"
        for a in raised
    )
    return _of(signed, state, waits, questions)


def _assistance(
    signed: SignedMessage, about: Sequence[SignedMessage], answers: Answers
) -> JointStanding:
    """A request: what was offered, and what of that who asked has accepted."""
    message = signed.message
    offers = [a for a in about if a.message.kind == "assistance-offer"]
    offers = [a for a in offers if a.message.sender != message.sender]
    words = [_word(message.sender, answers.get(offer.digest, ())) for offer in offers]
    refused = {a.message.sender for a in about if a.message.kind == "assistance-decline"}
    spoke = refused | {offer.message.sender for offer in offers}
    waits = tuple(party for party in message.to if party not in spoke)
    if "assistance-accept" in words:
        return _of(signed, JointState.ACCEPTED, ())
    if "" in words:
        return _of(signed, JointState.OFFERED, (message.sender,))
    if message.to and not waits:
        return _of(signed, JointState.DECLINED, ())
    return _of(signed, JointState.OPEN, waits)


def _word(party: str, about: Sequence[SignedMessage]) -> str:
    """The first answer of who asked to an offer; it stands."""
    kinds = ("assistance-accept", "assistance-decline")
    said = [a.message.kind for a in about if a.message.sender == party and a.message.kind in kinds]
    return said[0] if said else ""


def _of(
    signed: SignedMessage, state: JointState, waits: tuple[str, ...],
    questions: tuple[str, ...] = (),
) -> JointStanding:  # fmt: skip
    message = signed.message
    return JointStanding(
        message.kind, signed.digest, message.sender, message.to, state, waits, questions=questions
    )
