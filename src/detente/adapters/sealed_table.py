"""``TABLE.sealed``: what parties told a mediator in confidence, encrypted by a passphrase.

Inside are fields of parties (walk-aways, weights, values, caucus notes) in the schema of the
table. The key comes from the passphrase by scrypt (RFC 7914), the box is ChaCha20-Poly1305
(RFC 8439); both from ``cryptography``. What is inside is filled up to whole kilobytes, so that
the length of the file says little. Nothing is ever written in the clear.
"""

from __future__ import annotations

import base64
import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from detente.model.errors import SealError

SCHEMA: Final = "detente-sealed-table/1"
NOTE: Final = "note"
Fields = dict[str, Any]
"""Party key -> its confidential fields."""

_COST: Final = 2**15
_BLOCK: Final = 1024


def sealed_path(table: Path) -> Path:
    """Where the confidential fields of a table lie.

    >>> sealed_path(Path("talks/harbour.toml")).name
    'harbour.sealed'
    """
    return table.with_suffix(".sealed")


def write_sealed(path: Path, fields: Mapping[str, Any], passphrase: str) -> None:
    """Encrypt fields into a file that only its owner reads; whole or not there at all.

    Raises:
        SealError: If the passphrase is empty or the file cannot be written.
    """
    if not passphrase:
        raise SealError("an empty passphrase seals nothing; choose one")
    salt, nonce = os.urandom(16), os.urandom(12)
    plain = json.dumps(fields, ensure_ascii=False).encode()
    plain += b" " * (-len(plain) % _BLOCK)
    box = ChaCha20Poly1305(_key(passphrase, salt)).encrypt(nonce, plain, SCHEMA.encode())
    record = {
        "schema": SCHEMA,
        "salt": salt.hex(),
        "nonce": nonce.hex(),
        "box": base64.b64encode(box).decode(),
    }
    half = path.with_name(path.name + ".half")
    try:
        half.touch(mode=0o600)
        half.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        half.replace(path)
    except OSError as problem:
        raise SealError(f"{path}: {problem.strerror}") from problem


def read_sealed(path: Path, passphrase: str) -> Fields:
    """Open the fields of a sealed file.

    Raises:
        SealError: If the file is missing, is none, or does not open with the passphrase.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["schema"] != SCHEMA:
            raise SealError(f"{path}: a sealed table has schema {SCHEMA!r}")
        box = ChaCha20Poly1305(_key(passphrase, bytes.fromhex(record["salt"])))
        plain = box.decrypt(
            bytes.fromhex(record["nonce"]), base64.b64decode(record["box"]), SCHEMA.encode()
        )
        fields: Fields = json.loads(plain)
    except OSError as problem:
        raise SealError(
            f"{path}: {problem.strerror}; `detente settle seal TABLE.toml` makes one"
        ) from problem
    except InvalidTag as problem:
        raise SealError(f"{path}: the passphrase is another, or the file is damaged") from problem
    except (ValueError, KeyError, TypeError) as problem:
        raise SealError(f"{path}: this is no sealed table") from problem
    return fields


def parse_fields(text: str) -> Fields:
    """Read confidential fields from TOML: ``[party.KEY]`` and ``[party.KEY.interest.ISSUE]``.

    Raises:
        SealError: If it is no such TOML; what was typed is not repeated.
    """
    wrong = ""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        wrong = str(problem).rpartition("(at ")[2].rstrip(")") or "somewhere"
        data = {}
    if wrong:  # outside the handler, so that no traceback holds what was typed
        raise SealError(f"what was given is no TOML ({wrong}); what it says is withheld")
    parties = data.get("party")
    if set(data) - {"party"} or not isinstance(parties, dict) or not parties:
        raise SealError("sealed fields stand under [party.KEY]; write [party.ald], then fields")
    return _shaped(parties)


def with_field(fields: Mapping[str, Any], name: str, written: str | None) -> Fields:
    """Set one field, such as ``ald.walk_away``, or take it out with None.

    Raises:
        SealError: If the name has no party and field.
    """
    party, _, rest = name.partition(".")
    if not rest:
        raise SealError(f"{name!r} names no field; write PARTY.FIELD, such as ald.walk_away")
    changed: Fields = json.loads(json.dumps(fields))
    inside = changed.setdefault(party, {})
    *way, last = rest.split(".")
    for key in way:
        inside = inside.setdefault(key, {})
        if not isinstance(inside, dict):
            raise SealError(f"{name!r}: {key!r} holds a value and no fields")
    inside.pop(last, None)
    if written is not None:
        inside[last] = _value(written)
    return _shaped({key: kept for key, kept in changed.items() if kept})


def _shaped(parties: Fields) -> Fields:
    for fields in parties.values():
        interests = fields.get("interest", {}) if isinstance(fields, dict) else None
        if not isinstance(interests, dict) or not all(
            isinstance(interest, dict) for interest in interests.values()
        ):
            raise SealError(
                "sealed fields stand under [party.KEY] and [party.KEY.interest.ISSUE], "
                "one table each"
            )
    return parties


def field_names(fields: Mapping[str, Any]) -> Iterator[str]:
    """Names of all fields, such as ``ald.interest.withdrawal.weight``; never their values."""
    for party, inside in fields.items():
        yield from (f"{party}.{key}" for key in inside if key != "interest")
        for issue, interest in inside.get("interest", {}).items():
            yield from (f"{party}.interest.{issue}.{key}" for key in interest)


def as_toml(fields: Mapping[str, Any]) -> str:
    """The fields as TOML, as :func:`parse_fields` reads them."""
    lines = []
    for party, inside in fields.items():
        lines += [f"[party.{json.dumps(party)}]", *_lines(inside), ""]
        for issue, interest in inside.get("interest", {}).items():
            head = f"[party.{json.dumps(party)}.interest.{json.dumps(issue)}]"
            lines += [head, *_lines(interest), ""]
    return "\n".join(lines)


def merged(data: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The table's data with the confidential fields in their places; notes stay out.

    Raises:
        SealError: If a party of the sealed file is not in the table.
    """
    parties = data.get("party", [])
    known = {party.get("key") for party in parties if isinstance(party, dict)}
    strange = sorted(set(fields) - known)
    if strange:
        raise SealError(f"the sealed file names party {strange[0]!r}, which the table has not")
    joined = [_joined(party, fields.get(party.get("key", ""), {})) for party in parties]
    return {**data, "party": joined}


def _joined(open_part: Mapping[str, Any], sealed: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(open_part)
    for key, value in sealed.items():
        if key == "interest" and isinstance(value, Mapping):
            own = result.get("interest", {})
            result["interest"] = own | {
                issue: _interest(own.get(issue, {}), given) for issue, given in value.items()
            }
        elif key != NOTE:
            result[key] = value
    return result


def _interest(open_part: Mapping[str, Any], sealed: Mapping[str, Any]) -> dict[str, Any]:
    """A sealed weight takes the place of an open rank, and sealed values that of a ranking."""
    rivals = {"weight": "rank", "rank": "weight", "values": "ranking", "ranking": "values"}
    gone = {rivals[key] for key in sealed if key in rivals}
    kept = {key: value for key, value in open_part.items() if key not in gone}
    return kept | {key: value for key, value in sealed.items() if key != NOTE}


def _lines(table: Mapping[str, Any]) -> list[str]:
    return [f"{json.dumps(k)} = {_written(v)}" for k, v in table.items() if k != "interest"]


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{json.dumps(k)} = {_written(v)}" for k, v in value.items())
        return f"{{ {inside} }}"
    return json.dumps(value, ensure_ascii=False)


def _value(written: str) -> Any:
    """What was typed, read as TOML where it is some, else as text."""
    try:
        return tomllib.loads(f"value = {written}")["value"]
    except tomllib.TOMLDecodeError:
        return written


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())
