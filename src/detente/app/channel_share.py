"""A party's use cases of sharing: what is shared with whom, and what was shared as STIX."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from detente.adapters.channel_client import ChannelClient
from detente.adapters.channel_stix import bundle, check_object, marking, read_stix, write_stix
from detente.channel.ledger import Ledger
from detente.channel.messages import may_read
from detente.channel.sharing import groups_said, labels_in, parts, refuse_persons, strictest, tlp
from detente.codebook.channel_tlp import TlpLabel
from detente.model.channel import SignedMessage
from detente.model.errors import InputError

_UNMARKED: Final = ("marking-definition",)


def stix_bodies(text: str, label: str, *, place: str) -> list[dict[str, Any]]:
    """Bodies of the messages that share STIX 2.1 objects: one, or as many as they need.

    Raises:
        InputError: If it is no STIX 2.1, holds personal data, or bears a stricter label than the
            one it is shared under.
    """
    objects = read_stix(text, place=place)
    refuse_persons(objects)
    fits(objects, label, place=place)
    return [stix_body(part, label) for part in parts(objects)]


def stix_body(objects: Sequence[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Body that shares objects that were checked."""
    return {"tlp": tlp(label).label, "content": {"stix": list(objects)}}


def fits(objects: Sequence[Mapping[str, Any]], label: str, *, place: str) -> None:
    """Refuse objects that bear a stricter label than the one they are shared under.

    Raises:
        InputError: With both labels.
    """
    inside = strictest(labels_in(objects))
    if inside is not None and tlp(inside).rank > tlp(label).rank:
        raise InputError(
            f"{place} bears TLP:{inside}; it cannot be shared as TLP:{tlp(label).label}"
        )


def text_body(text: str, label: str) -> dict[str, Any]:
    """Body that shares a text."""
    return {"tlp": tlp(label).label, "content": {"text": text}}


def own_groups(client: ChannelClient) -> dict[str, frozenset[str]]:
    """A party's groups by its last word, said on the log or since the mirror was fetched.

    A group that was narrowed a moment ago is narrow now, though the mirror does not show it yet.
    """
    ledger, party = client.verify().ledger, client.ring.party
    said = {e.index: e.signed.message for e in ledger.entries if e.signed}
    said |= {proof.index: signed.message for signed, proof in client.folder.sent() if proof}
    messages = [message for _, message in sorted(said.items()) if message.sender == party]
    return groups_said(messages, ledger.roster.parties)


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
            objects += objects_of(signed)
        except InputError as error:
            wrong.append(f"{signed.digest[:16]}: {error}")
    return bundle(objects, name=name), wrong


def objects_of(signed: SignedMessage) -> list[dict[str, Any]]:
    """What a message shared, as STIX 2.1; each object bears the label of its message, or a stricter.

    What comes from others is checked as one's own is before it is sent.

    Raises:
        InputError: If it is no STIX, holds personal data or bears a stricter label than its message.
        MissingExtra: If the library of STIX is not installed.
    """
    message = signed.message
    label, content = tlp(str(message.body["tlp"])), message.body["content"]
    if isinstance(content, Mapping) and isinstance(content.get("stix"), list):
        objects = list(content["stix"])
        for number, item in enumerate(objects, 1):
            check_object(item, place=f"what was shared, object {number}")
        refuse_persons(objects)
        fits(objects, label.label, place="what was shared")
        return [marking(label), *(_marked(item, label) for item in objects)]
    if isinstance(content, Mapping) and isinstance(content.get("text"), str):
        return write_stix(signed.digest, message.sender, content["text"], label, made=message.made)
    raise InputError("it holds neither STIX nor text")


def _marked(item: Mapping[str, Any], label: TlpLabel) -> dict[str, Any]:
    """An object that keeps the label of its message where it goes, unless it bears one as strict."""
    own = labels_in([{**item, "granular_markings": []}])
    if item["type"] in _UNMARKED or any(tlp(one).rank >= label.rank for one in own):
        return dict(item)
    return {**item, "object_marking_refs": [*item.get("object_marking_refs", []), label.stix_id]}
