"""A joint inquiry: terms that all accept before it starts, findings that are joint if all sign.

Findings are joint only where every named party signed the digest of the same text; else they stand
side by side, each with its party.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from detente.channel.record import Record
from detente.model.channel import SignedMessage
from detente.model.channel_joint import JointStanding, JointState, PartyFindings


def inquiry_standing(
    record: Record, signed: SignedMessage, about: Sequence[SignedMessage]
) -> JointStanding:
    """Where an inquiry stands.

    Nobody waits for a party that has left. Who proposes terms has accepted them. Acceptance names the digest of the terms, so that nobody
    can be held to others. Findings from before the start count for nothing.

    Args:
        record: The log and its witnesses.
        signed: The terms.
        about: What was said about them, in order.
    """
    message = signed.message
    named = tuple(sorted({message.sender, *message.to}))
    last, words = _accepted(message.sender, named, about)
    here = record.ledger.roster.parties
    missing = tuple(party for party in named if words.get(party) != "inquiry-accept")
    waits = tuple(party for party in missing if party in here)
    state, started = JointState.PROPOSED, None
    findings: tuple[PartyFindings, ...] = ()
    questions: tuple[str, ...] = ()
    if last is not None:
        findings, questions = _findings(record, last, named, about)
        waits = tuple(p for p in named if p not in {f.party for f in findings} and p in here)
        state = _of_findings(findings, waits)
        entry = record.ledger.entries[record.ledger.places[last.digest]]
        started = record.when(entry).before
    elif any(a.message.kind == "inquiry" and a.message.sender in named for a in about):
        state, waits = JointState.REPLACED, ()
    elif "inquiry-decline" in words.values():
        state = JointState.DECLINED
    elif left := [party for party in missing if party not in here]:
        questions = (f"{', '.join(left)} left before all had accepted: are terms proposed anew?",)
    return JointStanding(
        message.kind, signed.digest, message.sender, message.to, state, waits,
        questions=questions, findings=findings, deadline=_moment(message.body.get("deadline")),
        started=started,
    )  # fmt: skip


def text_digest(text: str) -> str:
    """What a party signs of findings: SHA-256 of the text in UTF-8, in hex."""
    return sha256(text.encode()).hexdigest()


def _accepted(
    sender: str, named: Sequence[str], about: Sequence[SignedMessage]
) -> tuple[SignedMessage | None, dict[str, str]]:
    """The acceptance with which all had accepted, None if not all did; and the last word of each."""
    words = {sender: "inquiry-accept"}
    for answer in about:
        kind, party = answer.message.kind, answer.message.sender
        if kind in ("inquiry-accept", "inquiry-decline") and party in named:
            words[party] = kind
            if len(named) > 1 and all(words.get(p) == "inquiry-accept" for p in named):
                return answer, words
    return None, words


def _findings(
    record: Record, start: SignedMessage, named: Sequence[str], about: Sequence[SignedMessage]
) -> tuple[tuple[PartyFindings, ...], tuple[str, ...]]:
    """The last findings of each party since the start; what does not fit its digest is asked."""
    places = record.ledger.places
    found: dict[str, PartyFindings] = {}
    questions = []
    for answer in about:
        message = answer.message
        after = places[answer.digest] > places[start.digest]
        if message.kind != "inquiry-findings" or message.sender not in named or not after:
            continue
        digest, text = str(message.body["digest"]), message.body.get("text", "")
        if not isinstance(text, str) or (text and text_digest(text) != digest):
            who = f"{message.sender} ({answer.digest[:16]})"
            questions.append(f"the text of {who} does not fit the digest it signed: which holds?")
            continue
        found[message.sender] = PartyFindings(message.sender, digest, text, answer.digest)
    return tuple(found[party] for party in named if party in found), tuple(questions)


def _of_findings(findings: Sequence[PartyFindings], waits: Sequence[str]) -> JointState:
    if not findings:
        return JointState.UNDER_WAY
    same = len({one.digest for one in findings}) == 1
    return JointState.JOINT if same and not waits else JointState.SEPARATE


def _moment(value: Any) -> int | None:
    try:
        moment = dt.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return None if moment.tzinfo is None else int(moment.timestamp())
