"""Agreed texts in versions: what was adopted in a room, what each version changed, who read it how.

A proposal that is adopted is a text of its own, or a new version of one if it says which version
it changes. Two that change the same version both stand: the conflict is shown and not resolved,
until a version is adopted that changes both.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from detente.channel.decisions import ADOPTED, Decision, Dialogue
from detente.channel.record import Record
from detente.model.channel import Interval

_REMARKS: Final = {"statement": "interpretative statement", "reservation": "reservation"}


@dataclass(frozen=True, slots=True)
class Remark:
    """What a party says of a text it is bound by.

    Attributes:
        digest: Digest of the message.
        party: Who.
        sort: "interpretative statement" or "reservation".
        text: In its words.
        when: When, by the witnesses.
    """

    digest: str
    party: str
    sort: str
    text: str
    when: Interval


@dataclass(frozen=True, slots=True)
class Version:
    """One adopted version of a text.

    Attributes:
        room: Room.
        text_number: Number of the text in its room, from 1.
        number: Number of the version, from 1.
        title: Title, "" if it has none.
        proposal: Digest of the proposal by which it was adopted.
        party: Who proposed.
        way: How it was decided.
        complete: When the decision was complete, in seconds since 1970.
        text: The text.
        changes: Numbers of the versions it says it changes.
        diff: What changed against the first of them, line by line (unified).
        takes: Digest of the amendment it takes up, "" if none, and who made it.
        takes_from: Who made that amendment.
        conflict: Why it stands beside another version, "" if it does not.
        remarks: Interpretative statements and reservations.
    """

    room: str
    text_number: int
    number: int
    title: str
    proposal: str
    party: str
    way: str
    complete: int
    text: str
    changes: tuple[int, ...] = ()
    diff: tuple[str, ...] = ()
    takes: str = ""
    takes_from: str = ""
    conflict: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """A text while its versions are read: those on which nothing was built yet are its heads."""

    versions: tuple[Version, ...]
    heads: frozenset[int]


def texts(talk: Dialogue, room: str = "") -> tuple[Version, ...]:
    """Every adopted version, by room and text, in the order in which decisions were complete.

    Args:
        talk: The log as a dialogue.
        room: Only this room; all of them by default.
    """
    by_room: dict[str, list[_Text]] = {}
    adopted = [d for d in talk.decisions if d.state == ADOPTED and d.complete is not None]
    places = talk.record.ledger.places
    for one in sorted(adopted, key=lambda d: (d.complete, places[d.proposal])):
        if not room or one.room == room:
            _add(talk.record, by_room.setdefault(one.room, []), one)
    return tuple(
        version for name in sorted(by_room) for text in by_room[name] for version in text.versions
    )


def amendments(record: Record, proposal: str) -> tuple[tuple[int, str, str, str], ...]:
    """Amendments to a proposal and to its amendments: depth, digest, party and text."""
    found: list[tuple[int, str, str, str]] = []
    waiting = [(1, entry) for entry in reversed(record.answers.get(proposal, ()))]
    while waiting:
        depth, entry = waiting.pop()
        assert entry.signed is not None
        message = entry.signed.message
        if message.kind == "amendment":
            text = str(message.body["text"])
            found.append((depth, entry.signed.digest, message.sender, text))
            below = record.answers.get(entry.signed.digest, ())
            waiting += [(depth + 1, answer) for answer in reversed(below)]
    return tuple(found)


def _add(record: Record, known: list[_Text], one: Decision) -> None:
    """Add an adopted proposal to the texts of its room."""
    signed = record.ledger.message(one.proposal)
    assert signed is not None
    body = signed.message.body
    title = str(body.get("title", ""))
    named = _named(body.get("changes"))
    place = _place(known, named, title)
    old = known[place] if place is not None else _Text((), frozenset())
    bases = tuple(v for v in old.versions if v.proposal in named)
    version = Version(
        one.room, len(known) + 1 if place is None else place + 1, len(old.versions) + 1,
        title or (old.versions[0].title if old.versions else ""), one.proposal, one.party,
        one.way.value, one.complete or 0, one.text, tuple(v.number for v in bases),
        _diff(bases, one.text, len(old.versions) + 1), conflict=_conflict(old, bases, named),
        remarks=_remarks(record, one.proposal),
    )  # fmt: skip
    version = _taken(record, version, body)
    heads = (old.heads - {v.number for v in bases}) | {version.number}
    text = _Text((*old.versions, version), heads)
    if place is None:
        known.append(text)
    else:
        known[place] = text


def _named(plain: object) -> tuple[str, ...]:
    """Digests of the versions that a proposal says it changes."""
    rows = plain if isinstance(plain, list) else [plain] if plain else []
    return tuple(map(str, rows))


def _place(known: Sequence[_Text], named: Sequence[str], title: str) -> int | None:
    """Which text a proposal belongs to: that of a version it names, else that of its title."""
    for place, text in enumerate(known):
        if any(version.proposal in named for version in text.versions):
            return place
    for place, text in enumerate(known):
        if title and text.versions[0].title == title:
            return place
    return None


def _conflict(old: _Text, bases: Sequence[Version], named: Sequence[str]) -> str:
    unknown = set(named) - {version.proposal for version in bases}
    if unknown:
        return f"it says it changes {min(unknown)[:16]}, which is no adopted version of this text"
    if old.versions and not bases:
        return "it does not say which version it changes"
    beside = sorted(old.heads - {version.number for version in bases})
    if not beside:
        return ""
    numbers = ", ".join(map(str, beside))
    return f"it does not change version {numbers}, which stands beside it"


def _diff(bases: Sequence[Version], text: str, number: int) -> tuple[str, ...]:
    if not bases:
        return ()
    base = bases[0]
    lines = difflib.unified_diff(
        base.text.splitlines(), text.splitlines(), f"version {base.number}", f"version {number}",
        lineterm="",
    )  # fmt: skip
    return tuple(lines)


def _taken(record: Record, version: Version, body: Mapping[str, object]) -> Version:
    """The amendment that a proposal takes up, if it says so."""
    signed = record.ledger.message(str(body.get("takes", "")))
    if signed is None or signed.message.kind != "amendment":
        return version
    return replace(version, takes=signed.digest, takes_from=signed.message.sender)


def _remarks(record: Record, proposal: str) -> tuple[Remark, ...]:
    found = []
    for entry in record.answers.get(proposal, ()):
        assert entry.signed is not None
        message = entry.signed.message
        if message.kind in _REMARKS:
            found.append(Remark(entry.signed.digest, message.sender, _REMARKS[message.kind],
                                str(message.body["text"]), record.when(entry)))  # fmt: skip
    return tuple(found)
