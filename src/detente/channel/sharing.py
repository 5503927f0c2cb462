"""Who gets what is shared: TLP 2.0 labels and named groups, failing closed.

An empty group is nobody. A label that asks for named recipients goes to nobody without them. A
group that is not known stops the message; nothing is ever widened by a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from detente.channel.canonical import canonical
from detente.channel.ledger import Ledger
from detente.channel.tiles import MAX_ENTRY
from detente.codebook.channel_joint import personal_fields
from detente.codebook.channel_tlp import TlpLabel, tlp_labels
from detente.model.channel import Message
from detente.model.errors import InputError

Groups = Mapping[str, frozenset[str]]
PERSONAL: Final = ("user-account", "email-addr", "email-message")
"""Objects of STIX that hold or may hold what belongs to a person."""
_WORDS: Final = re.compile(r"[\s-]+")
_ROOM: Final = MAX_ENTRY - 8192
"""Bytes of STIX in one message; the rest is for what stands around them."""


def groups_of(ledger: Ledger, party: str) -> dict[str, frozenset[str]]:
    """The named groups of a party as they stand: its last word on each, of parties only.

    A group is the sender's own: what another party calls a group changes nothing here.
    """
    messages = [entry.signed.message for entry in ledger.entries if entry.signed]
    return groups_said((m for m in messages if m.sender == party), ledger.roster.parties)


def groups_said(messages: Iterable[Message], parties: Collection[str]) -> dict[str, frozenset[str]]:
    """Groups that a party's messages name, in order; who is no party is in none."""
    found: dict[str, frozenset[str]] = {}
    for message in messages:
        if message.kind == "group":
            members = message.body["members"]
            named = members if isinstance(members, list) else []
            known = {name for name in named if isinstance(name, str)}
            found[str(message.body["group"])] = frozenset(known & set(parties))
    return found


def group_of(message: Message) -> tuple[str, str]:
    """Owner and name of the group a message went to; two empty texts where all may read it."""
    if message.audience is None:
        return "", ""
    name = message.body.get("group")
    return message.sender, name if isinstance(name, str) else ""


def addressed(
    label: str, named: Sequence[str], groups: Groups
) -> list[tuple[str, tuple[str, ...] | None]]:
    """One message for each group, so that nobody learns the name of a group it is not in.

    Args:
        label: TLP 2.0 label.
        named: Groups; none is everybody, or nobody if the label asks for named recipients.
        groups: Known groups.

    Returns:
        Name of the group, "" for none, and who may read.

    Raises:
        InputError: If the label or a group is not known.
    """
    audience(label, named, groups)
    return [(name, audience(label, (name,), groups)) for name in dict.fromkeys(named)] or [
        ("", audience(label, (), groups))
    ]


def parts(objects: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Objects of STIX in as many messages as they need, in order, none of them cut.

    Raises:
        InputError: If one object alone is too long for a message.
    """
    found: list[list[Mapping[str, Any]]] = []
    left = 0
    for item in objects:
        size = len(canonical(item)) + 1
        if size > _ROOM:
            raise InputError(f"{item.get('id')} has {size} bytes; a message takes {_ROOM}")
        if not found or size > left:
            found.append([])
            left = _ROOM
        found[-1].append(item)
        left -= size
    return found


def audience(label: str, named: Sequence[str], groups: Groups) -> tuple[str, ...] | None:
    """Who may read what bears a label and names groups.

    Args:
        label: TLP 2.0 label, with or without ``TLP:``.
        named: Groups to which it is releasable; a message to several goes to members of any.
        groups: Known groups.

    Returns:
        Parties in order; None for all, and empty for nobody but the sender.

    Raises:
        InputError: If the label or a group is not known.
    """
    row = tlp(label)
    if not named:
        return () if row.needs_group else None
    missing = [name for name in named if name not in groups]
    if missing:
        raise InputError(f"no group {', '.join(missing)}; make it with `detente channel group`")
    return tuple(sorted(frozenset().union(*(groups[name] for name in named))))


def tlp(label: str) -> TlpLabel:
    """Row of a label.

    Raises:
        InputError: If there is none.
    """
    row = tlp_labels().get(label.upper().removeprefix("TLP:"))
    if row is None:
        raise InputError(f"{label!r} is no TLP 2.0 label; there are {', '.join(tlp_labels())}")
    return row


def strictest(labels: Iterable[str]) -> str | None:
    """The strictest of some labels, None if there are none."""
    rows = sorted((tlp(label) for label in labels), key=lambda row: row.rank)
    return rows[-1].label if rows else None


def labels_in(objects: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """TLP labels that objects of STIX bear, in any of their markings.

    Raises:
        InputError: If a marking looks like TLP and is not one that is known.
    """
    rows = tlp_labels().values()
    known = {one: row.label for row in rows for one in (row.stix_id, row.stix1_id) if one}
    found: set[str] = set()
    for item in objects:
        refs = [*item.get("object_marking_refs", [])]
        refs += [g.get("marking_ref", "") for g in item.get("granular_markings", [])]
        found |= {known[ref] for ref in refs if ref in known}
        tlp_by_name = "TLP" in str(item.get("name", "")).upper()
        if item.get("type") == "marking-definition" and tlp_by_name and item.get("id") not in known:
            raise InputError(f"{item.get('id')} calls itself TLP and is none of its markings")
    return tuple(sorted(found))


def refuse_persons(objects: Iterable[Mapping[str, Any]]) -> None:
    """Refuse what names a person: the channel keeps no personal data.

    Raises:
        InputError: With the object.
    """
    for item in objects:
        person = item.get("type") == "identity" and item.get("identity_class") == "individual"
        if person or item.get("type") in PERSONAL:
            raise InputError(f"{item.get('id')} holds personal data; leave it out")


def refuse_personal(body: Any, *, place: str = "the message") -> None:
    """Refuse a body with a field that would hold a person, at any depth; free text is not seen.

    Raises:
        InputError: With the field, and where what is meant may stand.
    """
    if isinstance(body, Mapping):
        for key, value in body.items():
            row = personal_fields().get(_WORDS.sub("_", str(key).strip().lower()))
            if row is not None:
                note = f": {row.note}" if row.note else ""
                raise InputError(f"{place} has a field {key!r} that would hold a person{note}")
            refuse_personal(value, place=place)
    elif isinstance(body, list | tuple):
        for part in body:
            refuse_personal(part, place=place)


def terrorism_label(text: str, designated_by: str, disputed_by: Sequence[str]) -> dict[str, Any]:
    """A label such as "terrorist", with who designated it and who disputes it.

    Raises:
        InputError: If nobody is named who designated it.
    """
    if not designated_by:
        raise InputError(f"the label {text!r} needs who designated it: --designated-by")
    return {"label": text, "designated_by": designated_by, "disputed_by": sorted(set(disputed_by))}
