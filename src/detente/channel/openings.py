"""Openings, commitments and lists as the plain values that stand in messages and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from detente.channel.canonical import canonical
from detente.channel.declarations import Commitment, Declaration, Item, Opening
from detente.channel.grid import cell_of, check_cell
from detente.channel.sparse import Path
from detente.model.errors import InputError

LIST: Final = "detente-list/1"
_MOST_LEAVES: Final = 1 << 20


def opening_body(opening: Opening) -> dict[str, Any]:
    """Body of a reveal."""
    other = opening.path.other
    body: dict[str, Any] = {
        "label": opening.label, "vrf_proof": opening.vrf_proof.hex(),
        "path": {"siblings": [s.hex() for s in opening.path.siblings],
                 "other": None if other is None else [part.hex() for part in other]},
    }  # fmt: skip
    if opening.content is not None:
        body |= {"item": dict(opening.content), "salt": opening.salt.hex()}
    return body


def read_opening(body: Mapping[str, Any]) -> Opening:
    """Opening in the body of a reveal; whether it holds is not asked here.

    Raises:
        InputError: If it is malformed.
    """
    try:
        path, item = body["path"], body.get("item")
        siblings = tuple(bytes.fromhex(one) for one in path["siblings"])
        other = None if path["other"] is None else tuple(map(bytes.fromhex, path["other"]))
        if (other is not None and len(other) != 2) or not (item is None or isinstance(item, dict)):
            raise InputError("the opening names no leaf or item")
        return Opening(
            str(body["label"]), bytes.fromhex(body["vrf_proof"]),
            Path(siblings, other),
            bytes.fromhex(body.get("salt", "")), item,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("the opening is malformed: label, vrf_proof, path, item, salt") from error


def commitment_body(name: str, known: Commitment) -> dict[str, Any]:
    """Body of a commitment."""
    return {"declaration": name, "root": known.root.hex(), "count_padded": known.capacity,
            "vrf_key": known.vrf_key.hex()}  # fmt: skip


def read_commitment(body: Mapping[str, Any], version: int = 0) -> Commitment:
    """Commitment in the body of a message.

    Raises:
        InputError: If it is malformed.
    """
    try:
        root, key = bytes.fromhex(body["root"]), bytes.fromhex(body["vrf_key"])
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("a commitment has root and vrf_key in hex") from error
    capacity = body.get("count_padded")
    if len(root) != 32 or type(capacity) is not int or not 0 < capacity <= _MOST_LEAVES:
        raise InputError("a commitment has a root of 32 bytes and a padded count up to 2^20")
    return Commitment(root, capacity, key, version)


def read_items(rows: Sequence[Any], *, place: str = "list") -> tuple[Item, ...]:
    """Items of a list, ordered by id, so that their numbers say nothing.

    Args:
        rows: Each with ``id``, and optionally ``latitude`` and ``longitude`` or ``cells``,
            ``counts`` by category and ``text``.
        place: What to name in errors.

    Raises:
        InputError: With the row, if one cannot be used.
    """
    return tuple(sorted((_item(row, f"{place}, item {n}") for n, row in enumerate(rows, 1)),
                        key=lambda item: item.id))  # fmt: skip


def list_plain(declaration: Declaration) -> dict[str, Any]:
    """The whole list with its secret: what a full reveal hands over."""
    rows = [item.plain(number) for number, item in enumerate(declaration.items)]
    return {"schema": LIST, "secret": declaration.secret.hex(), "items": rows,
            "capacity": declaration.capacity, "version": declaration.version}  # fmt: skip


def read_list(plain: Mapping[str, Any]) -> tuple[bytes, tuple[Item, ...]]:
    """Secret and items of a list that was handed over.

    Raises:
        InputError: If it is none.
    """
    if plain.get("schema") != LIST or not isinstance(plain.get("items"), list):
        raise InputError(f"a list handed over has schema {LIST!r} and items")
    try:
        return bytes.fromhex(plain["secret"]), read_items(plain["items"])
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("the secret of the list is not written in hex") from error


def list_digest(plain: Mapping[str, Any]) -> str:
    """Digest of a list as it is handed over."""
    return sha256(canonical(plain)).hexdigest()


def delta(old: Sequence[Item], new: Sequence[Item]) -> dict[str, Any]:
    """What an update changes."""
    before, after = ({item.id: item for item in one} for one in (old, new))
    return {
        "added": sorted(after.keys() - before.keys()),
        "removed": sorted(before.keys() - after.keys()),
        "changed": sorted(i for i in before.keys() & after.keys() if before[i] != after[i]),
    }


def delta_digest(secret: bytes, version: int, change: Mapping[str, Any]) -> str:
    """Salted digest of an update's delta; the secret opens it at the full reveal."""
    return sha256(secret + canonical({"delta": dict(change), "version": version})).hexdigest()


def _item(row: Any, place: str) -> Item:
    if not isinstance(row, Mapping):
        raise InputError(f"{place}: an item is an object")
    name = row.get("id")
    if not isinstance(name, str) or not name or name != name.strip() or len(name) > 80:
        raise InputError(f"{place}, field 'id': give a short name of its own")
    counts = row.get("counts", {})
    if not isinstance(counts, Mapping) or not all(
        isinstance(k, str) and type(v) is int and v >= 0 and k != "items" for k, v in counts.items()
    ):
        raise InputError(f"{place}, field 'counts': whole numbers by category")
    try:
        cells = _cells(row)
    except InputError as error:
        raise InputError(f"{place}: {error}") from error
    return Item(name, cells, tuple(sorted(counts.items())), str(row.get("text", "")))


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    if "latitude" in row or "longitude" in row:
        return (cell_of(row.get("latitude", ""), row.get("longitude", "")),)
    cells = row.get("cells", [])
    if not isinstance(cells, list | tuple) or not all(isinstance(cell, str) for cell in cells):
        raise InputError("field 'cells' is a list of cells such as N5012E03045")
    return tuple(sorted({check_cell(cell) for cell in cells}))
