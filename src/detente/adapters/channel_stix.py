"""STIX 2.1 in and out, read and checked by the library of its committee (extra ``stix``)."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from detente.channel.canonical import canonical
from detente.codebook.channel_tlp import TlpLabel
from detente.model.errors import InputError, MissingExtra

_NAMES: Final = uuid.UUID("7c6f8b1e-5d3a-5f0e-9b53-0d2c9d1f6a41")
_TLP: Final = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_TLP_MADE: Final = "2022-10-01T00:00:00.000Z"
MAX_TEXT: Final = 1 << 24
"""Most characters of a file of STIX that are read."""
_UNVERSIONED: Final = ("marking-definition",)
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)


def read_stix(text: str, *, place: str = "file") -> list[dict[str, Any]]:
    """Objects of a STIX 2.1 bundle, or one object, each checked and just as it was written.

    Raises:
        InputError: If it is no STIX 2.1, or an object breaks its rules; the object is named.
        MissingExtra: If the library is not installed.
    """
    plain = parse_json(text, place=place)
    if not isinstance(plain, dict):
        raise InputError(f"{place} holds no STIX object")
    objects = _unpacked(plain, place) if plain.get("type") == "bundle" else [plain]
    if not isinstance(objects, list) or not objects:
        raise InputError(f"{place} holds no STIX objects")
    for number, item in enumerate(objects, 1):
        check_object(item, place=f"{place}, object {number}")
    return objects


def parse_json(text: str, *, place: str) -> Any:
    """JSON from a stranger: each key once, every number a number, neither long nor deep.

    Raises:
        InputError: If it is anything else.
    """
    if len(text) > MAX_TEXT:
        raise InputError(f"{place} has {len(text)} characters; {MAX_TEXT} are read")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError as error:
        raise InputError(f"{place} is nested too deep") from error
    except ValueError as error:
        raise InputError(f"{place} is no JSON: {error}") from error


def check_object(item: Any, *, place: str) -> None:
    """One object of STIX 2.1, by the library and by what the library fills in or lets pass.

    Raises:
        InputError: With the object and the reason.
        MissingExtra: If the library is not installed.
    """
    stix2 = _library()
    if not isinstance(item, Mapping) or item.get("type") == "bundle":
        raise InputError(f"{place} is no object of STIX")
    named = f"{place} ({str(item.get('id'))[:80]})"
    try:
        canonical({"body": {"content": {"stix": [item]}}})  # as it stands in a message
        _demand_common(item, observable=item.get("type") in stix2.v21.OBJ_MAP_OBSERVABLE)
        read = stix2.parse(dict(item), allow_custom=False, version="2.1")
        _demand_same(item, json.loads(read.serialize()))
    except InputError as error:
        raise InputError(f"{named}: {error}") from error
    except (stix2.exceptions.STIXError, ValueError, TypeError, KeyError, AttributeError,
            RecursionError) as error:  # fmt: skip
        raise InputError(f"{named}: {str(error)[:500]}") from error


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


def bundle(objects: Sequence[Mapping[str, Any]], *, name: str) -> str:
    """A bundle of objects as text, each version of each object once, in order.

    Raises:
        InputError: If an object breaks the rules of STIX 2.1.
        MissingExtra: If the library is not installed.
    """
    once = {(item.get("id"), item.get("modified")): item for item in objects}
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


def _unpacked(plain: Mapping[str, Any], place: str) -> Any:
    """Objects of a bundle of 2.1, which has no version of its own and nothing else in it."""
    if "spec_version" in plain:
        text = f"{place} is a bundle of STIX {plain['spec_version']!r}; only 2.1 is read"
        raise InputError(f"{text}: convert it first")
    extra = set(plain) - {"type", "id", "objects"}
    if extra:
        raise InputError(f"{place}: a bundle holds no {', '.join(sorted(map(repr, extra)))}")
    return plain.get("objects")


def _demand_common(item: Mapping[str, Any], *, observable: bool) -> None:
    """What STIX 2.1, section 3.2, asks of all objects; the library would fill it in."""
    version = item.get("spec_version")
    if version != "2.1" and not (observable and version is None):
        said = "names no spec_version, as STIX 2.0" if version is None else f"is STIX {version!r}"
        raise InputError(f"the object {said}; only 2.1 is read: convert it first")
    if observable:
        return
    times = ("created",) if item.get("type") in _UNVERSIONED else ("created", "modified")
    for name in times:
        if not isinstance(item.get(name), str) or not _TIME.fullmatch(item[name]):
            raise InputError(f"{name!r} must be a time such as 2031-05-01T00:00:00.000Z")
    if "modified" in times and when(item["modified"]) < when(item["created"]):
        raise InputError("it was modified before it was created")


def _demand_same(item: Mapping[str, Any], read: Any) -> None:
    if not _same(item, read):
        raise InputError("a field is not of the type that STIX 2.1 asks for")


def _same(one: Any, read: Any) -> bool:
    """Whether the library read what was written, and made nothing fit: times apart, as written."""
    if isinstance(one, Mapping):
        both = isinstance(read, Mapping) and set(one) <= set(read)
        return both and all(_same(value, read[key]) for key, value in one.items())
    if isinstance(one, list):
        both = isinstance(read, list) and len(one) == len(read)
        return both and all(map(_same, one, read))
    if isinstance(one, str) and isinstance(read, str) and _TIME.fullmatch(one):
        return one == read or (_TIME.fullmatch(read) is not None and when(one) == when(read))
    return isinstance(one, bool) is isinstance(read, bool) and bool(one == read)


def when(text: str) -> dt.datetime:
    """A time of STIX, which is in UTC and may have any number of digits after the second.

    Raises:
        InputError: If it is none.
    """
    head, _, part = text.removesuffix("Z").partition(".")
    try:
        moment = dt.datetime.fromisoformat(f"{head}+00:00")
    except ValueError as error:
        raise InputError(f"{text[:40]!r} is no time") from error
    return moment + dt.timedelta(microseconds=int(part[:6].ljust(6, "0")))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return plain


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


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
