"""What was shared on the channel, as text: the TLP label stands at both ends of each item.

TLP 2.0 asks for the label in capitals, untranslated, in header and footer. Lines of the sender
stand indented, so that nothing in them can be taken for a label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.channel.sharing import tlp
from detente.model.channel import SignedMessage
from detente.model.errors import InputError

UNKNOWN = "TLP:RED"
"""What bears no label that is known is treated as the strictest."""


def shared_item(signed: SignedMessage) -> str:
    """One shared message."""
    message = signed.message
    lines = [f"{message.sender} {signed.digest}", *designation(message.body)]
    content = message.body["content"]
    if isinstance(content, Mapping) and isinstance(content.get("stix"), list):
        lines += [_named(item) for item in content["stix"]]
    elif isinstance(content, Mapping):
        lines.append(str(content.get("text", "")))
    return labelled(message.body.get("tlp"), lines)


def labelled(label: Any, lines: Sequence[str]) -> str:
    """Lines between the label and the label, whatever stands in them."""
    try:
        mark = f"TLP:{tlp(str(label)).label}"
    except InputError:
        mark = f"{UNKNOWN} (the sender wrote {plain(str(label))[:40]!r})"
    inside = [f"  {part}" for line in lines for part in plain(line).split("\n")]
    return "\n".join([mark, *inside, mark, ""])


def designation(body: Mapping[str, Any]) -> list[str]:
    """A label such as "terrorist", with who designated it and who disputes it; none, no line."""
    label = body.get("label")
    if not isinstance(label, Mapping):
        return []
    by, disputed = label.get("designated_by"), label.get("disputed_by")
    told = ", ".join(map(str, disputed)) if isinstance(disputed, list) and disputed else "nobody"
    said = f"{str(label.get('label'))!r}"
    return [
        f"{said}: designated by {by or 'nobody named'}; disputed, as the sender says, by {told}"
    ]


def plain(text: str) -> str:
    """A stranger's text without what would steer a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _named(item: Any) -> str:
    if not isinstance(item, Mapping):
        return "?"
    name = item.get("name") or item.get("value") or item.get("relationship_type") or ""
    return f"{item.get('id')} {name}".rstrip()
