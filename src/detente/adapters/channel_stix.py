"""STIX 2.1 in and out, read and checked by the library of its committee (extra ``stix``)."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Any, Final

from detente.codebook.channel_tlp import TlpLabel
from detente.model.errors import InputError, MissingExtra

_NAMES: Final = uuid.UUID("7c6f8b1e-5d3a-5f0e-9b53-0d2c9d1f6a41")
_TLP: Final = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_TLP_MADE: Final = "2022-10-01T00:00:00.000Z"


def read_stix(text: str, *, place: str = "file") -> list[dict[str, Any]]:
    """Objects of a STIX 2.1 bundle, or one object, each checked.

    Raises:
        InputError: If it is no STIX 2.1, or an object breaks its rules.
        MissingExtra: If the library is not installed.
    """
    stix2 = _library()
    try:
        plain = json.loads(text)
        if not isinstance(plain, dict):
            raise InputError(f"{place} holds no STIX object")
        objects = plain.get("objects") if plain.get("type") == "bundle" else [plain]
        if not isinstance(objects, list) or not objects:
            raise InputError(f"{place} holds no STIX objects")
        found = [_checked(stix2, item, f"{place}, object {n}") for n, item in enumerate(objects, 1)]
        json.loads(stix2.Bundle(*found, allow_custom=False).serialize())
    except ValueError as error:
        raise InputError(f"{place} is no JSON or no STIX 2.1: {error}") from error
    return objects


def write_stix(
    digest: str, sender: str, text: str, label: TlpLabel, *, made: str
) -> list[dict[str, Any]]:
    """A note of STIX 2.1 for a text that was shared, with its author and TLP 2.0 marking.

    Args:
        digest: Digest of the message; ids follow from it, so that the same message has the same.
        sender: Party.
        text: What it shared.
        label: Its TLP label.
        made: When the sender says it was made, ISO 8601 with its zone.

    Raises:
        InputError: If ``made`` is no time.
        MissingExtra: If the library is not installed.
    """
    stix2 = _library()
    party = f"identity--{uuid.uuid5(_NAMES, sender)}"
    try:
        moment = _moment(made)
        author = stix2.v21.Identity(
            id=party, name=sender, identity_class="organization", created=_TLP_MADE,
            modified=_TLP_MADE,
        )  # fmt: skip
        note = stix2.v21.Note(
            id=f"note--{uuid.uuid5(_NAMES, digest)}", content=text, object_refs=[party],
            created_by_ref=party, created=moment, modified=moment,
            object_marking_refs=[label.stix_id],
        )  # fmt: skip
    except (stix2.exceptions.STIXError, ValueError) as error:
        raise InputError(f"{digest[:16]} cannot be written as STIX: {error}") from error
    return [marking(label), json.loads(author.serialize()), json.loads(note.serialize())]


def bundle(objects: list[dict[str, Any]], *, name: str) -> str:
    """A bundle of objects as text, each object once, the same for the same objects.

    Raises:
        InputError: If an object breaks the rules of STIX 2.1.
        MissingExtra: If the library is not installed.
    """
    once = {item["id"]: item for item in objects}
    plain = {"type": "bundle", "id": f"bundle--{uuid.uuid5(_NAMES, name)}",
             "objects": list(once.values())}  # fmt: skip
    text = json.dumps(plain, indent=1, ensure_ascii=False) + "\n"
    if once:
        read_stix(text, place="the bundle")
    return text


def marking(label: TlpLabel) -> dict[str, Any]:
    """Marking definition of a TLP 2.0 label, as its extension publishes it."""
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": label.stix_id,
        "created": _TLP_MADE, "name": f"TLP:{label.label}",
        "extensions": {
            _TLP: {"extension_type": "property-extension", "tlp_2_0": label.label.lower()},
        },
    }  # fmt: skip


def _checked(stix2: Any, item: Any, place: str) -> Any:
    if not isinstance(item, Mapping) or item.get("type") == "bundle":
        raise InputError(f"{place} is no object of STIX")
    if item.get("type") != "marking-definition" and item.get("spec_version", "2.1") != "2.1":
        raise InputError(f"{place}: only STIX 2.1 is read, not {item.get('spec_version')!r}")
    try:
        return stix2.parse(dict(item), allow_custom=False, version="2.1")
    except (stix2.exceptions.STIXError, ValueError, TypeError, KeyError) as error:
        raise InputError(f"{place}: {error}") from error


def _library() -> Any:
    try:
        import stix2  # noqa: PLC0415 - optional
    except ImportError as missing:
        raise MissingExtra("reading and writing STIX", "stix") from missing
    return stix2


def _moment(made: str) -> dt.datetime:
    """An exact time; one without a zone would hang on the reader's own."""
    moment = dt.datetime.fromisoformat(made)
    if moment.tzinfo is None:
        raise InputError(f"{made!r} names no time zone")
    return moment.astimezone(dt.UTC)
