"""A party's use cases of sharing: what is shared with whom, and what was shared as STIX."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.adapters.channel_stix import bundle, marking, read_stix, write_stix
from detente.channel.ledger import Ledger
from detente.channel.messages import may_read
from detente.channel.sharing import labels_in, refuse_persons, strictest, tlp
from detente.model.channel import SignedMessage
from detente.model.errors import InputError


def stix_body(text: str, label: str, *, place: str) -> dict[str, Any]:
    """Body that shares STIX 2.1 objects.

    Raises:
        InputError: If it is no STIX 2.1, holds personal data, or bears a stricter label than the
            one it is shared under.
    """
    objects = read_stix(text, place=place)
    refuse_persons(objects)
    inside = strictest(labels_in(objects))
    if inside is not None and tlp(inside).rank > tlp(label).rank:
        raise InputError(
            f"{place} bears TLP:{inside}; it cannot be shared as TLP:{tlp(label).label}"
        )
    return {"tlp": tlp(label).label, "content": {"stix": objects}}


def text_body(text: str, label: str) -> dict[str, Any]:
    """Body that shares a text."""
    return {"tlp": tlp(label).label, "content": {"text": text}}


def shared_with(ledger: Ledger, party: str) -> list[SignedMessage]:
    """Everything that was shared with a party, and its own."""
    messages = [entry.signed for entry in ledger.entries if entry.signed]
    return [s for s in messages if s.message.kind == "share" and may_read(s.message, party)]


def as_stix(shared: Sequence[SignedMessage], *, name: str) -> tuple[str, list[str]]:
    """A bundle of everything that was shared, and what could not be written, in words."""
    objects: list[dict[str, Any]] = []
    wrong: list[str] = []
    for signed in shared:
        try:
            objects += _objects(signed)
        except InputError as error:
            wrong.append(f"{signed.digest[:16]}: {error}")
    return bundle(objects, name=name), wrong


def _objects(signed: SignedMessage) -> list[dict[str, Any]]:
    message = signed.message
    label, content = tlp(str(message.body["tlp"])), message.body["content"]
    if isinstance(content, Mapping) and isinstance(content.get("stix"), list):
        raw = bundle(list(content["stix"]), name=signed.digest)
        return [marking(label), *({**item} for item in _again(raw))]
    if isinstance(content, Mapping) and isinstance(content.get("text"), str):
        return write_stix(signed.digest, message.sender, content["text"], label, made=message.made)
    raise InputError("it holds neither STIX nor text")


def _again(raw: str) -> list[dict[str, Any]]:
    return read_stix(raw, place="what was shared")
