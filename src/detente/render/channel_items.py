"""What was shared on the channel, as text: the TLP label stands at both ends of each item.

TLP 2.0 asks for the label in capitals, untranslated, in header and footer. Lines of the sender
stand indented, so that nothing in them can be taken for a label.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from detente.channel.joint import designation
from detente.channel.sharing import tlp
from detente.codebook.channel_joint import personal_fields
from detente.model.channel import Duty, SignedMessage
from detente.model.channel_joint import Designation, JointStanding
from detente.model.errors import InputError

_SHOWN_APART: Final = ("deadline",)
UNKNOWN: Final = "TLP:RED"
"""What bears no label that is known is treated as the strictest."""


def shared_item(signed: SignedMessage) -> str:
    """One shared message."""
    message = signed.message
    lines = [f"{message.sender} {signed.digest}", *_designated(designation(signed, {}))]
    content = message.body["content"]
    if isinstance(content, Mapping) and isinstance(content.get("stix"), list):
        lines += [_named(item) for item in content["stix"]]
    elif isinstance(content, Mapping):
        lines.append(str(content.get("text", "")))
    return labelled(message.body.get("tlp"), lines)


def joint_item(one: JointStanding, signed: SignedMessage, owed: Sequence[Duty], *, now: int) -> str:
    """One request, notice or inquiry: what it says, where it stands, what is asked about it."""
    message, skipped = signed.message, ("tlp", "group", "label", *_SHOWN_APART)
    waits = f"; waits for {', '.join(one.waits_for)}" if one.waits_for else ""
    to = f" to {', '.join(one.to)}" if one.to else ""
    lines = [f"{one.kind} of {one.sender}{to}: {one.state.value}{waits}", one.digest]
    lines += _designated(one.designation)
    lines += [
        f"{name}: {_value(value)}"
        for name, value in message.body.items()
        if name not in skipped and name not in personal_fields()
    ]
    if one.deadline is not None:
        passed = " (passed)" if now > one.deadline and one.waits_for else ""
        lines.append(f"findings due by {_iso(one.deadline)}{passed}")
    for found in one.findings:
        lines.append(f"findings of {found.party}, {found.digest}: {found.text or 'digest only'}")
    lines += [f"{d.rule}: {d.party} {d.state.value}" for d in owed]
    lines += [f"question: {text}" for text in one.questions]
    return labelled(message.body.get("tlp"), lines)


def labelled(label: Any, lines: Sequence[str]) -> str:
    """Lines between the label and the label, whatever stands in them."""
    try:
        mark = f"TLP:{tlp(str(label)).label}"
    except InputError:
        mark = f"{UNKNOWN} (the sender wrote {plain(str(label))[:40]!r})"
    inside = [f"  {part}" for line in lines for part in plain(line).split("\n")]
    return "\n".join([mark, *inside, mark, ""])


def _designated(found: Designation | None) -> list[str]:
    """A label such as "terrorist", with who designated it and who disputes it; none, no line."""
    if found is None:
        return []
    said = ", ".join(found.disputed_by) or "nobody"
    own = f"; disputed on the log by {', '.join(found.disputes)}" if found.disputes else ""
    text = f"{found.label!r}: designated by {found.designated_by}"
    return [f"{text}; disputed, as the sender says, by {said}{own}"]


def plain(text: str) -> str:
    """A stranger's text without what would steer a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _value(value: Any) -> str:
    """A field in one line."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_value(part)}" for key, part in value.items())
    return ", ".join(map(_value, value)) if isinstance(value, list) else str(value)


def _iso(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _named(item: Any) -> str:
    if not isinstance(item, Mapping):
        return "?"
    name = item.get("name") or item.get("value") or item.get("relationship_type") or ""
    return f"{item.get('id')} {name}".rstrip()
